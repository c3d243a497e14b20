"""textmart: a folder of documents becomes a DuckDB catalogue.

The way of the data, one step a module or folder:

    read        a seed file -> documents, or an issue
    annotate    a document -> a spaCy Doc -> rows of sentences, tokens, names, amounts
    extract     a Doc -> rows of one layer, from this document only
    work        which batches stay, and which are to be made and of what
    batches     the batches of a run, handed out; those that end a worker taken apart
    batch       one batch of documents, from texts to Parquet parts
    resolve     the corpus's rows -> entities across documents, groups of copies
    store       rows -> Parquet parts; the catalogue; publish, compact, vacuum
    corpus      all of these in order: one run
    pipeline    the same as Prefect tasks and flows
    cli         the command line
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def connect(warehouse: "str | Path" = "warehouse") -> "duckdb.DuckDBPyConnection":
    """A DuckDB connection to all views and macros over the warehouse's last published run; see `flows.store.connect`."""
    from flows.store.connect import connect as connected

    return connected(warehouse)
