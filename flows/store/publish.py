"""Publishing: the manifest, then the catalogue under its name. What is live, and what is garbage."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

import duckdb

from flows.store import catalogue, files, manifest, memory, mirror, parts, touched
from flows.store.catalogue import Published, create_behind, create_views, write_catalogue
from flows.store.checks import WIDTHS, Failure, checks, failures, to_be_held
from flows.store.lock import WarehouseBusyError
from flows.store.manifest import EMPTY, FORMAT_VERSION, Batch, Manifest, WarehouseError
from flows.store.objects import ChangedError

CATALOGUE = "textmart.duckdb"
# Characters of the texts whose rows are checked together: enough that the checks' fixed cost does not count, and few enough to need little
# memory, however many documents a run brings.
CHARS_CHECKED_AT_ONCE = 4_000_000
# If rows of more came or went, a look at all of the corpus costs no more than one at what they touch, which is held in memory.
ROWS_TOUCHED_AT_ONCE = 200_000


class CheckError(RuntimeError):
    """The corpus breaks a rule that it must keep, so it was not published: a fault of textmart's, not of the input."""


def live(warehouse: Path) -> Manifest:
    """The manifest of the published corpus: the one that the catalogue names. Without a catalogue there is none, and it is empty."""
    run_id = _run_id(warehouse)
    return manifest.load(warehouse / "runs" / f"{run_id}.json") if run_id else EMPTY


def _run_id(warehouse: Path) -> str:
    """The run whose corpus is published; empty without a catalogue."""
    path = warehouse / CATALOGUE
    if files.refreshed(path):
        for folder in ("parts", "batches", "runs"):
            files.let_go(warehouse / folder)
    if not path.exists():
        return ""
    run_id, format_version = _about(path)
    if format_version > FORMAT_VERSION:
        raise WarehouseError(
            f"{warehouse} was made by a newer textmart (format {format_version}, known here: {FORMAT_VERSION}); upgrade textmart"
        )
    return run_id


def paths_of(warehouse: Path, corpus: Manifest, tables: Collection[str] | None = None) -> dict[str, list[Path]]:
    """The parts' files of every table, or of these, to be read; see `parts.paths_of`."""
    return {table: parts.paths_of(warehouse, each) for table, each in corpus.parts().items() if tables is None or table in tables}


def _about(path: Path) -> tuple[str, int]:
    """The run and the format that a catalogue names, asked once of each that a process meets."""
    status = path.stat()
    return _asked(path, (status.st_ino, status.st_mtime_ns, status.st_size))


@lru_cache(1)
def _asked(path: Path, _status: tuple[int, ...]) -> tuple[str, int]:
    try:
        with catalogue.attached(path) as connection:
            [(run_id, format_version)] = connection.sql("select run_id, format_version from catalogue").fetchall()
    except (duckdb.Error, ValueError) as error:
        first_line = str(error).splitlines()[0]
        raise WarehouseError(
            f"{path} is not a catalogue that can be read ({first_line}); `textmart publish` makes it anew from the last manifest"
        ) from error
    return str(run_id), int(format_version)


def publish(warehouse: Path, before: Manifest, made: Manifest) -> None:
    """Makes the manifest's corpus the published one in place of the one before, if it keeps the rules; raises CheckError if it does not.

    Batches that were live before were checked then, so only what is new in a batch is looked at. The last step, the rename of the
    catalogue, is the only commit. Raises WarehouseBusyError if meanwhile somebody else has published, whom the lock did not stop.
    """
    made = replace(made, format_version=FORMAT_VERSION)
    with ThreadPoolExecutor(2) as threads:
        for held in [threads.submit(check, warehouse, before, made) for check in (_check_rows, _check_corpus)]:
            held.result()
    if (now := _run_id(warehouse)) != before.run_id:
        raise _overtaken(warehouse, before, now)
    if gone := files.absent(parts.folder(warehouse), _every_path(warehouse, made)):
        raise WarehouseBusyError(f"{gone[0]} was removed while this run used it: another machine vacuums; run again")
    try:
        path = manifest.save(warehouse, made)
        write(warehouse, made, path)
    except ChangedError:
        raise _overtaken(warehouse, before, _run_id(warehouse)) from None


