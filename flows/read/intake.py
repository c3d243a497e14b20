"""All seeds at once: which are as they were, and what the others hold, in pieces that fit in memory."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from flows.read import formats
from flows.read.confined import ReaderProcess
from flows.read.documents import Document, Issue, Reason
from flows.read.language import DETECTOR, told
from flows.read.objects import fetching
from flows.read.rules import Rules
from flows.read.seeds import Root, Seed, find
from flows.read.stated import completed
from flows.read.stated.statement import Statement


@dataclass(frozen=True, slots=True)
class Glance:
    """What a seed looked like when its content was last hashed: size in bytes, time in nanoseconds, hash of the content."""

    n_bytes: int
    modified_ns: int
    content_hash: str


@dataclass(slots=True)
class Unchanged:
    """A seed whose content is the one that was read before, by the readers that are here now."""

    seed: Seed
    content_hash: str


@dataclass(slots=True)
class Read:
    """A seed that was read: its documents and issues come through `items`, once. `read_hash` adds the readers' version to its content's."""

    seed: Seed
    content_hash: str
    read_hash: str
    items: Iterator[Document | Issue] = field(repr=False)


def look(
    roots: Sequence[Root],
    include: Sequence[str],
    exclude: Sequence[str],
    known: Mapping[str, str],
    glances: Mapping[str, Glance],
    again: set[str],
    rules: Rules,
) -> Iterator[Unchanged | Read | Issue]:
    """Every seed below the roots. `known` has the hash of content and readers with which a seed was read before, by seed_uri.

    Size and time decide first (`glances`), the content when they differ from the last time. Seeds in `again` are read in any case.
    """
    made_by = f"readers {formats.VERSION} {rules.fingerprint()} {DETECTOR}"

    def at_a_glance(seed: Seed) -> str | None:
        glance = glances.get(seed.seed_uri)
        return glance.content_hash if glance and (glance.n_bytes, glance.modified_ns) == (seed.n_bytes, seed.modified_ns) else None

    def read_hash_of(content_hash: str) -> str:
        return hashlib.sha256(f"{content_hash} {made_by}".encode()).hexdigest()

    def is_opened(seed: Seed) -> bool:
        content_hash = at_a_glance(seed)
        return content_hash is None or seed.seed_uri in again or known.get(seed.seed_uri) != read_hash_of(content_hash)

    with closing(ReaderProcess(rules)) as process, fetching(find(roots, include, exclude), is_opened) as seeds:
        for seed in seeds:
            if isinstance(seed, Issue):
                yield seed
                continue
            content_hash = at_a_glance(seed)
            if content_hash is None:
                try:
                    content_hash = hash_of(seed.path)
                except FileNotFoundError:
                    yield Issue(seed.seed_uri, Reason.VANISHED, "It was there when the run began and was gone when it was to be read.")
                    continue
                except OSError as error:
                    yield Issue(seed.seed_uri, Reason.UNREADABLE, f"It can't be read: {error.strerror or error}.")
                    continue
            read_hash = read_hash_of(content_hash)
            if known.get(seed.seed_uri) == read_hash and seed.seed_uri not in again:
                yield Unchanged(seed, content_hash)
            else:
                yield Read(seed, content_hash, read_hash, formats.read(seed, rules, process))


def understood(
    item: Document | Issue,
    languages: Callable[[], Mapping[str, str | None]] = dict,
    statements: Callable[[], Mapping[str, Sequence[Statement]]] = dict,
) -> list[Document | Issue]:
    """The item with what its text states and the language that it shows; the document as it was read, and an issue, if that fails.

    `languages` and `statements` have by document id what is known of texts that were read before.
    """
    try:
        return list(told(completed(item, statements), languages))
    except Exception as error:
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return [Issue(item.source_uri, Reason.BAD_METADATA, f"What its text states could not be told ({fault}); it is kept without."), item]


def hash_of(path: Path) -> str:
    """A hash of the file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
