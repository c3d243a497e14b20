"""What reading gives: documents, and issues where there could be none."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why an input was not, or not fully, used. A new kind of rejection is a new word here."""

    BAD_METADATA = "bad_metadata"
    BROKEN_COMPRESSION = "broken_compression"
    BROKEN_JSON = "broken_json"
    CHANGED_WHILE_READ = "changed_while_read"
    EMPTY = "empty"
    LINK_LOOP = "link_loop"
    LINK_OUTSIDE = "link_outside"
    LONE_SURROGATE = "lone_surrogate"
    NO_TEXT = "no_text"
    NOT_A_FILE = "not_a_file"
    NOT_AN_OBJECT = "not_an_object"
    NOT_TEXT = "not_text"
    REPEATED_ID = "repeated_id"
    UNREADABLE = "unreadable"
    UNSUPPORTED_FORMAT = "unsupported_format"
    VANISHED = "vanished"
    WRONG_ENCODING = "wrong_encoding"


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read, where it was found, and what is stated there about it. `published_at` has no zone: it is as written."""

    source_uri: str
    source_id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """An input that was not, or not fully, used: where, why in a word, and why in a sentence."""

    source_uri: str
    reason: Reason
    message: str
    stage: str = "read"


def doc_id(text: str) -> str:
    """A document's identity: 128 bits of SHA-256 of its text in UTF-8, as hex digits. Two texts of one id are not to be expected."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def unusable(source_uri: str, text: str) -> Issue | None:
    """Why the text can't be a document, if it can't."""
    if not text.strip():
        return Issue(source_uri, Reason.EMPTY, "There is no text in it.")
    if "\0" in text:
        return Issue(
            source_uri,
            Reason.NOT_TEXT,
            "It has NUL characters, which no text has; is it a program's file or in UTF-16 without a byte-order mark?",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(text[error.start]):04x}"
        return Issue(source_uri, Reason.LONE_SURROGATE, f"Character {error.start}, {half}, is half of a surrogate pair; repair the escape.")
    return None
