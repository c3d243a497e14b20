"""The entities of documents -> entities of the corpus, with ids that stay, the evidence for each name, and people's decisions applied."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import duckdb
import pyarrow as pa

from flows.extract.identity.naming import name_key
from flows.resolve import namesakes
from flows.resolve.clusters import Clusters, Node, ambiguous, cluster
from flows.resolve.curation import Decision, contradictions
from flows.resolve.known_names import FOUND, KNOWN
from flows.resolve.ledger import FIRST_CHOICE, HISTORY, assign_ids, know_previous
from flows.schema import TABLES

# A document in which hardly anything but the model speaks for its label gives way to what more others say of the name.
DOUBTFUL = 2.0
# Weights are summed as whole tenths: sums of fractions depend on their order, and nothing here may.
# How a document may show that two names are one: what counts in other documents too.
SHOWN = ("stated alias", "acronym in parentheses", "acronym", "short form", "full name")

NODES = """
create or replace temp table nodes as
with entity as (
    select
        doc_id, entity_index, name, key, sense, label, certainty, support, gender, n_mentions,
        case when sense <> '' then 'TEAM ' || sense when label in ('GPE', 'LOC', 'FAC') then 'PLACE' else label end as kind
    from document_entities
),
in_document as (
    select key, kind, doc_id, sum(round(10 * least(greatest(certainty, 0.1), 6))::integer) as weight
    from entity
    where not starts_with(kind, 'TEAM') group by all
),
weight as (select key, kind, sum(weight) as weight, count(*) as n_documents from in_document group by all),
commonest as (
    select key, arg_max(kind, (weight, kind)) as kind, arg_max(n_documents, (weight, kind)) as n_documents from weight group by key
)
select
    entity.* exclude (kind, support),
    case
        when not starts_with(entity.kind, 'TEAM') and entity.support < ? and commonest.n_documents > weight.n_documents
            then commonest.kind
        else entity.kind
    end as kind
from entity left join commonest using (key) left join weight on weight.key = entity.key and weight.kind = entity.kind
"""

# From here on, `nodes` are told from it.
NODES_GROUPED = """
drop table nodes;
create or replace temp view nodes as select * exclude (cluster, why) from grouped
"""

# Clusters are numbered by their least node; what is another entity in each document has a number of its own, after those.
GROUPED = """
create or replace temp table grouped as
select n.*, c.cluster, c.why from nodes as n join clusters as c using (key, kind) where not c.is_local
union all
select
    n.*,
    (select count(*) from clusters) + row_number() over (order by n.doc_id, n.entity_index) as cluster,
    c.why
from nodes as n join clusters as c using (key, kind) where c.is_local
"""

LINKED = """
create or replace temp view linked as
select g.*, l.entity_id, l.generation from grouped as g join ledger as l using (cluster)
where l.entity_id not in (select entity_id from ignored)
"""

ENTITIES = """
with spelling as (
    select entity_id, name, sum(n_mentions) as n, kind in ('PERSON', 'ORG') and contains(name, ' ') as is_full from linked group by all
),
label as (select entity_id, label, sum(round(10 * greatest(certainty, 0.1))::integer) as weight from linked group by all),
in_document as (
    select entity_id, doc_id, count(*) as n_mentions
    from (
        select doc_id, entity_id from document_mentions inner join linked using (doc_id, entity_index)
        union all
        select doc_id, entity_id from found_names
    )
    group by all
),
counted as (select entity_id, sum(n_mentions) as n_mentions, count(*) as n_documents from in_document group by entity_id)
select
    l.entity_id,
    coalesce(any_value(d.name), arg_max(s.name, (s.is_full, s.n, s.name))) as name,
    coalesce(any_value(d.label), any_value(b.label)) as label,
    any_value(counted.n_mentions) as n_mentions,
    any_value(counted.n_documents) as n_documents,
    any_value(l.generation)::integer as generation
