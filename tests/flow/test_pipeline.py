"""The flow: what Prefect shows of a run, how a run ends that fails, is interrupted, killed or comes too early, and its schedule.

The steps are stand-ins.
"""

import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from flows import corpus
from flows.corpus import Engine, Progress, Summary
from flows.settings import Settings
from flows.show import Silent
from flows.store import lock
from flows.workers import Workers
from tests.flow.conftest import END_SECONDS, family

WAIT_SECONDS = 300  # a machine that does much else takes its time


def batch(number: int, text: str) -> int:
    if text == "bad":
        raise ValueError(f"part {number} cannot be written: disk full")
    return os.getpid()


def run_with(monkeypatch: pytest.MonkeyPatch, warehouse: Path, texts: list[str]) -> Summary:
    """A run whose batches are the texts."""

    def build(settings: Settings, engine: Engine, progress: Progress, **_: Any) -> Summary:
        assert engine.here("read", os.getpid).result() == os.getpid()
        progress.batches(len(texts), len(texts), len(texts))
        pending = [engine.worker(f"batch {number} of {len(texts)}", batch, number, text) for number, text in enumerate(texts, start=1)]
        failures = []
        for each in pending:
            try:
                assert each.result() != os.getpid()
                progress.batch_done(1, 1)
            except ValueError as error:
                failures.append(error)
        if failures:
            raise failures[0]
        return Summary("published", "20300101T000000", settings.warehouse, n_documents=2, issues={"empty": 1})

    from flows import pipeline

    monkeypatch.setattr(corpus, "build", build)
    return pipeline.run(Settings(warehouse=str(warehouse), n_processes=2), Silent(), Workers(2))


def last_run(n_tasks: int) -> tuple[Any, dict[str, str], dict[str, Any]]:
    """The latest run of the flow, the states of its tasks by name, and its artifacts by key. The server is told of tasks a little later."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilter, FlowRunFilterId
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        [run] = client.read_flow_runs(sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=1)
        until = time.monotonic() + WAIT_SECONDS
        states: dict[str, str] = {}
        while time.monotonic() < until and (len(states) < n_tasks or not set(states.values()) <= {"COMPLETED", "FAILED"}):
            time.sleep(0.2)
            tasks = client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])))
            states = {task.name: str(task.state_type and task.state_type.value) for task in tasks}
        found = client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id])))
        return run, states, {str(artifact.key): artifact.data for artifact in found}


@pytest.mark.usefixtures("api")
def test_a_run_leaves_its_tasks_its_progress_and_its_summary(monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> None:
    assert run_with(monkeypatch, warehouse, ["one", "two"]).outcome == "published"
    run, states, artifacts = last_run(3)
    assert (run.state_name, run.name[:12]) == ("Completed", "warehouse 20")
    assert states == {"read": "COMPLETED", "batch 1 of 2": "COMPLETED", "batch 2 of 2": "COMPLETED"}
    assert artifacts["batches"] == 100
    assert "Run 20300101T000000" in artifacts["summary"]
    assert "| documents | 2 |" in artifacts["summary"]
    assert "| empty | 1 |" in artifacts["summary"]


@pytest.mark.usefixtures("api")
def test_the_record_of_old_runs_is_taken_out_and_that_of_other_flows_is_not(monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> None:
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilter, FlowRunFilterId

    from flows import past_runs

    def there() -> set[Any]:
        with get_client(sync_client=True) as client:
            return {run.id for run in client.read_flow_runs(limit=200)}

    run_with(monkeypatch, warehouse, ["one"])
    ours, _, artifacts = last_run(2)
    assert artifacts

    @flow(name="build")
    def somebody_elses() -> None:
        pass

    somebody_elses()
    other, _, _ = last_run(0)
    past_runs.take_out(datetime.now(UTC) + past_runs.KEPT - timedelta(hours=1))
    assert {ours.id, other.id} <= there()
    past_runs.take_out(datetime.now(UTC) + past_runs.KEPT + timedelta(hours=1))
    assert ours.id not in there()
    assert other.id in there()
    with get_client(sync_client=True) as client:
        assert not client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[ours.id])))
        assert not client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[ours.id])))


@pytest.mark.usefixtures("api")
def test_each_run_takes_old_ones_out(monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> None:
    from flows import past_runs

    asked: list[datetime] = []
    monkeypatch.setattr(past_runs, "take_out", asked.append)
    run_with(monkeypatch, warehouse, ["one"])
    assert len(asked) == 1
    assert abs(asked[0] - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.usefixtures("api")
def test_a_server_that_ends_in_the_middle_of_a_run_is_said(monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> None:
    import httpx

    from flows import pipeline
    from flows.server import ServerError

    def build(*_: Any, **__: Any) -> Summary:
        raise httpx.ConnectError("[Errno 111] Connection refused")  # what Prefect's client gives up with

    monkeypatch.setattr(corpus, "build", build)
    with pytest.raises(ServerError, match=r"server ended.*Connection refused.*running again does what is missing"):
        pipeline.run(Settings(warehouse=str(warehouse), n_processes=1), Silent(), Workers(1))


@pytest.mark.usefixtures("api")
def test_a_batch_that_fails_fails_the_run_after_the_others_finished(monkeypatch: pytest.MonkeyPatch, warehouse: Path) -> None:
    with pytest.raises(ValueError, match="disk full") as caught:
        run_with(monkeypatch, warehouse, ["one", "bad", "three"])
    assert str(caught.value) == "part 2 cannot be written: disk full"
    run, states, artifacts = last_run(4)
    assert run.state_name == "Failed"
    assert run.state.message.endswith("part 2 cannot be written: disk full")
    assert states == {"read": "COMPLETED", "batch 1 of 3": "COMPLETED", "batch 2 of 3": "FAILED", "batch 3 of 3": "COMPLETED"}
    assert "summary" not in artifacts


@pytest.mark.usefixtures("api")
def test_a_run_by_hand_says_who_writes_the_warehouse(warehouse: Path) -> None:
    from flows import pipeline

    with lock.writing(warehouse, wait_seconds=0), pytest.raises(lock.WarehouseBusyError, match=f"process {os.getpid()} on"):
        pipeline.run(Settings(warehouse=str(warehouse)), Silent(), Workers(1))


@pytest.mark.usefixtures("api")
def test_the_declared_deployments_are_runs_that_the_flow_takes() -> None:
    from prefect.flows import load_flow_from_entrypoint

    declared = yaml.safe_load((Path(corpus.__file__).parent / "prefect.yaml").read_text())["deployments"]
    assert declared
    for each in declared:
        flow: Any = load_flow_from_entrypoint(each["entrypoint"])
        assert isinstance(flow.validate_parameters(each["parameters"])["settings"], Settings)


INTERRUPTED = """
import sys, time
from flows import cli, corpus

