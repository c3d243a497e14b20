"""The entities of documents -> entities of the corpus, with ids that stay, the evidence for each name, and people's decisions applied."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import duckdb
import pyarrow as pa

from flows.extract.identity.naming import name_key
from flows.resolve import namesakes
from flows.resolve.clusters import Clusters, Node, ambiguous, cluster
from flows.resolve.curation import Decision, contradictions
from flows.resolve.known_names import FOUND, KNOWN, WANTED
from flows.resolve.ledger import FIRST_CHOICE, HISTORY, assign_ids, know_previous

# A document in which hardly anything but the model speaks for its label gives way to what more others say of the name.
DOUBTFUL = 2.0
# Weights are summed as whole tenths: sums of fractions depend on their order, and nothing here may.
# How a document may show that two names are one: what counts in other documents too.
SHOWN = ("stated alias", "acronym in parentheses", "acronym", "short form", "full name")

# An entity of a document is a *member*, one number from the document's and its own: what is held of each is numbers, and no text. Documents
# and nodes are numbered in order, so that the least member is that of the least document.
MEMBERS = """
create or replace temp table documents as
select row_number() over (order by doc_id) as document, doc_id
from (select doc_id from document_entities union select doc_id from passed_over);
create or replace temp macro member(document, entity_index) as document * 4294967296 + entity_index;
create or replace temp macro document_of(member) as member // 4294967296;
create or replace temp macro entity_index_of(member) as (member % 4294967296)::integer;
create or replace temp view entity as
select
    member(document, entity_index) as member, name, key, label, certainty, support, n_mentions,
    case when sense <> '' then 'TEAM ' || sense when label in ('GPE', 'LOC', 'FAC') then 'PLACE' else label end as kind
from document_entities join documents using (doc_id);
create or replace temp view member_names as
select member(document, entity_index) as member, n.* from document_names as n join documents using (doc_id)
"""

# `nodes` are names with their kinds, `usual` has the kind of a name instead of that which fewer documents have.
NODES = f"""
create or replace temp table usual as
with in_document as (
    select key, kind, document_of(member) as document, sum(round(10 * least(greatest(certainty, 0.1), 6))::integer) as weight
    from entity
    where not starts_with(kind, 'TEAM') group by all
),
weight as (select key, kind, sum(weight) as weight, count(*) as n_documents from in_document group by all),
commonest as (
    select key, arg_max(kind, (weight, kind)) as kind, arg_max(n_documents, (weight, kind)) as n_documents from weight group by key
)
select key, weight.kind, commonest.kind as usual
from weight join commonest using (key) where commonest.n_documents > weight.n_documents;
create or replace temp view known as
select member, n_mentions, key, case when support < {DOUBTFUL} then coalesce(usual.usual, entity.kind) else entity.kind end as kind
from entity left join usual using (key, kind);
create or replace temp table nodes as
select (row_number() over (order by key, kind) - 1)::integer as node, key, kind from (select distinct key, kind from known);
create or replace temp table named as select member, node, n_mentions from known join nodes using (key, kind);
create or replace temp view members as
select doc_id, entity_index_of(member) as entity_index, key, kind
from named join nodes using (node) join documents on document = document_of(member)
"""  # noqa: S608 (a number of ours)

# Clusters are numbered by their least node; what is another entity in each document has a number of its own, after those.
GROUPED = """
create or replace temp table grouped as
select n.*, c.cluster, c.why from named as n join clusters as c using (node) where not c.is_local
union all
select n.*, (select count(*) from clusters) + row_number() over (order by n.member) as cluster, c.why
from named as n join clusters as c using (node) where c.is_local
"""

LINKED = """
create or replace temp view linked as
select g.*, l.entity_id from grouped as g join ledger as l using (cluster)
where l.entity_id not in (select entity_id from ignored)
"""

ENTITIES = """
create or replace temp table resolved_entities as
with spoken as (
    select cluster, name, label, certainty, entity.n_mentions, nodes.kind
    from entity join linked using (member) join nodes using (node)
),
spelling as (
    select cluster, name, sum(n_mentions) as n, kind in ('PERSON', 'ORG') and contains(name, ' ') as is_full from spoken group by all
),
label as (select cluster, label, sum(round(10 * greatest(certainty, 0.1))::integer) as weight from spoken group by all),
in_document as (
    select cluster, document, count(*) as n_mentions
    from (
        select cluster, document
        from document_mentions join documents using (doc_id) join linked on linked.member = member(document, entity_index)
        union all
        select cluster, document from found_names join documents using (doc_id)
    )
    group by all
),
counted as (select cluster, sum(n_mentions) as n_mentions, count(*) as n_documents from in_document group by all)
select
    l.entity_id, coalesce(d.name, s.name) as name, coalesce(d.label, b.label) as label, c.n_mentions, c.n_documents,
    l.generation::integer as generation
