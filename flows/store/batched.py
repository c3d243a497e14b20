"""Tables that the corpus decides and whose rows belong to documents: a part a batch, written where its rows are others than before."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from flows.schema import TABLES
from flows.store import files, parts
from flows.store.holding import holding
from flows.store.manifest import Batch

_ROWS_AT_ONCE = 10_000


def batches_holding(warehouse: Path, batches: Sequence[Batch], doc_ids: Collection[str]) -> list[Batch]:
    """The batches that have any of these documents."""
    if not doc_ids or not batches:
        return []
    of = [each.parts["document_metadata"] for each in batches]
    found = set(holding(warehouse, of, "doc_id", [pa.array(sorted(doc_ids), pa.string())]))
    return [each for each, part in zip(batches, of, strict=True) if part in found]


def divided(connection: duckdb.DuckDBPyConnection, warehouse: Path, batches: Sequence[Batch], table: str, query: str) -> tuple[Batch, ...]:
    """The batches with the table's rows of their own documents as a part of each.

    All rows of the table are the query's. They are in memory a batch at a time. A batch that has a part with the same rows keeps it.
    """
    if not batches:
        return ()
    files_of = [str(each) for each in _paths(warehouse, batches)]
    connection.register("batch_files", pa.table({"filename": files_of, "batch": range(len(batches))}))
    connection.read_parquet(files_of, filename=True).create_view("counts")
    columns = ", ".join(TABLES[table].names)
    rows = connection.sql(f"""
        select batch, {columns} from ({query}) as now
        inner join (select doc_id, batch from counts inner join batch_files using (filename)) as batch_of using (doc_id) order by all
    """)  # noqa: S608 the query and column names are ours
    in_turn = zip(batches, _in_turn(rows.to_arrow_reader(_ROWS_AT_ONCE), len(batches)), strict=True)
    return tuple(files.together(warehouse, (partial(_with, warehouse, table, batch, mine) for batch, mine in in_turn)))


def _in_turn(reader: pa.RecordBatchReader, n_batches: int) -> Iterator[pa.Table]:
    """The rows of each batch, of rows in the order of batches."""
    held: list[pa.RecordBatch] = []
    batch = 0
    for some in reader:
        while some.num_rows and some["batch"][-1].as_py() > batch:
            end = np.searchsorted(some["batch"].to_numpy(), batch, side="right")
            yield pa.Table.from_batches([*held, some.slice(0, end)], reader.schema)
            held, some, batch = [], some.slice(end), batch + 1
        held.append(some)
    for _ in range(batch, n_batches):
        yield pa.Table.from_batches(held, reader.schema)
        held = []


def _with(warehouse: Path, table: str, batch: Batch, rows: pa.Table) -> Batch:
    """The batch with these rows as its part of the table."""
    part = parts.write_by_content(warehouse, table, rows.select(TABLES[table].names))
    return batch if batch.parts.get(table) == part else replace(batch, parts={**batch.parts, table: part})


def _paths(warehouse: Path, batches: Sequence[Batch]) -> list[Path]:
    return parts.paths_of(warehouse, [each.parts["document_counts"] for each in batches])
