"""Archives of files: zip and tar. Each member that is a file is an input of its own, under `archive.zip!/folder/member.txt`."""

import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from flows.read.budget import Budget, ExpandsTooFarError
from flows.read.compressed import FAULTS, expands_too_far
from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item, Unpack
from flows.read.rules import Rules
from flows.read.seeds import SYSTEM_NAMES

BROKEN = (
    *FAULTS,
    zipfile.BadZipFile,
    tarfile.TarError,
    struct.error,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
)
_SPOOLED = 16_000_000


def read_zip(found: Input, stream: BinaryIO, rules: Rules, budget: Budget, unpack: Unpack) -> Iterator[Item]:
    """The documents of a zip archive's members."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            inside = _Inside(found, rules)
            for member in members:
                inner = inside.admit(member.filename, is_file=(member.external_attr >> 28) in {0, 8})
                if not isinstance(inner, Input):
                    yield from [inner] if inner else []
                    if inner and inner.reason is Reason.TOO_MANY_ENTRIES:
                        return
                elif member.flag_bits & 1:
                    yield Issue(inner.uri, Reason.ENCRYPTED, "It needs a password; unpack it by hand.")
                else:
                    yield from _member(inner, partial(archive.open, member), budget, unpack)
    except ExpandsTooFarError:
        yield expands_too_far(found.uri, rules)
    except BROKEN as error:
        yield broken(found.uri, error)


def read_tar(found: Input, stream: BinaryIO, rules: Rules, budget: Budget, unpack: Unpack) -> Iterator[Item]:
    """The documents of a tar archive's members, in one pass over the stream."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            inside = _Inside(found, rules)
            for member in archive:
                if member.isdir():
                    continue
                inner = inside.admit(member.name, is_file=member.isreg())
                if not isinstance(inner, Input):
                    yield from [inner] if inner else []
                    if inner and inner.reason is Reason.TOO_MANY_ENTRIES:
                        return
                    continue
                yield from _member(inner, partial(archive.extractfile, member), budget, unpack)
                archive.members = []  # type: ignore[attr-defined]  # it keeps every header that it met
    except ExpandsTooFarError:
        yield expands_too_far(found.uri, rules)
    except BROKEN as error:
        yield broken(found.uri, error)


def spooled(stream: BinaryIO) -> BinaryIO:
    """The stream's bytes where they can be sought in: in memory, or when they are many in a nameless temporary file."""
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115  closed when the last reader lets go of it
    while block := stream.read(1 << 20):
        spool.write(block)
    spool.seek(0)
    return cast(BinaryIO, spool)


def _member(inner: Input, opened: Callable[[], IO[bytes] | None], budget: Budget, unpack: Unpack) -> Iterator[Item]:
    """One member's documents. A member that is broken does not keep the others from being read."""
    try:
        # Only of what is no file there would be none.
        with cast(BinaryIO, opened()) as body:
            yield from unpack(inner, cast(BinaryIO, budget.counted(body)))
    except ExpandsTooFarError:
        raise
    except BROKEN as error:
        yield broken(inner.uri, error)


def broken(uri: str, error: Exception) -> Issue:
    """The issue of an archive, or a member of one, that can't be unpacked."""
    return Issue(
        uri, Reason.BROKEN_COMPRESSION, f"It can't be unpacked to its end ({error or type(error).__name__}); what came before is used."
    )


class _Inside:
    """Names within one archive: which are admitted, and as what."""

    def __init__(self, archive: Input, rules: Rules) -> None:
        self._archive, self._rules = archive, rules
        self._times: Counter[str] = Counter()
        self._n = 0

    def admit(self, name: str, *, is_file: bool) -> Input | Issue | None:
        """The input that a member is, the issue why it is none, or nothing for what is passed over in folders, too."""
        self._n += 1
        if self._n > self._rules.max_entries:
            return Issue(
                self._archive.uri,
                Reason.TOO_MANY_ENTRIES,
                f"It has more than {self._rules.max_entries:,} members; those before are used. Unpack it by hand, or raise `max_entries`.",
            )
        shown = name.replace("\\", "/").encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
        path = PurePosixPath(shown)
        if any((part.startswith((".", "~$")) and part not in {".", ".."}) or part.lower() in SYSTEM_NAMES for part in path.parts):
            return None
        self._times[shown] += 1
        repeat = f"~{self._times[shown]}" if self._times[shown] > 1 else ""
        uri = f"{self._archive.uri}!/{shown.lstrip('/')}{repeat}"
        if path.is_absolute() or ".." in path.parts or shown[1:2] == ":":
            return Issue(
                uri, Reason.MEMBER_OUTSIDE, f"Its name leads out of the archive: {shown!r}. Unpack it by hand, if it is to be trusted."
            )
        if not is_file:
            return Issue(uri, Reason.NOT_A_FILE, "It is a link or a device; what a link leads to is read under its own name.")
        if self._archive.depth >= self._rules.max_depth:
            return Issue(
                uri,
                Reason.NESTED_TOO_DEEP,
                f"It lies in more than {self._rules.max_depth} archives; unpack them by hand, or raise `max_depth`.",
            )
        return replace(
            self._archive, uri=uri, name=path.name, depth=self._archive.depth + 1, n_compressions=0, charset=None, media_type=None, url=None
        )
