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

# Entities of documents that the previous run knew, with the id that they had. They are known again by their name, since a change of the
# layer may number a document's entities anew; by their number as well where several have one name, as a place and its team, or those of
# sections of a long text.
KNOWN_AGAIN = """
create or replace temp table known_again as
with shared as (select doc_id, key, true as is_shared from grouped group by all having count(*) > 1)
select g.cluster, g.doc_id, g.entity_index, g.n_mentions, p.entity_id
from grouped as g join previous_entity_links as p using (doc_id, key) left join shared using (doc_id, key)
where shared.is_shared is null or g.entity_index = p.entity_index
"""

# `grouped` has one row per document entity with the cluster that it is in; `ledger` comes out with one row per cluster and its id.
LEDGER = """
create or replace temp table ledger as
with former as (
    select cluster, entity_id, sum(n_mentions) as n_mentions, min((doc_id, entity_index)) as least
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
least as (select cluster, min((doc_id, entity_index)) as least from grouped group by cluster),
taken as (
    select entity_id from previous_entities
    union select old_entity_id from previous_entity_id_history
),
fresh as (
    select
        least.cluster,
        'e' || left(md5(least.least[1] || ' ' || least.least[2]), 12) as entity_id,
        'e' || left(md5(least.least[1] || ' ' || least.least[2] || ' ' || this_run.generation), 12) as second_choice,
        this_run.generation
    from (from least anti join oldest using (cluster)) as least cross join this_run
)
select cluster, entity_id, generation from oldest
union all
select cluster, case when entity_id in (from taken) then second_choice else entity_id end, generation from fresh
"""

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
select old_entity_id, entity_id, generation from rows where old_entity_id not in (select entity_id from ledger) order by all
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
