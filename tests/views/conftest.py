"""A catalogue from rows that are given by hand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.schema import TABLES
from flows.store.catalogue import Published, derived, write_catalogue

Rows = Sequence[Mapping[str, Any]]
Ask = Callable[..., list[tuple[Any, ...]]]


def write_parts(folder: Path, tables: Mapping[str, Rows]) -> dict[str, list[Path]]:
    """A part for each table of `table_of` its rows."""
    parts = {name: [folder / name / "1.parquet"] for name in tables}
    for name, rows in tables.items():
        (folder / name).mkdir(exist_ok=True)
        pq.write_table(table_of(name, rows), *parts[name])
    return parts


def table_of(name: str, rows: Rows) -> pa.Table:
    """Rows of a stored table. Columns that a row does not give are null, or else 0, false, or an empty text or list."""
    schema = TABLES[name]
    return pa.Table.from_pylist([{field.name: row.get(field.name, _nothing(field)) for field in schema} for row in rows], schema)


def _nothing(field: pa.Field) -> Any:
    if field.nullable:
        return None
    if pa.types.is_list(field.type):
        return []
    if pa.types.is_boolean(field.type):
        return False
    return 0 if pa.types.is_integer(field.type) or pa.types.is_floating(field.type) else ""


def catalogue(folder: Path, tables: Mapping[str, Rows]) -> duckdb.DuckDBPyConnection:
    """The catalogue of these rows as a run publishes it, open to be read.

    Every table has a part, though it be empty, so that all catalogues have the same template: making its hundreds of views takes ten
    times as long as all the rest. Derived tables have none: their rows are those that the others' make.
    """
    parts = write_parts(folder, {**dict.fromkeys(TABLES.keys() - derived().keys(), ()), **tables})
    path = folder / f"{len(list(folder.glob('*.duckdb')))}.duckdb"
    write_catalogue(path, parts, Published("1", folder / "1.json", 1, "0.1.0", folder, datetime(2024, 5, 2)))
    return duckdb.connect(str(path), read_only=True)


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[..., Ask]]:
    """`ask(texts=[...], ...)` makes a catalogue of these rows; what it returns answers queries on it with rows."""
    with ExitStack() as opened:

        def asked(**tables: Rows) -> Ask:
            connection = opened.enter_context(catalogue(tmp_path, tables))
            return lambda query: connection.sql(query).fetchall()

        yield asked