from (select distinct entity_id, generation from linked) as l
join spelling as s using (entity_id)
join (select entity_id, arg_max(label, (weight, label)) as label from label group by all) as b using (entity_id)
left join decided as d using (entity_id)
join counted using (entity_id)
group by l.entity_id order by l.entity_id
"""

NAMES = """
with spelling as (
    select l.entity_id, n.key, n.name, count(*) as n, sum(n.n_mentions) as n_mentions,
        min(l.why) filter (where n.key = l.key) as why, min(n.evidence) as evidence
    from linked as l join document_names as n using (doc_id, entity_index)
    group by all
)
select entity_id, arg_min(name, (-n, name)) as name, sum(n_mentions)::integer as n_mentions, coalesce(min(why), min(evidence)) as evidence
from spelling
group by entity_id, key order by all
"""

MENTIONS = """
select f.doc_id, f.sentence_index, f.start_char, f.end_char, f.text, 'name' as kind, e.label, null::varchar as model_label, f.entity_id
from found_names as f join resolved_entities as e using (entity_id) order by all
"""

EVIDENCE = """
select
    l.entity_id, n.doc_id, n.start_char, n.end_char, n.text, n.name,
    coalesce(case when n.key = l.key then l.why end, n.evidence) as evidence
from linked as l join document_names as n using (doc_id, entity_index)
where n.evidence <> 'same name' or (n.key = l.key and l.why is not null)
order by all
"""


# Tables of the corpus that `resolve` reads, and tables of its own that it reads again, as the last run left them.
TABLES_READ = ("texts", "passed_over", "document_mentions", "document_entities", "document_names", "document_roles")
TABLES_KEPT = ("entity_links", "entities", "entity_id_history")
# Of what it makes, tables whose rows belong to a document, and those of the corpus.
TABLES_OF_DOCUMENTS = ("entity_links", "merge_evidence", "corpus_mentions")
TABLES_OF_CORPUS = ("entities", "entity_names", "entity_id_history")


def resolve(corpus: duckdb.DuckDBPyConnection, decisions: Sequence[Decision] = ()) -> Iterator[tuple[str, pa.Table]]:
    """The tables of TABLES_OF_DOCUMENTS and TABLES_OF_CORPUS with their names, one at a time: all of them would be most of what is held.

    And `decision_messages`: a line of the file and a message for each decision that could not be applied.
    `corpus` has the live rows of TABLES_READ, and under names with `previous_` before them those of TABLES_KEPT as the last run left them.
    What comes out does not depend on the order of any rows; the values of ids also depend on the previous run's.
    """
    messages = contradictions(decisions)
    holding = [decision for decision in decisions if decision.line not in {line for line, _ in messages}]
    know_previous(corpus)
    corpus.execute(NODES, [DOUBTFUL])
    named = Named(corpus)
    group(corpus, holding, named, messages)
    assign_ids(corpus)
    decide(corpus, holding, named, messages)
    corpus.execute(LINKED)
    corpus.execute(KNOWN)
    corpus.execute(FOUND)
    corpus.register(
        "decision_messages_",
        pa.Table.from_pylist([{"line": line, "message": message} for line, message in sorted(messages)], schema=MESSAGES),
    )
    tables = {
        "entities": ENTITIES,
        "entity_links": """
            select doc_id, entity_index, key, case when entity_id not in (select entity_id from ignored) then entity_id end as entity_id
            from grouped join ledger using (cluster) order by all
        """,
        "entity_names": NAMES,
        "merge_evidence": EVIDENCE,
        "corpus_mentions": MENTIONS,
        "entity_id_history": HISTORY,
        "decision_messages": "from decision_messages_ order by all",
    }
    for name, query in tables.items():
        schema = TABLES.get(name, MESSAGES)
        made = corpus.sql(query).to_arrow_table().select(schema.names).cast(schema)
        if name == "entities":
            corpus.register("resolved_entities", made)
        yield name, made


def group(corpus: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], named: "Named", messages: list[tuple[int, str]]) -> None:
    """Makes the temporary table `grouped` of `nodes`, each with the number of its cluster, and why it is in that."""
    nodes: list[Node] = sorted(corpus.execute("select distinct key, kind from nodes").fetchall())
    clusters, why = cluster(nodes, claims(corpus), named.pairs(decisions, "same", messages), named.pairs(decisions, "different", messages))
    local = ambiguous(nodes, clusters)
    single = named.put_together(decisions, clusters, why, local)
    number = {node: i for i, node in enumerate(nodes)}
    columns = [
        [node[0] for node in nodes],
        [node[1] for node in nodes],
        [number[clusters.root(node)] for node in nodes],
        [node in local for node in nodes],
        [why.get(node) for node in nodes],
    ]
    corpus.register("clusters", pa.table(columns, schema=CLUSTERS))
    corpus.execute(GROUPED)
    corpus.unregister("clusters")
    corpus.execute(NODES_GROUPED)
    namesakes.part(corpus, {number[clusters.root(node)] for each in decisions for node in named.put_as_one(each)})
    put_to(corpus, single)


CLUSTERS = pa.schema([("key", pa.string()), ("kind", pa.string()), ("cluster", pa.int64()), ("is_local", pa.bool_()), ("why", pa.string())])
# An entity of a document, as (doc_id, entity_index, key, kind), and what an entity_id looks like.
Member = tuple[str, int, str, str]
ID = re.compile(r"e[0-9a-f]{12}")
MESSAGES = pa.schema([("line", pa.int32()), ("message", pa.string())])
DECIDED = pa.schema([("entity_id", pa.string()), ("name", pa.string()), ("label", pa.string())])
IGNORED = pa.schema([("entity_id", pa.string())])


def claims(corpus: duckdb.DuckDBPyConnection) -> dict[Node, set[Node]]:
    """A name -> the nodes for which documents show it to stand."""
    query = """
        select distinct n.key, d.kind, d.key from document_names as n join nodes as d using (doc_id, entity_index)
        where n.key <> d.key and list_contains(?, n.evidence)
        """
    found: defaultdict[Node, set[Node]] = defaultdict(set)
    for key, kind, owner in corpus.execute(query, [list(SHOWN)]).fetchall():
        found[key, kind].add((owner, kind))
    return found


class Named:
    """What a decision's names stand for: nodes, by name or by an id, and entities of single documents, by an id."""

    def __init__(self, corpus: duckdb.DuckDBPyConnection) -> None:
        self.corpus = corpus

    def nodes(self, name: str) -> list[Node]:
        """The nodes that bear a name, or that make up the entity of an id."""
        return self.of_key(name) or sorted({(key, kind) for _, _, key, kind in self.of_id(name)})

    def of_key(self, name: str) -> list[Node]:
        """The nodes that bear a name."""
        query = "select distinct key, kind from nodes where key = ? order by all"
        found: list[Node] = self.corpus.execute(query, [" ".join(name_key(name))]).fetchall()
        return found

    def of_id(self, name: str) -> list[Member]:
        """The entities of documents that had an id in the last run, or else the one that the id was made of."""
        query = """
            select distinct n.doc_id, n.entity_index, n.key, n.kind
            from nodes as n join previous_entity_links as p using (doc_id, entity_index, key) where p.entity_id = ? order by all
        """
        return (self.corpus.execute(query, [name]).fetchall() or self.made_of(name)) if self.is_id(name) else []

    def made_of(self, name: str) -> list[Member]:
        """The document's entity that an id was made of. What people put to another entity has no other trace of its own id."""
        query = f"select doc_id, entity_index, key, kind from nodes where {FIRST_CHOICE} = ?"  # noqa: S608 (ours)
        found: list[Member] = self.corpus.execute(query, [name]).fetchall()
        return found

    def is_id(self, name: str) -> bool:
        """Whether a name is an id: no name of the corpus, and with the looks of one."""
        return bool(ID.fullmatch(name)) and not self.of_key(name)

    def pairs(self, decisions: Sequence[Decision], verb: str, messages: list[tuple[int, str]]) -> list[tuple[Node, Node]]:
        """The pairs of nodes that decisions put together or keep apart: the names that follow with the first one. Unknown names are told
        of. Ids that are put together wait for `put_together`.
        """
        found = []
        for decision in decisions:
            if decision.verb != verb:
                continue
            groups = [(name, self.nodes(name)) for name in decision.names]
            messages += [(decision.line, f"[[{verb}]]: nothing in the corpus is called {name!r}") for name, group in groups if not group]
            if verb == "same":
                firsts = [group for name, group in groups if group and not self.is_id(name)]
                found += [(node, firsts[0][0]) for group in firsts for node in group if node != firsts[0][0]]
            else:
                firsts = [group for _, group in groups if group]
                found += [(a, b) for i, one in enumerate(firsts) for other in firsts[i + 1 :] for a in one for b in other if a != b]
        return found

    def put_as_one(self, decision: Decision) -> list[Node]:
        """The nodes of which a decision says that all who bear them are one."""
        return [node for name in decision.names for node in self.nodes(name)] if decision.verb == "same" else []

    def put_together(
        self, decisions: Sequence[Decision], clusters: Clusters, why: dict[Node, str], local: Collection[Node]
    ) -> list[tuple[Member, Member | Node]]:
        """Joins what decisions put together by ids. What is another entity in each document cannot be joined so: that is returned, as the
        one document's entity that is meant, with what it is put to.
        """
        single: list[tuple[Member, Member | Node]] = []
        for decision in decisions:
            if decision.verb != "same" or not any(self.is_id(name) for name in decision.names):
                continue
            alone: list[Member] = []
            nodes: list[Node] = []
            for name in decision.names:
                made_of = self.made_of(name) if self.is_id(name) else []
                if made_of and made_of[0][2:] in local:
                    alone += made_of
                else:
                    nodes += [node for node in self.nodes(name) if node not in local]
            why |= {node: "decision" for node in nodes[1:] if clusters.join(node, nodes[0])}
            target: Member | Node | None = nodes[0] if nodes else next(iter(alone), None)
            single += [(member, target) for member in alone if target and member != target]
        return single


