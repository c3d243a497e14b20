"""Worker processes: calls are answered, failures are told apart, and nothing outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.workers import WorkerDiedError, Workers, WorkersClosedError

SECONDS = 5  # within which whatever belonged to a dead parent has ended


class NeedsTwoError(Exception):
    """An exception that pickles but cannot be unpickled."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def process_id(_: object = None) -> int:
    return os.getpid()


def environment(name: str) -> str:
    return os.environ[name]


def imported(*names: str) -> list[str]:
    return [name for name in names if name in sys.modules]


def fail(message: str) -> None:
    raise OSError(message)


def fail_oddly() -> None:
    raise NeedsTwoError("one", "two")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_call_is_answered_from_another_process() -> None:
    with closing(Workers(1)) as workers:
        first, second = workers.run("first", process_id), workers.run("second", process_id)
    assert first == second != os.getpid()


def meet(mine: Path, theirs: Path) -> bool:
    """Whether another call is at work at the same time: each leaves its sign and waits for the other's."""
    mine.touch()
    until = time.monotonic() + 60
    while not theirs.exists() and time.monotonic() < until:
        time.sleep(0.01)
    return theirs.exists()


def test_calls_run_side_by_side(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    with closing(Workers(2)) as workers, ThreadPoolExecutor(2) as threads:
        met = list(threads.map(lambda pair: workers.run("meet", meet, *pair), [(one, other), (other, one)]))
    assert met == [True, True]


@pytest.mark.parametrize(
    ("function", "args", "message"),
    [
        (fail, ("disk full",), "disk full"),  # an OSError of the call is no sign of a dead worker
        (fail_oddly, (), "cannot be sent back"),
        (lambda: None, (), "pickle"),  # a function that the worker could not import
    ],
)
def test_what_a_call_raises_is_raised_here_and_the_worker_goes_on(function, args, message) -> None:  # type: ignore[no-untyped-def]
    with closing(Workers(1)) as workers:
        before = workers.run("before", process_id)
        with pytest.raises(Exception, match=message) as caught:
            workers.run("batch 1", function, *args)
        assert not isinstance(caught.value, WorkerDiedError)
        assert workers.run("after", process_id) == before


def test_the_traceback_of_the_worker_is_a_note() -> None:
    with closing(Workers(1)) as workers, pytest.raises(OSError) as caught:
        workers.run("batch 1", fail, "disk full")
    assert str(caught.value) == "disk full"
    assert "in fail" in caught.value.__notes__[0]


def test_a_worker_that_is_killed_costs_its_call_and_no_other() -> None:
    with closing(Workers(2)) as workers, ThreadPoolExecutor(2) as threads:
        nap = threads.submit(workers.run, "batch 1", time.sleep, 0.5)
        with pytest.raises(WorkerDiedError, match=r"batch 2: .*signal 9"):
            workers.run("batch 2", die)
        assert nap.result() is None
        assert workers.run("batch 3", process_id) != os.getpid()


def test_no_more_workers_start_than_are_needed_at_once() -> None:
    with closing(Workers(4)) as workers:
        assert len({workers.run("batch", process_id) for _ in range(3)}) == 1


@pytest.mark.parametrize("warming", [(time.sleep, 0.5), (fail, "no such model")])
def test_the_first_call_waits_for_the_worker_that_warms_up(warming: tuple[Any, ...]) -> None:
    """Another process would load for longer than it waits; and whatever the warming up says, it is not taken for the call's answer."""
    with closing(Workers(2)) as workers:
        workers.warm(*warming)
        assert workers.run("first", process_id) == workers.run("second", process_id)
        assert len(workers._all) == 1


def test_a_worker_is_renewed_after_so_many_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds would grow with the length of a run."""
    monkeypatch.setattr("flows.workers.MOST_CALLS", 2)
    with closing(Workers(1)) as workers:
        first, second, third = (workers.run("call", process_id) for _ in range(3))
        assert first == second != third
        assert not psutil.pid_exists(first)


def draws_progress() -> bool:
    import duckdb

    [(is_on,)] = duckdb.connect().sql("select current_setting('enable_progress_bar')").fetchall()
    return bool(is_on)


def test_duckdb_draws_nothing_in_a_worker() -> None:
    """It does for whoever types a program; what a worker draws would lie across what its parent writes."""
    with closing(Workers(1)) as workers:
        assert workers.run("call", draws_progress) is False


def test_closing_ends_a_call_that_another_thread_waits_for() -> None:
    with ThreadPoolExecutor(2) as threads:
        with closing(Workers(1)) as workers:
            naps = [threads.submit(workers.run, "nap", time.sleep, 60) for _ in range(2)]
            time.sleep(0.1)
        for nap in naps:
            with pytest.raises(WorkersClosedError):
                nap.result(timeout=SECONDS)


def test_a_worker_has_one_thread_for_matrices_and_the_parents_modules_only_when_it_needs_them() -> None:
    with closing(Workers(1)) as workers:
        assert workers.run("threads", environment, "OPENBLAS_NUM_THREADS") == "1"
        assert workers.run("modules", imported, "prefect", "numpy", "click", "duckdb") == []


PARENT = """
import time
from concurrent.futures import ThreadPoolExecutor, wait
from flows.workers import Workers

workers, threads = Workers(2), ThreadPoolExecutor(2)
wait([threads.submit(workers.run, "nap", time.sleep, 0.5) for _ in range(2)])
threads.submit(workers.run, "nap", time.sleep, 60)
try:
    print(*(worker._process.pid for worker in workers._all), flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    workers.close()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent(how: signal.Signals, tmp_path: Path) -> None:
    """Neither an idle one nor one that is in the middle of a call; a parent that is a script without a `__main__` guard will do."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(root)}
    ) as parent:
        assert parent.stdout and parent.stderr
        children = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        parent.send_signal(how)
        _, left = psutil.wait_procs(children, timeout=SECONDS)
        if how == signal.SIGINT:
            assert parent.stderr.read() == ""
    assert len(children) == 2
    assert not left


def test_another_folder_of_our_name_in_the_working_directory_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").write_text("raise RuntimeError('the wrong one')")
    (tmp_path / "flows" / "workers.py").write_text("")
    root = Path(__file__).parents[1]
    code = f"import os, sys; sys.path.insert(0, {str(root)!r}); from flows.workers import Workers; print(Workers(1).run('x', os.getcwd))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (str(tmp_path), "")
