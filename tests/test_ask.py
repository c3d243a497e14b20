"""Asking: what is answered, and that a query reads the live parts and does nothing else."""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.store import catalogue
from flows.store.ask import QueryError, answer
from flows.store.catalogue import Parts
from tests.views.conftest import write_parts
from tests.views.corpus import TABLES


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("it's a warehouse")


@pytest.fixture(scope="module")
def parts(warehouse: Path) -> Parts:
    return write_parts(warehouse, TABLES)


@pytest.fixture(autouse=True)
def nothing_is_written(warehouse: Path, parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is asked, the folder it is asked from and the warehouse are afterwards as they were."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.csv").write_text("secret\nsesame\n")
    (tmp_path / "secret.json").write_text('{"secret": "sesame"}')
    pq.write_table(pa.table({"secret": ["sesame"]}), tmp_path / "secret.parquet")
    with duckdb.connect(str(tmp_path / "secret.duckdb")) as connection:
        connection.execute("create table secret as select 'sesame' as secret")
    monkeypatch.setenv("TEXTMART_SECRET", "sesame")
    before = {path: path.stat().st_mtime_ns for folder in (warehouse, tmp_path) for path in folder.rglob("*")}
    yield
    assert {path: path.stat().st_mtime_ns for folder in (warehouse, tmp_path) for path in folder.rglob("*")} == before
    assert parts


def rows(parts: Parts, query: str) -> list[dict[str, object]]:
    with answer(parts, query) as reader:
        return list(reader.read_all().to_pylist())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select count(*) as n from documents", [{"n": 4}]),
        ("from entities select name order by name;", [{"name": "Ada Brandt"}, {"name": "Tom Okoro"}, {"name": "Ulm"}]),
        ("select 1 as one -- and no more", [{"one": 1}]),
        ("/* first */ select 1 as one; -- last", [{"one": 1}]),
        ("values (1)", [{"col0": 1}]),
        ("table entity_names limit 0", []),
        ("with recursive n as (select 1 as i union all select i + 1 from n where i < 3) select sum(i)::int as s from n", [{"s": 6}]),
        ("select count(*) as n from sentences_with('Okoro')", [{"n": 5}]),
        ("select count(*) as n from KWIC('okoro', 10)", [{"n": 5}]),
        ("pivot (select kind from mentions) on kind in ('name') using count(*)", [{"name": 12}]),
        ("select unnest([1, 2]) as i", [{"i": 1}, {"i": 2}]),
        ("select 1 as a, 2 as a, 3 as a_1", [{"a": 1, "a_2": 2, "a_1": 3}]),  # a name twice
        ("select ';' as a", [{"a": ";"}]),
    ],
)
def test_queries_are_answered(parts: Parts, query: str, expected: list[dict[str, object]]) -> None:
    assert rows(parts, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "show tables",
        "describe documents",
        "summarize entities",
        "explain select 1",
        "EXPLAIN /* how */ ANALYZE select count(*) from documents",
        "explain (format json) select 'é'",
        "select comment from duckdb_views()",
        "select * from duckdb_columns() where table_name = 'mentions'",
        "select * from information_schema.columns",
    ],
)
def test_questions_about_the_catalogue_are_answered(parts: Parts, query: str) -> None:
    assert rows(parts, query)


def test_a_live_part_can_be_read_by_its_path(parts: Parts) -> None:
    [path] = parts["texts"]
    quoted = str(path).replace("'", "''")
    assert len(rows(parts, f"from read_parquet('{quoted}')")) == len(rows(parts, f"from '{quoted}'")) == 4


