"""Plain text: the document is the file's text."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from flows.read.documents import Document, Issue, Reason, unusable
from flows.read.seeds import Seed

# Longest first: UTF-32's little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(body: bytes) -> tuple[str, str]:
    """The text of bytes by their byte-order mark, which is taken off, else as UTF-8; and the codec. Raises UnicodeDecodeError."""
    for mark, codec in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec), codec
    return body.decode("utf-8"), "utf-8"


def read(seed: Seed, stream: BinaryIO) -> Iterator[Document | Issue]:
    """One document, or the issue why there is none."""
    body = stream.read()
    name = seed.seed_uri.rpartition("/")[2]
    try:
        text, encoding = decode(body)
    except UnicodeDecodeError as error:
        if b"\0" in body:
            yield Issue(seed.seed_uri, Reason.NOT_TEXT, "It has NUL bytes and no byte-order mark: it is no text, or UTF-16 without a mark.")
        else:
            yield Issue(
                seed.seed_uri,
                Reason.WRONG_ENCODING,
                f"Byte {error.start} is not {error.encoding.upper()}; convert it, for instance with iconv.",
            )
        return
    yield unusable(seed.seed_uri, text) or Document(
        seed.seed_uri, name.removesuffix(name[-4:]), text, encoding=encoding, media_type="text/plain"
    )