from ledger as l
join (select cluster, arg_max(name, (is_full, n, name)) as name from spelling group by all) as s using (cluster)
join (select cluster, arg_max(label, (weight, label)) as label from label group by all) as b using (cluster)
join counted as c using (cluster)
left join decided as d using (entity_id)
"""

LINKS = """
select doc_id, entity_index_of(member) as entity_index, key,
    case when entity_id not in (select entity_id from ignored) then entity_id end as entity_id
from grouped join ledger using (cluster) join nodes using (node) join documents on document = document_of(member)
"""

# Why a name is its node's is told where it is the node's own.
NAMES = """
with spelling as (
    select l.cluster, n.key, n.name, count(*) as n, sum(n.n_mentions) as n_mentions,
        min(l.why) filter (where n.key = nodes.key) as why, min(n.evidence) as evidence
    from linked as l join member_names as n using (member) join nodes using (node)
    group by all
),
by_key as (
    select cluster, key, arg_min(name, (-n, name)) as name, sum(n_mentions)::integer as n_mentions,
        coalesce(min(why), min(evidence)) as evidence
    from spelling group by all
)
select entity_id, name, n_mentions, evidence from by_key join ledger using (cluster)
"""

MENTIONS = """
select f.doc_id, f.sentence_index, f.start_char, f.end_char, f.text, 'name' as kind, e.label, null::varchar as model_label, f.entity_id
from found_names as f join resolved_entities as e using (entity_id)
"""

EVIDENCE = """
select
    l.entity_id, n.doc_id, n.start_char, n.end_char, n.text, n.name,
    coalesce(case when n.key = nodes.key then l.why end, n.evidence) as evidence
