"""The catalogue: base views over the live parts, the shipped views and macros of `sql/`, and all comments.

Views name their parts one by one, never by a pattern, so that a file left by a crash is not seen. The shipped SQL is made for DuckDB 1.4
and newer, and so is the file.

In the file a base view asks a macro for its parts, `live.parts('tokens')` for `tokens`, and the view `catalogue` asks another,
`live.about()`: from one run to the next those two alone change, so that a process makes the hundreds of views and comments once.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from graphlib import TopologicalSorter
from importlib.resources import files as package_files
from pathlib import Path
from threading import Lock, Thread
from types import MappingProxyType
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.schema import TABLES
from flows.store import memory

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
# The same for all parts of a corpus, as text if time counts: those of a table lie in one folder.
Places = Mapping[str, Sequence[str | Path]]


@dataclass(frozen=True, slots=True)
class Published:
    """What the view `catalogue` says of itself."""

    run_id: str
    manifest: Path | str
    format_version: int
    textmart_version: str
    warehouse: Path | str
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


@cache
def sql_files(*folders: str) -> Mapping[str, str]:
    """The shipped SQL of these folders of `sql/`: a name (of the object that the file makes) and its text."""
    root = package_files("flows") / "sql"  # in a wheel
    if not root.is_dir():
        root = package_files("flows") / ".." / "sql"  # in a checkout
    return MappingProxyType(
        {
            file.name.removesuffix(".sql"): file.read_text(encoding="utf-8")
            for folder in folders
            for file in sorted(root.joinpath(folder).iterdir(), key=lambda file: file.name)
            if file.name.endswith(".sql")
        }
    )


@cache
def derived() -> dict[str, str]:
    """The queries of the tables that are made of other tables by SQL, by name and in the order in which they need each other."""
    queries = sql_files("derived")
    return {name: queries[name] for name in TABLES if name in queries}


def create_views(connection: duckdb.DuckDBPyConnection, parts: Parts) -> None:
    """Makes the base views over these parts, then the shipped views and macros, in the connection's current database.

    `parts` has the files of each table by its name in `schema.TABLES`; a table without any is an empty view, which needs no file, or the
    query that makes its rows.
    """
    create_base_views(connection, parts)
    for name in TABLES:
        connection.execute(comments(name))
    for statements in shipped():
        connection.execute(statements)


def create_base_views(connection: duckdb.DuckDBPyConnection, parts: Parts) -> None:
    """Makes the base views over these parts, without comments."""
    for name in TABLES:
        connection.execute(f"create or replace view {identifier(name)} as {selection(name, parts.get(name, ()))}")


def selection(name: str, paths: Sequence[Path]) -> str:
    """The query for all rows of a stored table in these parts, in the declared columns; see `columns_of`.

    A derived table without parts is its query: so it is in a warehouse that an earlier textmart made.
    """
    return _selection(name, file_list(paths), columns_of(name, paths))


def columns_of(name: str, paths: Sequence[str | Path]) -> tuple[str, ...]:
    """The declared columns that these parts of one manifest have: the same in each, and less than all if an earlier textmart made them."""
    declared: list[str] = TABLES[name].names
    if not paths:
        return ()
    try:
        status = os.stat(paths[0])  # noqa: PTH116 asked of every table in every run, and a path takes longer to make than this
    except FileNotFoundError:
        return tuple(declared)
    there = _columns(str(paths[0]), status.st_mtime_ns, status.st_size)
    return tuple([column for column in declared if column in there])


@lru_cache(1_000)
def _columns(path: str, _written_ns: int, _n_bytes: int) -> frozenset[str]:
    return frozenset(pq.read_schema(path).names)


def _selection(name: str, files: str, there: Sequence[str]) -> str:
    """The query for all declared columns of the files of this SQL expression. Those that are not there are null; without any, no row."""
    if not there and name in derived():
        return derived()[name]
    columns = [(identifier(field.name) if field.name in there else "null", field) for field in TABLES[name]]
    selected = ", ".join(f"cast({value} as {column_type(field.type)}) as {identifier(field.name)}" for value, field in columns)
    return f"select {selected} {f'from read_parquet({files}, hive_partitioning = false)' if there else 'where false'}"


def absolute(path: Path) -> str:
    """Where the file is, from every working directory."""
    return str(path.absolute())


def file_list(paths: Sequence[Path], located: Callable[[Path], str] = absolute) -> str:
    """The files as a list of SQL, each written such that DuckDB reads it as it stands: `*`, `?` and `[` make a pattern otherwise."""
    return f"[{', '.join(literal(_unglobbed(located(path))) for path in paths)}]"


def _parts_macro(places: Places, located: Callable[[Path], str] = absolute) -> str:
    """The SQL that makes the macro of each table's parts. Their folder is written once, and the names of a table's in one text.

    They are fields of a struct: of all that gives a text by a name, DuckDB binds that the fastest, and it does whenever a view is asked.
    """
    of_tables = {table: _folder_and_names(table, [os.fspath(place) for place in each]) for table, each in places.items() if each}
    folders = {folder for folder, _ in of_tables.values()}
    if not folders:
        return "create or replace macro live.parts(of) as cast([] as varchar[])"
    if len(folders) > 1:
        raise ValueError(f"the folders of all tables lie in one, but not these: {', '.join(sorted(folders))}")
    names = ", ".join(f"{literal(table)}: {literal(_unglobbed(joined))}" for table, (_, joined) in of_tables.items())
    folder = literal(_unglobbed(located(Path(*folders))) + "/")
    return (
        f"create or replace macro live.parts(of) as list_transform(string_split({{{names}}}[of], '/'),"
        f" lambda name: {folder} || of || '/' || name || '.parquet')"
    )


def _folder_and_names(table: str, places: Sequence[str]) -> tuple[str, str]:
    """The folder in which that of the table lies, and the names of these parts in it."""
    before, _, _ = places[0].rpartition("/")
    folder, _, last = before.rpartition("/")
    joined = "/".join([place[len(before) + 1 : -len(".parquet")] for place in places])
    if last != table or joined.count("/") != len(places) - 1 or not all(place.startswith(f"{before}/") for place in places):
        raise ValueError(f"the parts of {table} lie in a folder of that name, but not these: {places[0]} and others")
    return folder, joined


def comments(name: str, kind: str = "view") -> str:
    """The SQL that gives a base view (or table) and its columns the comments of the table's declaration."""
    view, schema = identifier(name), TABLES[name]
    said = [f"comment on {kind} {view} is {literal(_description(schema.metadata))};"]
    said += [f"comment on column {view}.{identifier(field.name)} is {literal(_description(field.metadata))};" for field in schema]
    return "\n".join(said)


