"""Seeds: the input files, found below their roots in a stable order."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pathspec

from flows.read.documents import Issue, Reason
from flows.settings import is_address
from flows.store import objects
from flows.store.objects import Address, Entry, StoreError

# Files that systems and programs leave in people's folders; nobody means them when naming the folder.
SYSTEM_NAMES = frozenset(
    {"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information", "lost+found", "@eadir", "icon\r"}
)


class SeedsError(ValueError):
    """The named seeds can't be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Seed:
    """An input file. `seed_uri` is its path from the seed root with the root's name in front, `location` its path; size in bytes, time in
    nanoseconds. Of an object `location` is its address, and its time the second of its last change, with a hash of its tag in the
    nanoseconds.
    """

    seed_uri: str
    location: str
    n_bytes: int
    modified_ns: int

    @property
    def path(self) -> Path:
        """Where it is. Made when it is asked for: of a hundred thousand unchanged seeds nobody asks."""
        return Path(self.location)


Root = Path | Address


def root_of(seed: str) -> Root:
    """The file, folder or part of a bucket that the setting names."""
    return Address.parse(seed) if is_address(seed) else Path(seed)


def named(root: Root) -> str:
    """Its name from everywhere."""
    return str(root.resolve() if isinstance(root, Path) else root)


def find(roots: Sequence[Root], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[Seed | Issue]:
    """Every seed below the roots, in order of its path, and issues for what can't be one.

    Hidden and system files are passed over, unless a root itself is one. Links are followed within their root; those that lead out of
    it or round in a circle are issues. `include` and `exclude` are .gitignore patterns against the path below the root. A bucket is listed
    before its first seed comes; SeedsError if that fails or nothing is there.
    """
    by_name: dict[str, Root] = {}
    for root in roots:
        if isinstance(root, Path):
            if not root.exists():
                raise SeedsError(f"there is no {root}; name a file or folder that exists")
            name = _name(root.resolve().name)
        else:
            name = root.prefix.rpartition("/")[2] or root.bucket
        if name in by_name:
            raise SeedsError(f"{by_name[name]} and {root} are both called {name!r}; name the folder that holds them instead")
        by_name[name] = root
    wanted = pathspec.GitIgnoreSpec.from_lines(include) if include else None
    unwanted = pathspec.GitIgnoreSpec.from_lines(exclude) if exclude else None
    for name, root in sorted(by_name.items()):
        for inside, found in _below(root):
            uri = f"{name}/{inside}" if inside else name
            if isinstance(found, Issue):
                yield Issue(uri, found.reason, found.message)
                continue
            if (wanted and not wanted.match_file(inside or name)) or (unwanted and unwanted.match_file(inside or name)):
                continue
            yield _seed(uri, found) if isinstance(found, str) else replace(found, seed_uri=uri)


def _below(root: Root) -> Iterable[tuple[str, str | Issue | Seed]]:
    if isinstance(root, Address):
        return _listed(root)
    top = root.resolve()
    return _walk(top, str(top), "", ())


def _walk(top: Path, path: str, below: str, above: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, str | Issue]]:
    """Names below the root of the files below a path, and their paths; `above` are the folders that lead there, to see a circle."""
    try:
        status = os.stat(path)  # noqa: PTH116  paths are made of texts here: objects would cost more than the look at the file
    except OSError as error:
        loop = error.errno == errno.ELOOP or Path(path).is_symlink()
        yield below, Issue("", Reason.LINK_LOOP if loop else Reason.VANISHED, f"It leads nowhere: {error.strerror}.")
        return
    if not stat.S_ISDIR(status.st_mode):
        yield below, path
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield below, Issue("", Reason.LINK_LOOP, "This link leads back to a folder that holds it.")
        return
    try:
        entries = sorted(os.scandir(path), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield below, Issue("", Reason.UNREADABLE, f"The folder can't be listed: {error.strerror}.")
        return
    for entry in entries:
        name = entry.name
        if name.startswith((".", "~$")) or name.lower() in SYSTEM_NAMES:
            continue
        inner = f"{below}/{_name(name)}" if below else _name(name)
        if entry.is_symlink():
            target = Path(os.path.realpath(entry.path))
            if target.exists() and not target.is_relative_to(top):
                yield inner, Issue("", Reason.LINK_OUTSIDE, "This link leads out of its seed root; name its target as a seed of its own.")
                continue
        if entry.is_file(follow_symlinks=False):
            yield inner, entry.path
        else:
            yield from _walk(top, entry.path, inner, (*above, here))


def _listed(root: Address) -> list[tuple[str, str | Issue | Seed]]:
    """The objects below the address by their names from there, in the order in which a folder's files come."""
    inside = root.key("")
    try:
        entries = [each for each in objects.opened(root.bucket).list(root.prefix) if each.key == root.prefix or each.key.startswith(inside)]
    except StoreError as error:
        raise SeedsError(str(error)) from None
    if not entries:
        raise SeedsError(f"there is nothing at {root}; name a bucket or prefix that holds something")
    named = {"" if each.key == root.prefix else each.key.removeprefix(inside): each for each in entries}
    return [
        (name, Seed("", f"s3://{root.bucket}/{each.key}", each.n_bytes, moment_of(each)))
        for name, each in sorted(named.items(), key=lambda item: item[0].split("/"))
        if not _is_passed_over(name)
    ]


def _is_passed_over(name: str) -> bool:
    """Whether the object is hidden, a system's, or what programs put for a folder."""
    names = name.split("/")
    return (name != "" and names[-1] == "") or any(part.startswith((".", "~$")) or part.lower() in SYSTEM_NAMES for part in names if part)


def moment_of(entry: Entry) -> int:
    """The object's time as a seed has it: a change within a second shows, too."""
    digest = hashlib.sha256(entry.etag.encode()).digest()
    return int(entry.modified_at.timestamp()) * 1_000_000_000 + int.from_bytes(digest[:8], "big") % 1_000_000_000


def _seed(uri: str, path: str) -> Seed | Issue:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError as error:
        return Issue(uri, Reason.VANISHED, f"It was there and is gone: {error.strerror}.")
    if not stat.S_ISREG(status.st_mode):
        return Issue(uri, Reason.NOT_A_FILE, "It is a device, a socket or a pipe.")
    return Seed(uri, path, status.st_size, status.st_mtime_ns)


def _name(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 are shown by their numbers."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")
