"""A connection for people who write their own programs and notebooks."""

from pathlib import Path

import duckdb

from flows.store import mirror, parts, publish
from flows.store.catalogue import create_views
from flows.store.manifest import WarehouseError


def connect(warehouse: str | Path = "warehouse") -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory with the views and macros of the warehouse's last published run, for where the warehouse lies now.

    It keeps to that run, whatever is published later; tables of one's own can be made beside. Raises WarehouseError where nothing is
    published.
    """
    folder = mirror.folder(str(warehouse))
    live = publish.live(folder)
    if not live.run_id:
        raise WarehouseError(f"{warehouse} has no published run; `textmart run` makes one")
    connection = duckdb.connect()
    create_views(connection, parts.paths_by_table(folder.resolve(), live))
    return connection
