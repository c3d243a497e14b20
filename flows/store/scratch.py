"""Folders for what is needed for a moment, in the system's place for such; those of processes that were killed go with the next one."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "textmart-"
# Between a folder's making and its locking lie some microseconds.
_YOUNG_SECONDS = 60


@contextmanager
def folder() -> Iterator[Path]:
    """A new folder for the block. It is locked meanwhile, and the kernel frees the lock when its holder dies however it dies."""
    _remove_dead()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(descriptor)


def _remove_dead() -> None:
    """Removes this user's folders that nobody holds."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            status = path.lstat()
            if status.st_uid != os.getuid() or time.time() < status.st_mtime + _YOUNG_SECONDS:
                continue
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue  # it went meanwhile, or is no folder
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue  # somebody holds it
        finally:
            os.close(descriptor)
