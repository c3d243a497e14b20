"""Which parts have rows with some values: a run asks for a few documents or seeds, and parts never change.

So a process reads a column of a part once and keeps a number of 32 bits for each value. A part with one of the numbers is read to see
whether it has the value.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from flows.store import parts
from flows.store.manifest import Part

Numbers = npt.NDArray[np.uint32]

# So many columns of parts are kept, the last ones that were asked for: some 16 KB each.
_KEPT_COLUMNS = 8_192
_kept: dict[tuple[str, str], Numbers] = {}


def holding(warehouse: Path, live: Sequence[Part], column: str, values: Iterable[pa.Array]) -> list[Part]:
    """Those of the parts of one table, in their order, in which a row has one of the values in that column."""
    found, rest = set[Part](), list(dict.fromkeys(part for part in live if part.n_rows))
    # The values are asked for only if they matter, and then to the end, which a query's must be.
    for some in values if rest else ():
        wanted = np.sort(_numbers(some))
        with_number = [part for part in rest if _have_common(wanted, _numbers_of(warehouse, part, column))]
        found |= {part for part in with_number if pc.any(pc.is_in(_column(warehouse, part, column), some)).as_py()}
        rest = [part for part in rest if part not in found]
    return [part for part in live if part in found]


def _have_common(few: Numbers, many: Numbers) -> bool:
    """Whether two sorted arrays have a number in common."""
    if len(few) > len(many):
        few, many = many, few
    if not len(few):
        return False
    return bool((many.take(many.searchsorted(few), mode="clip") == few).any())


def _numbers_of(warehouse: Path, part: Part, column: str) -> Numbers:
    numbers = _kept.pop((part.sha256, column), None)
    if numbers is None:
        numbers = np.sort(_numbers(_column(warehouse, part, column)))
    _kept[part.sha256, column] = numbers
    if len(_kept) > _KEPT_COLUMNS:
        del _kept[next(iter(_kept))]
    return numbers


def _column(warehouse: Path, part: Part, column: str) -> pa.ChunkedArray:
    return parts.read(warehouse, [part], [column])[column]


def _numbers(values: pa.Array | pa.ChunkedArray) -> Numbers:
    """The low half of Python's hash of each: the same for equal values within a process."""
    return np.fromiter(map(hash, values.to_pylist()), np.int64, len(values)).astype(np.uint32)
