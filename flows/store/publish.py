"""Publishing: the manifest, then the catalogue under its name. What is live, and what is garbage."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

import duckdb

from flows.store import catalogue, files, manifest, mirror, parts
from flows.store.catalogue import Published, create_base_views, create_views, tables_behind, tables_read, write_catalogue
from flows.store.checks import WIDTHS, Failure, checks, failures
from flows.store.lock import WarehouseBusyError
from flows.store.manifest import EMPTY, FORMAT_VERSION, Batch, Manifest, WarehouseError
from flows.store.objects import ChangedError

CATALOGUE = "textmart.duckdb"
# Characters of the texts whose rows are checked together: enough that the checks' fixed cost does not count, and few enough to need little
# memory, however many documents a run brings.
CHARS_CHECKED_AT_ONCE = 4_000_000


class CheckError(RuntimeError):
    """The corpus breaks a rule that it must keep, so it was not published: a fault of textmart's, not of the input."""


def live(warehouse: Path) -> Manifest:
    """The manifest of the published corpus: the one that the catalogue names. Without a catalogue there is none, and it is empty."""
    path = warehouse / CATALOGUE
    if files.refreshed(path):
        for folder in (parts.folder(warehouse), warehouse / "runs"):
            files.let_go(folder)
    if not path.exists():
        return EMPTY
    run_id, format_version = _about(path)
    if format_version > FORMAT_VERSION:
        raise WarehouseError(
            f"{warehouse} was made by a newer textmart (format {format_version}, known here: {FORMAT_VERSION}); upgrade textmart"
        )
    return manifest.load(warehouse / "runs" / f"{run_id}.json")


def paths_of(warehouse: Path, corpus: Manifest, tables: Collection[str] | None = None) -> dict[str, list[Path]]:
    """The parts' files of every table, or of these, to be read; see `parts.paths_of`."""
    return {table: parts.paths_of(warehouse, each) for table, each in corpus.parts().items() if tables is None or table in tables}


def _about(path: Path) -> tuple[str, int]:
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
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
    _check_rows(warehouse, before, made)
    if (now := live(warehouse).run_id) != before.run_id:
        raise _overtaken(warehouse, before, now)
    every = [parts.path_of(warehouse, part) for each in made.parts().values() for part in each]
    if gone := files.absent(parts.folder(warehouse), every):
        raise WarehouseBusyError(f"{gone[0]} was removed while this run used it: another machine vacuums; run again")
    try:
        path = manifest.save(warehouse, made)
        write(warehouse, made, path, is_new=True)
    except ChangedError:
        raise _overtaken(warehouse, before, live(warehouse).run_id) from None


def _overtaken(warehouse: Path, before: Manifest, now: str) -> WarehouseBusyError:
    who = files.writer(warehouse / CATALOGUE)
    return WarehouseBusyError(
        f"another machine{f' ({who})' if who else ''} published {now or 'nothing'} in {warehouse} while this run began from"
        f" {before.run_id or 'nothing'}: locks do not reach from one to the other; write from one machine at a time, and run again"
    )


def preparing(warehouse: Path, before: Manifest) -> AbstractContextManager[None]:
    """Meanwhile makes what the catalogue of the next corpus has in common with that of the one before, if there is one."""
    return catalogue.preparing(_paths_with_columns(warehouse, before)) if before.run_id else nullcontext()


def _check_rows(warehouse: Path, before: Manifest, made: Manifest) -> None:
    known = {batch.parts["texts"].file: batch.parts for batch in before.batches}
    changed: dict[frozenset[str], list[Batch]] = {}  # batches by the tables whose part is another than before
    for batch in made.batches:
        old = known.get(batch.parts["texts"].file, {})
        changed.setdefault(frozenset(name for name, part in batch.parts.items() if part != old.get(name)), []).append(batch)
    for names, batches in changed.items():
        for together in _in_portions(batches) if names else ():
            some = Manifest(run_id="", batches=tuple(together)).parts()
            with duckdb.connect() as connection:
                create_base_views(connection, {table: parts.paths_of(warehouse, each) for table, each in some.items()})
                _refuse(failures(connection, "rows", names))


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


def write(warehouse: Path, made: Manifest, manifest_path: Path, *, is_new: bool) -> None:
    """Writes the catalogue of a manifest that is saved, for where the warehouse lies now, and renames it into place.

    A new corpus is held against the checks of the corpus's width before, one that was published already is not.
    """
    paths = _paths_with_columns(warehouse.resolve(), made)
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
        write_catalogue(fresh, paths, published)
        if is_new:
            paths_of(warehouse, made, tables_behind(" ".join(set.union(*map(tables_read, checks("corpus").values())))))
            with duckdb.connect(str(fresh), read_only=True) as connection:
                _refuse(failures(connection, "corpus"))
        if mirror.at(warehouse):
            # What was held against the checks reads the parts that are here; what is put names those that everybody sees.
            fresh.unlink()
            write_catalogue(fresh, paths, published, mirror.location)
        files.sync_file(fresh)
        files.rename(fresh, warehouse / CATALOGUE)
    except Exception:
        fresh.unlink(missing_ok=True)
        raise


def _paths_with_columns(warehouse: Path, corpus: Manifest) -> dict[str, list[Path]]:
    """The parts' files of every table, of which the first is to be read: it says which columns there are."""
    every = corpus.parts()
    for each in every.values():
        parts.paths_of(warehouse, each[:1])
    return {table: [parts.path_of(warehouse, part) for part in each] for table, each in every.items()}


def _refuse(found: list[Failure]) -> None:
    if found:
        raise CheckError("nothing was published, because the corpus breaks its rules; please report this: " + "; ".join(map(str, found)))


def broken(warehouse: Path, live_manifest: Manifest) -> list[str]:
    """Every check, of both widths, that the published corpus fails, in a line each."""
    with duckdb.connect() as connection:
        create_views(connection, paths_of(warehouse.resolve(), live_manifest))
        return [str(failure) for width in WIDTHS for failure in failures(connection, width)]


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
    current = live(warehouse)
    kept_runs, dropped = _kept_runs(warehouse, current.run_id, keep_days, now)
    return _remove([*dropped, *_unnamed(warehouse, [current, *(manifest.load(path) for path in kept_runs)])])


def keep_only(warehouse: Path, current: Manifest) -> int:
    """Removes everything that this run does not need, what other runs need too; returns how many files that were.

    Other runs' manifests go last: as long as one is there, something may be left (`is_before`).
    """
    others = [path for path in manifest.kept(warehouse) if path.stem != current.run_id]
    return _remove([*_unnamed(warehouse, [current]), *others])


def is_before(warehouse: Path, run_id: str) -> bool:
    """Whether anything of a run before this one may be left."""
    return any(each < run_id for each in run_ids(warehouse))


def run_ids(warehouse: Path) -> list[str]:
    """The runs that left a manifest, oldest first, ones that died before their commit among them."""
    return [path.stem for path in manifest.kept(warehouse)]


def _unnamed(warehouse: Path, kept: Sequence[Manifest]) -> list[Path]:
    """Parts that none of the manifests names, and what crashes left behind."""
    named = manifest.named_files(kept)
    folder = parts.folder(warehouse)
    garbage = [path for path in files.listed(folder, "*/*") if path.relative_to(folder).as_posix() not in named]
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