def _every_path(warehouse: Path, corpus: Manifest) -> Iterator[Path]:
    for each in corpus.parts().values():
        for part in each:
            yield parts.path_of(warehouse, part)


def _overtaken(warehouse: Path, before: Manifest, now: str) -> WarehouseBusyError:
    who = files.writer(warehouse / CATALOGUE)
    return WarehouseBusyError(
        f"another machine{f' ({who})' if who else ''} published {now or 'nothing'} in {warehouse} while this run began from"
        f" {before.run_id or 'nothing'}: locks do not reach from one to the other; write from one machine at a time, and run again"
    )


def preparing(warehouse: Path, before: Manifest) -> AbstractContextManager[None]:
    """Meanwhile makes what the catalogue of the next corpus has in common with that of the one before, if there is one."""
    return catalogue.preparing(_places(warehouse, before)) if before.run_id else nullcontext()


def _check_rows(warehouse: Path, before: Manifest, made: Manifest) -> None:
    known = {batch.parts["texts"].file: batch.parts for batch in before.batches}
    same = set(before.batches)
    changed: dict[frozenset[str], list[Batch]] = {}  # batches by the tables whose part is another than before
    for batch in made.batches:
        if batch not in same:
            old = known.get(batch.parts["texts"].file, {})
            changed.setdefault(frozenset(name for name, part in batch.parts.items() if part != old.get(name)), []).append(batch)
    for names, batches in changed.items():
        for together in _in_portions(batches) if names else ():
            some = Manifest(run_id="", batches=tuple(together))
            _refuse(_failing(warehouse, some, to_be_held("rows", names, _filled(some))))


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


def _check_corpus(warehouse: Path, before: Manifest, made: Manifest) -> None:
    """Holds the corpus against the checks across documents: those of keys and counts where it changed, the others if their tables did."""
    old, new = before.parts(), made.parts()
    names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    filled = _filled(made)
    if asked := to_be_held("changed", names, filled):
        if touched.n_rows(before, made, asked) > ROWS_TOUCHED_AT_ONCE:
            _refuse(_failing(warehouse, made, asked))
        else:
            with touched.connect(warehouse, before, made, asked) as connection:
                _refuse(failures(connection, asked))
    if asked := to_be_held("corpus", names, filled):
        _refuse(_failing(warehouse, made, asked))


def _failing(warehouse: Path, corpus: Manifest, asked: Mapping[str, str]) -> list[Failure]:
    """Those of the checks that fail on the corpus, or on some batches."""
    with memory.connect() as connection:
        create_behind(connection, " ".join(asked.values()), paths_of(warehouse, corpus, _filled(corpus)))
        return failures(connection, asked)


def _filled(corpus: Manifest) -> set[str]:
    """The tables that have rows."""
    return {table for table, each in corpus.parts().items() if any(part.n_rows for part in each)}


def write(warehouse: Path, made: Manifest, manifest_path: Path) -> None:
    """Writes the catalogue of a manifest that is saved, for where the warehouse lies now, and renames it into place."""
    published = Published(
        run_id=made.run_id,
        manifest=mirror.location(manifest_path.resolve()),
        format_version=made.format_version,
        textmart_version=version("textmart"),
        warehouse=mirror.location(warehouse.resolve()),
        published_at=datetime.now(UTC).replace(tzinfo=None),
    )
    fresh = files.temporary(warehouse / CATALOGUE)
    files.before("write", fresh)
    try:
        # In an object store it names the parts that everybody sees, and not those that are here.
        write_catalogue(fresh, _places(warehouse.resolve(), made), published, mirror.location)
        files.sync_file(fresh)
        files.rename(fresh, warehouse / CATALOGUE)
    except Exception:
        fresh.unlink(missing_ok=True)
        raise


def _places(warehouse: Path, corpus: Manifest) -> dict[str, list[str]]:
    """The parts' files of every table, of which the first is to be read: it says which columns there are."""
    every = corpus.parts()
    for each in every.values():
        parts.paths_of(warehouse, each[:1])
    return {table: [parts.place(warehouse, part) for part in each] for table, each in every.items()}


