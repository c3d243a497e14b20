"""What `textmart status` sees."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows import batch
from flows.settings import Settings
from flows.status import status
from flows.store import parts, publish
from flows.store.lock import writing
from flows.store.manifest import WarehouseError
from tests.conftest import Run


def lose_a_part(folder: Path) -> None:
    parts.path_of(folder / "warehouse", publish.live(folder / "warehouse").parts()["tokens"][0]).unlink()


@pytest.mark.parametrize(
    ("happens", "name", "seen"),
    [
        (Path.exists, None, ""),
        (lose_a_part, "parts", "1 of"),
        (lambda folder: (folder / "seeds/b.txt").write_text("Boris sang."), "seeds", "not as they were read"),
        (lambda folder: (folder / "seeds/a.txt").unlink(), "seeds", "not as they were read"),
        (lambda folder: (folder / "curation.toml").write_text('[[ignore]]\nname = "Anna"\n'), "seeds", "people's decisions"),
    ],
)
def test_what_is_not_well_is_said(
    happens: Callable[[Path], object], name: str | None, seen: str, run: Run, tmp_path: Path, blank_model: str
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("Anna sang.")
    run()
    happens(tmp_path)
    lines = status(Settings(seeds=(str(tmp_path / "seeds"),), warehouse=str(tmp_path / "warehouse"), model=blank_model))
    assert [line.name for line in lines] == ["corpus", "last run", "parts", "seeds", "writer"]
    assert lines[0].seen.startswith("1 documents")
    assert "1 added, 0 edited, 0 removed, 0 issues; 1 so far" in lines[1].seen
    assert [line.name for line in lines if not line.is_well] == ([name] if name else [])
    assert all(seen in line.seen for line in lines if not line.is_well)


def test_layers_that_changed_are_said(run: Run, tmp_path: Path, blank_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("Anna sang.")
    run()
    made_by = batch.fingerprints(blank_model)
    monkeypatch.setattr(batch, "fingerprints", lambda _model: made_by | {"annotation": "another"})
    lines = status(Settings(seeds=(str(tmp_path / "seeds"),), warehouse=str(tmp_path / "warehouse"), model=blank_model))
    assert ["layers" in line.seen for line in lines if not line.is_well] == [True]


def test_who_writes_is_said_and_kept_from_nothing(run: Run, tmp_path: Path, blank_model: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("Anna sang.")
    run()
    settings = Settings(seeds=(str(tmp_path / "seeds"),), warehouse=str(tmp_path / "warehouse"), model=blank_model)
    assert status(settings)[-1].seen == "nobody"
    with writing(tmp_path / "warehouse", wait_seconds=0):
        assert status(settings)[-1].seen.startswith("process ")


def test_without_a_run_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"no published run; `textmart run` makes one"):
        status(Settings(warehouse=str(tmp_path)))
