"""What documents that go said: their names and quotes, kept with the history, since their texts and rows leave the warehouse."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from flows.schema import TABLES
from flows.store import batched, memory, parts
from flows.store.catalogue import create_behind
from flows.store.manifest import Manifest

_NAMES = """
    with named as (
        select doc_id, entity_id, name, start_char, end_char from document_names inner join entity_links using (doc_id, entity_index)
        union all
        select doc_id, entity_id, text, start_char, end_char from corpus_mentions
    )
    select
        named.doc_id, named.entity_id, any_value(entities.name) as entity_name, any_value(entities.label) as label,
        arg_min(named.name, named.start_char) as name,
        min(named.start_char) as start_char,
        arg_min(named.end_char, named.start_char) as end_char
    from named semi join gone using (doc_id) inner join entities using (entity_id)
    group by named.doc_id, named.entity_id, strip_accents(lower(named.name))
"""
_QUOTES = """
    select
        quotes.doc_id, quotes.quote_index, quotes.content, quotes.start_char, quotes.end_char,
        coalesce(entities.name, quotes.speaker_text) as speaker, quotes.speaker_entity_id
    from quotes semi join gone using (doc_id) left join entities on quotes.speaker_entity_id = entities.entity_id
"""

# The stored tables of which these are rows: without one there is nothing to keep.
_SAID = {"document_names", "corpus_mentions", "document_quotes"}


def found(warehouse: Path, live: Manifest, doc_ids: AbstractSet[str], run_id: str) -> dict[str, pa.Table]:
    """The rows of `removed_names` and `removed_quotes` of these live documents, which the run takes out; none where none go."""
    if not doc_ids:
        return {}
    gone = pa.table({"doc_id": pa.array(sorted(doc_ids), pa.string())})
    theirs = replace(live, batches=tuple(batched.batches_holding(warehouse, live.batches, doc_ids)))
    if _SAID.isdisjoint(theirs.filled()):
        return {}
    rows = {}
    with memory.connect() as connection:
        create_behind(connection, _NAMES + _QUOTES, parts.paths_by_table(warehouse, theirs))
        connection.register("gone", gone)
        for name, query in (("removed_names", _NAMES), ("removed_quotes", _QUOTES)):
            asked = connection.sql(f"select *, $run as removed_run_id from ({query}) order by all", params={"run": run_id})  # noqa: S608
            rows[name] = asked.to_arrow_table().cast(TABLES[name])
    return rows
