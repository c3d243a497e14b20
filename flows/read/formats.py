"""Which reader reads which input. A new format is a module beside this one, a kind in `kinds` and a line here.

What is cheap and can't hang is read where it is found; everything else is parsed in a process apart (`confined`).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO

from flows.read import archives, compressed, delimited, json_lines, json_objects, kinds, mbox, plain_text, warc
from flows.read.budget import Budget, ExpandsTooFarError
from flows.read.confined import ReaderProcess
from flows.read.documents import STATED, Document, Issue, Reason, is_storable, unusable
from flows.read.inputs import Input, Item, Unpack, failed, whole
from flows.read.rules import Rules
from flows.read.seeds import Seed

Reader = Callable[[Input, BinaryIO, Rules], Iterator[Item]]

# What the readers make of a file, completed by what its text states. Raised when that is something else of the same bytes: every seed is
# then read again.
VERSION = 9

HERE: dict[str, Reader] = {
    "text": plain_text.read,
    "json_lines": json_lines.read,
    "json": json_objects.read,
    "csv": delimited.read,
}
CONFINED = frozenset({"docx", "feed", "html", "mail", "markdown", "odt", "parquet", "pdf"})

_UNREAD = {
    "-ole": "It is a file of an older office program, or one with a password; save it as .docx, .odt or PDF without a password.",
    "-rtf": "It is RTF; save it as .docx or .odt.",
    "-office": "It is a spreadsheet, a presentation or a book; save its text as .docx, .odt, PDF or CSV.",
    "-rar": "It is a RAR archive; unpack it, or pack it as .zip.",
    "-7z": "It is a 7z archive; unpack it, or pack it as .zip.",
    "-image": "It is an image; its text can be had by OCR.",
    "-sound": "It is a sound; transcribe it.",
    "-database": "It is an SQLite database; export its table as CSV.",
    "-binary": "It is a program.",
}
_NOT_TEXT = frozenset({"-image", "-sound", "-binary", "-database"})
_KNOWN = (
    ".txt, .md, .html, .pdf, .docx, .odt, .eml, .mbox, .csv, .tsv, .json, .jsonl, .parquet, RSS and Atom, WARC, and any of these in .zip, "
    ".tar, .gz, .zst, .bz2 or .xz"
)


def read(seed: Seed, rules: Rules, process: ReaderProcess) -> Iterator[Item]:
    """The documents of a seed, and issues for what of it could not be used. Raises nothing that the seed is to blame for."""
    found = Input(seed.seed_uri, seed.seed_uri.rpartition("/")[2], seed.n_bytes)
    try:
        with seed.path.open("rb") as stream:
            is_empty = True
            for item in _with_addresses_of_their_own(read_input(found, stream, rules, process)):
                is_empty = False
                yield item
            if is_empty:
                yield Issue(seed.seed_uri, Reason.EMPTY, "It holds no document.")
            status = seed.path.stat()
            if (status.st_size, status.st_mtime_ns) != (seed.n_bytes, seed.modified_ns):
                yield Issue(seed.seed_uri, Reason.CHANGED_WHILE_READ, "It was written to while it was read; the next run reads it again.")
    except FileNotFoundError:
        yield Issue(seed.seed_uri, Reason.VANISHED, "It was there when the run began and was gone when it was to be read.")
    except OSError as error:
        yield Issue(seed.seed_uri, Reason.UNREADABLE, f"It can't be read: {error.strerror or error}.")
    except Exception as error:
        yield failed(seed.seed_uri, error)


def read_input(found: Input, stream: BinaryIO, rules: Rules, process: ReaderProcess | None) -> Iterator[Item]:
    """The same for an open input; without a process everything is read here."""
    for item in _read(found, stream, rules, Budget(found.n_bytes, rules.max_expansion), process):
        yield from checked(item, rules)


def _with_addresses_of_their_own(items: Iterator[Item]) -> Iterator[Item]:
    """The items of a seed, a document under an address that another had before it under one with a number: names in files are anyone's."""
    taken: set[str] = set()
    for item in items:
        if isinstance(item, Document):
            uri, number = item.source_uri, 1
            while item.source_uri in taken:
                number += 1
                item = replace(item, source_uri=f"{uri}~{number}")
            taken.add(item.source_uri)
        yield item


def read_here(kind: str, found: Input, body: bytes, rules: Rules) -> Iterator[Item]:
    """The documents of bytes of that kind, read in this process."""
    yield from _parsed(kind, found, BytesIO(body), rules, _unpacking(rules, Budget(len(body), rules.max_expansion), None))


def checked(item: Item, rules: Rules) -> Iterator[Item]:
    """The item, unless it is a document that can't be one; without metadata that can't be stored."""
    if isinstance(item, Issue):
        yield replace(item, source_uri=_escaped(item.source_uri), message=_escaped(item.message))
        return
    if len(item.text) > rules.max_chars:
        yield Issue(
            item.source_uri,
            Reason.TOO_LONG,
            f"Its text has {len(item.text):,} characters; split it, or raise `max_text_chars` ({rules.max_chars:,}).",
        )
    elif issue := unusable(item.source_uri, item.text):
        yield issue
    else:
        yield item if all(map(is_storable, _texts(item))) else _storable(item)