def _refuse(found: list[Failure]) -> None:
    if found:
        raise CheckError("nothing was published, because the corpus breaks its rules; please report this: " + "; ".join(map(str, found)))


def broken(warehouse: Path, live_manifest: Manifest) -> list[str]:
    """Every check, of both widths, that the published corpus fails, in a line each."""
    with duckdb.connect() as connection:
        create_views(connection, paths_of(warehouse.resolve(), live_manifest))
        return [str(failure) for width in WIDTHS for failure in failures(connection, checks(width))]


def newest(warehouse: Path) -> Manifest:
    """The manifest of the last run that left one, for a warehouse whose catalogue is gone or damaged."""
    paths = list(manifest.kept(warehouse))
    if not paths:
        raise WarehouseError(f"{warehouse} has no published run; `textmart run` makes one")
    return manifest.load(paths[-1])


def vacuum(warehouse: Path, keep_days: int, now: datetime) -> int:
    """Removes what nothing kept names, and returns how many files that were: parts, manifests, and leftovers of crashes.

    Kept are the live run, all runs of the last day, the last of each day for `keep_days` days, and the last of each month. With 0 days the
    live run is kept and the last of each month.
    """
    kept, dropped = _kept_runs(warehouse, live(warehouse).run_id, keep_days, now)
    return _remove([*dropped, *_unneeded(warehouse, kept)])


def keep_only(warehouse: Path, current: Manifest) -> int:
    """Removes everything that this run does not need, what other runs need too; returns how many files that were.

    Other runs' manifests go last: as long as one is there, something may be left (`is_before`).
    """
    runs = {path.stem: path for path in manifest.kept(warehouse)}
    mine = runs.pop(current.run_id)
    return _remove([*_unneeded(warehouse, [mine]), *runs.values()])


def is_before(warehouse: Path, run_id: str) -> bool:
    """Whether anything of a run before this one may be left."""
    return any(each < run_id for each in run_ids(warehouse))


def run_ids(warehouse: Path) -> list[str]:
    """The runs that left a manifest, oldest first, ones that died before their commit among them."""
    return [path.stem for path in manifest.kept(warehouse)]


def _unneeded(warehouse: Path, kept: Iterable[Path]) -> list[Path]:
    """What none of these manifests needs, and what crashes left behind."""
    needed = manifest.needed(warehouse, kept)
    found = [*files.listed(warehouse / "parts", "*/*"), *files.listed(warehouse / "batches", "*")]
    garbage = [path for path in found if path.relative_to(warehouse).as_posix() not in needed]
    for pattern in (f"*{files.TEMPORARY}*", f"runs/*{files.TEMPORARY}*"):
        garbage += warehouse.glob(pattern)
    return garbage


def _remove(garbage: Sequence[Path]) -> int:
    for path in garbage:
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            files.unlink(path)
    return len(garbage)


def _kept_runs(warehouse: Path, current: str, keep_days: int, now: datetime) -> tuple[list[Path], list[Path]]:
    """Manifests to keep and manifests to drop. A run's id begins with its start, so ids sort by time."""
    runs = [each for each in run_ids(warehouse) if each <= current]
    last_of_day = {each[: len("20300102")]: each for each in runs}
    last_of_month = {each[: len("203001")]: each for each in runs}
    since, every_since = (run_id(now - timedelta(days=days)) for days in (keep_days, min(keep_days, 1)))
    keep = {each for each in runs if each >= every_since} | {*last_of_month.values()}
    keep |= {each for each in last_of_day.values() if each >= since}
    # A manifest after the live one belongs to a run that died before its commit.
    every = list(manifest.kept(warehouse))
    return [path for path in every if path.stem in keep], [path for path in every if path.stem not in keep]


def run_id(started_at: datetime, after: str = "") -> str:
    """The id of a run: its start in UTC to the microsecond, and later than `after` even if the clock was put back."""
    made = f"{started_at:%Y%m%dT%H%M%S%f}"
    while made <= after:
        started_at = datetime.strptime(after, "%Y%m%dT%H%M%S%f") + timedelta(microseconds=1)
        made = f"{started_at:%Y%m%dT%H%M%S%f}"
    return made
