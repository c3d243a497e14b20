"""What a reading of the seeds changes: sources and documents that come, go, or state something else than before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.schema import DOCUMENT_METADATA, SOURCE_HISTORY
from flows.store import memory, parts
from flows.store.catalogue import file_list, identifier, selection
from flows.store.holding import holding
from flows.store.manifest import Part

_SOURCE = [name for name in SOURCE_HISTORY.names if not name.endswith("_run_id")]
_DOCUMENT = DOCUMENT_METADATA.names


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
        view(connection, warehouse, table, each)
    return connection


def view(connection: duckdb.DuckDBPyConnection, warehouse: Path, table: str, those: Sequence[Part]) -> None:
    """Makes the view over these parts of the table, in place of one over others."""
    rows = selection(table.removeprefix("previous_"), parts.paths_of(warehouse, those))
    connection.execute(f"create or replace temp view {identifier(table)} as {rows}")


def find(warehouse: Path, live: Mapping[str, Sequence[Part]], found: Sequence[Path], seeds: Collection[str]) -> Changes:
    """Holds what was found (files of source rows, without their runs) against the live sources of these seeds, which were read or are gone.

    Live sources of other seeds stay. Only documents that a changed source leads to are looked at again, and only parts that hold any of
    those, or of the seeds, are read.
    """
    sources = live.get("source_history", ())
    uris = pa.array(sorted(seeds), pa.string())
    connection = connect(warehouse, {"source_history": holding(warehouse, sources, "seed_uri", [uris])})
    connection.register("seeds", pa.table({"seed_uri": uris}))
    if found:
        connection.execute(f"create temp view found as from read_parquet({file_list(found)}, hive_partitioning = false)")
    else:
        connection.register("found", pa.schema([SOURCE_HISTORY.field(name) for name in _SOURCE]).empty_table())
    source, document = ", ".join(_SOURCE), ", ".join(_DOCUMENT)
    connection.execute(f"""
        create temp table before as
            select {source}, added_run_id from source_history semi join seeds using (seed_uri) where removed_run_id is null;
        create temp table sources_gone as
            select before.* from before
            inner join (select {source} from before except select {source} from found) as gone using (source_uri);
        create temp table sources_new as
            select {source} from found except select {source} from before;
        create temp table touched as
            select doc_id from sources_gone union select doc_id from sources_new;
    """)  # noqa: S608 column names are ours
    for name in ("source_history", "document_history"):
        view(connection, warehouse, name, holding(warehouse, live.get(name, ()), "doc_id", memory.values(connection, "from touched")))
    connection.execute(f"""
        create temp table touched_before as
            select distinct doc_id from source_history semi join touched using (doc_id) where removed_run_id is null;
        create temp table sources_now as
            select {source} from source_history semi join touched_before using (doc_id)
            where removed_run_id is null and source_uri not in (select source_uri from sources_gone)
            union all
            select {source} from sources_new;
        create temp table documents_now as
            select {document} from sources_now
            qualify row_number() over (partition by doc_id order by published_at nulls last, source_uri) = 1;
        create temp table documents_before as
            select {document}, added_run_id from document_history semi join touched_before using (doc_id) where removed_run_id is null;
        create temp table documents_gone as
            select documents_before.* from documents_before
            inner join (select {document} from documents_before except select {document} from documents_now) as gone using (doc_id);
        create temp table documents_new as
            select {document} from documents_now except select {document} from documents_before;
        create temp table edited as
            select source_uri, gone.doc_id from sources_gone as gone inner join sources_new as new using (source_uri)
            where gone.doc_id <> new.doc_id;
    """)  # noqa: S608 column names are ours
    n_lost = """
        select count(distinct doc_id) from documents_gone
        anti join documents_now using (doc_id) anti join edited using (doc_id)
    """
    changes = Changes(
        sources_gone=_rows(connection, "sources_gone"),
        sources_new=_rows(connection, "sources_new"),
        documents_gone=_rows(connection, "documents_gone"),
        documents_new=_rows(connection, "documents_new"),
        n_edited=_number(connection, "select count(*) from edited"),
        n_lost=_number(connection, n_lost),
    )
    connection.close()
    return changes


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    rows: pa.Table = connection.table(table).order("all").to_arrow_table()
    return rows


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.sql(query).fetchall()[0][0])
