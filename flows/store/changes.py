"""What a reading of the seeds changes: sources and documents that come, go, or state something else than before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

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

    source, document = ", ".join(_SOURCE), ", ".join(_DOCUMENT)
    with memory.connect() as connection:

        def ask(query: str, **tables: pa.Table) -> pa.Table:
            """The rows of the query, in order, once the tables have these names."""
            for name, rows in tables.items():
                connection.register(name, rows)
            answer: pa.Table = connection.sql(f"{query} order by all").to_arrow_table()
            return answer

        if found:
            connection.execute(f"create temp view found as from read_parquet({file_list(found)}, hive_partitioning = false)")
        else:
            connection.register("found", pa.schema([SOURCE_HISTORY.field(name) for name in _SOURCE]).empty_table())
        before = of("source_history", "seed_uri", pa.array(sorted(seeds), pa.string()))
        sources_new = ask(f"select {source} from found except select {source} from before", before=before)  # noqa: S608 ours
        sources_gone = before
        if before.num_rows:
            sources_gone = ask(f"from before semi join (select {source} from before except select {source} from found) using (source_uri)")  # noqa: S608
        touched = pa.chunked_array([*sources_gone["doc_id"].chunks, *sources_new["doc_id"].chunks], pa.string()).unique()
        known = of("source_history", "doc_id", touched)
        stay = known.filter(pc.invert(pc.is_in(known["source_uri"], sources_gone["source_uri"]))).select(_SOURCE)
        documents_now = ask(
            f"select {document} from (from stay union all from sources_new)"  # noqa: S608 column names are ours
            " qualify row_number() over (partition by doc_id order by published_at nulls last, source_uri) = 1",
            stay=stay,
            sources_new=sources_new,
        )
        documents_before = of("document_history", "doc_id", known["doc_id"].unique())
        documents_new = ask(
            f"select {document} from documents_now except select {document} from documents_before",  # noqa: S608 column names are ours
            documents_now=documents_now,
            documents_before=documents_before,
        )
        documents_gone, edited = documents_before, sources_gone.select(["source_uri", "doc_id"])
        if documents_before.num_rows:
            documents_gone = ask(
                f"from documents_before semi join (select {document} from documents_before except select {document} from documents_now)"  # noqa: S608
                " using (doc_id)"
            )
        if sources_gone.num_rows:
            edited = ask(
                "select source_uri, gone.doc_id from gone inner join sources_new as new using (source_uri) where gone.doc_id <> new.doc_id",
                gone=sources_gone,
            )
    lost = set(documents_gone["doc_id"].to_pylist()).difference(documents_now["doc_id"].to_pylist(), edited["doc_id"].to_pylist())
    return Changes(sources_gone, sources_new, documents_gone, documents_new, n_edited=edited.num_rows, n_lost=len(lost))
