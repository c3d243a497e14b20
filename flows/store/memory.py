"""A database in memory for each process, for queries of ours over parts. To open one takes ten times as long as most of them."""

import os
from collections.abc import Iterator
from functools import cache

import duckdb
import pyarrow as pa

_VALUES_AT_ONCE = 100_000


def connect() -> duckdb.DuckDBPyConnection:
    """A connection on which to make temporary tables and views, which nobody else sees and which end with it."""
    return _database(os.getpid()).cursor()


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def values(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[pa.Array]:
    """The only column of the query's rows, some of it at a time. All are to be taken: until then the connection answers nothing else."""
    yield from (batch.column(0) for batch in connection.sql(query).to_arrow_reader(_VALUES_AT_ONCE))
