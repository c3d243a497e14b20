"""Batches and the corpus are held against the checks: a batch where it is made, all else before it is published."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.schema import TABLES
from flows.store import memory, parts, touched
from flows.store.catalogue import create_behind, read_behind
from flows.store.checks import Failure, are_kept, failures, has_key, key_checks, to_be_held
from flows.store.manifest import Batch, Manifest

# Characters of the texts whose rows are checked together: enough that the checks' fixed cost does not count, and few enough to need little
# memory, however many documents a run brings.
CHARS_CHECKED_AT_ONCE = 4_000_000
# If rows of more came or went, a look at all of the corpus costs no more than one at what they touch, which is held in memory.
ROWS_TOUCHED_AT_ONCE = 200_000


class CheckError(RuntimeError):
    """The corpus breaks a rule that it must keep, so it was not published: a fault of textmart's, not of the input."""


def fresh(warehouse: Path, made: Batch) -> None:
    """Holds a batch that was just made against all checks of rows that read nothing else; raises CheckError."""
    some = Manifest(run_id="", batches=(made,))
    asked = to_be_held("rows", made.parts.keys(), some.filled().keys())
    asked = {name: query for name, query in asked.items() if read_behind(query) & TABLES.keys() <= made.parts.keys()}
    memory.sparing(partial(_hold_rows, warehouse, some, asked))


def rows(warehouse: Path, live: Sequence[Batch], checked: Sequence[Batch], made: Sequence[Batch]) -> None:
    """Holds batches against the checks of rows, but for those that are `live` as they are; raises CheckError.

    Of a batch that is live, or was `checked` when it was fresh, only the checks that read what is new in it. What it still lacks since then
    is new, too: the corpus was to decide it.
    """
    of = {batch.parts["texts"].file: batch.parts for batch in (*live, *checked)}
    same = set(map(id, live))  # an equal one of which nothing is new is asked nothing
    changed: dict[frozenset[str], list[Batch]] = {}  # batches by the tables whose part is not known
    for batch in made:
        if id(batch) not in same:
            old = of.get(batch.parts["texts"].file, {})
            names = frozenset(name for name in TABLES if name not in old or batch.parts.get(name) != old[name])
            changed.setdefault(names, []).append(batch)
    for names, batches in changed.items():
        for together in _in_portions(batches):
            some = Manifest(run_id="", batches=tuple(together))
            _hold_rows(warehouse, some, to_be_held("rows", names, some.filled().keys()))


def _hold_rows(warehouse: Path, some: Manifest, asked: Mapping[str, str]) -> None:
    if asked:
        with _connected(warehouse, some, asked) as connection:
            _hold(connection, asked)


def _in_portions(batches: Sequence[Batch]) -> Iterator[list[Batch]]:
    """The batches, so many together as hold the characters that are looked at at once, at least one."""
    portion: list[Batch] = []
    for batch in batches:
        if portion and sum(each.n_chars for each in portion) + batch.n_chars > CHARS_CHECKED_AT_ONCE:
            yield portion
            portion = []
        portion.append(batch)
    if portion:
        yield portion


def corpus(warehouse: Path, before: Manifest, made: Manifest) -> None:
    """Holds the corpus against the checks across documents: those of keys and counts where it changed, the others if their tables did.

    Raises CheckError.
    """
    old, new = before.parts(), made.parts()
    names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    filled = made.filled().keys()
    if asked := to_be_held("changed", names, filled):
        tables = touched.tables(warehouse, before, made, asked)
        if touched.n_rows(tables) > ROWS_TOUCHED_AT_ONCE:
            _hold_all(warehouse, made, asked)
        else:
            _hold_touched(touched.rows(warehouse, before, made, tables), asked)
    _hold_all(warehouse, made, to_be_held("corpus", names, filled))


def _hold_touched(rows: Mapping[str, pa.Table], asked: Mapping[str, str]) -> None:
    """Holds these rows against the checks, by table; those of keys are asked only of a table in which one is there twice."""
    of_keys = {f"key_of_{name}": name for name in key_checks("changed")}
    rest = {name: query for name, query in asked.items() if name not in of_keys or not has_key(of_keys[name], rows[of_keys[name]])}
    read = {name for query in rest.values() for name in read_behind(query)}
    with memory.connect() as connection:
        for name in rows.keys() & read:
            connection.register(name, rows[name])
        _hold(connection, rest)


def _hold_all(warehouse: Path, made: Manifest, asked: Mapping[str, str]) -> None:
    """One check after the other, as each may hold much of the corpus in memory."""
    if asked:
        with _connected(warehouse, made, asked) as connection:
            _refuse(failures(connection, asked))


def _hold(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> None:
    if not are_kept(connection, asked):
        _refuse(failures(connection, asked))


def _connected(warehouse: Path, some: Manifest, asked: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A database in memory with what these checks read."""
    connection = memory.connect()
    create_behind(connection, " ".join(asked.values()), parts.paths_by_table(warehouse, some, some.filled().keys()))
    return connection


def _refuse(found: Collection[Failure]) -> None:
    if found:
        raise CheckError("nothing was published, because the corpus breaks its rules; please report this: " + "; ".join(map(str, found)))
