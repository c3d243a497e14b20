"""The live corpus in files that need no warehouse: one DuckDB file, or a Parquet file for each table."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from flows.schema import TABLES
from flows.store.catalogue import STORAGE, Parts, comments, create_views, identifier, literal, selection, shipped


def to_duckdb(parts: Parts, path: Path) -> None:
    """Writes one file with all tables, views, macros and comments of the catalogue, which is there whole or not at all."""
    path = path.absolute()
    with TemporaryDirectory(prefix=".textmart-", dir=path.parent) as folder, duckdb.connect() as connection:
        made = Path(folder) / "export.duckdb"
        connection.execute(f"attach {literal(str(made))} as export ({STORAGE}); use export")
        for name in TABLES:
            connection.execute(f"create table {identifier(name)} as {selection(name, parts.get(name, ()))}; {comments(name, 'table')}")
        for statements in shipped():
            connection.execute(statements)
        connection.execute("use memory; detach export")
        made.replace(path)


def to_parquet(parts: Parts, folder: Path) -> list[Path]:
    """Writes a file for each view that the data dictionary has, base tables among them, into the folder, and returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with duckdb.connect() as connection:
        create_views(connection, parts)
        for (name,) in connection.sql("select view_name from duckdb_views() where not internal order by view_name").fetchall():
            path = folder.absolute() / f"{name}.parquet"
            connection.execute(f"copy (from {identifier(name)}) to {literal(str(path))} (format parquet, compression zstd)")
            written.append(path)
    return written
