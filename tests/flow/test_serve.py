"""The schedule: it triggers runs, and one that comes too early is skipped instead of waiting; all of it ends with its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.store import lock

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 60
END_SECONDS = 5

SERVE = """
import sys
from datetime import timedelta
from flows import pipeline
from flows.settings import Settings

if __name__ == "__main__":
    pipeline.serve(Settings(seeds=(sys.argv[1] + "/gone",), warehouse=sys.argv[1] + "/warehouse"), every=timedelta(seconds=10))
"""

RUN = """
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


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Any]:
    """Starts a script as a process, in a folder that holds another `flows`; nothing of it is left after the test."""
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").write_text("raise ImportError('this is not textmart')")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    started = []

    def start(code: str, **environment: str) -> subprocess.Popen[str]:
        script = tmp_path / "bin" / "script.py"
        script.parent.mkdir()
        script.write_text(code)
        process = subprocess.Popen(
            [sys.executable, script, tmp_path],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        left = family(process)
        process.kill()
        psutil.wait_procs(left, timeout=END_SECONDS)
        process.communicate()


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)] if process.poll() is None else []


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


def test_nothing_outlives_a_run_that_was_killed(parent: Any, tmp_path: Path) -> None:
    """Neither its server nor a worker that is in the middle of a call."""
    process = parent(RUN, PREFECT_HOME=str(tmp_path / "prefect"), PREFECT_API_URL="")
    assert process.stdout.readline() == "started\n"
    left = family(process)
    assert len(left) == 3
    process.send_signal(signal.SIGKILL)
    _, left = psutil.wait_procs(left, timeout=END_SECONDS)
    assert not left
    assert process.stdout.read() == ""
