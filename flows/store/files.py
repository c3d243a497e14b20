"""The four ways in which the store changes the disk: write, fsync, rename, unlink.

All writing goes through here, so that a reader sees a file whole or not at all, and so that tests can end the process before any one
of them: `before` is called with the word and the path.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def _nothing(_word: str, _path: Path) -> None:
    """What happens before a change of the disk, outside tests."""


before: Callable[[str, Path], None] = _nothing

TEMPORARY = ".tmp-"


def temporary(path: Path) -> Path:
    """A name beside `path` that is nobody else's; `vacuum` knows it for a leftover."""
    return path.with_name(f"{path.name}{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}")


def is_temporary(path: Path) -> bool:
    """Whether the file is one that was being written."""
    return TEMPORARY in path.name


def write(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    """Makes or replaces the file at once: filled under a temporary name, on the disk before it is renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = temporary(path)
    try:
        before("write", part)
        with part.open("xb") as stream:
            fill(stream)
            stream.flush()
            before("fsync", part)
            os.fsync(stream.fileno())
        rename(part, path)
    except Exception:
        part.unlink(missing_ok=True)
        raise


def rename(source: Path, target: Path) -> None:
    """Replaces `target` by `source` in one step and sees to it that the folder remembers."""
    before("rename", target)
    source.replace(target)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Waits until the file's bytes are on the disk."""
    before("fsync", path)
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the folder's names are on the disk."""
    before("fsync", folder)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unlink(path: Path) -> None:
    """Removes the file; that it is gone already is no error."""
    before("unlink", path)
    path.unlink(missing_ok=True)
