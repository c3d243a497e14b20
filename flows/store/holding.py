"""Which parts have rows with some values: a run asks for a few documents or seeds, and parts never change.

So a process reads a column of a part once and keeps a number of 32 bits for each value. A part with one of the numbers is read to see
whether it has the value.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from flows.store import parts
from flows.store.manifest import Part

Numbers = npt.NDArray[np.uint32]

# So many columns of parts are kept, the last ones that were asked for: some 16 KB each; and of so many groups of parts, some 256 KB each.
_KEPT_COLUMNS, _KEPT_GROUPS = 8_192, 512
_kept: dict[tuple[str, str], Numbers] = {}
# A group's numbers, or how often it was asked for without them.
_kept_of_groups: dict[tuple[tuple[str, ...], str], Numbers | int] = {}
# One that was asked for so often at most is looked at part by part.
_SELDOM = 4


def holding(warehouse: Path, live: Sequence[Part], column: str, values: Iterable[pa.Array]) -> list[Part]:
    """Those of the parts of one table, in their order, in which a row has one of the values in that column."""
    groups = list(_in_groups(live))
    found, n_rest = set[Part](), sum(map(len, groups))
    # The values are asked for only if they matter, and then to the end, which a query's must be.
    for some in values if groups else ():
        wanted = np.sort(_numbers(some))
        for group in groups if len(wanted) and len(found) < n_rest else ():
            numbers = _numbers_of_group(warehouse, group, column)
            if numbers is None or _have_common(wanted, numbers):
                rest = [part for part in group if part not in found and _have_common(wanted, _numbers_of(warehouse, part, column))]
                found |= {part for part in rest if pc.any(pc.is_in(_column(warehouse, part, column), some)).as_py()}
    return [part for part in live if part in found]


def _in_groups(live: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts that have rows, a few together, so that most need no look of their own.

    A group ends after a part whose checksum says so: where a part comes or goes, the other groups stay what they were. Those after the last
    group, where parts come and go in every run, are each for itself.
    """
    group: list[Part] = []
    for part in live:
        if part.n_rows:
            group.append(part)
            if part.sha256[-1] in "01":
                yield group
                group = []
    yield from ([part] for part in group)


def _have_common(few: Numbers, many: Numbers) -> bool:
    """Whether two sorted arrays have a number in common."""
    if len(few) > len(many):
        few, many = many, few
    if not len(few):
        return False
    return bool((many.take(many.searchsorted(few), mode="clip") == few).any())


def _numbers_of_group(warehouse: Path, group: Sequence[Part], column: str) -> Numbers | None:
    """All numbers of its parts, sorted; None if it was seldom asked for, as those are of which a part just came: to sort them takes as long
    as some looks at each part.
    """
    if len(group) == 1:
        return _numbers_of(warehouse, group[0], column)
    name = tuple([part.sha256 for part in group]), column
    known = _kept_of_groups.pop(name, 0)
    if isinstance(known, int):
        known += 1
        if known > _SELDOM:
            # Each part's are sorted, which this kind of sort makes use of.
            known = np.sort(np.concatenate([_numbers_of(warehouse, part, column) for part in group]), kind="stable")
    _kept_of_groups[name] = known
    if len(_kept_of_groups) > _KEPT_GROUPS:
        del _kept_of_groups[next(iter(_kept_of_groups))]
    return None if isinstance(known, int) else known


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
