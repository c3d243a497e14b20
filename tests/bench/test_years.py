"""Hourly runs over days: what lies on the disk stays bounded, and what is old goes by policy. Annotation is a stand-in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flows.store import keyed, parts, publish
from flows.store.manifest import Manifest, save
from tests.bench.years import simulated


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder on a disk in memory where there is one: half a million waits for a real one would be all that is measured."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def test_hourly_runs_for_three_weeks_leave_no_more_files(in_memory: Path) -> None:
    """Small batches are joined, and each day begins with what no kept run needs being removed."""
    *_, before, last = simulated(in_memory, n_runs=500, every=100)
    assert last.n_documents > before.n_documents > 9_000
    # Twenty small batches or so in each of which a table has a part, and a few parts of each table of the corpus.
    assert max(before.n_live_parts, last.n_live_parts) <= (64 + last.n_documents // 600) * 32 + 12 * 13
    assert last.n_files < 3 * last.n_live_parts + 4_000
    assert last.manifest_kb < 60
    # The runs of the last 24 hours, the last one of each day before, and of the first month.
    assert len(list((in_memory / "warehouse/runs").iterdir())) <= 24 + 24 + 20


NOW = datetime(2030, 3, 15, 12)


@pytest.mark.parametrize(
    ("keep_days", "hours_ago", "kept"),
    [
        (30, [0, 1, 23, 25, 26], [0, 1, 23]),  # all of the last 24 hours; what was before is not the last of its day
        (30, [0, 24 * 10, 24 * 10 + 1], [0, 24 * 10]),  # the last of its day
        (30, [0, 24 * 40, 24 * 41, 24 * 42], [0, 24 * 40]),  # the last of its month
        (0, [0, 1, 2], [0]),
    ],
)
def test_runs_are_kept_closely_at_first(
    keep_days: int, hours_ago: list[int], kept: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {hours: publish.run_id(NOW - timedelta(hours=hours)) for hours in hours_ago}
    for run_id in ids.values():
        save(tmp_path, Manifest(run_id))
    monkeypatch.setattr(publish, "live", lambda _: Manifest(ids[0]))
    assert publish.vacuum(tmp_path, keep_days, NOW) == len(hours_ago) - len(kept)
    assert publish.run_ids(tmp_path) == sorted(ids[hours] for hours in kept)


def test_history_older_than_it_is_kept_goes(tmp_path: Path) -> None:
    from flows.schema import ENTITY_ID_HISTORY, table

    rows = [{"old_entity_id": each, "entity_id": None, "generation": 1} for each in "abc"]
    live = [parts.write_by_content(tmp_path, "entity_id_history", table(ENTITY_ID_HISTORY, [row])) for row in rows]
    live.append(parts.write_by_content(tmp_path, "entity_id_history", table(ENTITY_ID_HISTORY, rows)))
    left = keyed.without_before(tmp_path, "entity_id_history", live, "old_entity_id", "b")
    assert left[:2] == tuple(live[1:3])
    assert parts.read(tmp_path, left)["old_entity_id"].to_pylist() == ["b", "c", "b", "c"]
    assert keyed.without_before(tmp_path, "entity_id_history", live, "entity_id", "b") == tuple(live)
