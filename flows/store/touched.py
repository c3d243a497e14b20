"""What a publishing looks at again across the corpus: the rows of documents, sources and seeds that were touched.

What was published before kept the rules. So a rule that is about one document, one place or one key holds if it holds for those of which a
part that came or went has a row, and what is read grows with what changed. `textmart check` looks at everything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.schema import TABLES, key_of
from flows.store import memory, parts
from flows.store.catalogue import column_type, file_list, identifier
from flows.store.checks import checks
from flows.store.manifest import Manifest, Part

# By which of their columns rows belong to what was touched.
_HISTORY = {
    "source_history": ("doc_id", "seed_uri", "source_uri"),
    "document_history": ("doc_id",),
    "seed_files": ("seed_uri",),
    "issues": ("seed_uri",),
}


@dataclass(frozen=True, slots=True)
class _Table:
    """A table in two corpora: the parts that came, those that went and those that stayed. `columns` are those that checks ask for."""

    name: str
    warehouse: Path
    columns: tuple[pa.Field, ...]
    has_document_rows: bool
    came_parts: Sequence[Part]
    went_parts: Sequence[Part]
    stayed_parts: Sequence[Part]

    def came(self) -> str:
        """The query for the rows that came."""
        return self._rows(self.came_parts)

    def went(self) -> str:
        """The query for the rows that went."""
        return self._rows(self.went_parts)

    def stayed(self) -> str:
        """The query for the rows that stayed."""
        return self._rows(self.stayed_parts)

    def _rows(self, live: Iterable[Part]) -> str:
        paths = parts.paths_of(self.warehouse, [part for part in live if part.n_rows])
        if paths:
            names = ", ".join(identifier(each.name) for each in self.columns)
            return f"select {names} from read_parquet({file_list(paths)}, hive_partitioning = false)"  # noqa: S608 columns and files of ours
        return f"select {', '.join(f'null::{column_type(each.type)} as {identifier(each.name)}' for each in self.columns)} where false"


def connect(warehouse: Path, before: Manifest, made: Manifest) -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables that the checks of the width `changed` read, in the columns that these name: of the corpus made
    the rows that belong to what was touched.
    """
    connection = memory.connect()
    tables = {each.name: each for each in _tables(warehouse, before, made)}
    n_live = _touched(connection, tables)
    for name, each in tables.items():
        columns = ", ".join(identifier(column.name) for column in each.columns)
        if name == "source_history":
            continue
        if name in _HISTORY:
            [column] = _HISTORY[name]
            stayed = f"select {columns} from ({each.stayed()}) where {column} in (from touched_{column})"  # noqa: S608
        elif each.has_document_rows and sum(part.n_rows for part in (*each.went_parts, *each.stayed_parts)) == n_live:
            # A batch that stayed has the documents that the history says are live, and none that a batch that went had. To look for
            # them in the batches would take a look into each.
            columns = "doc_id"
            stayed = f"from live_before where doc_id not in (select doc_id from ({each.went()}))"  # noqa: S608
        elif each.has_document_rows:
            stayed = f"select {columns} from ({each.stayed()}) where doc_id in (from touched_doc_id)"  # noqa: S608
        else:
            key = ", ".join(map(identifier, key_of(TABLES[name])))
            stayed = f"select {columns} from ({each.stayed()}) semi join ({each.came()}) as came using ({key})"  # noqa: S608
        connection.execute(f"create temp table {identifier(name)} as select {columns} from ({each.came()}) union all {stayed}")  # noqa: S608
    return connection


def _touched(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, _Table]) -> int:
    """Makes the tables of what was touched: seeds and sources of which a part that came or went has a row, their sources, documents of
    which such a part has a row or that such a source leads to, and those among them that were live before. Returns how many were live.
    """
    of = {column: [each for each in tables.values() if column in _HISTORY.get(each.name, ())] for column in _HISTORY["source_history"]}
    of["doc_id"] += [each for each in tables.values() if each.has_document_rows]
    for column, those in of.items():
        rows = " union all ".join(f"select {column} from ({rows})" for each in those for rows in (each.came(), each.went()))  # noqa: S608
        connection.execute(f"create temp table touched_{column} as select distinct {column} from ({rows})")  # noqa: S608
    sources, history = tables["source_history"], tables["document_history"]
    connection.execute(f"""
        create temp table source_history as
        {sources.came()} union all
        from ({sources.stayed()}) where {" or ".join(f"{column} in (from touched_{column})" for column in of)};
        insert into touched_doc_id select distinct doc_id from source_history where doc_id not in (from touched_doc_id);
        create temp view before_live as select doc_id from ({history.went()} union all {history.stayed()}) where removed_run_id is null;
    """)  # noqa: S608 queries of ours
    connection.execute("create temp table live_before as select doc_id from before_live where doc_id in (from touched_doc_id)")
    return int(connection.execute("select count(*) from before_live").fetchall()[0][0])


def _tables(warehouse: Path, before: Manifest, made: Manifest) -> Iterator[_Table]:
    words = set(re.findall(r"\w+", " ".join(checks("changed").values())))
    old, new = before.parts(), made.parts()
    for name in sorted(TABLES.keys() & words):
        known, now = dict.fromkeys(old.get(name, ())), dict.fromkeys(new.get(name, ()))
        yield _Table(
            name,
            warehouse,
            tuple(each for each in TABLES[name] if each.name in words),
            name not in made.tables and key_of(TABLES[name]) == ("doc_id",),
            [part for part in now if part not in known],
            [part for part in known if part not in now],
            [part for part in now if part in known],
        )
