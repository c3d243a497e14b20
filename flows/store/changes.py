"""What a reading of the seeds changes: sources and documents that come, go, or state something else than before."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.schema import DOCUMENT_METADATA, SOURCE_HISTORY, in_types_of
from flows.store import memory, parts
from flows.store.catalogue import identifier, selection
from flows.store.holding import holding
from flows.store.manifest import Part

_SOURCE = [name for name in SOURCE_HISTORY.names if not name.endswith("_run_id")]
_DOCUMENT = DOCUMENT_METADATA.names
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to take out of the live ones and rows to bring in, of sources and of documents.

    Rows that go have the `added_run_id` under which they came; rows that come have none yet. A row whose metadata changed goes and comes.
    `n_edited` counts the sources that lead to another document than before, `n_lost` the documents that go and are no former version of
    a document that comes.
    """

    sources_gone: pa.Table
    sources_new: pa.Table
    documents_gone: pa.Table
    documents_new: pa.Table
    n_edited: int
    n_lost: int

    def documents_added(self) -> set[str]:
        """Documents that were not live before."""
        return set(self.documents_new["doc_id"].to_pylist()) - set(self.documents_gone["doc_id"].to_pylist())

    def documents_removed(self) -> set[str]:
        """Documents that will not be live any more."""
        return set(self.documents_gone["doc_id"].to_pylist()) - set(self.documents_new["doc_id"].to_pylist())


def connect(warehouse: Path, tables: Mapping[str, Sequence[Part]]) -> duckdb.DuckDBPyConnection:
    """A database in memory with a view over the parts of each of these tables, empty ones too; `previous_` may be put before a name."""
    connection = memory.connect()
    for table, each in tables.items():
        rows = selection(table.removeprefix("previous_"), parts.paths_of(warehouse, each))
        connection.execute(f"create temp view {identifier(table)} as {rows}")
    return connection


def find(warehouse: Path, live: Mapping[str, Sequence[Part]], found: Sequence[Path], seeds: Collection[str]) -> Changes:
    """Holds what was found (files of source rows, without their runs) against the live sources of these seeds, which were read or are gone.

    Live sources of other seeds stay. Only documents that a changed source leads to are looked at again, and only parts that hold any of
    those, or of the seeds, are read.
    """

    def of(name: str, column: str, values: pa.Array) -> pa.Table:
        """The live rows that have one of the values."""
        held = holding(warehouse, live.get(name, ()), column, [values])
        rows = parts.in_declared_columns(name, parts.read_or_empty(warehouse, name, held))
        return rows.filter(pc.and_(pc.is_null(rows["removed_run_id"]), pc.is_in(rows[column], values))).drop_columns(["removed_run_id"])

    schema = pa.schema([SOURCE_HISTORY.field(name) for name in _SOURCE])
    # To read few rows by several threads takes ten times as long.
    read = (pq.ParquetFile(path).read(_SOURCE, use_threads=False) for path in found)
    now = pa.concat_tables([schema.empty_table(), *(in_types_of(schema, rows) for rows in read)])
    before = of("source_history", "seed_uri", pa.array(sorted(seeds), pa.string()))
    sources_new, sources_gone = _others(now, before, _SOURCE), _others(before, now, _SOURCE)
    touched = pa.chunked_array([*sources_gone["doc_id"].chunks, *sources_new["doc_id"].chunks], pa.string()).unique()
    known = of("source_history", "doc_id", touched)
    stay = known.filter(pc.invert(pc.is_in(known["source_uri"], sources_gone["source_uri"]))).select(_SOURCE)
    documents_now = _first_of_each(pa.concat_tables([in_types_of(schema, stay), sources_new]).select(_DOCUMENT))
    documents_before = of("document_history", "doc_id", known["doc_id"].unique())
    documents_new, documents_gone = (
        _others(*both, _DOCUMENT) for both in ((documents_now, documents_before), (documents_before, documents_now))
    )
    leads_to = _documents_of(sources_new.filter(pc.is_in(sources_new["source_uri"], sources_gone["source_uri"])))
    edited = [doc_id for uri, doc_id in _documents_of(sources_gone).items() if leads_to.get(uri, doc_id) != doc_id]
    lost = set(documents_gone["doc_id"].to_pylist()).difference(documents_now["doc_id"].to_pylist(), edited)
    return Changes(sources_gone, sources_new, documents_gone, documents_new, n_edited=len(edited), n_lost=len(lost))


def _others(rows: pa.Table, than: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Those of the rows, once each and in order, to which the other table has no equal in these columns, of which the first is a key.

    What is null equals null. Not by SQL: of the few rows of most runs that takes some twenty times as long.
    """
    key = columns[0]
    if rows.num_rows and (than.num_rows or pc.count_distinct(rows[key]).as_py() < rows.num_rows):
        known = set(_digests(than, columns))
        others = {value for value, digest in zip(rows[key].to_pylist(), _digests(rows, columns), strict=True) if digest not in known}
        rows = rows.filter(pc.is_in(rows[key], pa.array(others, rows[key].type)))
        once = {digest: at for at, digest in enumerate(_digests(rows, rows.column_names))}
        rows = rows.take(pa.array(once.values(), pa.int64()))
    return rows.take(pc.sort_indices(rows, sort_keys=[(key, "ascending")]))


def _digests(rows: pa.Table, columns: Sequence[str]) -> Iterator[bytes]:
    """128 bits of what each row says in these columns."""
    for batch in rows.select(list(columns)).to_batches(_ROWS_AT_ONCE):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield hashlib.blake2b(repr(values).encode(), digest_size=16).digest()


def _documents_of(sources: pa.Table) -> dict[str, str]:
    return dict(zip(sources["source_uri"].to_pylist(), sources["doc_id"].to_pylist(), strict=True))


def _first_of_each(sources: pa.Table) -> pa.Table:
    """Of each document the source of the earliest date."""
    order = pc.sort_indices(sources, sort_keys=[("doc_id", "ascending"), ("published_at", "ascending"), ("source_uri", "ascending")])
    in_order = sources.take(order).append_column("row", pa.array(np.arange(sources.num_rows)))
    firsts = in_order.group_by("doc_id", use_threads=False).aggregate([("row", "min")])["row_min"]
    return in_order.take(firsts).drop_columns(["row"])
