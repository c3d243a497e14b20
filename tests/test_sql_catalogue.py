"""The catalogue: base views over named parts, shipped objects, comments, and a file that any folder can hold."""

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.schema import TABLES, table
from flows.store import catalogue, memory
from flows.store.catalogue import (
    Published,
    column_type,
    create_views,
    file_list,
    identifier,
    in_order,
    literal,
    shipped,
    sql_files,
    tables_behind,
    write_catalogue,
)

TEXTS = {"doc_id": "d", "text": "It rained."}


def published(folder: Path) -> Published:
    return Published("20240502T060000", folder / "runs" / "x.json", 1, "0.1.0", folder, datetime(2024, 5, 2, 6, 1))


def part(path: Path, *rows: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(TABLES["texts"], rows), path)
    return path


FOLDERS = [
    "plain",
    "with spaces",
    'it\'s "quoted"; drop table',
    "Äther – 数据 🙂",
    "year=2024",  # no column of that name appears
    "[ab]*",  # no pattern
    "{a,b}",
    "~",
    "%20 $HOME",
]
# DuckDB can read parts there, but no database of its own.
NO_DATABASE_FOLDERS = ["really?"]


@pytest.mark.parametrize("folder", [*FOLDERS, *NO_DATABASE_FOLDERS])
def test_parts_are_read_from_any_folder(tmp_path: Path, folder: str) -> None:
    place = tmp_path / folder
    parts = {"texts": [part(place / "texts/1.parquet", TEXTS), part(place / "texts/2.parquet", TEXTS | {"doc_id": "e"})]}
    part(place / "texts/3.parquet", TEXTS)  # a file that is no live part
    with duckdb.connect() as connection:
        create_views(connection, parts)
        assert connection.sql("from texts order by doc_id").fetchall() == [("d", "It rained."), ("e", "It rained.")]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_catalogue_lies_in_any_folder_and_says_what_it_is(tmp_path: Path, folder: str) -> None:
    place = tmp_path / folder
    write_catalogue(place / "catalogue.duckdb", {"texts": [part(place / "texts/1.parquet", TEXTS)]}, published(place))
    with duckdb.connect(str(place / "catalogue.duckdb"), read_only=True) as connection:
        assert connection.sql("select text from texts").fetchall() == [("It rained.",)]
        assert connection.sql("select run_id, warehouse, published_at from catalogue").fetchall() == [
            ("20240502T060000", str(place), datetime(2024, 5, 2, 6, 1))
        ]


def test_a_catalogue_is_attached_under_any_name(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "fresh", {"texts": [part(tmp_path / "texts/1.parquet", TEXTS)]}, published(tmp_path))
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(str(tmp_path / 'fresh'))} as mart (read_only)")
        assert connection.sql("select text from mart.texts").fetchall() == [("It rained.",)]
        assert connection.sql("select count(*) from mart.documents").fetchall() == [(0,)]


SAID = {
    "duckdb_views()": "schema_name = 'main' and view_name <> 'catalogue'",
    "duckdb_columns()": "schema_name = 'main' and table_name <> 'catalogue'",
    "duckdb_functions()": "schema_name = 'main'",
}


@pytest.mark.parametrize("of", SAID)
def test_a_written_catalogue_has_the_comments_and_types_of_one_in_memory(of: str, tmp_path: Path) -> None:
    write_catalogue(tmp_path / "fresh", {"texts": [part(tmp_path / "texts/1.parquet", TEXTS)]}, published(tmp_path))
    found = []
    for path in (":memory:", str(tmp_path / "fresh")):
        with duckdb.connect(path) as connection:
            if path == ":memory:":
                create_views(connection, {"texts": [tmp_path / "texts/1.parquet"]})
            rows = connection.sql(f"from {of} where not internal and {SAID[of]}")
            kept = [name for name in rows.columns if not name.endswith("_oid") and name not in {"database_name", "sql", "macro_definition"}]
            found.append(rows.select(*kept).order("all").fetchall())
    assert found[0] == found[1]


def test_a_catalogue_has_the_parts_of_its_own_corpus_whatever_was_written_before(tmp_path: Path) -> None:
    for number, parts in enumerate(([1], [1, 2], [], [2])):
        files = [part(tmp_path / f"texts/{each}.parquet", TEXTS) for each in parts]
        write_catalogue(tmp_path / f"{number}.duckdb", {"texts": files}, published(tmp_path))
        with duckdb.connect(str(tmp_path / f"{number}.duckdb"), read_only=True) as connection:
            assert connection.sql("select count(*) from texts").fetchall() == [(len(parts),)]


@pytest.mark.parametrize(
    "places",
    [
        {"texts": ["/w/parts/tokens/1.parquet"]},  # the folder of another table
        {"texts": ["/w/parts/texts/1.parquet", "/w/parts/texts/deep/2.parquet"]},
        {"texts": ["/w/parts/texts/1.parquet", "/v/parts/texts/2.parquet"]},
        {"texts": ["/w/parts/texts/1.parquet"], "tokens": ["/v/parts/tokens/1.parquet"]},
    ],
)
def test_parts_that_lie_elsewhere_than_parts_do_are_refused(places: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="lie in"):
        catalogue._parts_macro(places)


def test_a_catalogue_that_cannot_be_written_does_not_keep_the_next_from_being(tmp_path: Path) -> None:
    places = {"texts": [part(tmp_path / "texts/1.parquet", TEXTS)]}
    draft = catalogue._draft_for(places)
    with memory.connect() as connection:
        connection.execute(f"detach {draft.name}")
    with pytest.raises(duckdb.Error):
        write_catalogue(tmp_path / "first", places, published(tmp_path))
    write_catalogue(tmp_path / "second", places, published(tmp_path))
    with duckdb.connect(str(tmp_path / "second"), read_only=True) as connection:
        assert connection.sql("select count(*) from texts").fetchall() == [(1,)]
    assert not (tmp_path / "first").exists()


