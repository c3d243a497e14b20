"""What a publishing looks at again across the corpus: the rows of documents, sources and seeds that were touched.

What was published before kept the rules. So a rule that is about one document, one place or one key holds if it holds for those of which a
row came or went, and what is read grows with what changed. `textmart check` looks at everything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from flows.schema import TABLES, key_of
from flows.store import parts
from flows.store.holding import holding
from flows.store.manifest import Batch, Manifest, Part

# By which of their columns rows belong to what was touched.
_HISTORY = {
    "source_history": ("doc_id", "seed_uri", "source_uri"),
    "document_history": ("doc_id",),
    "seed_files": ("seed_uri",),
    "issues": ("seed_uri",),
}

# Values of columns.
Touched = Mapping[str, pa.ChunkedArray]


@dataclass(frozen=True)
class ChangedTable:
    """A table in two corpora: the parts that came, those that went, and all that are there now. `columns` are those that checks ask for.

    `same_documents` are parts of another table, mostly read already, that have the documents of parts that went, where of each there is one
    row and nothing else is asked for.
    """

    name: str
    warehouse: Path
    columns: tuple[str, ...]
    came_parts: Sequence[Part]
    went_parts: Sequence[Part]
    now_parts: Sequence[Part]
    same_documents: Mapping[Part, Part]

    @cached_property
    def came(self) -> pa.Table:
        """The rows of parts that came."""
        return self._together(self._came)

    @cached_property
    def went(self) -> pa.Table:
        """The rows of parts that went."""
        return self._together(self._went)

    @cached_property
    def changed(self) -> pa.Table:
        """The rows that are more often in the one than in the other."""
        # A part that came is most often one that went, but for a row: what they begin and end with needs no counting.
        pairs = [_different(*both) for both in zip(self._came, self._went, strict=False)]
        n_pairs = len(pairs)
        came = self._together([*(mine for mine, _ in pairs), *self._came[n_pairs:]])
        went = self._together([*(theirs for _, theirs in pairs), *self._went[n_pairs:]])
        if not came.num_rows or not went.num_rows:
            return came if came.num_rows else went
        # None of the columns is a list, which cannot be grouped by.
        both = pa.concat_tables([_counted(came, 1), _counted(went, -1)])
        counted = both.group_by(list(self.columns), use_threads=False).aggregate([("count", "sum")])
        return counted.filter(pc.not_equal(counted["count_sum"], 0)).select(list(self.columns))

    @cached_property
    def _came(self) -> list[pa.Table]:
        return [self._rows([part]) for part in self.came_parts if part.n_rows]

    @cached_property
    def _went(self) -> list[pa.Table]:
        return [self._rows([self.same_documents.get(part, part)]) for part in self.went_parts if part.n_rows]

    def _together(self, rows: Sequence[pa.Table]) -> pa.Table:
        return pa.concat_tables(rows) if rows else self._rows(())

    def now(self, touched: Touched) -> pa.Table:
        """The rows that have one of the values of any of the columns."""
        held = (holding(self.warehouse, self.now_parts, column, values.chunks) for column, values in touched.items())
        return _among(self._rows(chain.from_iterable(held)), touched)

    def _rows(self, those: Iterable[Part]) -> pa.Table:
        filled = [part for part in dict.fromkeys(those) if part.n_rows]
        return parts.read_or_empty(self.warehouse, self.name, filled, self.columns)


def tables(warehouse: Path, before: Manifest, made: Manifest, asked: Mapping[str, str]) -> dict[str, ChangedTable]:
    """The tables that these checks read, in the columns that they name, and those by which one tells what was touched."""
    words = {"removed_run_id", *re.findall(r"\w+", " ".join(asked.values()))}
    added, removed = made.without(before), before.without(made)
    came, went = added.parts(), removed.parts()
    found = {}
    for name in sorted(TABLES.keys() & (words | _HISTORY.keys())):
        old, new = dict.fromkeys(went.get(name, ())), dict.fromkeys(came.get(name, ()))
        columns = tuple(each for each in TABLES[name].names if each in words or each in _HISTORY.get(name, ()))
        is_of_documents = _is_of_documents(name, made)
        found[name] = ChangedTable(
            name,
            warehouse,
            ("doc_id",) if is_of_documents else columns,
            [part for part in new if part not in old],
            [part for part in old if part not in new],
            made.parts().get(name, ()),
            dict(_same_documents(name, removed.batches)) if is_of_documents else {},
        )
    return found


def _is_of_documents(name: str, corpus: Manifest) -> bool:
    """Whether batches have the table, and in it one row of each document at most, whatever the checks ask."""
    return name not in corpus.tables and key_of(TABLES[name]) == ("doc_id",)


def _same_documents(name: str, batches: Iterable[Batch]) -> Iterator[tuple[Part, Part]]:
    """The batches' parts of the table, each with that of the metadata if it has a row for each document: of batches that kept the rules."""
    for each in batches:
        part, metadata = each.parts.get(name), each.parts["document_metadata"]
        if part and part.n_rows == metadata.n_rows:
            yield part, metadata


