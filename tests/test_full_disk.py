"""A full disk ends each command in one line that says what to do; nothing is lost, and the command again does what it was to do."""

import json
import os
import resource
import shutil
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

import flows
from flows import corpus, server, upkeep
from flows.cli import main
from flows.corpus import Engine, Summary, at_once, build
from flows.settings import Settings
from flows.show import Silent
from flows.store import catalogue, files, lock
from flows.workers import Workers
from tests.corpus_hash import corpus_hash
from tests.test_faults import in_child, write_seeds

Command = Callable[[], Result]


class Deed(NamedTuple):
    """A command that writes so many files at least, and whether it makes other rows."""

    words: tuple[str, ...]
    least: int
    changes: bool = False


DEEDS = {
    "run": Deed(("run", "--prune", "-q"), 40, changes=True),
    "run that is the first of its day and prunes history": Deed(("run", "--prune", "-q", "--config", "pruning.toml"), 40, changes=True),
    "forget": Deed(("forget", "seeds/2.txt"), 30, changes=True),
    "compact": Deed(("compact",), 30),
    "publish": Deed(("publish",), 1),
    "vacuum": Deed(("vacuum", "--keep-days", "0"), 0),  # it makes room, and needs none
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, blank_model: str) -> Path:
    """A folder with a warehouse of two runs, ten and nine days ago, and with seeds that have changed since."""
    folder = tmp_path_factory.mktemp("before")
    settings = Settings(seeds=(str(folder / "seeds"),), warehouse=str(folder / "warehouse"), model=blank_model, batch_chars=300)
    for version, days in ((1, 10), (2, 9)):
        write_seeds(folder / "seeds", version)
        then = corpus.utc_now() - timedelta(days=days)
        build(settings, Engine(at_once, at_once), Silent(), prune=True, now=lambda then=then: then)  # type: ignore[misc]
    write_seeds(folder / "seeds", 3)
    own = f"model = {json.dumps(blank_model)}\nbatch_chars = 300\n"
    (folder / "textmart.toml").write_text(own)
    (folder / "pruning.toml").write_text(f"{own}keep_history_days = 1\nkeep_days = 1\n")
    return folder


@pytest.fixture
def command(before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[str, ...]], Command]:
    """A command in such a folder, without Prefect."""

    def run(settings: Settings, progress: corpus.Progress, _workers: Workers, **options: object) -> Summary:
        return build(settings, Engine(at_once, at_once), progress, **options)  # type: ignore[arg-type]

    pipeline = SimpleNamespace(run=run)
    monkeypatch.setitem(sys.modules, "flows.pipeline", pipeline)
    monkeypatch.setattr(flows, "pipeline", pipeline, raising=False)
    monkeypatch.setattr(server, "running", lambda: nullcontext())
    monkeypatch.setattr(Workers, "warm", lambda *_: None)
    # The roots of seeds stand in the manifest: the folder has one name from beginning to end.
    monkeypatch.chdir(before)
    shutil.copytree(before / "warehouse", tmp_path / "warehouse")
    return lambda words: lambda: CliRunner().invoke(main, [*words, "-w", str(tmp_path / "warehouse")])


def anew(before: Path, warehouse: Path) -> None:
    shutil.rmtree(warehouse)
    shutil.copytree(before / "warehouse", warehouse)
    upkeep.publish_again(warehouse)


def ended_in_a_line(done: Result) -> bool:
    says = "; what is published is whole, and running again does what is missing"
    return done.exit_code == 1 and done.output.startswith("textmart: ") and says in done.output and done.output.count("\n") == 1


@pytest.mark.parametrize("name", DEEDS)
def test_at_any_file(
    name: str,
    command: Callable[[tuple[str, ...]], Command],
    before: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    every_fault: bool,
) -> None:
    deed, warehouse = DEEDS[name], tmp_path / "warehouse"
    do, n_written, full_from = command(deed.words), 0, -1

    def full(word: str, path: Path) -> None:
        nonlocal n_written
        if word == "write":
            n_written += 1
            if 0 <= full_from < n_written:
                raise OSError(28, os.strerror(28), str(path))

    monkeypatch.setattr(files, "before", full)
    anew(before, warehouse)
    at_first, n_written = corpus_hash(warehouse), 0
    assert do().exit_code == 0
    undisturbed, n = corpus_hash(warehouse), n_written
    assert n >= deed.least
    assert (undisturbed != at_first) == deed.changes
    for number in range(n) if every_fault else {n - 2, n // 2} & set(range(n)):
        full_from = -1
        anew(before, warehouse)
        full_from, n_written = number, 0
        done = do()
        full_from = -1
        assert ended_in_a_line(done), f"file {number}: {done.output}{done.exception!r}"
        assert corpus_hash(warehouse) in {at_first, undisturbed}
        again = do()
        assert again.exit_code == 0, again.output
        assert corpus_hash(warehouse) == undisturbed, f"file {number}"
    assert upkeep.check(warehouse) == []


@pytest.mark.parametrize("n_bytes", [0, 2_000, 300_000])
def test_in_the_middle_of_a_file(n_bytes: int, command: Callable[[tuple[str, ...]], Command], tmp_path: Path) -> None:
    """No file may grow beyond that, whoever writes it: Python, Arrow, or DuckDB, whose errors are others."""
    do = command(("publish",) if n_bytes > 2_000 else ("compact",))
    found = corpus_hash(tmp_path / "warehouse")

    def narrow() -> None:
        catalogue._draft.cache_clear()
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
        assert ended_in_a_line(do())

    assert in_child(narrow) == 0
    assert corpus_hash(tmp_path / "warehouse") == found
    assert do().exit_code == 0
    assert corpus_hash(tmp_path / "warehouse") == found


def test_the_lock_needs_no_room(tmp_path: Path) -> None:
    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        with lock.writing(tmp_path, wait_seconds=0):
            assert lock.holder(tmp_path) == "another process"

    assert in_child(narrow) == 0
