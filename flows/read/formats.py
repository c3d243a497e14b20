"""Which reader reads which seed. A new format is a module beside this one and a line in READERS."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from flows.read import compressed, json_lines, plain_text
from flows.read.documents import Document, Issue, Reason
from flows.read.seeds import Seed

Reader = Callable[[Seed, BinaryIO], Iterator[Document | Issue]]

READERS: dict[str, Reader] = {
    ".txt": plain_text.read,
    ".jsonl": json_lines.read,
    ".jsonl.gz": compressed.gzipped(json_lines.read),
    ".jsonl.zst": compressed.zstandard(json_lines.read),
}

# What the readers make of a file. Raised when any of them makes something else of the same bytes: every seed is then read again.
VERSION = 2


def reader_of(seed: Seed) -> Reader | None:
    """The reader for a file of that name, by its longest known ending."""
    name = seed.seed_uri.rpartition("/")[2].lower()
    endings = [ending for ending in READERS if name.endswith(ending)]
    return READERS[max(endings, key=len)] if endings else None


def read(seed: Seed) -> Iterator[Document | Issue]:
    """The documents of a seed, and issues for what of it could not be used. Raises nothing that the seed is to blame for."""
    reader = reader_of(seed)
    if reader is None:
        known = ", ".join(READERS)
        yield Issue(seed.seed_uri, Reason.UNSUPPORTED_FORMAT, f"Nothing here reads a file of that name; what is read: {known}.")
        return
    try:
        with seed.path.open("rb") as stream:
            yield from reader(seed, stream)
            status = seed.path.stat()
            if (status.st_size, status.st_mtime_ns) != (seed.n_bytes, seed.modified_ns):
                yield Issue(seed.seed_uri, Reason.CHANGED_WHILE_READ, "It was written to while it was read; the next run reads it again.")
    except FileNotFoundError:
        yield Issue(seed.seed_uri, Reason.VANISHED, "It was there when the run began and was gone when it was to be read.")
    except OSError as error:
        yield Issue(seed.seed_uri, Reason.UNREADABLE, f"It can't be read: {error.strerror or error}.")
