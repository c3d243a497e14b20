"""Warehouses in an object store: a folder in the user's cache that mirrors a prefix of a bucket, file by file.

All else works on that folder as on any other. What goes through `files` reaches the bucket: parts and manifests never change, so a copy of
one is right for ever; a file that changes is asked for anew, and put only in place of the one that this process has read.
"""

import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from flows.settings import cache_folder, is_address
from flows.store import objects
from flows.store.objects import Address, Body, ChangedError, Entry, IfThere, Objects

R = TypeVar("R")

_NAME, _NOTES = "place.json", "etags"
_FOLDERS = ("parts", "batches", "runs")
# Written without having been read, and put in place of whatever is there: pages, and what only saves time.
_REPLACED = ("seeds.cache.parquet",)
_CHANGING = ("textmart.duckdb", "forgotten.jsonl")

# The tag of each changing file that this process has read, None where there was none: what a put is to replace.
_read: dict[Path, str | None] = {}


def folder(warehouse: str) -> Path:
    """The folder of a warehouse: itself, or the one that mirrors it."""
    return _mirroring(Address.parse(warehouse)) if is_address(warehouse) else Path(warehouse)


def _mirroring(address: Address) -> Path:
    digest = hashlib.sha256(f"{objects.opened(address.bucket).endpoint} {address}".encode()).hexdigest()[:16]
    made = Path(_root(cache_folder()), f"{address.bucket}-{digest}")
    if not (made / _NAME).exists():
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(made / _NAME, json.dumps(str(address)).encode())
    return made


@cache
def _root(cached_in: str) -> str:
    return str(Path(cached_in).resolve() / "s3")


def at(path: Path) -> "Mirror | None":
    """The mirror that the path is or lies in, if it does in one."""
    # Asked for each file of a run.
    if "/s3/" not in str(path):
        return None
    root = _root(cache_folder())
    if not str(path).startswith(f"{root}{os.sep}"):
        return None
    return _at(Path(root, path.relative_to(root).parts[0]), os.getpid())


@cache
def _at(top: Path, _process: int) -> "Mirror":
    address = Address.parse(json.loads((top / _NAME).read_text()))
    return Mirror(top, address, objects.opened(address.bucket))


def told(text: str) -> str:
    """The text with addresses in place of the folders that mirror them."""
    root = _root(cache_folder())
    if root in text:
        for name in Path(root).glob(f"*/{_NAME}"):
            text = text.replace(str(name.parent), json.loads(name.read_text()))
    return text


@dataclass(frozen=True, slots=True)
class Sent:
    """A folder that mirrors an object store, on its way to a machine that has a cache of its own."""

    address: str


def sent(argument: object) -> object:
    """The argument as a process elsewhere can take it."""
    mirror = at(argument) if isinstance(argument, Path) else None
    return Sent(str(mirror.address)) if mirror and mirror.top == argument else argument


def called(function: Callable[..., R], *arguments: object) -> R:
    """What the function returns for arguments that were `sent`."""
    return function(*(folder(each.address) if isinstance(each, Sent) else each for each in arguments))


def location(path: Path) -> str:
    """Where it is for those who have no cache: the object's address, or the file's absolute path."""
    mirror = at(path)
    return f"{mirror.address}{str(path).removeprefix(str(mirror.top))}" if mirror else str(path.absolute())


@dataclass(frozen=True, slots=True)
class Note:
    """What was last known of an object: its tag, and the SHA-256 of what it held."""

    etag: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """A folder, and the part of a bucket that it mirrors."""

    top: Path
    address: Address
    objects: Objects

    def key(self, path: Path) -> str | None:
        """The name of the object that the file mirrors; None for what is this machine's own."""
        inside = path.relative_to(self.top)
        is_shared = inside.parts[0] in _FOLDERS or (
            len(inside.parts) == 1 and (inside.name in (*_CHANGING, *_REPLACED) or inside.suffix == ".html")
        )
        return self.address.key(inside.as_posix()) if is_shared and ".tmp-" not in inside.name else None

    def put(self, path: Path, content: bytes) -> str:
        """Makes the object what the file is to be, and returns its tag; ChangedError if somebody else changed it."""
        key = self.key(path)
        assert key is not None  # noqa: S101
        if path.name in _REPLACED or path.suffix == ".html":
            return self.objects.put(key, content)
        only = IfThere(_read.get(path))
        try:
            etag = self.objects.put(key, content, only, writer=writer())
        except ChangedError:
            # A store that answered late or twice: it is there already.
            there = self._get(key)
            if there is None or there.content != content:
                if path.suffix != ".parquet":
                    raise
                etag = self.objects.put(key, content)
            else:
                etag = there.etag
        if path.name in _CHANGING:
            _read[path] = etag
        return etag

    def fetch(self, path: Path) -> None:
        """Makes the file what the object is. Raises FileNotFoundError."""
        body = self.objects.get(self.key(path) or "")
        assert body is not None  # noqa: S101
        _replace(path, body.content)
        self.note(path, Note(body.etag, hashlib.sha256(body.content).hexdigest()))

    def refresh(self, path: Path) -> bool:
        """Makes a changing file what the object is now; whether it became another, or is gone."""
        known = self.noted(path)
        if known and not (path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == known.sha256):
            known = None
        try:
            body = self.objects.get(self.key(path) or "", unless=known.etag if known else None)
        except FileNotFoundError:
            _read[path] = None
            was_there = path.exists()
            self.drop(path)
            return was_there
        if body is None:
            _read[path] = known.etag if known else None
            return False
        _replace(path, body.content)
        self.note(path, Note(body.etag, hashlib.sha256(body.content).hexdigest()))
        _read[path] = body.etag
        return True

    def delete(self, path: Path) -> None:
        """Removes the object."""
        self.objects.delete(self.key(path) or "")

    def drop(self, path: Path) -> None:
        """Removes the file, not the object."""
        path.unlink(missing_ok=True)
        self._note_of(path).unlink(missing_ok=True)

    def list(self, below: Path) -> Iterator[tuple[Path, Entry]]:
        """The files that the bucket has below a folder of the mirror."""
        inside = below.relative_to(self.top).as_posix()
        for entry in self.objects.list(self.address.key(f"{inside}/")):
            found = self.top / entry.key.removeprefix(self.address.key(""))
            if ".." not in found.parts:
                yield found, entry

    def head(self, path: Path) -> Entry | None:
        """What the bucket has."""
        return self.objects.head(self.key(path) or "")

    def who(self, path: Path) -> str:
        """Who put the object, if that was said."""
        there = self._get(self.key(path) or "")
        return there.writer if there else ""

    def note(self, path: Path, note: Note) -> None:
        """Keeps what is known of the object, once the file holds it."""
        _replace(self._note_of(path), f"{note.etag} {note.sha256}".encode())

    def noted(self, path: Path) -> Note | None:
        """What is known of the object, if anything is."""
        with suppress(OSError, ValueError, TypeError):
            return Note(*self._note_of(path).read_text().split(" "))
        return None

    def _note_of(self, path: Path) -> Path:
        return self.top / _NOTES / path.relative_to(self.top)

    def _get(self, key: str) -> Body | None:
        try:
            return self.objects.get(key)
        except FileNotFoundError:
            return None


def writer() -> str:
    """How others are told of this process."""
    return f"process {os.getpid()} on {socket.gethostname()}"


def _replace(path: Path, content: bytes) -> None:
    """Makes or replaces a file of the cache at once. It need not outlive a power cut: what is half there is not of its checksum."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.tmp-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
