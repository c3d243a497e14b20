"""Tables that the corpus decides and whose rows belong to documents: a part a batch, written where its rows are others than before."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from flows.schema import TABLES
from flows.store import files, memory, parts
from flows.store.holding import holding
from flows.store.manifest import Batch


def batches_holding(warehouse: Path, batches: Sequence[Batch], doc_ids: Collection[str]) -> list[Batch]:
    """The batches that have any of these documents."""
    if not doc_ids or not batches:
        return []
    of = [each.parts["document_metadata"] for each in batches]
    found = set(holding(warehouse, of, "doc_id", [pa.array(sorted(doc_ids), pa.string())]))
    return [each for each, part in zip(batches, of, strict=True) if part in found]


def divided(warehouse: Path, batches: Sequence[Batch], table: str, rows: pa.Table) -> tuple[Batch, ...]:
    """The batches with the table's rows of their own documents as a part of each.

    `rows` are all rows of the table. A batch that has a part with the same rows keeps it.
    """
    if not batches:
        return ()
    with memory.connect() as connection:
        connection.register("now", rows)
        places = pa.table({"file": [str(each) for each in _paths(warehouse, batches)], "batch": pa.array(range(len(batches)), pa.int64())})
        connection.register("places", places)
        connection.read_parquet(places["file"].to_pylist(), filename=True).create_view("counts")
        connection.execute("create temp table batch_of as select doc_id, batch from counts inner join places on filename = file")
        kept = [str(path) for path in parts.paths_of(warehouse, [each.parts[table] for each in batches if table in each.parts])]
        if kept:
            connection.read_parquet(kept).create_view("before")
        else:
            connection.register("before", TABLES[table].empty_table())
        connection.register("without", pa.table({"batch": [i for i, each in enumerate(batches) if table not in each.parts]}, WITHOUT))
        columns = ", ".join(TABLES[table].names)
        connection.execute(f"""
            create temp table anew as
            select distinct batch from batch_of semi join (
                (select {columns} from now except all select {columns} from before)
                union all
                (select {columns} from before except all select {columns} from now)
            ) as other using (doc_id)
            union
            select batch from without
        """)  # noqa: S608 column names are ours
        found = connection.sql(f"""
            select batch, {columns} from now inner join batch_of using (doc_id) semi join anew using (batch) order by all
        """).to_arrow_table()  # noqa: S608 column names are ours
        anew = [batch for (batch,) in connection.sql("from anew order by all").fetchall()]
    starts = np.searchsorted(found["batch"].to_numpy(), [*anew, len(batches)])
    mine = [found.slice(start, end - start).select(TABLES[table].names) for start, end in pairwise(starts.tolist())]
    written = files.together(warehouse, [partial(parts.write_by_content, warehouse, table, rows) for rows in mine])
    made = list(batches)
    for batch, part in zip(anew, written, strict=True):
        made[batch] = replace(batches[batch], parts={**batches[batch].parts, table: part})
    return tuple(made)


WITHOUT = pa.schema([("batch", pa.int64())])


def _paths(warehouse: Path, batches: Sequence[Batch]) -> list[Path]:
    return parts.paths_of(warehouse, [each.parts["document_counts"] for each in batches])
