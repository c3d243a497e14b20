"""An input: a file, or what is in one, with what is known of it before it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from flows.read.documents import Document, Issue, Reason
from flows.read.rules import Rules

Item = Document | Issue


@dataclass(frozen=True, slots=True)
class Input:
    """Where it is, and its file name, which is a hint of its format.

    `charset` and `media_type` are what a header says of it, `url` the address it was fetched from, `n_bytes` the size of the seed that it
    comes from, `depth` in how many archives it lies, `n_compressions` how many times over it was compressed, within the last of them.
    """

    uri: str
    name: str
    n_bytes: int
    depth: int = 0
    n_compressions: int = 0
    charset: str | None = None
    media_type: str | None = None
    url: str | None = None

    @property
    def source_id(self) -> str:
        """The file's name without its ending."""
        stem, dot, ending = self.name.rpartition(".")
        return stem if dot and stem and len(ending) <= 8 else self.name

    def without_ending(self) -> "Input":
        """The same under the name that is left when the last ending, a compression's, is taken off."""
        return replace(self, name=self.name.rpartition(".")[0] or self.name)


class Unpack(Protocol):
    """Reads what an archive, a mail or a crawl holds."""

    def __call__(self, inner: Input, stream: BinaryIO, /) -> Iterator[Item]:
        """The documents and issues of an inner input."""


def whole(found: Input, stream: BinaryIO, rules: Rules) -> bytes | Issue:
    """All bytes of it, or the issue that they are too many to be held in memory."""
    body = stream.read(rules.max_bytes + 1)
    if len(body) > rules.max_bytes:
        return Issue(
            found.uri, Reason.TOO_LARGE, f"It has more than {rules.max_bytes:,} bytes in one piece; split it, or raise `max_file_mb`."
        )
    return body


def failed(uri: str, error: Exception) -> Issue:
    """The issue of an input on which its reader fails as it does not expect: mostly a library's own fault on what is broken."""
    message = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return Issue(uri, Reason.READER_DIED, f"Its reader failed on it ({message}); save it anew.")