from linked as l join member_names as n using (member) join nodes using (node)
where n.evidence <> 'same name' or (n.key = nodes.key and l.why is not null)
"""


# Tables of the corpus that `resolve` reads, and tables of its own that it reads again, as the last run left them.
TABLES_READ = ("texts", "passed_over", "document_mentions", "document_entities", "document_names", "document_roles")
TABLES_KEPT = ("entity_links", "entities", "entity_id_history")
# Of what it makes, tables whose rows belong to a document, and those of the corpus.
TABLES_OF_DOCUMENTS = ("entity_links", "merge_evidence", "corpus_mentions")
# The one that takes most memory comes first: what is held for it serves the others.
TABLES_OF_CORPUS = ("entity_names", "entities", "entity_id_history")


def resolve(corpus: duckdb.DuckDBPyConnection, decisions: Sequence[Decision] = ()) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """The tables of TABLES_OF_DOCUMENTS and TABLES_OF_CORPUS, each as a query: all rows at once would be most of what is held.

    And a line of the file and a message for each decision that could not be applied.
    `corpus` has the live rows of TABLES_READ, and under names with `previous_` before them those of TABLES_KEPT as the last run left them.
    What comes out does not depend on the order of any rows; the values of ids also depend on the previous run's.
    """
    messages = contradictions(decisions)
    holding = [decision for decision in decisions if decision.line not in {line for line, _ in messages}]
    know_previous(corpus)
    corpus.execute(MEMBERS)
    corpus.execute(NODES)
    named = Named(corpus)
    group(corpus, holding, named, messages)
    assign_ids(corpus)
    decide(corpus, holding, named, messages)
    for statement in (LINKED, KNOWN, WANTED, FOUND, ENTITIES):
        corpus.execute(statement)
    queries = {
        "entities": "from resolved_entities",
        "entity_links": LINKS,
        "entity_names": NAMES,
        "merge_evidence": EVIDENCE,
        "corpus_mentions": MENTIONS,
        "entity_id_history": HISTORY,
    }
    return queries, sorted(messages)


def group(corpus: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], named: "Named", messages: list[tuple[int, str]]) -> None:
    """Makes the temporary table `grouped`: each member with its node, the number of its cluster, and why it is in that."""
    nodes = nodes_of(corpus)
    clusters, why = cluster(nodes, claims(corpus), named.pairs(decisions, "same", messages), named.pairs(decisions, "different", messages))
    local = ambiguous(nodes, clusters)
    single = named.put_together(decisions, clusters, why, local)
    columns = [
        range(len(nodes)),
        [bisect_left(nodes, clusters.root(node)) if node in clusters.parent else i for i, node in enumerate(nodes)],
        [node in local for node in nodes],
        [why.get(node) for node in nodes],
    ]
    corpus.register(
        "clusters", pa.table([pa.array(each, kind) for each, kind in zip(columns, CLUSTERS.types, strict=True)], schema=CLUSTERS)
    )
    corpus.execute(GROUPED)
    corpus.unregister("clusters")
    namesakes.part(corpus, {bisect_left(nodes, clusters.root(node)) for each in decisions for node in named.put_as_one(each)})
    put_to(corpus, single)


def nodes_of(corpus: duckdb.DuckDBPyConnection) -> list[Node]:
    """The nodes by their numbers; kinds are few, and each is one string."""
    rows = corpus.sql("select key, kind from nodes order by node").to_arrow_table()
    kinds: dict[str, str] = {}
    return [(key, kinds.setdefault(kind, kind)) for key, kind in zip(rows["key"].to_pylist(), rows["kind"].to_pylist(), strict=True)]


CLUSTERS = pa.schema([("node", pa.int32()), ("cluster", pa.int64()), ("is_local", pa.bool_()), ("why", pa.string())])
# An entity of a document, as (doc_id, entity_index, key, kind), and what an entity_id looks like.
Member = tuple[str, int, str, str]
ID = re.compile(r"e[0-9a-f]{12}")
DECIDED = pa.schema([("entity_id", pa.string()), ("name", pa.string()), ("label", pa.string())])
IGNORED = pa.schema([("entity_id", pa.string())])


def claims(corpus: duckdb.DuckDBPyConnection) -> dict[Node, set[Node]]:
    """A name -> the nodes for which documents show it to stand."""
    query = """
        select distinct n.key, d.kind, d.key from member_names as n join named using (member) join nodes as d using (node)
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
        query = "select key, kind from nodes where key = ? order by all"
        found: list[Node] = self.corpus.execute(query, [" ".join(name_key(name))]).fetchall()
        return found

    def of_id(self, name: str) -> list[Member]:
        """The entities of documents that had an id in the last run, or else the one that the id was made of."""
        query = """
            select distinct n.doc_id, n.entity_index, n.key, n.kind
            from members as n join previous_entity_links as p using (doc_id, entity_index, key) where p.entity_id = ? order by all
        """
        return (self.corpus.execute(query, [name]).fetchall() or self.made_of(name)) if self.is_id(name) else []

    def made_of(self, name: str) -> list[Member]:
        """The document's entity that an id was made of. What people put to another entity has no other trace of its own id."""
        query = f"select doc_id, entity_index, key, kind from members where {FIRST_CHOICE} = ?"  # noqa: S608 (ours)
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
    node = "node = (select node from nodes where key = ? and kind = ?)"
    member = "member = (select member(document, ?) from documents where doc_id = ?)"
    for (doc_id, entity_index, _, _), target in single:
        where, which = (node, target) if len(target) == 2 else (member, (target[1], target[0]))
        corpus.execute(
            f"update grouped set cluster = (select min(cluster) from grouped where {where}), why = 'decision' where {member}",  # noqa: S608 (ours)
            [*which, entity_index, doc_id],
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
                "select distinct entity_id from nodes join grouped using (node) join ledger using (cluster) where key = ? and kind = ?",
                [key, kind],
            ).fetchall():
                if decision.verb == "ignore":
                    ignored.append({"entity_id": entity_id})
                else:
                    decided.setdefault(entity_id, {"entity_id": entity_id, "name": None, "label": None})[
                        "name" if decision.verb == "rename" else "label"
                    ] = decision.value
    corpus.register("decided", pa.Table.from_pylist(sorted(decided.values(), key=lambda row: str(row["entity_id"])), schema=DECIDED))
    corpus.register("ignored", pa.Table.from_pylist(ignored, schema=IGNORED))