def n_rows(tables: Mapping[str, ChangedTable]) -> int:
    """How many rows the parts have that came or went."""
    return sum(part.n_rows for each in tables.values() for part in (*each.came_parts, *each.went_parts))


def rows(warehouse: Path, before: Manifest, made: Manifest, tables: Mapping[str, ChangedTable]) -> dict[str, pa.Table]:
    """The rows by table, of the corpus made those that belong to what was touched: to seeds, sources and documents of which a row came or
    went, and to documents of such sources.
    """
    of_documents = {name for name in tables if _is_of_documents(name, made)}
    touched: dict[str, pa.ChunkedArray] = {
        column: _values(
            each.changed[column]
            for name, each in tables.items()
            if column in _HISTORY.get(name, ()) or (column == "doc_id" and name in of_documents)
        )
        for column in _HISTORY["source_history"]
    }
    sources = tables["source_history"].now(touched)
    n_documents = len(touched["doc_id"])
    touched["doc_id"] = _values([touched["doc_id"], sources["doc_id"]])
    # A place that was touched may have led to a document, long ago, that other sources lead to now.
    found = {"source_history": sources if len(touched["doc_id"]) == n_documents else tables["source_history"].now(touched)}
    history, documents = tables["document_history"], {"doc_id": touched["doc_id"]}
    came = set(history.came_parts)
    stayed = [part for part in history.now_parts if part not in came]
    of_before = replace(history, now_parts=[*stayed, *history.went_parts]).now(documents)
    live_before = of_before.filter(pc.is_null(of_before["removed_run_id"])).select(["doc_id"])
    n_live = parts.n_nulls(warehouse, before.tables.get("document_history", ()), "removed_run_id")
    for name, each in tables.items():
        if name in _HISTORY:
            found[name] = found.get(name) or each.now({column: touched[column] for column in _HISTORY[name]})
        elif name in of_documents and sum(part.n_rows for part in before.parts().get(name, ())) == n_live:
            # A batch that stayed has the documents that the history says are live, and none that a batch that went had. To look for
            # them in the batches would take a look into each.
            went = pc.is_in(live_before["doc_id"], each.went["doc_id"])
            found[name] = pa.concat_tables([_among(each.came, documents).select(["doc_id"]), live_before.filter(pc.invert(went))])
        elif name in of_documents:
            found[name] = each.now(documents)
        else:
            # It may be in a part that stayed, too.
            key = key_of(TABLES[name])
            found[name] = each.now({key[0]: each.changed[key[0]]})
    return found


def _different(mine: pa.Table, theirs: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The rows of both without those with which both begin, and then without those with which both end."""
    differ = _where_different(mine, theirs)
    begin = int(differ[0]) if len(differ) else min(mine.num_rows, theirs.num_rows)
    mine, theirs = mine.slice(begin), theirs.slice(begin)
    n_rows = min(mine.num_rows, theirs.num_rows)
    differ = _where_different(mine.slice(mine.num_rows - n_rows), theirs.slice(theirs.num_rows - n_rows))
    end = n_rows - 1 - int(differ[-1]) if len(differ) else n_rows
    return mine.slice(0, mine.num_rows - end), theirs.slice(0, theirs.num_rows - end)


def _where_different(mine: pa.Table, theirs: pa.Table) -> npt.NDArray[np.int64]:
    """The positions, in order, at which two tables of the same columns have other rows, as far as both reach. A null equals a null."""
    n_rows = min(mine.num_rows, theirs.num_rows)
    differ = np.zeros(n_rows, bool)
    for one, other in zip(mine.slice(0, n_rows).columns, theirs.slice(0, n_rows).columns, strict=True):
        is_same = pc.fill_null(pc.equal(one, other), False)
        if one.null_count and other.null_count:
            is_same = pc.or_(is_same, pc.and_(pc.is_null(one), pc.is_null(other)))
        differ |= ~is_same.to_numpy()
    return np.flatnonzero(differ)


def _counted(rows: pa.Table, count: int) -> pa.Table:
    return rows.append_column("count", pa.repeat(pa.scalar(count), rows.num_rows))


def _values(columns: Iterable[pa.ChunkedArray]) -> pa.ChunkedArray:
    """The values of any of the columns, each once."""
    chunks = [chunk for column in columns for chunk in column.chunks]
    return pa.chunked_array([pa.chunked_array(chunks, pa.string()).unique()], pa.string())


def _among(rows: pa.Table, touched: Touched) -> pa.Table:
    """Those of the rows that have one of the values of any of the columns."""
    return rows.filter(reduce(pc.or_, (pc.is_in(rows[column], values) for column, values in touched.items())))
