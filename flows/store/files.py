"""The ways in which the store changes the disk, write, fsync, rename, unlink, and those in which it changes an object store, put and
delete; and how it looks at files that may lie there.

All writing goes through here, so that a reader sees a file whole or not at all, and so that tests can end the process before any one
of them: `before` is called with the word and the path. In a folder that mirrors an object store (`mirror`) a file is put there before it
has its name here, so that what is here is there, too.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from pyarrow.fs import LocalFileSystem

from flows.store import mirror
from flows.store.mirror import Mirror, Note


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
    """Replaces `target` by `source` in one step and sees to it that the folder remembers.

    In an object store that is one put. One of a file that changes raises ChangedError if somebody else has changed it since it was read.
    """
    before("rename", target)
    there = _mirror(target)
    if there is None:
        source.replace(target)
        sync_folder(target.parent)
        return
    before("put", target)
    content = source.read_bytes()
    etag = there.put(target, content)
    source.replace(target)
    there.note(target, Note(etag, hashlib.sha256(content).hexdigest()))


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
    there = _mirror(path)
    if there is None:
        path.unlink(missing_ok=True)
        return
    before("delete", path)
    there.delete(path)
    there.drop(path)


def _mirror(path: Path) -> Mirror | None:
    """The mirror in which the file is shared, if it is."""
    found = mirror.at(path)
    return found if found and found.key(path) else None


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that never changes, and what it should hold: so many bytes of this SHA-256 (hex digits)."""

    path: Path
    n_bytes: int
    sha256: str


# So many files are fetched from an object store at once, and so many put.
AT_ONCE, PUT_AT_ONCE = 16, 8

R = TypeVar("R")


def together(folder: Path, calls: Iterable[Callable[[], R]]) -> list[R]:
    """What the calls return, each of which writes files below the folder: one after the other, or where it mirrors an object store, some at
    once. A call is asked for when it is its turn.

    None is under way any more when this returns or raises, so that what names the files comes after them.
    """
    if mirror.at(folder) is None:
        return [call() for call in calls]
    done: list[R] = []
    rest = iter(calls)
    with ThreadPoolExecutor(PUT_AT_ONCE) as threads:
        while some := list(islice(rest, PUT_AT_ONCE)):
            done += threads.map(lambda call: call(), some)
    return done


def fetched(path: Path) -> Path:
    """A file that never changes, which is here afterwards if it is anywhere: one of an object store is fetched if it is not."""
    there = _mirror(path)
    if there and not path.exists():
        there.fetch(path)
    return path


def all_here(folder: Path, paths: Iterable[Path]) -> None:
    """The same for many of that folder, of which it is not known what they should hold. Raises FileNotFoundError."""
    if mirror.at(folder):
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(fetched, paths))


def all_fetched(expected: Sequence[Expected]) -> list[Path]:
    """Files that never change, fetched anew if they are not of their size. Returned are those that could not be had as they should be."""
    if not expected or _mirror(expected[0].path) is None:
        return []
    missing = [each for each in expected if not each.path.exists() or each.path.stat().st_size != each.n_bytes]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [each.path for each, is_here in zip(missing, threads.map(is_sound, missing), strict=True) if not is_here]


def refreshed(path: Path) -> bool:
    """Sees to it that a file that changes is here as it is in the object store, if it lies in one; whether it is another than before."""
    there = _mirror(path)
    return there.refresh(path) if there else False


def exists(path: Path) -> bool:
    """Whether the file is there; if so it is here afterwards, as it is there."""
    there = _mirror(path)
    if there is None:
        return path.exists()
    entry, known = there.head(path), there.noted(path)
    if entry is None:
        there.drop(path)
        return False
    if not (known and known.etag == entry.etag and path.exists()):
        there.fetch(path)
    return True


def listed(folder: Path, depth: int = 1) -> list[str]:
    """What lies so many levels below a folder, as paths from there in order, and the files that are only in the object store among them."""
    # Of tens of thousands no path is made, which would take ten times as long.
    found = _names(f"{folder}")
    for _ in range(1, depth):
        found = [f"{each}/{name}" for each in found for name in _names(f"{folder}/{each}")]
    there = mirror.at(folder)
    if there:
        stored = (path.relative_to(folder).as_posix() for path, _ in there.list(folder))
        found += [each for each in stored if each.count("/") == depth - 1]
    return sorted({*found})


def _names(folder: str) -> list[str]:
    with suppress(FileNotFoundError, NotADirectoryError):
        return os.listdir(folder)  # noqa: PTH208 names, not paths
    return []


def let_go(folder: Path) -> None:
    """Removes from the cache what is no longer in the object store: a document that another machine forgot goes from here, too."""
    there = mirror.at(folder)
    if there:
        kept = {path for path, _ in there.list(folder)}
        for path in folder.rglob("*"):
            if path.is_file() and path not in kept and not is_temporary(path):
                there.drop(path)


def as_they_were(folder: Path, since: Path | None, expected: Iterable[tuple[str, int]]) -> Iterator[bool]:
    """Whether each of the files below the folder, of which the path from there and the size are given, surely is what it was when the run
    that made it ended. A glance that reads none.

    A file of that size is, if it was not written to since the file `since` was; without `since` none is known to be. An object is, if it
    has the tag with which its content was last seen, or if that was not seen yet, by its time.
    """
    there = mirror.at(folder)
    if there is None:
        every = list(expected)
        written_before = since.stat().st_mtime_ns if since else -1
        # At all of them, as a corpus has tens of thousands, at once.
        found = LocalFileSystem().get_file_info([f"{folder}/{name}" for name, _ in every])
        for (_, n_bytes), info in zip(every, found, strict=True):
            yield info.size == n_bytes and info.mtime_ns <= written_before
        return
    entries = {str(path): entry for path, entry in there.list(folder)}
    limit = there.head(since) if since else None
    for name, n_bytes in expected:
        entry, known = entries.get(f"{folder}/{name}"), there.noted(folder / name)
        if entry is None or limit is None or entry.n_bytes != n_bytes:
            yield False
        else:
            yield known.etag == entry.etag if known else entry.modified_at <= limit.modified_at


def is_sound(each: Expected) -> bool:
    """Whether the stored file, the object and not what is here of it, holds what it should. What does not is marked and not kept here."""
    there = _mirror(each.path)
    try:
        if there:
            there.fetch(each.path)
        with each.path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return False
    if found != each.sha256 and there:
        there.drop(each.path)
        suspect(each.path)
    return found == each.sha256


def suspect(path: Path) -> None:
    """Marks the file, so that the next glance does not take it for what it was."""
    there = _mirror(path)
    if there:
        there.note(path, Note("suspect", "-"))
    elif path.exists():
        path.touch()


def absent(folder: Path, paths: Iterable[Path]) -> list[Path]:
    """Those of the files that are not in the object store, if the folder mirrors one: another machine may have removed them."""
    there = mirror.at(folder)
    if there is None:
        return []
    kept = {path for path, _ in there.list(folder)}
    return [path for path in paths if path not in kept]


def writer(path: Path) -> str:
    """Who put the file into the object store, if that is known."""
    there = _mirror(path)
    return there.who(path) if there else ""
