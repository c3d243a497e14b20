"""A database in memory for each process, for queries of ours over parts. To open one takes ten times as long as most of them."""

import os
from functools import cache

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A connection on which to make temporary tables and views, which nobody else sees and which end with it."""
    return _database(os.getpid()).cursor()


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect()
