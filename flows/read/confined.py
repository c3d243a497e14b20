"""A process apart for readers that can hang, crash or take all memory on what is broken or malicious.

It stays for the next input, and is started again when it ended in the middle of one. Time is processor time, so that a busy machine
makes no difference, and the system ends the process when it is up, in native code too. It is asked by pickle and answers in JSON: what
takes it over by a document is to run nothing here.
"""

import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

from flows.read import answers
from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item, failed
from flows.read.rules import Rules

# Waiting for longer than this many times the allowed processor time means that it sleeps.
_PATIENCE = 20


class ReaderProcess:
    """The process, started when it is first needed. Use it with `contextlib.closing`."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def read(self, kind: str, found: Input, body: bytes) -> Iterator[Item]:
        """The documents and issues of an input of that kind; an issue when it takes more than is allowed, or crashes its reader."""
        connection = self._started()
        is_done = False
        try:
            connection.send_bytes(pickle.dumps((kind, found, body)))
            while True:
                if not connection.poll(_PATIENCE * self._rules.max_seconds):
                    yield self._ended(found, is_hanging=True)
                    return
                item = answers.decoded(connection.recv_bytes())
                if item is None:
                    is_done = True
                    return
                yield item
        except (EOFError, OSError):
            yield self._ended(found, is_hanging=False)
        except answers.AnswerError:
            yield Issue(found.uri, Reason.READER_DIED, "What its reader answers is no document; it is damaged or malicious.")
        finally:
            if not is_done:
                self.close()

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._connection = None

    def _started(self) -> Connection:
        if self._connection is not None:
            return self._connection
        self._connection, theirs = multiprocessing.Pipe()
        root = Path(__file__).resolve().parents[2]
        path = os.pathsep.join([str(root), *(entry or str(Path.cwd()) for entry in sys.path)])
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                # -P: the current folder may hold another `flows`
                [sys.executable, "-P", "-c", f"from {__name__} import work; work({theirs.fileno()})"],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                process_group=0,  # Ctrl-C is for the parent alone, which then ends its reader
            )
        self._connection.send_bytes(pickle.dumps(self._rules))
        return self._connection

    def _ended(self, found: Input, *, is_hanging: bool) -> Issue:
        """The issue why the process ended, or has to."""
        status = None
        if self._process is not None and not is_hanging:
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = self._process.wait(timeout=5)
        if is_hanging or status == -signal.SIGPROF:
            return Issue(
                found.uri,
                Reason.TOOK_TOO_LONG,
                f"Reading it takes more than {self._rules.max_seconds} s; save it anew, or raise `max_seconds`.",
            )
        return Issue(found.uri, Reason.READER_DIED, f"Its reader crashed on it (status {status}); it is damaged, so save it anew.")


def work(descriptor: int) -> None:
    """What the process does: one input after the other, until the socket closes."""
    from flows.read.formats import read_here

    connection = Connection(descriptor)
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, calls), daemon=True).start()
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    rules: Rules = pickle.loads(calls.get())  # noqa: S301  from the process that started this one
    while True:
        kind, found, body = pickle.loads(calls.get())  # noqa: S301  the same; a body is bytes
        _limit_memory(rules.max_memory)
        with contextlib.suppress(OSError):  # the parent is gone, and `_receive` about to see it
            _send(connection, rules, read_here(kind, found, body, rules), found)


def _receive(connection: Connection, calls: "SimpleQueue[bytes]") -> None:
    """Inputs as they come; ends the process at the end of the stream, also in the middle of one."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            calls.put(connection.recv_bytes())
    os._exit(0)


def _send(connection: Connection, rules: Rules, items: Iterator[Item], found: Input) -> None:
    """The items as they come, each within its time; None at the end."""
    signal.setitimer(signal.ITIMER_PROF, rules.max_seconds)
    try:
        for item in items:
            connection.send_bytes(answers.encoded(item))
            signal.setitimer(signal.ITIMER_PROF, rules.max_seconds)
    except MemoryError:
        message = f"Reading it takes more than {rules.max_memory:,} bytes of memory; split it, or raise `max_memory_mb`."
        connection.send_bytes(answers.encoded(Issue(found.uri, Reason.OUT_OF_MEMORY, message)))
    except Exception as error:  # a parser's own fault on what is broken; in a process of our own it can do no harm
        connection.send_bytes(answers.encoded(failed(found.uri, error)))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    connection.send_bytes(answers.encoded(None))


def _limit_memory(n_bytes: int) -> None:
    """So many bytes more than the process has by now. Where the system has no such limit there is none."""
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + n_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
