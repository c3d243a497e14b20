"""A database in memory for each process, for queries of ours over parts. To open one takes ten times as long as most of them."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import duckdb
import pyarrow as pa

from flows.store import scratch

R = TypeVar("R")

_VALUES_AT_ONCE = 100_000
# What `sparing` allows, one after the other.
MEGABYTES = (128, 256, 512, 1024)
# Threads that ask at once are not to get two databases.
_one_at_a_time = Lock()
_folders = ExitStack()


def connect() -> duckdb.DuckDBPyConnection:
    """A connection on which to make temporary tables and views, which nobody else sees and which end with it."""
    with _one_at_a_time:
        return _database(os.getpid()).cursor()


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    # What is more than memory holds goes there; else it would go into the folder that one happens to be in.
    return duckdb.connect(config={"temp_directory": str(_folder(process))})


def folder() -> Path:
    """A folder of this process's, which goes when it ends."""
    return _folder(os.getpid())


@cache
def _folder(_process: int) -> Path:
    return _folders.enter_context(scratch.folder())


def sparing(call: Callable[[], R]) -> R:
    """What the call returns. Meanwhile this process's database holds little in memory and the rest on the disk, however large a corpus is.

    Not everything can go to the disk, so more is allowed where less was not enough; the call is to be one that can be made again.
    """
    for megabytes in MEGABYTES:
        with suppress(duckdb.OutOfMemoryException), at_most(megabytes):
            return call()
    return call()


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """Meanwhile this process's database holds so much in memory. It works on one thread: what each holds for itself, such as rows of a
    file, is not counted.
    """
    database = _database(os.getpid())
    database.execute(f"set memory_limit = '{int(megabytes)}MB'; set threads = 1")
    try:
        yield
    finally:
        database.execute("reset memory_limit; reset threads")


def values(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[pa.Array]:
    """The only column of the query's rows, some of it at a time. All are to be taken: until then the connection answers nothing else."""
    yield from (batch.column(0) for batch in connection.sql(query).to_arrow_reader(_VALUES_AT_ONCE))
