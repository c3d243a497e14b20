"""Which format an input has: told from its first bytes, with its name as a hint where they leave a choice."""

import io
import re
import zipfile
from typing import BinaryIO

HEAD = 65_536

# First bytes -> kind. Those marked with a dash are told apart to say what to do about them.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"PAR1", "parquet"),
    (b"WARC/1.", "warc"),
    (b"WARC/0.", "warc"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "-ole"),
    (b"{\\rtf", "-rtf"),
    (b"Rar!\x1a\x07", "-rar"),
    (b"7z\xbc\xaf\x27\x1c", "-7z"),
    (b"\x7fELF", "-binary"),
    (b"MZ\x90\0", "-binary"),
    (b"\x89PNG\r\n\x1a\n", "-image"),
    (b"\xff\xd8\xff", "-image"),
    (b"GIF87a", "-image"),
    (b"GIF89a", "-image"),
    (b"II*\0", "-image"),
    (b"MM\0*", "-image"),
    (b"ID3", "-sound"),
    (b"OggS", "-sound"),
    (b"SQLite format 3\0", "-database"),
)
_NAMES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".eml": "mail",
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".rss": "feed",
    ".atom": "feed",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".parquet": "parquet",
    ".zip": "zip",
    ".tar": "tar",
    ".gz": "gzip",
    ".tgz": "gzip",
    ".zst": "zstd",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".warc": "warc",
}
_MEDIA_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/csv": "csv",
    "application/json": "json",
    "message/rfc822": "mail",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
}
# Kinds whose files begin with fixed bytes: a name alone does not make one.
BINARY = frozenset({"pdf", "docx", "odt", "parquet", "zip", "tar", "gzip", "zstd", "bzip2", "xz", "warc"})

_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_XML_ROOT = re.compile(
    rb"\s*(?:(?:<\?.{0,4000}?\?>|<!--.{0,8000}?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>)\s*)*<([A-Za-z][\w:.-]*)", re.DOTALL
)
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf:rdf", b"atom:feed"})
_FROM_LINE = re.compile(rb"From \S.{0,200}\d{4}[^\n]{0,20}\r?\n[A-Za-z-]{1,40}:")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t\r\n]")
_MAIL_HEADERS = frozenset(
    b"received return-path delivered-to message-id date from to cc bcc subject mime-version content-type "
    b"reply-to in-reply-to references sender".split()
)


def kind_of(name: str, head: bytes, media_type: str | None = None) -> str | None:
    """The kind of an input with these first bytes and this file name; None for one that nothing here reads.

    A dash in front marks kinds that are known and not read. Text is what its name says, and without a name that says something what it
    looks like; `.txt` and `.jsonl` are never anything else.
    """
    named = _NAMES.get(ending_of(name))
    magic = next((kind for start, kind in _MAGIC if head.startswith(start)), None)
    if magic is None and head[257:262] == b"ustar":
        magic = "tar"
    if magic is None and b"%PDF-" in head[:1024] and named in {"pdf", None}:
        magic = "pdf"
    if magic and not (magic == "-sound" and named):
        return magic
    if named in {"text", "json_lines"}:
        return named
    if named in BINARY:
        return _looks(head) or f"-not-{named}"
    return named_or_looks(name, named, head, media_type)


def named_or_looks(name: str, named: str | None, head: bytes, media_type: str | None) -> str | None:
    """The kind of what is no binary file."""
    if media_type == "message/rfc822":
        return "mail"  # also one that begins as a mailbox does: it comes from one, and would be read for ever
    looks = _looks(head)
    if named in {"html", "feed", "mail", "mbox"} and looks in {"html", "feed", "mail", "mbox"}:
        return looks
    kind = named or looks or _MEDIA_TYPES.get(media_type or "")
    if kind is None and ("." not in name or media_type):
        return "text" if head and b"\0" not in head and not (media_type or "text/").startswith(("image/", "audio/", "video/")) else None
    return kind


def ending_of(name: str) -> str:
    """The last ending of a file's name, in lower case, with its dot."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def _looks(head: bytes) -> str | None:
    """What text looks like by its beginning."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "ignore").encode()
    elif head[:64].count(b"\0") > 16:
        head = head.replace(b"\0", b"")
    if _HTML.match(head):
        return "html"
    if root := _XML_ROOT.match(head):
        tag = root[1].lower()
        return "feed" if tag in _FEED_ROOTS else "html" if tag == b"html" else None
    if _FROM_LINE.match(head):
        return "mbox"
    return "mail" if _is_mail(head) else None


def _is_mail(head: bytes) -> bool:
    """Whether it begins with at least three different header lines that mail has, sender or route among them, before a blank line."""
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    seen: set[bytes] = set()
    for line in top.splitlines():
        if line[:1] in {b" ", b"\t"} and seen:
            continue
        found = _HEADER.match(line + b"\n")
        if not found:
            return False
        seen.add(found[1].lower())
    return len(seen & _MAIL_HEADERS) >= 3 and bool(seen & {b"from", b"received", b"return-path"})


def kind_of_zip(stream: BinaryIO) -> str:
    """What a zip archive is: a document of an office program, or an archive of files. Raises zipfile.BadZipFile."""
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return "docx"
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            media_type = archive.read("mimetype").strip()
            if media_type.startswith(b"application/vnd.oasis.opendocument.text"):
                return "odt"
            if media_type.startswith((b"application/vnd.oasis", b"application/epub")):
                return "-office"
        if "[Content_Types].xml" in names:
            return "-office"
    stream.seek(0)
    return "zip"


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes, and a stream that still has them."""
    if stream.seekable():
        start = stream.tell()
        head = stream.read(HEAD)
        stream.seek(start)
        return head, stream
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream, HEAD)  # type: ignore[type-var]
    return buffered.peek(HEAD)[:HEAD], buffered
