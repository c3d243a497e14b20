"""Ended at any moment, a run leaves the published corpus as it was, and the next run makes what an undisturbed one makes."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows import upkeep
from flows.settings import Settings
from flows.store import files, parts, publish
from flows.store.lock import WarehouseBusyError, writing
from flows.store.manifest import WarehouseError
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


def leftovers(warehouse: Path) -> list[Path]:
    return [path for path in warehouse.rglob("*") if files.is_temporary(path)]


@pytest.mark.parametrize("deed", ["run", "compact", "vacuum", "publish again"])
def test_ended_before_any_change_of_the_disk(deed: str, run: Run, tmp_path: Path, blank_model: str) -> None:
    warehouse, seeds = tmp_path / "warehouse", tmp_path / "seeds"
    write_seeds(seeds, 1)
    run(batch_chars=50 if deed == "compact" else 300)
    before = corpus_hash(warehouse)
    if deed == "run":
        write_seeds(seeds, 2)
    untouched = tmp_path / "untouched"
    shutil.copytree(warehouse, untouched)
    settings = {"warehouse": str(warehouse), "model": blank_model}
    deeds: dict[str, Callable[[], object]] = {
        "run": lambda: run(prune=True, batch_chars=300),
        "compact": lambda: upkeep.compact(Settings(**settings)),  # type: ignore[arg-type]
        "vacuum": lambda: upkeep.vacuum(warehouse, 0, datetime.now(UTC)),
        "publish again": lambda: upkeep.publish_again(warehouse),
    }
    deeds[deed]()
    after = corpus_hash(warehouse)
    assert (after != before) == (deed == "run")
    n, status = 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        shutil.rmtree(warehouse)
        shutil.copytree(untouched, warehouse)
        reader = duckdb.connect(str(warehouse / "textmart.duckdb"), read_only=True)
        open_rows = reader.sql("select count(*), sum(length(text)) from tokens").fetchall()
        status = in_child(ended_before(n, deeds[deed]))
        assert status in {0, -signal.SIGKILL}, f"died by itself before change {n}"
        # who had it open sees the old corpus; who opens it now the old one or the new one, never a half one
        assert reader.sql("select count(*), sum(length(text)) from tokens").fetchall() == open_rows
        reader.close()  # DuckDB gives one process one database a path, whatever lies there by now
        is_old = (warehouse / "textmart.duckdb").read_bytes() == (untouched / "textmart.duckdb").read_bytes()
        assert corpus_hash(warehouse) == (before if is_old else after)
        if n % 7 == 0 or status == 0:
            deeds[deed]()
            assert corpus_hash(warehouse) == after, f"not made good after dying before change {n}"
            upkeep.vacuum(warehouse, 0, datetime.now(UTC))
            assert leftovers(warehouse) == []
            assert corpus_hash(warehouse) == after
        n += 1
    assert n > {"run": 30, "compact": 10, "vacuum": 0, "publish again": 2}[deed]


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


@pytest.mark.parametrize(
    "table", ["texts", "document_metadata", "tokens", "document_mentions", "entities", "source_history", "seed_files", "runs"]
)
@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_a_damaged_part_is_found_by_check_and_made_again_by_the_next_run(table: str, damage: str, run: Run, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    write_seeds(tmp_path / "seeds", 1)
    run(batch_chars=100)
    before = corpus_hash(warehouse)
    part = parts.path_of(warehouse, publish.live(warehouse).parts()[table][0])
    body, times = part.read_bytes(), part.stat()
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(body[:-9] if damage == "cut" else body[:40] + bytes([body[40] ^ 1]) + body[41:])
        os.utime(part, ns=(times.st_atime_ns, times.st_mtime_ns))  # as a failing disk does it: the time tells nothing
    [line] = upkeep.check(warehouse)
    assert str(part) in line
    assert run(batch_chars=100).outcome == "published"
    assert upkeep.check(warehouse) == []
    assert corpus_hash(warehouse) == before


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
    manifest.write_text(manifest.read_text().replace('"format_version": 1', '"format_version": 99'))
    with pytest.raises(WarehouseError, match="made by a newer textmart .*upgrade"):
        run()
