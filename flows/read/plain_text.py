"""Plain text: the document is the file's text."""

from collections.abc import Iterator
from typing import BinaryIO

from flows.read.decoding import DecodingError, decode
from flows.read.documents import Document, Issue
from flows.read.inputs import Input, Item, whole
from flows.read.rules import Rules


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """One document, or the issue why there is none."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    try:
        text, encoding = decode(body, found.charset)
    except DecodingError as error:
        yield Issue(found.uri, error.reason, str(error))
        return
    yield Document(found.uri, found.source_id, text, encoding=encoding, media_type="text/plain")