def column_type(kind: pa.DataType) -> str:
    """DuckDB's type for a column of a stored table."""
    if pa.types.is_list(kind):
        return column_type(kind.value_type) + "[]"
    if pa.types.is_struct(kind):
        return "struct(" + ", ".join(f"{identifier(field.name)} {column_type(field.type)}" for field in kind) + ")"
    return COLUMN_TYPES[kind]


def shipped() -> Iterator[str]:
    """What makes the shipped views and macros, in order. A macro may have the name of a view; no view asks a macro."""
    for folder in ("views", "macros"):
        yield from in_order(sql_files(folder))


def in_order(statements: Mapping[str, str]) -> Iterator[str]:
    """The files' texts, each after those that make what it selects from."""
    needs = {name: {*re.findall(r"\b(?:from|join)\s+(\w+)", text)} & (statements.keys() - {name}) for name, text in statements.items()}
    for name in TopologicalSorter(needs).static_order():
        yield statements[name]


def create_behind(connection: duckdb.DuckDBPyConnection, query: str, parts: Parts) -> None:
    """Makes what this query of ours selects from, itself or through views, as temporary views: base views over the parts, and those.

    The connection is one to `memory`.
    """
    behind = read_behind(query, {name: text for name, text in derived().items() if not parts.get(name)})
    with _one_at_a_time:
        _make_empty_tables(os.getpid())
    connection.execute("use memory.empty")
    for name in (each for each in TABLES if each in behind and (parts.get(each) or each in derived())):
        connection.execute(f"create temp view {identifier(name)} as {selection(name, parts.get(name, ()))}")
    for statement in in_order({name: text for name, text in sql_files("views").items() if name in behind}):
        connection.execute(statement.replace("create or replace view", "create temp view", 1))


_one_at_a_time = Lock()


@cache
def _make_empty_tables(_process: int) -> None:
    """All stored tables, without a row, in a schema of this process's database: to make as many views each time would take longer."""
    with memory.connect() as connection:
        connection.execute("begin; create schema empty")
        for name, schema in TABLES.items():
            columns = ", ".join(f"{identifier(field.name)} {column_type(field.type)}" for field in schema)
            connection.execute(f"create table empty.{identifier(name)} ({columns})")
        connection.execute("commit")


def read_behind(query: str, made_by: Mapping[str, str] = MappingProxyType({})) -> set[str]:
    """The tables and views that a query of ours selects from, itself or through views, and tables that are `made_by` queries."""
    texts = {**sql_files("views"), **made_by}
    found, fresh = set[str](), tables_read(query)
    while fresh:
        found |= fresh
        fresh = {name for each in fresh & texts.keys() for name in tables_read(texts[each])} - found
    return found


def tables_behind(query: str) -> set[str]:
    """The stored tables that a query may read, itself or through views and macros; some that it does not, since any of its words counts."""
    macros = sql_files("macros")
    texts = {**sql_files("views"), **macros, **derived()}
    known = texts.keys() | TABLES.keys()
    found, fresh = set[str](), {*re.findall(r"\w+", query.lower())} & known
    while fresh:
        found |= fresh
        shipped_texts = [texts[name] for name in fresh if name in texts]
        words = {word for text in shipped_texts for word in (*tables_read(text), *({*re.findall(r"\w+", text)} & macros.keys()))}
        fresh = (words & known) - found
    return found & TABLES.keys()


