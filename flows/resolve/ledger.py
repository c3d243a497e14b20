"""Entity ids that stay: an entity keeps the id it had, whatever documents come and go.

A new id is a hash of the entity's least member (document, place in it). When two entities become one, the older id lives; when one falls
apart,
the part with more mentions keeps the id, ties by least member. What became of an id that lives no longer is told by `entity_id_history`.
"""

import duckdb

NO_PREVIOUS = {
    "previous_entity_links": """
        select null::varchar as doc_id, 0 as entity_index, null::varchar as key, null::varchar as entity_id where false
        """,
    "previous_entities": "select null::varchar as entity_id, null::integer as generation where false",
    "previous_entity_id_history": """
        select null::varchar as old_entity_id, null::varchar as entity_id, null::integer as generation where false
        """,
}

# The id of an entity that has none yet, of its least member.
FIRST_CHOICE = "'e' || left(md5(doc_id || ' ' || entity_index), 12)"

# Members that the previous run knew, with the id that they had. They are known again by their name, since a change of the layer may number
# a document's entities anew; by their number as well where several have one name, as a place and its team, or those of sections of a long
# text.
KNOWN_AGAIN = """
create or replace temp table known_again as
with name as (select key, min(node) as name from nodes group by key),
now as (
    select g.*, document_of(member) as document, name
    from grouped as g join nodes using (node) join name using (key)
),
before as (
    select member(document, entity_index) as member, document, name, entity_id
    from previous_entity_links join documents using (doc_id) join name using (key)
),
shared as (select document, name, true as is_shared from now group by all having count(*) > 1)
select now.cluster, now.member, now.n_mentions, before.entity_id
from now join before using (document, name) left join shared using (document, name)
where shared.is_shared is null or now.member = before.member
"""

# `grouped` has one row per member with the cluster that it is in; `ledger` comes out with one row per cluster and its id.
LEDGER = f"""
create or replace temp table ledger as
with former as (
    select cluster, entity_id, sum(n_mentions) as n_mentions, min(member) as least
    from known_again
    group by cluster, entity_id
),
kept as (
    select cluster, entity_id from former
    qualify row_number() over (partition by entity_id order by n_mentions desc, least) = 1
),
oldest as (
    select kept.cluster, kept.entity_id, e.generation
    from kept join previous_entities as e using (entity_id)
    qualify row_number() over (partition by kept.cluster order by e.generation, kept.entity_id) = 1
),
this_run as (select coalesce(max(generation), 0) + 1 as generation from previous_entities),
least as (
    select cluster, doc_id, entity_index_of(member) as entity_index
    from (select cluster, min(member) as member from grouped group by cluster) join documents on document = document_of(member)
),
taken as (
    select entity_id from previous_entities
    union select old_entity_id from previous_entity_id_history
),
fresh as (
    select
        cluster,
        {FIRST_CHOICE} as entity_id,
        'e' || left(md5(doc_id || ' ' || entity_index || ' ' || generation), 12) as second_choice,
        generation
    from (from least anti join oldest using (cluster)) cross join this_run
)
select cluster, entity_id, generation from oldest
union all
select cluster, case when entity_id in (from taken) then second_choice else entity_id end, generation from fresh
"""  # noqa: S608 (ours)

HISTORY = """
with this_run as (select coalesce(max(generation), 0) + 1 as generation from previous_entities),
gone as (
    select
        p.entity_id as old_entity_id,
        arg_max(l.entity_id, (k.n_mentions, l.entity_id)) as entity_id
    from previous_entities as p left join known_again as k using (entity_id) left join ledger as l using (cluster)
    where p.entity_id not in (select entity_id from ledger)
    group by p.entity_id
),
rows as (
    select gone.old_entity_id, gone.entity_id, this_run.generation from gone, this_run
    union all
    select h.old_entity_id, case when gone.old_entity_id is null then h.entity_id else gone.entity_id end, h.generation
    from previous_entity_id_history as h left join gone on gone.old_entity_id = h.entity_id
)
select old_entity_id, entity_id, generation from rows where old_entity_id not in (select entity_id from ledger)
"""


def know_previous(corpus: duckdb.DuckDBPyConnection) -> None:
    """Makes empty views in place of the tables that a first run does not have."""
    views = {name for (name,) in corpus.execute("select table_name from information_schema.tables").fetchall()}
    for name, empty in NO_PREVIOUS.items():
        if name not in views:
            corpus.execute(f"create or replace temp view {name} as {empty}")


def assign_ids(corpus: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary table `ledger` (cluster, entity_id, generation) from `grouped` and what the previous run left."""
    corpus.execute(KNOWN_AGAIN)
    corpus.execute(LEDGER)