@pytest.mark.parametrize(
    "query",
    [
        # Statements that are no queries.
        "copy documents to 'out.csv'",
        "copy (select 1) to 'out.parquet'",
        "export database 'out'",
        "import database 'out'",
        "attach 'other.duckdb'",
        "attach 'secret.duckdb' (read_only)",
        "attach ':memory:' as m",
        "attach 'host=127.0.0.1' (type postgres)",
        "detach memory",
        "create table t as select 1",
        "create macro everything() as table from glob('*')",
        "insert into documents values (1)",
        "update documents set title = ''",
        "delete from documents",
        "drop view documents",
        "comment on view documents is ''",
        "merge into documents using sources on true when matched then delete",
        "install httpfs",
        "load httpfs",
        "install './evil.duckdb_extension'",
        "load './evil.duckdb_extension'",
        "force install sqlite from 'http://127.0.0.1/'",
        "create secret (type s3, key_id 'a', secret 'b')",
        "create persistent secret s (type http, bearer_token 'b')",
        "drop secret s",
        "set variable a = 1",
        "set lock_configuration = false",
        "set allowed_directories = ['/']",
        "set global temp_directory = '/'",
        "set home_directory = '.'",
        "set log_query_path = 'log.sql'",
        "set profile_output = 'profile.json'",
        "pragma enable_profiling",
        "pragma profiling_output = 'profile.json'",
        "alter table documents rename to d",
        "copy documents to '/dev/stdout'",
        "copy secret from 'secret.csv'",
        "copy from database memory to m",
        "set enable_external_access = true",
        "reset lock_configuration",
        "pragma database_list",
        "call enable_logging()",
        "use memory",
        "begin",
        "checkpoint",
        "vacuum",
        "prepare q as select 1",
        "execute q",
        # The same, explained: ANALYZE would run them.
        "explain analyze copy (select 1) to 'out.csv'",
        "explain copy (select 1) to 'out.csv'",
        "explain (analyze) copy (select 1) to 'out.csv'",
        "explain analyze insert into documents values (1)",
        # The same within what the parser calls a SELECT.
        "with a as (copy documents to 'out.csv') from a",
        "with a as (copy (select 1) to 'out.csv') select * from a",
        "with a as (insert into documents values (1)) from a",
        "from (with a as (copy documents to 'out.csv') from a)",
        "select (with a as (copy documents to 'out.csv') select 1 from a)",
        "explain analyze with a as (copy documents to 'out.csv') from a",
        "explain analyze from 'secret.csv'",
        "explain from read_text('secret.csv')",
        "explain analyze attach 'secret.duckdb'",
        # More than one, or none.
        "select 1; select 2",
        "select 1; copy documents to 'out.csv'",
        "explain select 1; copy documents to 'out.csv'",
        "",
        " ; ",
        "-- nothing",
        # Other files.
        "from 'secret.csv'",
        "from read_csv('secret.csv')",
        "from read_text('secret.csv')",
        "from read_blob('/etc/hostname')",
        "from sniff_csv('secret.csv')",
        "from glob('*')",
        "from 'https://example.org/x.parquet'",
        "from read_parquet('*.parquet')",
        "select * from documents, lateral (from read_text(documents.source_uri))",
        "select (select content from read_text('secret.csv'))",
        "select list_transform([1], lambda x: (select count(*) from read_csv('secret.csv')))",
        "select 1 order by (select count(*) from glob('*'))",
        "from read_csv_auto('secret.csv')",
        "from read_json('secret.json')",
        "from read_ndjson_objects('secret.json')",
        "from 'secret.json'",
        "from 'secret.parquet'",
        "from read_parquet('secret.parquet')",
        "from read_parquet(['secret.parquet'])",
        "from parquet_scan('secret.parquet')",
        "from parquet_metadata('secret.parquet')",
        "from parquet_schema('secret.parquet')",
        "from read_duckdb('secret.duckdb')",
        "from sqlite_scan('secret.duckdb', 'secret')",
        "from postgres_query('host=127.0.0.1', 'select 1')",
        "from read_xlsx('secret.xlsx')",
        "from iceberg_scan('.')",
        "from 's3://bucket/x.parquet'",
        "from 'hf://datasets/a/b.parquet'",
        "from read_parquet('http://127.0.0.1:9/x.parquet')",
        "from read_csv('/dev/stdin')",
        "from '/proc/self/environ'",
        "from read_text('/proc/self/environ')",
        'from "secret.csv"',
        "from \"READ_CSV\"('secret.csv')",
        "from e'secret\\x2ecsv'",
        "from (values ('secret.csv')) as v(f), read_text(f)",
        "from kwic((select content from read_text('secret.csv')), 9)",
        "values ((select content from read_text('secret.csv')))",
        "describe 'secret.csv'",
        "summarize 'secret.csv'",
        "from (summarize 'secret.csv')",
        "pivot 'secret.csv' on secret in ('sesame') using count(*)",
        "select columns('.*') from 'secret.csv'",
        "select 1 union all select secret from 'secret.csv'",
        "select 1 where exists (from 'secret.csv')",
        "with recursive r as (select 1 union all select length(content) from read_text('secret.csv'), r) from r",
        "from \"GLOB\"('*')",
        "from system.main.glob('*')",
        # Functions that run, write, reveal or crash.
        "from query('select 1')",
        "from query('from read_text(''secret.csv'')')",
        "from query_table('documents')",
        "from json_execute_serialized_sql(json_serialize_sql('select 1'))",
        "from enable_logging(storage_path := 'log')",
        "from enable_profiling()",
        "from checkpoint()",
        "from duckdb_secrets()",
        "from which_secret('s3://bucket', 's3')",
        "from duckdb_logs()",
        "from duckdb_temporary_files()",
        "from duckdb_extensions()",
        "select getenv('TEXTMART_SECRET')",
        "from query_table(['secret.csv'])",
        "select * from arrow_scan(1, 2, 3)",
        "select * from pandas_scan(1)",
        # Variables of this very program.
        "from python_table",
        # What has no value.
        "select ?",
        "select $name",
    ],
)
def test_all_else_is_refused_in_one_line(parts: Parts, query: str) -> None:
    python_table = pa.table({"a": [1]})
    with pytest.raises(QueryError) as refused:
        rows(parts, query)
    assert str(refused.value)
    assert "\n" not in str(refused.value)
    assert "sesame" not in str(refused.value)
    assert python_table.num_rows == 1


