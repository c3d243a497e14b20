"""Checks: queries that return the rows that must not exist.

`sql/checks/rows/` look at one document at a time and run on the batches that changed; `sql/checks/changed/` look at keys and counts across
documents and run on what a publishing touches (`touched`); `sql/checks/corpus/` look at all that is known of the corpus as a whole, where
that changed. All run before each publishing. Line 1 of a file says what is wrong with the rows that it returns, and `Rows of:` after it
which tables these are rows of, if it reads others, too. The checks of keys come from the tables' declarations. Checks of the width
`derived` hold derived tables against the queries that make them; as such a part is named by what it was made of, publishing has no need of
these, and they take as long as making all of it again.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import duckdb
import pyarrow as pa

from flows.schema import TABLES, TABLES_OF_COPIES, key_of
from flows.store.catalogue import derived, identifier, read_behind, sql_files

Width = Literal["rows", "changed", "corpus", "derived"]
WIDTHS: tuple[Width, ...] = ("rows", "changed", "corpus", "derived")


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that found rows: its name, what is wrong with them, how many there are, and one of them."""

    check: str
    message: str
    n_rows: int
    example: Mapping[str, Any]

    def __str__(self) -> str:
        """One line."""
        return f"{self.check}: {self.message} {self.n_rows:,} rows, such as {dict(self.example)}"


def checks(width: Width) -> dict[str, str]:
    """The checks of a width by name, each a query whose first line is a comment."""
    if width == "derived":
        return {f"made_of_others_{name}": _derived_check(name, query) for name, query in derived().items()}
    return {**sql_files(f"checks/{width}"), **{f"key_of_{name}": query for name, query in key_checks(width).items()}}


@cache
def key_checks(width: Width) -> dict[str, str]:
    """The checks of keys of that width, by table."""
    return {name: _key_check(name, key_of(schema)) for name, schema in TABLES.items() if _key_width(name) == width}


def are_kept(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> bool:
    """Whether none of the checks finds a row, asked in one statement: that takes half the time where there are few rows. What each of them
    holds in memory is held at once.
    """
    counted = " union all ".join(f"select count(*) as n_rows from ({query}) as broken" for query in asked.values())  # noqa: S608 (shipped)
    return not asked or not connection.execute(f"select sum(n_rows) from ({counted})").fetchall()[0][0]  # noqa: S608


def failures(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> list[Failure]:
    """Those of the checks that fail on the connection's views.

    Checks of `rows` and `derived` need no more than the base views over all parts of some batches, those of `changed` the base views.
    """
    found = []
    for name, query in asked.items():
        counted = f"select count(*), any_value(broken) from ({query}) as broken"  # noqa: S608 (a shipped query)
        [(n_rows, example)] = connection.execute(counted).fetchall()
        if n_rows:
            found.append(Failure(name, query.splitlines()[0].removeprefix("-- "), n_rows, example))
    return found


def to_be_held(width: Width, changed: AbstractSet[str], filled: AbstractSet[str]) -> dict[str, str]:
    """The checks of a width that can find something when these tables changed and those have rows: no check does that reads none of the
    first, or finds rows of none of the others.
    """
    return {
        name: query
        for name, query in checks(width).items()
        if not _reads(query).isdisjoint(changed) and not _finds(query).isdisjoint(filled)
    }


@cache
def _reads(query: str) -> frozenset[str]:
    """The tables and views that a check reads."""
    return frozenset(read_behind(query))


@cache
def _finds(query: str) -> frozenset[str]:
    """The tables of whose rows a check finds some: those that it says, or else all that it reads."""
    said = re.search(r"^-- Rows of: ([^.]+)\.$", query, re.MULTILINE)
    return frozenset(re.findall(r"\w+", said[1])) if said else _reads(query)


def has_key(name: str, rows: pa.Table) -> bool:
    """Whether no two of these rows of a table have the same key: what its check asks, in a tenth of the time where there are few rows."""
    columns = [rows[column].to_pylist() for column in key_of(TABLES[name])]
    return len(set(zip(*columns, strict=True))) == len(columns[0])


def _key_width(name: str) -> Width:
    """A document's own rows are in one part (the check `document_in_all` sees to it), so their keys need no look at other parts."""
    key = key_of(TABLES[name])
    is_history = any(column.endswith("_run_id") for column in key)
    return "rows" if "doc_id" in key and len(key) > 1 and not is_history and name not in TABLES_OF_COPIES else "changed"


def _key_check(name: str, key: tuple[str, ...]) -> str:
    columns = ", ".join(identifier(column) for column in key)
    return (
        f"-- Two rows of {name} have the same key ({', '.join(key)}).\n"
        f"select {columns}, count(*) as n_rows from {identifier(name)} group by {columns} having count(*) > 1"
    )


def _derived_check(name: str, query: str) -> str:
    columns = ", ".join(map(identifier, TABLES[name].names))
    return (
        f"-- Rows of {name} are others than those of the tables that it is made of.\n"  # noqa: S608 (our names and queries)
        f"with stored as (select {columns} from {identifier(name)}), made as (select {columns} from (\n{query}))\n"
        "(from stored except all from made) union all (from made except all from stored)"
    )
