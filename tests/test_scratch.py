"""Folders in /tmp: none stays of a process that was killed, and none is taken from one that lives."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from flows.store import scratch
from tests.test_faults import in_child


def made_an_hour_ago(path: Path) -> None:
    os.utime(path, (time.time() - 3600,) * 2)


def test_what_a_killed_process_left_goes_with_the_next_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def die_in_it() -> None:
        with scratch.folder() as folder:
            (folder / "part").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)

    def others() -> set[str]:
        with scratch.folder() as folder:
            return {path.name for path in tmp_path.iterdir()} - {folder.name}

    assert in_child(die_in_it) == -signal.SIGKILL
    [left] = tmp_path.iterdir()
    assert others() == {left.name}  # it is too young to be surely dead
    made_an_hour_ago(left)
    (tmp_path / "textmart-file").touch()
    (tmp_path / "another").mkdir()
    for name in ("textmart-file", "another"):
        made_an_hour_ago(tmp_path / name)
    with scratch.folder() as held:
        made_an_hour_ago(held)
        assert others() == {held.name, "textmart-file", "another"}
    assert {path.name for path in tmp_path.iterdir()} == {"textmart-file", "another"}