def test_a_path_that_begins_like_a_part_leads_nowhere_else(parts: Parts, warehouse: Path, tmp_path: Path) -> None:
    path = warehouse / os.path.relpath(tmp_path / "secret.parquet", warehouse)
    assert path.exists()
    with pytest.raises(QueryError, match="disabled by configuration"):
        rows(parts, f"from read_parquet({catalogue.literal(str(path))})")


def test_duckdb_itself_would_let_a_with_write(tmp_path: Path) -> None:
    """The reason for looking into the syntax tree: its parser calls this a SELECT, and it writes."""
    query = f"with a as (copy (select 1) to '{tmp_path / 'out.csv'}') from a"
    with duckdb.connect() as connection:
        [statement] = connection.extract_statements(query)
        assert statement.type == duckdb.StatementType.SELECT
        connection.sql(query).fetchall()
    assert (tmp_path / "out.csv").exists()
    (tmp_path / "out.csv").unlink()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select nothing from documents", 'Binder Error: Referenced column "nothing" not found in FROM clause!'),
        ("select 1,\n2,\n3 4 5", "(line 3)"),
        ("from nowhere", "Table with name nowhere does not exist!"),
        ("select 1 +", 'syntax error at or near "+"'),
        ("pivot mentions on kind using count(*)", "a `pivot` must name its values here"),
        ("select 1; select 2", "one query at a time"),
        ("copy documents to 'x'", "this is COPY"),
        ("from read_text('secret.csv')", "the table function read_text is not allowed here"),
    ],
)
def test_a_message_says_what_is_wrong(parts: Parts, query: str, message: str) -> None:
    with pytest.raises(QueryError) as refused:
        rows(parts, query)
    assert message in str(refused.value)


def test_an_error_in_a_late_row_is_one_too(parts: Parts) -> None:
    with pytest.raises(QueryError, match="Could not convert string 'x'"):
        rows(parts, "select cast(case when i = 90000 then 'x' else '1' end as integer) from range(100000) as r(i)")


def test_rows_come_in_batches(parts: Parts) -> None:
    with answer(parts, "from range(25000)") as reader:
        sizes = [batch.num_rows for batch in reader]
    assert sum(sizes) == 25_000
    assert max(sizes) <= 10_240
