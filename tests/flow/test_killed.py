"""A run that is killed takes its server and its workers with it."""

import signal
from pathlib import Path
from typing import Any

import psutil

from tests.flow.conftest import END_SECONDS, family

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
