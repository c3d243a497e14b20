"""Asking: one query over the live parts, confined to reading them.

DuckDB alone does not confine. Its parser calls `with a as (copy documents to 'x') from a` a SELECT, and table functions such as
`enable_logging` write files even when the configuration is locked. So a query is let through when all that its syntax tree holds is known
to read, and DuckDB's own locks come behind that.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from flows.store import scratch
from flows.store.catalogue import Parts, create_views, literal, sql_files

# What a query may consist of. Anything else, such as the INSERT_QUERY_NODE and COPY_QUERY_NODE of a `with`, is no reading.
READING_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
# DuckDB's table functions that read nothing but their arguments, the catalogue, or a file (which only a part can be).
READING_FUNCTIONS = frozenset(
    {
        *("generate_series", "json_each", "json_tree", "range", "repeat", "repeat_row", "summary", "unnest"),
        *(
            "duckdb_columns",
            "duckdb_constraints",
            "duckdb_functions",
            "duckdb_keywords",
            "duckdb_settings",
            "duckdb_tables",
            "duckdb_types",
            "duckdb_views",
        ),
        *("pragma_collations", "pragma_platform", "pragma_show", "pragma_table_info", "pragma_version"),
        *("parquet_file_metadata", "parquet_kv_metadata", "parquet_metadata", "parquet_scan", "parquet_schema", "read_parquet"),
        *("histogram", "histogram_values"),
    }
)
ROWS_PER_BATCH = 10_000


class QueryError(ValueError):
    """A query that is not allowed, or that DuckDB cannot answer; the message is one line."""


@contextmanager
def answer(parts: Parts, query: str) -> Iterator[pa.RecordBatchReader]:
    """The query's rows, batch by batch, from an in-memory DuckDB that can read these parts and nothing else.

    The views are made for where the parts lie now. Names of columns are made unique by `_1`, `_2`, ... Raises QueryError, also from
    within the `with` when a row cannot be worked out.
    """
    with scratch.folder() as spill, duckdb.connect() as connection:
        statement = allowed(connection, query)
        create_views(connection, parts)
        _lock(connection, parts, spill)
        try:
            reader = connection.sql(statement).to_arrow_reader(ROWS_PER_BATCH)
            schema = _with_unique_names(reader.schema)
            yield pa.RecordBatchReader.from_batches(schema, _batches(reader, schema.names))
        except duckdb.Error as error:
            raise QueryError(_one_line(error)) from error


def allowed(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query without what is around it, if it is one statement that only reads; raises QueryError otherwise."""
    statements = _statements(connection, query)
    if len(statements) != 1:
        raise QueryError("there is no query" if not statements else f"one query at a time, please: these are {len(statements)}")
    [statement] = statements
    text: str = statement.query.strip().removesuffix(";")
    read = _explained(connection, text) if statement.type == duckdb.StatementType.EXPLAIN else statement
    if read.type == duckdb.StatementType.MULTI:
        raise QueryError("a `pivot` must name its values here: `pivot … on column in ('one', 'two') using …`")
    if read.type != duckdb.StatementType.SELECT:
        raise QueryError(f"only queries that read are allowed (`select`, `from`, `with`, `explain`, …), and this is {read.type.name}")
    if read.named_parameters:
        raise QueryError("parameters such as `?` or `$name` have no value here; write the value itself")
    _refuse_all_but_reading(_syntax_tree(connection, read.query.strip().removesuffix(";")))
    return text


def _statements(connection: duckdb.DuckDBPyConnection, text: str) -> list[Any]:
    try:
        return connection.extract_statements(text)
    except duckdb.Error as error:
        raise QueryError(_one_line(error)) from error


def _explained(connection: duckdb.DuckDBPyConnection, text: str) -> Any:
    """The statement that an EXPLAIN explains (and with ANALYZE runs): the longest rest of it that is a statement by itself."""
    for start, _ in duckdb.tokenize(text)[1:]:
        try:
            [statement] = connection.extract_statements(text.encode()[start:].decode())
        except (duckdb.Error, ValueError):
            continue
        return statement
    raise QueryError("only queries can be explained")


def _syntax_tree(connection: duckdb.DuckDBPyConnection, text: str) -> Any:
    [(tree,)] = connection.execute("select json_serialize_sql(cast(? as varchar))", [text]).fetchall()
    body = json.loads(tree)
    if body["error"]:
        raise QueryError(f"only queries that read are allowed: {body['error_message']}")
    return body


def _refuse_all_but_reading(tree: Any) -> None:
    known = READING_FUNCTIONS | sql_files("macros").keys()
    rest = [tree]
    while rest:
        item = rest.pop()
        if isinstance(item, Mapping):
            kind = item.get("type")
            if isinstance(kind, str) and kind.endswith("_NODE") and kind not in READING_NODES:
                raise QueryError(f"only queries that read are allowed, and in this one there is {kind.split('_')[0]}")
            if kind == "TABLE_FUNCTION" and (name := _function_name(item)) not in known:
                raise QueryError(f"the table function {name} is not allowed here: queries read the warehouse and nothing else")
            rest.extend(item.values())
        elif isinstance(item, list):
            rest.extend(item)


def _function_name(table_function: Mapping[str, Any]) -> str:
    return str(table_function["function"]["function_name"]).lower()


def _lock(connection: duckdb.DuckDBPyConnection, parts: Parts, spill: Path) -> None:
    """Closes all doors but those of the parts' files and of a folder for what does not fit into memory."""
    paths = ", ".join(literal(str(path.absolute())) for of_table in parts.values() for path in of_table)
    connection.execute(
        f"""
        set temp_directory = {literal(str(spill))};
        set allowed_paths = [{paths}];
        set autoinstall_known_extensions = false;
        set autoload_known_extensions = false;
        set python_enable_replacements = false;
        set enable_external_access = false;
        set lock_configuration = true;
        """
    )


def _with_unique_names(schema: pa.Schema) -> pa.Schema:
    names: list[str] = []
    for name in schema.names:
        candidates = (name, *(f"{name}_{n}" for n in range(1, len(schema.names) + 1)))
        names.append(next(each for each in candidates if each not in names and (each == name or each not in schema.names)))
    return pa.schema([field.with_name(name) for field, name in zip(schema, names, strict=True)])


def _batches(reader: pa.RecordBatchReader, names: list[str]) -> Iterator[pa.RecordBatch]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except (pa.ArrowException, OSError) as error:  # what DuckDB raises once rows are under way
            raise QueryError(_one_line(error)) from error
        yield batch.rename_columns(names)


def _one_line(error: Exception) -> str:
    """DuckDB's message up to the query that it repeats, with the line of a long query that it points at."""
    message, _, place = str(error).partition("\n\nLINE ")
    line = place.split(":")[0]
    return " ".join(message.split()) + (f" (line {line})" if line.isdigit() and line != "1" else "")
