"""Publishing: the manifest, then the catalogue under its name. What is live, and what is garbage."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

import duckdb

from flows.store import catalogue, files, hold, manifest, mirror, parts
from flows.store.catalogue import Published, create_views, write_catalogue
from flows.store.checks import WIDTHS, checks, failures
from flows.store.lock import WarehouseBusyError
from flows.store.manifest import EMPTY, FORMAT_VERSION, Batch, Manifest, WarehouseError
from flows.store.objects import ChangedError

CATALOGUE = "textmart.duckdb"
# To look it up means to read all of a distribution's description.
_version = cache(version)


def live(warehouse: Path) -> Manifest:
    """The manifest of the published corpus: the one that the catalogue names. Without a catalogue there is none, and it is empty."""
    run_id = _run_id(warehouse)
    return manifest.load(manifest.path_of(warehouse, run_id)) if run_id else EMPTY


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


def _about(path: Path) -> tuple[str, int]:
    """The run and the format that a catalogue names, asked once of each that a process meets."""
    found = _named.get(path)
    if found is None or found[0] != _status(path):
        # Its status is from before it is asked: what replaces it meanwhile is asked again.
        found = _named[path] = (_status(path), _asked(path))
    return found[1]


# What the last catalogue of each warehouse names that this process met or wrote, and how its file looked: inode, time of writing, size.
_named: dict[Path, tuple[tuple[int, ...], tuple[str, int]]] = {}


def _status(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _asked(path: Path) -> tuple[str, int]:
    try:
        with catalogue.attached(path) as connection:
            [(run_id, format_version)] = connection.sql("select run_id, format_version from catalogue").fetchall()
    except (duckdb.Error, ValueError) as error:
        first_line = str(error).splitlines()[0]
        raise WarehouseError(
            f"{path} is not a catalogue that can be read ({first_line}); `textmart publish` makes it anew from the last manifest"
        ) from error
    return str(run_id), int(format_version)


def publish(warehouse: Path, before: Manifest, made: Manifest, checked: Sequence[Batch] = ()) -> None:
    """Makes the manifest's corpus the published one in place of the one before, if it keeps the rules; raises CheckError if it does not.

    Batches that were live before were checked then, and those that are said to be `checked` where they were made, so only what is new in a
    batch is looked at. The last step, the rename of the catalogue, is the only commit. Raises WarehouseBusyError if meanwhile somebody else
    has published, whom the lock did not stop.
    """
    made = replace(made, format_version=FORMAT_VERSION)
    with _fresh_catalogue(warehouse) as fresh:
        with ThreadPoolExecutor(3) as threads:
            together = [
                threads.submit(hold.rows, warehouse, before.batches, checked, made.batches),
                threads.submit(hold.corpus, warehouse, before, made),
                threads.submit(_fill, fresh, warehouse, made),
            ]
            for each in together:
                each.result()
        if (now := _run_id(warehouse)) != before.run_id:
            raise _overtaken(warehouse, before, now)
        if gone := files.absent(parts.folder(warehouse), _every_path(warehouse, made)):
            raise WarehouseBusyError(f"{gone[0]} was removed while this run used it: another machine vacuums; run again")
        try:
            manifest.save(warehouse, made)
            _commit(fresh, warehouse, made)
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
    return catalogue.preparing(_places(warehouse, before, at_most=1)) if before.run_id else nullcontext()


def write(warehouse: Path, made: Manifest) -> None:
    """Writes the catalogue of a manifest that is saved, for where the warehouse lies now, and renames it into place."""
    with _fresh_catalogue(warehouse) as fresh:
        _fill(fresh, warehouse, made)
        _commit(fresh, warehouse, made)


@contextmanager
def _fresh_catalogue(warehouse: Path) -> Iterator[Path]:
    """The name of a file to become the catalogue, which does not stay if it does not."""
    fresh = files.temporary(warehouse / CATALOGUE)
    files.before("write", fresh)
    try:
        yield fresh
    except Exception:
        fresh.unlink(missing_ok=True)
        raise


def _fill(fresh: Path, warehouse: Path, made: Manifest) -> None:
    """Writes the catalogue's file. In an object store it names the parts that everybody sees, and not those that are here."""
    published = Published(
        run_id=made.run_id,
        manifest=mirror.location(manifest.path_of(warehouse.resolve(), made.run_id)),
        format_version=made.format_version,
        textmart_version=_version("textmart"),
        warehouse=mirror.location(warehouse.resolve()),
        published_at=datetime.now(UTC).replace(tzinfo=None),
    )
    write_catalogue(fresh, _places(warehouse.resolve(), made), published, mirror.location)


def _commit(fresh: Path, warehouse: Path, made: Manifest) -> None:
    files.sync_file(fresh)
    named = _status(fresh), (made.run_id, made.format_version)
    files.rename(fresh, warehouse / CATALOGUE)
    _named[warehouse / CATALOGUE] = named


def _places(warehouse: Path, corpus: Manifest, at_most: int | None = None) -> dict[str, list[str]]:
    """The parts' files of every table that have rows, or one that has none. The first is to be read: it says which columns there are."""
    folder, filled, found = f"{parts.folder(warehouse)}/", corpus.filled(), {}
    for table, each in corpus.parts().items():
        some = filled.get(table, each[:1])[:at_most]
        parts.paths_of(warehouse, some[:1])
        found[table] = [folder + part.file for part in some]
    return found


def broken(warehouse: Path, live_manifest: Manifest) -> list[str]:
    """Every check, of both widths, that the published corpus fails, in a line each."""
    with duckdb.connect() as connection:
        create_views(connection, parts.paths_by_table(warehouse.resolve(), live_manifest))
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
    depths = {"parts": 2, "batches": 1}
    found = [f"{folder}/{name}" for folder, depth in depths.items() for name in files.listed(warehouse / folder, depth)]
    garbage = [warehouse / name for name in found if name not in needed]
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
