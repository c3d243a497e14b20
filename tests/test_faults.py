"""Ended at any moment, a run leaves the published corpus as it was, and the next run makes what an undisturbed one makes."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from flows import upkeep
from flows.corpus import Engine, at_once, build
from flows.plan import RefusedError
from flows.settings import Settings
from flows.show import Silent
from flows.store import files, parts, publish
from flows.store.lock import WarehouseBusyError, writing
from flows.store.manifest import FORMAT_VERSION, WarehouseError
from tests.conftest import Run
from tests.corpus_hash import corpus_hash


def write_seeds(folder: Path, version: int) -> None:
    """Five documents; the second version edits, adds, removes and restates some."""
    folder.mkdir(exist_ok=True)
    for number in range(version, 4 + version):
        (folder / f"{number}.txt").write_text(f"Anna has {number % 4 * version} boats. Boris has {number}.\n\nClara has none.")
    line = {"id": "1", "text": "Delta was there.", "title": f"Version {version}"}
    (folder / "lines.jsonl").write_text(json.dumps(line) + "\n" + ("{broken" if version == 1 else ""))


def in_child(do: Callable[[], object]) -> int:
    """The exit status (or minus the signal) of a process that does it."""
    pid = os.fork()
    if pid == 0:
        try:
            do()
        except BaseException:
            os._exit(99)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def ended_before(n: int, do: Callable[[], object]) -> Callable[[], None]:
    """The deed, in a process that dies before the n-th write, fsync, rename or unlink."""

    def counting() -> None:
        left = n

        def before(_word: str, _path: Path) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        files.before = before
        do()

    return counting


def kept_before_each(states: Path, warehouse: Path, do: Callable[[], object]) -> Callable[[], None]:
    """The deed, with the warehouse kept as `states/0`, `states/1`, ... as it lies before each write, fsync, rename or unlink.

    That is what a process leaves that dies there. Files share their disk blocks: the store replaces files and changes none.
    """

    def keeping() -> None:
        numbers = count()

        def before(_word: str, _path: Path) -> None:
            shutil.copytree(warehouse, states / str(next(numbers)), copy_function=os.link)

        files.before = before
        do()

    return keeping


def contents(warehouse: Path) -> dict[str, bytes]:
    """What every file of the corpus holds."""
    found = [*warehouse.glob("parts/*/*"), *warehouse.glob("runs/*"), warehouse / "textmart.duckdb"]
    return {path.relative_to(warehouse).as_posix(): path.read_bytes() for path in found if not files.is_temporary(path)}


def leftovers(warehouse: Path) -> list[Path]:
    return [path for path in warehouse.rglob("*") if files.is_temporary(path)]


def made_good_from(states: Path, step: int) -> set[int]:
    """The numbers of the states from which the deed is done again: the first, the last, and one after every `step` files.

    States that differ in nothing but temporary files are one: what a deed finds is the files that have their names.
    """
    seen: dict[frozenset[str], int] = {}
    for number in range(len(list(states.iterdir()))):
        folder = states / str(number)
        seen.setdefault(
            frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not files.is_temporary(path)), number
        )
    distinct = list(seen.values())
    return {*distinct[::step], distinct[-1]}


# How many changes of the disk each makes, at least.
DEEDS = {"run": 30, "compact": 10, "vacuum": 1, "publish again": 2}


@pytest.mark.parametrize("deed", DEEDS)
def test_ended_before_any_change_of_the_disk(deed: str, run: Run, tmp_path: Path, blank_model: str, *, every_fault: bool) -> None:
    warehouse, seeds, states = tmp_path / "warehouse", tmp_path / "seeds", tmp_path / "states"
    write_seeds(seeds, 1)
    run(batch_chars=50 if deed == "compact" else 300)
    before, old = corpus_hash(warehouse), contents(warehouse)
    live = {part.file for each in publish.live(warehouse).parts().values() for part in each}
    if deed == "run":
        write_seeds(seeds, 2)
    shutil.copytree(warehouse, tmp_path / "untouched")
    settings = {"warehouse": str(warehouse), "model": blank_model}
    deeds: dict[str, Callable[[], object]] = {
        "run": lambda: run(prune=True, batch_chars=300),
        "compact": lambda: upkeep.compact(Settings(**settings)),  # type: ignore[arg-type]
        "vacuum": lambda: upkeep.vacuum(warehouse, 0, datetime.now(UTC)),
        "publish again": lambda: upkeep.publish_again(warehouse),
    }
    if deed == "vacuum":
        (warehouse / "parts/tokens/unnamed.parquet").write_bytes(b"of a run that died")
    assert in_child(kept_before_each(states, warehouse, deeds[deed])) == 0
    after = corpus_hash(warehouse)
    assert (after != before) == (deed == "run")
    n = len(list(states.iterdir()))
    assert n >= DEEDS[deed]
    again = made_good_from(states, 1 if every_fault else 8)
    for number in range(n):
        shutil.rmtree(warehouse)
        (states / str(number)).rename(warehouse)
        found = contents(warehouse)
        # The old corpus is there to the letter, or else the new one is; never a half one.
        if found["textmart.duckdb"] == old["textmart.duckdb"]:
            assert all(found[f"parts/{file}"] == old[f"parts/{file}"] for file in live), f"before change {number}"
            assert number or corpus_hash(warehouse) == before
        else:
            assert corpus_hash(warehouse) == after, f"before change {number}"
        if number in again:
            deeds[deed]()
            assert corpus_hash(warehouse) == after, f"not made good after dying before change {number}"
            upkeep.vacuum(warehouse, 0, datetime.now(UTC))
            assert leftovers(warehouse) == []
            assert corpus_hash(warehouse) == after


HISTORY = """
    select source_uri, doc_id, removed_run_id is null from source_history union all
    select source_uri, doc_id, removed_run_id is null from document_history order by all
