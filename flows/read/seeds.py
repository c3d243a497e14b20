"""Seeds: the input files, found below their roots in a stable order."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pathspec

from flows.read.documents import Issue, Reason

# Files that systems and programs leave in people's folders; nobody means them when naming the folder.
SYSTEM_NAMES = frozenset(
    {"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information", "lost+found", "@eadir", "icon\r"}
)


class SeedsError(ValueError):
    """The named seeds can't be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Seed:
    """An input file. `seed_uri` is its path from the seed root with the root's name in front; size in bytes, time in nanoseconds."""

    seed_uri: str
    path: Path
    n_bytes: int
    modified_ns: int


def find(roots: Sequence[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[Seed | Issue]:
    """Every seed below the roots, in order of its path, and issues for what can't be one.

    Hidden and system files are passed over, unless a root itself is one. Links are followed within their root; those that lead out of
    it or round in a circle are issues. `include` and `exclude` are .gitignore patterns against the path below the root.
    """
    named: dict[str, Path] = {}
    for root in roots:
        if not root.exists():
            raise SeedsError(f"there is no {root}; name a file or folder that exists")
        name = _name(root.resolve().name)
        if name in named:
            raise SeedsError(f"{named[name]} and {root} are both called {name!r}; name the folder that holds them instead")
        named[name] = root
    wanted = pathspec.GitIgnoreSpec.from_lines(include) if include else None
    unwanted = pathspec.GitIgnoreSpec.from_lines(exclude)
    for name, root in sorted(named.items()):
        top = root.resolve()
        for below, path in _walk(top, top, (), ()):
            uri = "/".join((name, *below))
            if isinstance(path, Issue):
                yield Issue(uri, path.reason, path.message)
                continue
            inside = "/".join(below) or name
            if (wanted and not wanted.match_file(inside)) or unwanted.match_file(inside):
                continue
            yield _seed(uri, path)


def _walk(
    top: Path, path: Path, below: tuple[str, ...], above: tuple[tuple[int, int], ...]
) -> Iterator[tuple[tuple[str, ...], Path | Issue]]:
    """Files below a path with their names below the root; `above` are the folders that lead there, to see a circle."""
    try:
        status = path.stat()
    except OSError as error:
        loop = error.errno == 40 or path.is_symlink()
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
        if entry.name.startswith((".", "~$")) or entry.name.lower() in SYSTEM_NAMES:
            continue
        inner = (*below, _name(entry.name))
        if entry.is_symlink():
            target = Path(os.path.realpath(entry.path))
            if target.exists() and not target.is_relative_to(top):
                yield inner, Issue("", Reason.LINK_OUTSIDE, "This link leads out of its seed root; name its target as a seed of its own.")
                continue
        if entry.is_file(follow_symlinks=False):
            yield inner, path / entry.name
        else:
            yield from _walk(top, path / entry.name, inner, (*above, here))


def _seed(uri: str, path: Path) -> Seed | Issue:
    try:
        status = path.stat()
    except OSError as error:
        return Issue(uri, Reason.VANISHED, f"It was there and is gone: {error.strerror}.")
    if not stat.S_ISREG(status.st_mode):
        return Issue(uri, Reason.NOT_A_FILE, "It is a device, a socket or a pipe.")
    return Seed(uri, path, status.st_size, status.st_mtime_ns)


def _name(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 are shown by their numbers."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
