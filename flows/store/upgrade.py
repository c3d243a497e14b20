"""Parts of an earlier textmart whose tables had other columns.

Layers and `resolve` make their tables again when they change. The tables that are kept from run to run get the columns that they lack here,
with nulls: what would stand there is known when a seed is read again.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from flows.schema import TABLES
from flows.store import parts
from flows.store.manifest import Manifest, Part

# Those of a batch that no layer makes.
_OF_BATCH = ("document_metadata",)
_OF_HISTORY = ("source_history", "document_history", "removed_names", "removed_quotes")
KEPT = (*_OF_BATCH, *_OF_HISTORY, "seed_files", "issues", "runs", "run_steps", "forgotten")

# Stands in a manifest's fingerprints, so that a run after an upgrade knows at a glance that there is something to do.
COLUMNS = parts.key(*(f"{name} {TABLES[name].names}" for name in KEPT))


def is_done(live: Manifest) -> bool:
    """Whether the kept tables have the columns that are declared."""
    return live.fingerprints.get("columns") == COLUMNS


def upgraded(warehouse: Path, live: Manifest) -> Manifest:
    """The manifest with parts in which the kept tables have the columns that are declared."""
    if is_done(live):
        return live
    batches = [
        replace(each, parts={**each.parts, **{name: _part(warehouse, name, each.parts[name]) for name in _OF_BATCH}})
        for each in live.batches
    ]
    tables = {name: tuple(_parts(warehouse, name, each)) if name in KEPT else each for name, each in live.tables.items()}
    return replace(live, batches=tuple(batches), tables=tables)


def _parts(warehouse: Path, table: str, live: Iterable[Part]) -> list[Part]:
    return [_part(warehouse, table, part) for part in live]


def _part(warehouse: Path, table: str, part: Part) -> Part:
    schema = TABLES[table]
    [path] = parts.paths_of(warehouse, [part])
    if pq.read_schema(path).names == schema.names:
        return part
    return parts.write_by_content(warehouse, table, parts.in_declared_columns(table, parts.read(warehouse, [part])))
