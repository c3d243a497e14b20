"""Runs on a Dask cluster: a real scheduler and workers, each a process of its own, one of them killed in the middle of a run."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dask
import distributed
import psutil
import pytest

from flows import dask_workers
from flows.settings import Settings
from flows.show import Silent
from flows.workers import ClusterError, WorkerDiedError, Workers
from tests.conftest import Run
from tests.corpus_hash import corpus_hash
from tests.flow.conftest import END_SECONDS, ROOT

N_SEEDS = 24


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Texts of which each becomes a batch."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number in range(N_SEEDS):
        (folder / f"{number:02}.txt").write_text(f"Ada Lind saw {number} ships near Orm. Bo Berg counted {number + 1}.\n" * 20)
    return folder


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.folder = folder / "elsewhere"
        self.folder.mkdir()
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")

    def worker(self, n_threads: int = 1) -> subprocess.Popen[bytes]:
        return self._start("dask_worker", "--nthreads", str(n_threads), "--no-nanny", "--host", "127.0.0.1")

    def address(self) -> str:
        while not self.file.exists():
            assert self.processes[0].poll() is None
            time.sleep(0.1)
        return str(json.loads(self.file.read_text())["address"])

    def _start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", f"distributed.cli.{program}", "--scheduler-file", str(self.file), "--no-dashboard", *options]
        # From another folder than the run's: a worker is somewhere else, too.
        process = subprocess.Popen(
            words, cwd=self.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.processes.append(process)
        return process


@pytest.fixture
def cluster(tmp_path: Path, api: str) -> Iterator[Cluster]:
    assert api
    started = Cluster(tmp_path)
    yield started
    for process in started.processes:
        process.kill()
        process.wait(END_SECONDS)


class KillAtFirstBatch(Silent):
    """Kills a process when the first batch is done, and counts batches."""

    def __init__(self, victim: subprocess.Popen[bytes]) -> None:
        self.victim = victim
        self.n_done = 0

    def batch_done(self, _n_documents: int, _n_chars: int) -> None:
        self.n_done += 1
        self.victim.kill()


def test_a_run_that_loses_a_worker_comes_to_the_same_rows(
    cluster: Cluster, seeds: Path, run: Run, blank_model: str, tmp_path: Path
) -> None:
    from flows import pipeline

    first, second = cluster.worker(), cluster.worker()
    # Paths as one types them: workers were started in another folder.
    settings = Settings(
        seeds=(str(seeds),),
        warehouse=os.path.relpath(tmp_path / "on-cluster"),
        model=os.path.relpath(blank_model),
        engine="dask",
        scheduler=cluster.address(),
        batch_chars=1_000,
    )
    watched = KillAtFirstBatch(first)
    summary = pipeline.run(settings, watched, Workers(1))
    assert (summary.outcome, summary.n_added, watched.n_done) == ("published", N_SEEDS, N_SEEDS)
    assert first.wait(END_SECONDS) < 0
    assert second.poll() is None
    run(str(seeds))
    assert corpus_hash(tmp_path / "on-cluster") == corpus_hash(tmp_path / "warehouse")


def test_a_run_without_a_scheduler_has_a_cluster_of_its_own_that_ends_with_it(
    api: str, seeds: Path, blank_model: str, tmp_path: Path
) -> None:
    from flows import pipeline

    assert api
    before = set(psutil.Process().children(recursive=True))
    settings = Settings(seeds=(str(seeds),), warehouse=str(tmp_path / "warehouse"), model=blank_model, engine="dask", n_processes=1)
    assert pipeline.run(settings, Silent(), Workers(1)).n_added == N_SEEDS
    left = [
        each for each in psutil.Process().children(recursive=True) if each not in before and "resource_tracker" not in str(each.cmdline())
    ]
    assert not psutil.wait_procs(left, timeout=END_SECONDS)[1]


def test_workers_load_before_their_first_batch(cluster: Cluster, blank_model: str) -> None:
    """As a command has it when it sees that there is something to do; the path of the model is one of its own folder."""
    cluster.worker()
    with distributed.Client(cluster.address(), set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1)
        assert [each["models"] for each in client.run(_loaded).values()] == [0]
        dask_workers.warm_up(Settings(engine="dask", scheduler=cluster.address(), model=os.path.relpath(blank_model)))
        assert list(client.run(_loaded).values()) == [{"models": 1, "prefect": True}]


def _loaded() -> dict[str, object]:
    """What the process that is asked has loaded."""
    from flows.annotate.model import load_nlp

    return {"models": load_nlp.cache_info().currsize, "prefect": "prefect" in sys.modules}


def test_dask_is_turned_down_in_a_cluster_of_ones_own_as_the_readme_has_it_for_others(tmp_path: Path) -> None:
    [text] = re.findall(r"^# ~/.config/dask/textmart.yaml\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "textmart.yaml").write_text(text)
    read = dask.config.collect(paths=[str(tmp_path)], env={})
    assert {name: dask.config.get(name, config=read) for name in dask_workers.CALM} == dask_workers.CALM
    known = dask.config.collect(paths=[str(Path(distributed.__file__).parent / "distributed.yaml")], env={})
    for name in dask_workers.CALM:
        dask.config.get(name, config=known)  # raises KeyError where Dask has no such setting any more


@pytest.mark.parametrize(
    ("scheduler", "n_threads", "says"),
    [
        ("tcp://127.0.0.1:9", None, "no Dask worker within 1 s at tcp://127.0.0.1:9; start `dask scheduler`"),  # nobody there
        ("", None, "no Dask worker within 1 s"),  # a scheduler alone
        ("", 2, "several threads would share one model"),  # a model is one thread's
    ],
)
def test_a_cluster_that_cannot_work_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, cluster: Cluster, scheduler: str, n_threads: int | None, says: str
) -> None:
    from flows import cluster as dask

    if n_threads:
        cluster.worker(n_threads)
    else:
        monkeypatch.setattr(dask, "CONNECT_SECONDS", 1)
    settings = Settings(engine="dask", scheduler=scheduler or cluster.address())
    with pytest.raises(ClusterError, match=says), dask.connected(settings):
        pass


def test_a_batch_that_ends_its_workers_is_told_as_one_that_ends_a_process() -> None:
    """So that its documents are looked for one by one, as on one machine."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    from flows.cluster import Answer

    class Future:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def result(self) -> Any:
            raise self.error

    worker: Any = SimpleNamespace(address="tcp://127.0.0.1:4001")

    with pytest.raises(WorkerDiedError, match="batch 3 of 4: the Dask workers that took it ended, tcp://127.0.0.1:4001 last"):
        Answer("batch 3 of 4", Future(KilledWorker("batch-1", worker, 3))).result()
    with pytest.raises(ClusterError, match="batch 3 of 4: the Dask scheduler is gone"):
        Answer("batch 3 of 4", Future(FutureCancelledError("batch-1", "scheduler-connection-lost"))).result()
