"""A schedule whose server or whose process is killed: nothing waits for ever for what is gone."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path

import psutil
import pytest

from flows import server
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
# A runner's process, and one of its runs that has not begun.
RUNNER = """
import multiprocessing, time

def run():
    import flows.pipeline
    print(multiprocessing.current_process().pid, flush=True)
    time.sleep(600)

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    context.Process(target=run).start()
    time.sleep(600)
"""


def alone(home: Path) -> dict[str, str]:
    """The environment of somebody who has no Prefect server."""
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {**theirs, "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(home)}


def test_a_run_that_has_not_begun_ends_with_the_runner(tmp_path: Path) -> None:
    (tmp_path / "runner.py").write_text(RUNNER)
    environment = alone(tmp_path)
    with subprocess.Popen([sys.executable, tmp_path / "runner.py"], stdout=subprocess.PIPE, text=True, env=environment) as runner:
        assert runner.stdout
        run = psutil.Process(int(runner.stdout.readline()))
        runner.kill()
    run.wait(30)


def test_serving_ends_with_its_server(tmp_path: Path) -> None:
    words = [sys.executable, "-P", "-m", "flows.cli", "serve", "--every", "1d", "-w", str(tmp_path / "warehouse"), "--seeds", str(tmp_path)]
    environment = alone(tmp_path)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as serving:
        try:
            deadline = time.monotonic() + 60
            while not (tmp_path / "textmart-server").exists():
                assert time.monotonic() < deadline
                time.sleep(0.05)
            [server] = [each for each in psutil.Process(serving.pid).children() if "flows.server" in " ".join(each.cmdline())]
            os.kill(server.pid, signal.SIGKILL)
            _, said = serving.communicate(timeout=60)
        finally:
            serving.kill()
    assert serving.returncode == 1
    assert said == "textmart: the Prefect server ended (it ended without a word); nothing is scheduled any more, so serve again\n"
    assert not (tmp_path / "textmart-server").exists()


@pytest.mark.parametrize(
    ("heeds", "exitcode"),
    [
        (True, -signal.SIGTERM),  # one that is at work tells the server that it ends
        (False, -signal.SIGKILL),  # one that has not begun waits for the server, which is told to end, too
    ],
)
@pytest.mark.usefixtures("api")
def test_serving_that_is_told_to_end_does_not_wait_for_a_run(heeds: bool, exitcode: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import pipeline

    runs: list[BaseProcess] = []

    def interrupted(**_words: object) -> None:
        context = multiprocessing.get_context("spawn")
        has_begun = context.Event()
        runs.append(context.Process(target=at_work, args=(heeds, has_begun)))
        runs[0].start()
        assert has_begun.wait(30)
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.build, "serve", interrupted)
    monkeypatch.setattr(server, "wait_for", lambda _url: None)
    with pytest.raises(KeyboardInterrupt):
        pipeline.serve(Settings(), every=timedelta(days=1))
    runs[0].join(30)
    assert runs[0].exitcode == exitcode


def at_work(heeds: bool, has_begun: Event) -> None:
    if not heeds:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    has_begun.set()
    time.sleep(600)