def build(settings, engine, progress, **_):
    nap = engine.worker("batch 1 of 1", time.sleep, 60)
    print("started", flush=True)
    nap.result()

corpus.build = build
sys.argv[1:] = ["run", "-q"]
cli.main()
"""


@pytest.mark.usefixtures("api")
def test_an_interrupted_run_ends_at_once_in_one_line(parent: Any) -> None:
    process = parent(INTERRUPTED)
    assert process.stdout.readline() == "started\n"
    left = family(process)
    process.send_signal(signal.SIGINT)
    said = process.stdout.read()
    assert (process.wait(), said) == (1, "textmart: interrupted; running again does what is missing\n")
    assert len(left) == 3  # server, worker, and the one for the corpus
    assert not psutil.wait_procs(left, timeout=END_SECONDS)[1]


KILLED = """
import time
from concurrent.futures import ThreadPoolExecutor
from flows import server
from flows.workers import Workers

with server.running() as url:
    server.wait_for(url)
    ThreadPoolExecutor(1).submit(Workers(1).run, "nap", time.sleep, 60)
    time.sleep(1)
    print("started", flush=True)
    time.sleep(60)
"""


@pytest.mark.usefixtures("api")
def test_nothing_outlives_a_run_that_was_killed(parent: Any, tmp_path: Path) -> None:
    """Neither its server nor a worker that is in the middle of a call. The server finds a database at hand: making one takes long."""
    with (
        closing(sqlite3.connect(Path(os.environ["PREFECT_HOME"]) / "prefect.db")) as ours,
        closing(sqlite3.connect(tmp_path / "prefect.db")) as its,
    ):
        ours.backup(its)
    process = parent(KILLED, PREFECT_HOME=str(tmp_path), PREFECT_API_URL="")
    assert process.stdout.readline() == "started\n"
    left = family(process)
    assert len(left) == 3
    process.send_signal(signal.SIGKILL)
    _, left = psutil.wait_procs(left, timeout=END_SECONDS)
    assert not left
    assert process.stdout.read() == ""


SERVE = """
import sys
from datetime import timedelta
from flows import pipeline
from flows.settings import Settings

if __name__ == "__main__":
    pipeline.serve(Settings(seeds=(sys.argv[1] + "/gone",), warehouse=sys.argv[1] + "/warehouse"), every=timedelta(seconds=10))
"""


def ended_until(message: str) -> set[tuple[str, str]]:
    """State and message of the runs of deployments that are over, once one has such a message."""
    from prefect.client.orchestration import get_client

    until = time.monotonic() + WAIT_SECONDS
    with get_client(sync_client=True) as client:
        while time.monotonic() < until:
            states = [run.state for run in client.read_flow_runs() if run.deployment_id and run.state]
            ended = {(str(state.name), str(state.message)) for state in states if state.is_final()}
            if any(message in said for _, said in ended):
                return ended
            time.sleep(0.5)
    raise TimeoutError(f"no run said {message!r}, but {ended}")


@pytest.mark.usefixtures("api")
def test_a_schedule_triggers_runs_and_skips_one_that_overlaps(parent: Any, tmp_path: Path) -> None:
    with lock.writing(tmp_path / "warehouse", wait_seconds=0):
        parent(SERVE, PREFECT_RUNNER_POLL_FREQUENCY="1")
        ended = ended_until(f"is being written by process {os.getpid()} on")
    assert {(state, message[:8]) for state, message in ended} == {("Cancelled", "skipped:")}
    # With the warehouse for itself a run gets as far as the seeds, which are not there.
    assert ("Failed", True) in {(state, "SeedsError" in message) for state, message in ended_until("SeedsError")}
