"""Tables of the corpus's width that change row by row: parts are copied without rows that went, new rows are parts of their own.

What a change costs grows with the rows that change and with the parts that hold them, not with the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.schema import TABLES, key_of
from flows.store import parts
from flows.store.holding import holding
from flows.store.manifest import Part

# So many parts of fewer rows than a full one are joined: a table changed every hour keeps a handful of them. A full part is so small that
# to write it again for one row takes no time.
MAX_SMALL_PARTS, FULL_PART_ROWS = 12, 4_096


def changed(
    warehouse: Path, table: str, live: Sequence[Part], gone: pa.Table, new: pa.Table, marks: Mapping[str, str] | None = None
) -> tuple[Part, ...]:
    """The table's parts after rows went and rows came. `gone` has the key columns of those that went.

    With `marks` they stay, with these columns set: history is closed, not erased.
    """
    key = key_of(TABLES[table])
    now: list[Part] = []
    touched = set(holding(warehouse, live, key[0], gone[key[0]].chunks) if gone.num_rows else ())
    for part in live:
        if part not in touched:
            now.append(part)
            continue
        rows = parts.read(warehouse, [part])
        went = _among(rows, gone, key)
        if not pc.any(went).as_py():
            now.append(part)
            continue
        if marks:
            for name, value in marks.items():
                position = rows.schema.get_field_index(name)
                rows = rows.set_column(position, rows.schema.field(name), pc.if_else(went, pa.scalar(value), rows[name]))
        else:
            rows = rows.filter(pc.invert(went))
        if rows.num_rows:
            now.append(parts.write_by_content(warehouse, table, rows))
    return tuple(joined(warehouse, table, [*now, *_written(warehouse, table, new.select(TABLES[table].names))]))


def without_before(warehouse: Path, table: str, live: Sequence[Part], column: str, least: str) -> tuple[Part, ...]:
    """The table's parts without rows whose column is less; a null is not."""
    now: list[Part] = []
    for part in live:
        of_part = parts.least(warehouse, part, column)
        if of_part is None or of_part >= least:
            now.append(part)
            continue
        rows = parts.read(warehouse, [part])
        rows = rows.filter(pc.invert(pc.fill_null(pc.less(rows[column], least), False)))
        if rows.num_rows:
            now.append(parts.write_by_content(warehouse, table, rows))
    return tuple(now)


def joined(warehouse: Path, table: str, live: Sequence[Part], at_most: int = MAX_SMALL_PARTS) -> list[Part]:
    """The parts with small ones joined into one if there are too many of them."""
    small = [part for part in live if part.n_rows < FULL_PART_ROWS]
    if len(small) <= at_most:
        return list(live)
    rest = [part for part in live if part.n_rows >= FULL_PART_ROWS]
    return [*rest, *_written(warehouse, table, parts.read(warehouse, small))]


def _written(warehouse: Path, table: str, rows: pa.Table) -> list[Part]:
    starts = range(0, rows.num_rows, FULL_PART_ROWS)
    return [parts.write_by_content(warehouse, table, rows.slice(start, FULL_PART_ROWS)) for start in starts]


def _among(rows: pa.Table, wanted: pa.Table, key: Sequence[str]) -> pa.Array:
    """For each row whether its key is among the wanted."""
    found = np.zeros(rows.num_rows, bool)
    # Few rows are among them, of which the first column of the key tells nearly all.
    some = np.flatnonzero(pc.is_in(rows[key[0]], wanted[key[0]].combine_chunks()).to_numpy())
    keys = set(_keys(wanted, key))
    found[some] = [each in keys for each in _keys(rows.select(list(key)).take(some), key)]
    return pa.array(found)


def _keys(rows: pa.Table, key: Sequence[str]) -> Iterator[tuple[object, ...]]:
    return zip(*(rows[name].to_pylist() for name in key), strict=True)