def _texts(document: Document) -> Iterator[str]:
    for name in ("source_uri", "source_id", *STATED):
        value = getattr(document, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _escaped(text: str) -> str:
    """The text, what can't be stored of it written as escapes."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def _storable(document: Document) -> Document:
    """The document, what can't be stored of its names and metadata written as escapes."""

    def shown(value: object) -> object:
        if isinstance(value, str):
            return _escaped(value)
        return tuple(map(shown, value)) if isinstance(value, tuple) else value

    changed: dict[str, Any] = {name: shown(getattr(document, name)) for name in ("source_uri", "source_id", *STATED)}
    return replace(document, **changed)


def _read(found: Input, stream: BinaryIO, rules: Rules, budget: Budget, process: ReaderProcess | None) -> Iterator[Item]:
    """The items of an input. What no reader expects ends here, with that input, unless it may be a fault of what the input is packed in."""
    try:
        yield from _by_kind(found, stream, rules, budget, process)
    except (*archives.BROKEN, ExpandsTooFarError, MemoryError):
        raise
    except Exception as error:
        yield failed(found.uri, error)


def _by_kind(found: Input, stream: BinaryIO, rules: Rules, budget: Budget, process: ReaderProcess | None) -> Iterator[Item]:
    head, stream = kinds.peek(stream)
    kind = kinds.kind_of(found.name, head, found.media_type)
    unpack = _unpacking(rules, budget, process)
    if kind in compressed.OPENED:
        yield from compressed.read(kind, found, stream, rules, budget, unpack)
    elif kind == "tar":
        yield from archives.read_tar(found, stream, rules, budget, unpack)
    elif kind == "zip":
        yield from _zip(found, stream, rules, budget, process)
    elif kind == "mbox":
        yield from mbox.read(found, stream, rules, unpack)
    elif kind == "warc":
        yield from warc.read(found, stream, rules, unpack)
    elif kind in HERE:
        yield from HERE[kind](found, stream, rules)
    elif kind in CONFINED:
        yield from _confined(kind, found, stream, rules, process, unpack)
    else:
        yield _unread(found, kind, head)


def _unpacking(rules: Rules, budget: Budget, process: ReaderProcess | None) -> Unpack:
    return lambda inner, stream: _read(inner, stream, rules, budget, process)


def _zip(found: Input, stream: BinaryIO, rules: Rules, budget: Budget, process: ReaderProcess | None) -> Iterator[Item]:
    """What is packed as zip: an archive, or a document of an office program."""
    if not stream.seekable():
        stream = archives.spooled(stream)
    try:
        kind = kinds.kind_of_zip(stream)
    except archives.BROKEN as error:
        yield archives.broken(found.uri, error)
        return
    stream.seek(0)
    unpack = _unpacking(rules, budget, process)
    if kind == "zip":
        yield from archives.read_zip(found, stream, rules, budget, unpack)
    elif kind in CONFINED:
        yield from _confined(kind, found, stream, rules, process, unpack)
    else:
        yield _unread(found, kind, b"")


def _confined(kind: str, found: Input, stream: BinaryIO, rules: Rules, process: ReaderProcess | None, unpack: Unpack) -> Iterator[Item]:
    if process is None:
        yield from _parsed(kind, found, stream, rules, unpack)
        return
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
    else:
        yield from process.read(kind, found, body)


def _parsed(kind: str, found: Input, stream: BinaryIO, rules: Rules, unpack: Unpack) -> Iterator[Item]:
    """The documents by a reader that is imported when it is first needed: these libraries are large."""
    if kind == "mail":
        from flows.read import mail

        yield from mail.read(found, stream, rules, unpack)
        return
    reader: Reader
    match kind:
        case "docx" | "odt":
            from flows.read import office

            reader = office.read_docx if kind == "docx" else office.read_odt
        case "feed":
            from flows.read import feed

            reader = feed.read
        case "html":
            from flows.read import html_page

            reader = html_page.read
        case "markdown":
            from flows.read import markdown

            reader = markdown.read
        case "parquet":
            from flows.read import parquet

            reader = parquet.read
        case "pdf":
            from flows.read import pdf

            reader = pdf.read
        case _:
            raise AssertionError(kind)
    yield from reader(found, stream, rules)


def _unread(found: Input, kind: str | None, head: bytes) -> Issue:
    """The issue of an input that nothing here reads."""
    if kind in _UNREAD:
        return Issue(found.uri, Reason.NOT_TEXT if kind in _NOT_TEXT else Reason.UNSUPPORTED_FORMAT, _UNREAD[kind])
    if kind is not None and kind.startswith("-not-"):
        named = kind.removeprefix("-not-")
        reason = Reason.BROKEN_COMPRESSION if named in compressed.OPENED or named in {"zip", "tar"} else Reason.BROKEN_FILE
        return Issue(
            found.uri, reason, f"Its name says {named}, and its content is none; fetch or save it anew." if head else "It is empty."
        )
    if not head:
        return Issue(found.uri, Reason.EMPTY, "There is nothing in it.")
    return Issue(found.uri, Reason.UNSUPPORTED_FORMAT, f"Nothing here reads it; if it is text, name it .txt. What is read: {_KNOWN}.")
