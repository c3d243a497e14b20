"""The catalogue: base views over the live parts, the shipped views and macros of `sql/`, and all comments.

Views name their parts one by one, never by a pattern, so that a file left by a crash is not seen. The shipped SQL is made for DuckDB 1.4
and newer, and so is the file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from importlib.resources import files as package_files
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.schema import TABLES

# The oldest DuckDB that opens the catalogue; its block size is the least, because the file holds nothing but text.
STORAGE = "storage_version 'v1.4.0', block_size 16384"

COLUMN_TYPES = {
    pa.string(): "varchar",
    pa.bool_(): "boolean",
    pa.int32(): "integer",
    pa.int64(): "bigint",
    pa.float32(): "float",
    pa.float64(): "double",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
}

Parts = Mapping[str, Sequence[Path]]


@dataclass(frozen=True, slots=True)
class Published:
    """What the view `catalogue` says of itself."""

    run_id: str
    manifest: Path
    format_version: int
    textmart_version: str
    warehouse: Path
    published_at: datetime


def literal(text: str) -> str:
    """The text as a string literal of SQL. Raises ValueError for what SQL cannot hold: NUL and half a surrogate pair."""
    if "\0" in text or not _is_unicode(text):
        raise ValueError(f"{text!r} cannot be written in SQL: it holds a NUL character or is not UTF-8")
    return "'" + text.replace("'", "''") + "'"


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def identifier(name: str) -> str:
    """The name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def sql_files(*folders: str) -> dict[str, str]:
    """The shipped SQL of these folders of `sql/`: a name (of the object that the file makes) and its text."""
    root = package_files("flows") / "sql"  # in a wheel
    if not root.is_dir():
        root = package_files("flows") / ".." / "sql"  # in a checkout
    return {
        file.name.removesuffix(".sql"): file.read_text(encoding="utf-8")
        for folder in folders
        for file in sorted(root.joinpath(folder).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    }


def create_views(connection: duckdb.DuckDBPyConnection, parts: Parts) -> None:
    """Makes the base views over these parts, then the shipped views and macros, in the connection's current database.

    `parts` has the files of each table by its name in `schema.TABLES`; a table without any is an empty view, which needs no file.
    """
    for name in TABLES:
        connection.execute(base_view(name, parts.get(name, ())))
    for statements in in_order(sql_files("views", "macros")):
        connection.execute(statements)


def base_view(name: str, paths: Sequence[Path]) -> str:
    """The SQL of the view of a stored table: the columns in their declared types, and the comments of the declaration."""
    schema = TABLES[name]
    view = identifier(name)
    comments = [f"comment on view {view} is {literal(_description(schema.metadata))};"]
    comments += [f"comment on column {view}.{identifier(field.name)} is {literal(_description(field.metadata))};" for field in schema]
    return f"create or replace view {view} as {selection(name, paths)};\n" + "\n".join(comments)


def selection(name: str, paths: Sequence[Path]) -> str:
    """The query for all rows of a stored table in these parts, in the declared columns.

    Parts of one manifest have the same columns. Those that they lack, because an earlier textmart made them, are null.
    """
    columns = [(identifier(field.name), column_type(field.type)) for field in TABLES[name]]
    if not paths:
        return f"select {', '.join(f'cast(null as {kind}) as {column}' for column, kind in columns)} where false"
    there = {identifier(column) for column in pq.read_schema(paths[0]).names} if paths[0].exists() else {column for column, _ in columns}
    selected = ", ".join(f"cast({column if column in there else 'null'} as {kind}) as {column}" for column, kind in columns)
    files = ", ".join(literal(_unglobbed(path)) for path in paths)
    return f"select {selected} from read_parquet([{files}], hive_partitioning = false)"  # noqa: S608 names are ours, paths are literals


def column_type(kind: pa.DataType) -> str:
    """DuckDB's type for a column of a stored table."""
    if pa.types.is_list(kind):
        return column_type(kind.value_type) + "[]"
    if pa.types.is_struct(kind):
        return "struct(" + ", ".join(f"{identifier(field.name)} {column_type(field.type)}" for field in kind) + ")"
    return COLUMN_TYPES[kind]


def in_order(statements: Mapping[str, str]) -> Iterator[str]:
    """The files' texts, each after those that make what it selects from."""
    needs = {name: {*re.findall(r"\b(?:from|join)\s+(\w+)", text)} & (statements.keys() - {name}) for name, text in statements.items()}
    for name in TopologicalSorter(needs).static_order():
        yield statements[name]


def write_catalogue(path: Path, parts: Parts, published: Published) -> None:
    """Writes a new DuckDB file at `path`, which must not exist, with every view and macro. The caller renames it into place."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(str(path))} as catalogue ({STORAGE}); use catalogue; begin")
        create_views(connection, parts)
        connection.execute(_about(published))
        connection.execute("commit; use memory; detach catalogue")


def _about(published: Published) -> str:
    values = {
        "run_id": (literal(published.run_id), "The run that was published last."),
        "manifest": (literal(str(published.manifest)), "The manifest, which lists the parts behind the views with their checksums."),
        "format_version": (str(int(published.format_version)), "Version of the warehouse's layout."),
        "textmart_version": (literal(published.textmart_version), "The textmart that published it."),
        "warehouse": (literal(str(published.warehouse)), "Where the warehouse lay then; the views hold its paths."),
        "published_at": (f"cast({literal(published.published_at.isoformat())} as timestamp)", "When it was published, UTC."),
    }
    selected = ", ".join(f"{value} as {name}" for name, (value, _) in values.items())
    comments = "".join(f"comment on column catalogue.{name} is {literal(comment)};" for name, (_, comment) in values.items())
    return f"create or replace view catalogue as select {selected}; comment on view catalogue is 'One row: what was published.'; {comments}"


def _unglobbed(path: Path) -> str:
    """The absolute path such that DuckDB reads it as it stands: `*`, `?` and `[` make a pattern otherwise."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(path.absolute()))


def _description(metadata: Mapping[bytes, bytes]) -> str:
    return metadata[b"description"].decode()