def test_a_catalogue_can_be_renamed(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "fresh", {"texts": [part(tmp_path / "texts/1.parquet", TEXTS)]}, published(tmp_path))
    (tmp_path / "fresh").rename(tmp_path / "textmart.duckdb")
    with duckdb.connect(str(tmp_path / "textmart.duckdb"), read_only=True) as connection:
        assert connection.sql("select count(*) from kwic('.')").fetchall() == [(1,)]


def test_every_view_works_without_any_part() -> None:
    with duckdb.connect() as connection:
        create_views(connection, {})
        for name in [*TABLES, *sql_files("views")]:
            assert connection.sql(f"from {name}").fetchall() == []


def test_base_views_have_the_declared_columns_and_types(tmp_path: Path) -> None:
    """Even over a part that was written with other integers, or with large strings."""
    rows = pa.table({"doc_id": pa.array(["d"], pa.large_string()), "n_sentences": pa.array([1], pa.int64()), "n_tokens": pa.array([3])})
    pq.write_table(rows, tmp_path / "1.parquet")
    with duckdb.connect() as connection:
        create_views(connection, {"document_counts": [tmp_path / "1.parquet"]})
        for name, schema in TABLES.items():
            described = connection.sql(f"select column_name, lower(column_type) from (describe {name})").fetchall()
            # DuckDB shows the fields of a struct without quotation marks.
            assert described == [(field.name, column_type(field.type).replace('"', "")) for field in schema]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (pa.list_(pa.string()), "varchar[]"),
        (pa.struct([("start_char", pa.int32()), ("end_char", pa.int32())]), 'struct("start_char" integer, "end_char" integer)'),
        (pa.list_(pa.struct([("a", pa.bool_())])), 'struct("a" boolean)[]'),
    ],
)
def test_types_of_lists_and_structs(kind: pa.DataType, expected: str) -> None:
    assert column_type(kind) == expected


def test_each_view_and_macro_and_column_says_what_it_is() -> None:
    with duckdb.connect() as connection:
        create_views(connection, {})
        views = connection.sql("select view_name, comment from duckdb_views() where not internal").fetchall()
        columns = connection.sql("select table_name, column_name, comment from duckdb_columns() where not internal").fetchall()
        macros = connection.sql("select function_name, comment from duckdb_functions() where not internal").fetchall()
    assert {name for name, _ in views} == TABLES.keys() | sql_files("views").keys()
    assert [name for name, comment in views if not (comment or "").startswith("One row per ")] == []
    assert [(name, column) for name, column, comment in columns if not (comment or "").endswith(".")] == []
    assert {name for name, _ in macros} == sql_files("macros").keys()
    assert [name for name, comment in macros if not (comment or "").startswith("One row per ")] == []


@pytest.mark.parametrize("folder", ["views", "macros"])
def test_a_file_makes_the_object_that_it_is_named_after_and_says_which_question_it_answers(folder: str) -> None:
    kind = {"views": "view", "macros": "macro"}[folder]
    for name, text in sql_files(folder).items():
        lines = text.splitlines()
        assert lines[0].startswith("-- ") and "?" in lines[0], name
        assert lines[1].startswith((f"create or replace {kind} {name} ", f"create or replace {kind} {name}(")), name


def test_files_come_after_those_that_they_select_from() -> None:
    files = {"a": "create view a as from b join c on true", "b": "create view b as from c", "c": "create view c as select 1 as one"}
    assert list(in_order(files)) == [files["c"], files["b"], files["a"]]


@pytest.mark.parametrize("text", ["", "it's", "''", '"', "\\'", "🙂", "a\nb", "$$", "--", "/*"])
def test_literals_and_identifiers_are_read_back_as_they_were(text: str) -> None:
    with duckdb.connect() as connection:
        assert connection.sql(f"select {literal(text)}").fetchall() == [(text,)]
        assert connection.sql(f"select 1 as {identifier(text or 'a')}").columns == [text or "a"]


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_sql_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be written in SQL"):
        literal(text)


def test_a_path_may_hold_anything() -> None:
    assert "''" in file_list([Path("it's")])


def test_the_tables_behind_a_query_are_all_that_its_views_and_macros_read() -> None:
    with duckdb.connect() as connection:
        for name, schema in TABLES.items():
            columns = ", ".join(f"{identifier(field.name)} {column_type(field.type)}" for field in schema)
            connection.execute(f"create table {identifier(name)} ({columns})")
        for statements in shipped():
            connection.execute(statements)
        found = "select function_name, len(parameters), function_type = 'table_macro' from duckdb_functions() where not internal"
        macros = connection.sql(found).fetchall()
        calls = {name: f"{name}({', '.join(['null'] * n)})" for name, n, _ in macros}
        queries = {name: f"select {'* from ' if is_table else ''}{calls[name]}" for name, _, is_table in macros}
        queries |= {
            name: f"from {name}" for (name,) in connection.sql("select view_name from duckdb_views() where not internal").fetchall()
        }
        for query in queries.values():
            # With these alone it is understood.
            others = "".join(f"drop table {identifier(name)};" for name in TABLES.keys() - tables_behind(query.upper()))
            connection.execute(f"begin; {others}")
            connection.execute(f"explain {query}")
            connection.execute("rollback")
    assert {"documents", "dossier", "search"} <= queries.keys()
    assert tables_behind("select 1") == set()
    assert "tokens" not in tables_behind("from documents")
