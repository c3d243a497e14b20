"""Which documents are copies of which, found when a run has made its batches: what `resolve.duplicates` makes, stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows.store import changes, memory, parts
from flows.store.manifest import Manifest, Part

# Raised by hand when other documents become copies, or other passages of them, by the same texts.
VERSION = 2


def fingerprint(layers: Mapping[str, str]) -> str:
    """What the tables depend on besides the documents, given the layers' fingerprints."""
    return parts.key(str(VERSION), layers["shingles"])


def found(warehouse: Path, live: Manifest, corpus: Manifest) -> Manifest:
    """The corpus with the tables of near-duplicates, whose parts are written.

    What the run before found is the start, unless it is of another version or a part of it is lost; ids of groups stay in any case.
    """
    return memory.sparing(partial(_found, warehouse, live, corpus))


def _found(warehouse: Path, live: Manifest, corpus: Manifest) -> Manifest:
    # Imported late: a run that changes nothing does without the lexicons of names.
    from flows.resolve import duplicates

    current, before = corpus.parts(), dict[str, Sequence[Part]]()
    kept: Mapping[str, Sequence[Part]] = {name: live.tables.get(name, ()) for name in duplicates.TABLES_KEPT}
    if live.fingerprints.get("duplicates") == corpus.fingerprints["duplicates"] and all(kept.values()):
        before = {**kept, "document_shingles": live.parts().get("document_shingles", [])}
    before |= {"duplicates": kept["duplicates"]}
    tables = {name: current.get(name, []) for name in duplicates.TABLES_READ} | {
        f"previous_{name}": before.get(name, []) for name in (*duplicates.TABLES_KEPT, "document_shingles")
    }
    with changes.connect(warehouse, tables) as connection:
        made = duplicates.duplicates(connection, corpus.run_id)
    written = {name: (parts.write_by_content(warehouse, name, rows),) for name, rows in made.items()}
    return replace(corpus, tables={**corpus.tables, **written})