def tables_read(query: str) -> set[str]:
    """The tables and views that a query of ours selects from, among other names such as those of its own subqueries."""
    return set(re.findall(r"\b(?:from|join)\s+\"?(\w+)", query))


@contextmanager
def preparing(places: Places) -> Iterator[None]:
    """Makes what a catalogue of such parts needs besides the list of them, half a second's work, while something else is waited for."""
    making = Thread(target=_draft_for, args=(places,))
    making.start()
    try:
        yield
    finally:
        making.join()


def _draft_for(places: Places) -> "_Draft":
    return _draft(tuple([columns_of(name, places.get(name, ())[:1]) for name in TABLES]), os.getpid())


def write_catalogue(path: Path, places: Places, published: Published, located: Callable[[Path], str] = absolute) -> None:
    """Writes a new DuckDB file at `path`, which must not exist, with every view and macro. The caller renames it into place.

    Its views name each part by where its folder is `located` for those who will read it.
    """
    draft = _draft_for(places)
    try:
        with draft.one_at_a_time, memory.connect() as connection:
            connection.execute(f"use {draft.name}; begin; {_parts_macro(places, located)}; {_about_macro(published)}; commit; checkpoint")
            body = draft.path.read_bytes()
    except (duckdb.Error, OSError):
        _draft.cache_clear()  # a full disk may have left it such that it takes nothing more, or somebody has removed its file
        raise
    with path.open("xb") as file:
        file.write(body)


@contextmanager
def attached(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the catalogue of that file, to be read only."""
    name = identifier(f"{path.name}-{secrets.token_hex(4)}")
    with memory.connect() as connection:
        connection.execute(f"attach {literal(str(path))} as {name} (read_only); use {name}")
        try:
            yield connection
        finally:
            connection.execute(f"use memory; detach {name}")


class _Draft(NamedTuple):
    """A catalogue's file, attached under a name to this process's database: to attach it anew takes as long as to write it."""

    path: Path
    name: str
    one_at_a_time: Lock


@cache
def _draft(columns: tuple[tuple[str, ...], ...], _process: int) -> _Draft:
    """A catalogue whose tables, in the order of `schema.TABLES`, have a part with these columns and no row, or none at all."""
    folder = memory.folder()
    draft = _Draft(folder / f"catalogue-{secrets.token_hex(4)}.duckdb", identifier(f"catalogue-{secrets.token_hex(4)}"), Lock())
    with memory.connect() as connection:
        # What is written ahead serves a file that outlives its process.
        how = f"{STORAGE}, recovery_mode 'no_wal_writes'"
        connection.execute(f"attach {literal(str(draft.path))} as {draft.name} ({how}); use {draft.name}; begin; create schema live")
        parts: dict[str, list[Path]] = {}
        for (name, schema), there in zip(TABLES.items(), columns, strict=True):
            if there:
                parts[name] = [folder / name / "none.parquet"]
                parts[name][0].parent.mkdir(exist_ok=True)
                pq.write_table(schema.empty_table().select(list(there)), parts[name][0])
        connection.execute(_parts_macro(parts))
        for name, there in zip(TABLES, columns, strict=True):
            selected = _selection(name, f"live.parts({literal(name)})", there)
            connection.execute(f"create view {identifier(name)} as {selected}; {comments(name)}")
        connection.execute(f"{_about_macro(_NOTHING)}; create view catalogue as from live.about(); {_about_comments()}")
        for statements in shipped():
            connection.execute(statements)
        connection.execute("commit")
    return draft


_ABOUT = {
    "run_id": "The run that was published last.",
    "manifest": "The manifest, which lists the parts behind the views with their checksums.",
    "format_version": "Version of the warehouse's layout.",
    "textmart_version": "The textmart that published it.",
    "warehouse": "Where the warehouse lay then; the views hold its paths.",
    "published_at": "When it was published, UTC.",
}
_NOTHING = Published("", "", 0, "", "", datetime.min)


def _about_macro(published: Published) -> str:
    """The SQL that makes the macro of the one row of the view `catalogue`."""
    values = {
        "run_id": literal(published.run_id),
        "manifest": literal(str(published.manifest)),
        "format_version": str(int(published.format_version)),
        "textmart_version": literal(published.textmart_version),
        "warehouse": literal(str(published.warehouse)),
        "published_at": f"cast({literal(published.published_at.isoformat())} as timestamp)",
    }
    return f"create or replace macro live.about() as table select {', '.join(f'{values[name]} as {name}' for name in _ABOUT)}"


def _about_comments() -> str:
    of_columns = "".join(f"comment on column catalogue.{name} is {literal(comment)};" for name, comment in _ABOUT.items())
    return f"comment on view catalogue is 'One row: what was published.'; {of_columns}"


def _unglobbed(place: str) -> str:
    return re.sub(r"[*?\[]", r"[\g<0>]", place)


def _description(metadata: Mapping[bytes, bytes]) -> str:
    return metadata[b"description"].decode()
