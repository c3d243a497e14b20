"""Two people of one name: told apart where documents give them professions that hardly anybody has both of, and nothing else in common.

Documents that share another person or organisation speak of one bearer (the context of a name tells namesakes apart: Bagga & Baldwin 1998),
and so do those that state one field of work. What is left unconnected and has another field is another person. Politics and business are no
fields here: people come to them from every other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import duckdb
import pyarrow as pa

from flows.extract.identity.lexicon import words

FIELDS = {
    "sport": words(
        """
        batsman bowler boxer cricketer cyclist defender footballer fullback goalkeeper goalie golfer gymnast jockey linebacker midfielder
        pitcher quarterback rower skier sprinter striker swimmer winger wrestler
        """
    ),
    "arts": words(
        "actor actress comedian comedienne dancer drummer guitarist musician novelist painter pianist poet rapper sculptor singer violinist"
    ),
    "science": words(
        """
        astronomer biologist botanist cardiologist chemist engineer epidemiologist geologist mathematician neurologist physician physicist
        surgeon veterinarian virologist
        """
    ),
    "church": words("archbishop bishop cardinal imam priest rabbi"),
}
FIELD_OF = {noun: field for field, nouns in FIELDS.items() for noun in nouns}

STATED = """
select cluster, doc_id, role, start_char
from document_roles
join documents using (doc_id) join grouped as g on g.member = member(document, entity_index) join nodes using (node)
where kind = 'PERSON' and regexp_matches(lower(role), ?) order by all
"""
# What stands before a role that the text gives to somebody else of the name: "another Jonas Hale, the engineer".
OF_ANOTHER = r"""
select s.doc_id, s.start_char from stated as s join texts as t using (doc_id)
where regexp_matches(substr(t.text, greatest(s.start_char - 19, 1)::bigint, least(s.start_char, 20)), '\b(another|different|other)\s+$')
"""
# Whom and what else the documents of those clusters mention; places are shared by strangers.
CONTEXT = """
with bearer as (select cluster, document_of(member) as document from grouped where list_contains(?, cluster))
select m.cluster, doc_id, o.cluster as other
from bearer as m join grouped as o on m.document = document_of(o.member) join nodes using (node) join documents using (document)
where o.cluster <> m.cluster and kind in ('PERSON', 'ORG') order by all
"""
MEMBERS = """
select cluster, doc_id, entity_index_of(member), contains(key, ' ')
from grouped join nodes using (node) join documents on document = document_of(member) where list_contains(?, cluster) order by all
"""
MOVED = pa.schema([("doc_id", pa.string()), ("entity_index", pa.int32()), ("cluster", pa.int64())])
MOVE = """
update grouped set cluster = moved.cluster
from moved join documents using (doc_id) where grouped.member = member(document, entity_index)
"""


def part(corpus: duckdb.DuckDBPyConnection, kept: Collection[int]) -> None:
    """Gives namesakes clusters of their own in `grouped`; clusters in `kept` are left, because people said that they are one."""
    fields = stated_fields(corpus)
    doubtful = [cluster for cluster, of in sorted(fields.items()) if len(set[str]().union(*of.values())) > 1 and cluster not in kept]
    if not doubtful:
        return
    shared: defaultdict[int, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for cluster, doc_id, other in corpus.execute(CONTEXT, [doubtful]).fetchall():
        shared[cluster][other].add(doc_id)
    members: defaultdict[int, list[tuple[str, int, bool]]] = defaultdict(list)
    for cluster, *member in corpus.execute(MEMBERS, [doubtful]).fetchall():
        members[cluster].append((member[0], member[1], member[2]))
    ((fresh,),) = corpus.execute("select max(cluster) + 1 from grouped").fetchall()
    moved: list[dict[str, str | int]] = []
    for cluster in doubtful:
        for another in moving(members[cluster], fields[cluster], shared[cluster].values()):
            moved += [{"doc_id": doc_id, "entity_index": entity_index, "cluster": fresh} for doc_id, entity_index in another]
            fresh += 1
    corpus.register("moved", pa.Table.from_pylist(moved, schema=MOVED))
    corpus.execute(MOVE)


def stated_fields(corpus: duckdb.DuckDBPyConnection) -> dict[int, dict[str, set[str]]]:
    """The fields of work that documents state of people, as {cluster: {document: fields}}."""
    stated = [
        (cluster, doc_id, found, start)
        for cluster, doc_id, role, start in corpus.execute(STATED, ["|".join(FIELD_OF)]).fetchall()
        if (found := {FIELD_OF[word] for word in role.lower().replace("-", " ").split() if word in FIELD_OF})
    ]
    if not stated:
        return {}
    corpus.register("stated", pa.table({"doc_id": [row[1] for row in stated], "start_char": [row[3] for row in stated]}))
    of_another = set(corpus.execute(OF_ANOTHER).fetchall())
    fields: defaultdict[int, dict[str, set[str]]] = defaultdict(dict)
    for cluster, doc_id, found, start in stated:
        if (doc_id, start) not in of_another:
            fields[cluster].setdefault(doc_id, set()).update(found)
    return dict(fields)


def moving(
    members: Iterable[tuple[str, int, bool]], fields: Mapping[str, Collection[str]], shared: Iterable[Collection[str]]
) -> Iterator[list[tuple[str, int]]]:
    """Groups of a cluster's members, as (document, entity there), of which each is another person than the rest.

    `members` say besides whether their name is of several words, `fields` has the fields that a document states, `shared` documents that
    mention one other entity. The group with most members stays, and with it full names of which documents state nothing; family names alone
    go to themselves.
    """
    members = list(members)
    groups = {doc_id: {doc_id} for doc_id, _, _ in members}
    by_field: defaultdict[str, set[str]] = defaultdict(set)
    for doc_id, stated in fields.items():
        for field in stated:
            by_field[field].add(doc_id)
    for together in [*by_field.values(), *shared]:
        joined = set().union(*(groups[doc_id] for doc_id in together))
        for doc_id in joined:
            groups[doc_id] = joined
    people = sorted({min(groups[doc_id]): groups[doc_id] for doc_id in fields}.values(), key=lambda group: (-len(group), min(group)))
    if len(people) < 2:
        return
    for group in people[1:]:
        yield [(doc_id, entity_index) for doc_id, entity_index, _ in members if doc_id in group]
    told = set().union(*people)
    for doc_id, entity_index, is_full in members:
        if doc_id not in told and not is_full:
            yield [(doc_id, entity_index)]