def put_to(corpus: duckdb.DuckDBPyConnection, single: Iterable[tuple[Member, Member | Node]]) -> None:
    """Puts entities of single documents into the cluster of a node or of another such entity, in `grouped`."""
    for (doc_id, entity_index, _, _), target in single:
        where = "key = ? and kind = ?" if len(target) == 2 else "doc_id = ? and entity_index = ?"
        corpus.execute(
            f"update grouped set cluster = (select min(cluster) from grouped where {where}), why = 'decision' "  # noqa: S608 (ours)
            "where doc_id = ? and entity_index = ?",
            [*target[:2], doc_id, entity_index],
        )


def decide(corpus: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], named: Named, messages: list[tuple[int, str]]) -> None:
    """Makes the temporary tables `decided` (new names and labels) and `ignored` from the decisions of those kinds."""
    decided: dict[str, dict[str, str | None]] = {}
    ignored = []
    for decision in decisions:
        if decision.verb not in {"rename", "relabel", "ignore"}:
            continue
        nodes = named.nodes(decision.names[0])
        if not nodes:
            messages.append((decision.line, f"[[{decision.verb}]]: nothing in the corpus is called {decision.names[0]!r}"))
        for key, kind in nodes:
            for (entity_id,) in corpus.execute(
                "select distinct l.entity_id from grouped as g join ledger as l using (cluster) where g.key = ? and g.kind = ?", [key, kind]
            ).fetchall():
                if decision.verb == "ignore":
                    ignored.append({"entity_id": entity_id})
                else:
                    decided.setdefault(entity_id, {"entity_id": entity_id, "name": None, "label": None})[
                        "name" if decision.verb == "rename" else "label"
                    ] = decision.value
    corpus.register("decided", pa.Table.from_pylist(sorted(decided.values(), key=lambda row: str(row["entity_id"])), schema=DECIDED))
    corpus.register("ignored", pa.Table.from_pylist(ignored, schema=IGNORED))