"""


def test_a_run_that_prunes_ended_before_any_change_of_the_disk(tmp_path: Path, blank_model: str, *, every_fault: bool) -> None:
    """The first run of a day drops history, in what it publishes, and then removes what no kept run needs."""
    warehouse, seeds, states = tmp_path / "warehouse", tmp_path / "seeds", tmp_path / "states"
    settings = Settings(seeds=(str(seeds),), warehouse=str(warehouse), model=blank_model, keep_days=1, keep_history_days=1)

    def run(day: int) -> None:
        write_seeds(seeds, day)
        now = datetime(2030, 3, 10 + day, 12)
        build(settings, Engine(at_once, at_once), Silent(), prune=True, now=lambda: now)

    def history() -> list[tuple[object, ...]]:
        with duckdb.connect(str(warehouse / "textmart.duckdb"), read_only=True) as connection:
            return connection.sql(HISTORY).fetchall()

    for day in (1, 2, 4):
        run(day)
    before, told = corpus_hash(warehouse), history()
    ids = publish.run_ids(warehouse)
    assert in_child(kept_before_each(states, warehouse, lambda: run(9))) == 0
    after, left = corpus_hash(warehouse), history()
    # It drops rows that were there, and manifests.
    assert set(told) - set(left) and not set(ids) & set(publish.run_ids(warehouse))
    n = len(list(states.iterdir()))
    assert n > 60
    again = made_good_from(states, 1 if every_fault else n // 2)
    n_old = n_new = 0
    for number in range(n):
        if not every_fault and number not in again:
            continue
        shutil.rmtree(warehouse)
        (states / str(number)).rename(warehouse)
        found = corpus_hash(warehouse)
        n_old, n_new = n_old + (found == before), n_new + (found == after)
        assert (found, history()) in [(before, told), (after, left)], f"before change {number}"
        assert upkeep.check(warehouse) == []
        if number in again:
            run(9)
            assert (corpus_hash(warehouse), history()) == (after, left), f"not made good after dying before change {number}"
            upkeep.vacuum(warehouse, 1, datetime(2030, 3, 19, 12))
            assert (upkeep.check(warehouse), leftovers(warehouse)) == ([], [])
            assert (corpus_hash(warehouse), history()) == (after, left)
    assert n_old and n_new


@pytest.mark.parametrize("n", [0, 40])
def test_killed_before_a_change_of_the_disk(n: int, run: Run, tmp_path: Path) -> None:
    """The same by a signal; who had the catalogue open goes on reading the old corpus."""
    warehouse = tmp_path / "warehouse"
    write_seeds(tmp_path / "seeds", 1)
    run()
    write_seeds(tmp_path / "seeds", 2)
    query = "select count(*), sum(length(text)) from tokens"
    with duckdb.connect(str(warehouse / "textmart.duckdb"), read_only=True) as reader:
        before = reader.sql(query).fetchall()
        assert in_child(ended_before(n, lambda: run(prune=True))) == -signal.SIGKILL
        assert reader.sql(query).fetchall() == before
    run(prune=True)
    found = corpus_hash(warehouse)
    shutil.rmtree(warehouse)
    run()
    assert corpus_hash(warehouse) == found


def test_one_writer_at_a_time(run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)
    with writing(tmp_path / "warehouse", wait_seconds=0), pytest.raises(WarehouseBusyError, match=f"process {os.getpid()} on .* --wait"):
        run()
    assert run().outcome == "published"


def test_the_lock_dies_with_its_holder(run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)

    def die_holding() -> None:
        with writing(tmp_path / "warehouse", wait_seconds=0):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(die_holding) == -signal.SIGKILL
    assert run().outcome == "published"


class Sound(NamedTuple):
    """A warehouse without damage, its seeds, and its hash."""

    seeds: Path
    warehouse: Path
    hash: str


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, blank_model: str) -> Sound:
    folder = tmp_path_factory.mktemp("sound")
    write_seeds(folder / "seeds", 1)
    settings = Settings(seeds=(str(folder / "seeds"),), warehouse=str(folder / "warehouse"), model=blank_model, batch_chars=100)
    build(settings, Engine(at_once, at_once), Silent())
    return Sound(folder / "seeds", folder / "warehouse", corpus_hash(folder / "warehouse"))


# Each of these tables is made again in another way; what kind of damage it is makes no difference once it was found.
DAMAGED = [
    ("texts", "gone"),
    ("texts", "flipped"),
    ("document_metadata", "flipped"),
    ("tokens", "cut"),
    ("document_mentions", "gone"),
    ("entities", "flipped"),
    ("source_history", "cut"),
    ("source_history", "gone"),
    ("seed_files", "flipped"),
    ("runs", "gone"),
]


@pytest.mark.parametrize(("table", "damage"), DAMAGED)
def test_a_damaged_part_is_found_by_check_and_made_again_by_the_next_run(
    table: str, damage: str, sound: Sound, run: Run, tmp_path: Path
) -> None:
    warehouse = tmp_path / "warehouse"
    shutil.copytree(sound.warehouse, warehouse)
    part = parts.path_of(warehouse, publish.live(warehouse).parts()[table][0])
    body, times = part.read_bytes(), part.stat()
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(body[:-9] if damage == "cut" else body[:40] + bytes([body[40] ^ 1]) + body[41:])
        os.utime(part, ns=(times.st_atime_ns, times.st_mtime_ns))  # as a failing disk does it: the time tells nothing
    [line] = upkeep.check(warehouse)
    assert str(part) in line
    assert run(sound.seeds, batch_chars=100).outcome == "published"
    assert upkeep.check(warehouse) == []
    assert corpus_hash(warehouse) == sound.hash


@pytest.mark.parametrize("table", ["texts", "document_metadata", "source_history", "document_history"])
def test_add_asks_for_a_run_where_a_part_is_lost_that_it_cannot_make_again(table: str, sound: Sound, run: Run, tmp_path: Path) -> None:
    """The seed of the lost documents is not among those that are added, or is itself gone."""
    warehouse = tmp_path / "warehouse"
    shutil.copytree(sound.warehouse, warehouse)
    parts.path_of(warehouse, publish.live(warehouse).parts()[table][0]).unlink()
    (tmp_path / "more.txt").write_text("Otto Falk came late.")
    with pytest.raises(RefusedError, match=r"damaged or missing.*`textmart run` with the seeds"):
        run(tmp_path / "more.txt", only_add=True, batch_chars=100)
    assert run(sound.seeds, batch_chars=100).outcome == "published"
    assert upkeep.check(warehouse) == []
    assert corpus_hash(warehouse) == sound.hash


def test_add_makes_a_lost_part_again_whose_seeds_it_reads(sound: Sound, run: Run, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    shutil.copytree(sound.warehouse, warehouse)
    parts.path_of(warehouse, publish.live(warehouse).parts()["texts"][0]).unlink()
    assert run(sound.seeds, only_add=True, batch_chars=100).outcome == "published"
    assert corpus_hash(warehouse) == sound.hash


def test_a_warehouse_that_was_moved_is_published_again(run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)
    run()
    before = corpus_hash(tmp_path / "warehouse")
    (tmp_path / "warehouse").rename(tmp_path / "mart's [new] home")
    upkeep.publish_again(tmp_path / "mart's [new] home")
    assert corpus_hash(tmp_path / "mart's [new] home") == before


@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_a_lost_catalogue_is_published_again(damage: str, run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)
    run()
    before = corpus_hash(tmp_path / "warehouse")
    catalogue = tmp_path / "warehouse/textmart.duckdb"
    catalogue.unlink() if damage == "gone" else catalogue.write_bytes(b"nonsense" * 1000)
    upkeep.publish_again(tmp_path / "warehouse")
    assert corpus_hash(tmp_path / "warehouse") == before


def test_a_warehouse_of_a_newer_textmart_is_left_alone(run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)
    run()
    manifest = next((tmp_path / "warehouse/runs").glob("*.json"))
    manifest.write_text(manifest.read_text().replace(f'"format_version": {FORMAT_VERSION}', '"format_version": 99'))
    with pytest.raises(WarehouseError, match="made by a newer textmart .*upgrade"):
        run()
