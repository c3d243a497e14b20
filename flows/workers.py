"""Worker processes: calls that need a core of their own, in processes that outlive the call, so that a model is loaded once in each.

Why not `ProcessPoolExecutor`: its processes import the parent's `__main__` again (the command line, a notebook, Prefect's engine), one
that dies takes every batch with it, and idle ones outlive a parent that was killed. Here each worker is a plain Python process at the
other end of a socket. It gets pickled calls and sends back pickled answers, and it ends when the socket closes, however its parent ended.
"""

import contextlib
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from queue import LifoQueue, SimpleQueue
from typing import Any, TypeVar

# What a process holds grows with what it has seen: a model's vocabulary, caches, gaps in its heap. After so many calls a new one takes its
# place; in batches of 200,000 characters that costs a sixtieth of the time, and a process has grown by an eighth by then.
MOST_CALLS = 32

R = TypeVar("R")
_Answer = tuple[Any, Exception | None]

# One thread a process: the processes are what fills the cores. Read by the BLAS libraries when NumPy is imported.
_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "BLIS_NUM_THREADS"), "1")


class WorkerDiedError(RuntimeError):
    """A worker process ended in the middle of a call: killed from outside, out of memory, or crashed in native code."""


class ClusterError(RuntimeError):
    """The Dask cluster is out of reach, has no workers or the wrong ones, or Dask is not installed; the message says what to do."""


class WorkersClosedError(RuntimeError):
    """The workers were closed in the middle of a call."""


class Workers:
    """Up to `n` worker processes, each started when a call finds no idle one.

    `run` may be called from any number of threads. Use it with `contextlib.closing`, so that the processes end whatever happens.
    """

    def __init__(self, n: int) -> None:
        self._lock = threading.Lock()
        self._is_closed = False
        self._all: set[_Worker] = set()
        self._idle: LifoQueue[_Worker | None] = LifoQueue()  # the last in is the warmest; None: not yet started
        for _ in range(n):
            self._idle.put(None)

    def run(self, name: str, function: Callable[..., R], *args: object) -> R:
        """`function(*args)`, in a worker. Function, arguments and result are pickled.

        What it raises there is raised here, with the worker's traceback as a note. A worker that dies raises WorkerDiedError, which says
        `name`; a later call has a new one in its place.
        """
        worker = self._idle.get()
        try:
            if worker and worker.n_calls >= MOST_CALLS:
                worker.end()
            if worker is None or worker.is_dead():
                worker = self._started(instead_of=worker)
            result, error = worker.call(function, *args)
        except (EOFError, OSError) as end:
            if worker is None or self._is_closed:
                raise WorkersClosedError(f"{name} was ended with its run") from None
            raise WorkerDiedError(f"{name}: the worker process {worker.end()}; run again to do what is missing") from end
        except KeyboardInterrupt:
            if worker:
                worker.end()  # its answer would be taken for that of the next call
            raise
        finally:
            self._idle.put(worker)
        if error is not None:
            raise error
        made: R = result
        return made

    def warm(self, function: Callable[..., object], *args: object) -> None:
        """Starts one worker with this call and does not wait for it: the next `run` does, whatever the call returns or raises."""
        worker = self._idle.get() or self._started(instead_of=None)
        worker.begin(function, *args)
        self._idle.put(worker)

    def has_started(self) -> bool:
        """Whether any process was started."""
        return bool(self._all)

    def close(self) -> None:
        """End all processes at once. A call that another thread waits for raises WorkersClosedError."""
        with self._lock:
            self._is_closed = True
        for worker in self._all:
            worker.end()

    def _started(self, *, instead_of: "_Worker | None") -> "_Worker":
        with self._lock:
            if self._is_closed:
                raise EOFError
            worker = _Worker()
            self._all = {worker, *self._all} - {instead_of}
            return worker


class _Worker:
    """One process and our end of its socket."""

    def __init__(self) -> None:
        # Python's descriptors are not inherited, so no sibling holds our end open and the worker sees it close when we die.
        self._connection, theirs = multiprocessing.Pipe()
        self._n_unanswered = 0
        self.n_calls = 0
        root = Path(__file__).resolve().parents[1]
        path = os.pathsep.join([str(root), *(entry or str(Path.cwd()) for entry in sys.path)])
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                # -P: the current folder may hold another `flows`. Of a program without a file, by -c, DuckDB believes that somebody types
                # it, and draws how far it is.
                [sys.executable, "-P", "-m", "flows.workers", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **_THREADS, "PYTHONPATH": path},
                process_group=0,  # Ctrl-C is for the parent alone, which then ends its workers
            )

    def begin(self, function: Callable[..., object], *args: object) -> None:
        """Hands over a call whose answer nobody wants: the worker comes to the next one when it is done."""
        self._connection.send_bytes(pickle.dumps((function, args)))
        self._n_unanswered += 1
        self.n_calls += 1

    def call(self, function: Callable[..., object], *args: object) -> _Answer:
        self.begin(function, *args)
        while self._n_unanswered:
            received = self._connection.recv_bytes()
            self._n_unanswered -= 1
        answer: _Answer = pickle.loads(received)  # noqa: S301
        return answer

    def is_dead(self) -> bool:
        return self._process.poll() is not None

    def end(self) -> str:
        """End the process; says how it ended, if it had before."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.1)  # its socket closes a moment before it can be waited for
        already = self._process.poll()
        self._process.kill()
        self._process.wait()
        if already is None:
            return "was ended"
        return f"was killed by signal {-already} (out of memory?)" if already < 0 else f"ended with status {already}"


def work(descriptor: int) -> None:
    """What a worker process does: one call after the other, until the socket closes."""
    connection = Connection(descriptor)
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, calls), daemon=True).start()
    while True:
        answer = _made(calls.get())
        with contextlib.suppress(OSError):  # the parent is gone, and `_receive` about to see it
            connection.send_bytes(answer)


def _receive(connection: Connection, calls: SimpleQueue[bytes]) -> None:
    """Calls as they come; ends the process at the end of the stream, also in the middle of a call."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            calls.put(connection.recv_bytes())
    os._exit(0)


def _made(call: bytes) -> bytes:
    try:
        function, args = pickle.loads(call)  # noqa: S301
        answer: _Answer = function(*args), None
    except Exception as error:
        error.add_note("In the worker process:\n" + "".join(traceback.format_exception(error)))
        answer = None, error
    try:
        made = pickle.dumps(answer)
        pickle.loads(made)  # noqa: S301  an exception whose constructor takes other arguments only fails here
    except Exception:
        made = pickle.dumps((None, RuntimeError(f"cannot be sent back: {answer[1] or type(answer[0])!r}")))
    return made


if __name__ == "__main__":
    work(int(sys.argv[1]))
