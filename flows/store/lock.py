"""One writer at a time: a lock on the warehouse that dies with its holder."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path


class WarehouseBusyError(RuntimeError):
    """Another process writes this warehouse."""


@contextmanager
def writing(warehouse: Path, *, wait_seconds: float) -> Iterator[None]:
    """Holds the warehouse's lock; waits for it at most that long, then raises WarehouseBusyError with the holder's name.

    `flock` is freed by the kernel when its holder dies however it dies; the descriptor is not inherited (PEP 446), so no worker or
    server that we start keeps it. On NFS it is as good as the server's locking.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(warehouse / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _taken(descriptor):
            if time.monotonic() >= deadline:
                raise WarehouseBusyError(
                    f"{warehouse} is being written by {_holder(descriptor)}; wait for it with --wait SECONDS, or try again later"
                )
            time.sleep(0.1)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def holder(warehouse: Path) -> str | None:
    """Who writes the warehouse at this moment, if anybody does. A run that begins within the microseconds of asking may be turned away."""
    try:
        descriptor = os.open(warehouse / ".lock", os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(descriptor)
    finally:
        os.close(descriptor)
    return None


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(descriptor: int) -> None:
    """Says who holds the lock. On a full disk nobody does: the lock is no less held, and `vacuum` is what makes room."""
    name = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.ftruncate(descriptor, 0)
    with suppress(OSError):
        os.pwrite(descriptor, json.dumps(name).encode(), 0)


def _holder(descriptor: int) -> str:
    try:
        name = json.loads(os.pread(descriptor, 1000, 0))
        return f"process {name['pid']} on {name['host']} since {name['since']}"
    except (ValueError, KeyError):
        return "another process"
