"""Entities across the corpus, found when a run has made its batches: what `resolve` makes, stored, and what is derived of it."""

from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import duckdb

from flows.schema import TABLES
from flows.store import batched, changes, decided, derived, files, memory, parts
from flows.store.manifest import Manifest, Part

# Raised by hand when what `resolve` makes of the same rows changes.
VERSION = 4


def fingerprint(curation: str) -> str:
    """What entities depend on besides the documents: how they are resolved, and what people decided."""
    return parts.key(str(VERSION), decided.text(curation) or "")


def warm_up() -> None:
    """Loads what `found` would wait for."""
    from flows.extract.identity import gazetteer

    import_module("flows.resolve")
    gazetteer.load()


def found(warehouse: Path, live: Manifest, corpus: Manifest, curation: str) -> tuple[Manifest, list[str]]:
    """The corpus with the tables that `resolve` makes of it, and a line for each decision of people that could not be applied."""
    return memory.sparing(partial(_found, warehouse, live, corpus, curation))


def _found(warehouse: Path, live: Manifest, corpus: Manifest, curation: str) -> tuple[Manifest, list[str]]:
    # Imported late: a run that changes nothing does without the lexicons of names.
    from flows import resolve
    from flows.resolve.curation import read_decisions

    decisions = read_decisions(curation)
    made, before = corpus.parts(), live.parts()
    tables = {name: made.get(name, []) for name in resolve.TABLES_READ} | {
        f"previous_{name}": before.get(name, []) for name in resolve.TABLES_KEPT
    }
    batches = corpus.batches
    with changes.connect(warehouse, tables) as connection:
        queries, unapplied = resolve.resolve(connection, decisions)
        for name in resolve.TABLES_OF_DOCUMENTS:
            batches = batched.divided(connection, warehouse, batches, name, queries[name])
        written = {name: _written(connection, warehouse, name, queries[name]) for name in resolve.TABLES_OF_CORPUS}
    batches = tuple(files.together(warehouse, [partial(derived.stored, warehouse, each) for each in batches]))
    rest = {name: each for name, each in corpus.tables.items() if name not in resolve.TABLES_OF_DOCUMENTS}
    return replace(corpus, batches=batches, tables=rest | written), [f"{curation}:{line}: {message}" for line, message in unapplied]


def _written(connection: duckdb.DuckDBPyConnection, warehouse: Path, name: str, query: str) -> tuple[Part]:
    schema = TABLES[name]
    rows = connection.sql(query).order("all").to_arrow_table()
    return (parts.write_by_content(warehouse, name, rows.select(schema.names).cast(schema)),)
