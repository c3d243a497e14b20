"""What reading gives: documents, and issues where there could be none."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why an input was not, or not fully, used. A new kind of rejection is a new word here."""

    ANNOTATION_DIED = "annotation_died"
    ANNOTATION_FAILED = "annotation_failed"
    BAD_METADATA = "bad_metadata"
    BROKEN_COMPRESSION = "broken_compression"
    BROKEN_FILE = "broken_file"
    BROKEN_JSON = "broken_json"
    BROKEN_ROW = "broken_row"
    CHANGED_WHILE_READ = "changed_while_read"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    EXPANDS_TOO_FAR = "expands_too_far"
    FORGOTTEN = "forgotten"
    IMAGE_ONLY = "image_only"
    LINK_LOOP = "link_loop"
    LINK_OUTSIDE = "link_outside"
    LONE_SURROGATE = "lone_surrogate"
    MEMBER_OUTSIDE = "member_outside"
    NESTED_TOO_DEEP = "nested_too_deep"
    NO_MODEL_FOR_LANGUAGE = "no_model_for_language"
    NO_TEXT = "no_text"
    NOT_A_FILE = "not_a_file"
    NOT_AN_OBJECT = "not_an_object"
    NOT_TEXT = "not_text"
    OUT_OF_MEMORY = "out_of_memory"
    QUOTED_TEXT = "quoted_text"
    READER_DIED = "reader_died"
    REPEATED_ID = "repeated_id"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_MANY_ENTRIES = "too_many_entries"
    TOOK_TOO_LONG = "took_too_long"
    UNREADABLE = "unreadable"
    UNSUPPORTED_FORMAT = "unsupported_format"
    VANISHED = "vanished"
    WRONG_ENCODING = "wrong_encoding"
    WRONG_LANGUAGE = "wrong_language"


class Origin(StrEnum):
    """Where a metadatum was read. A new kind of place is a new word here."""

    FIELD = "field"
    """A field of a line, a row or an object with named fields."""
    HTML_META = "html meta"
    """An HTML page's head, and marks of its body that are made for metadata, such as `time`, `rel="author"` or the
    day beside its heading."""
    JSON_LD = "json-ld"
    PDF_INFO = "pdf info"
    """A PDF file's information dictionary or XMP packet."""
    OFFICE_PROPERTIES = "office properties"
    MAIL_HEADER = "mail header"
    FRONT_MATTER = "front matter"
    FEED = "feed"
    WARC_HEADER = "warc header"
    TEXT = "text"
    """The document's own text; the view `statements` says which characters."""
    URL = "url"
    """The address that is stated of it."""
    FILE_NAME = "file name"
    """The file's name or that of a folder it lies in."""
    DETECTED = "detected"
    """Stated nowhere: told from the text as a whole."""


class Precision(StrEnum):
    """The unit to which a moment of publication is stated."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


# What is stated of a document, each with an origin.
STATED = ("title", "publisher", "authors", "contributors", "published_at", "dateline_place", "url", "language")


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read, where it was found, and what is stated there about it.

    `published_at` is as written: no zone is applied, and what is finer than `published_precision` is 0 (months and days 1). `origins` has
    the place of each of STATED that is not None, and of no other. `encoding` is the codec that made text of bytes, as Python calls it, None
    where the format leaves no choice of one; `media_type` is the format's name with IANA.
    """

    source_uri: str
    source_id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] | None = None
    contributors: tuple[str, ...] | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    dateline_place: str | None = None
    url: str | None = None
    language: str | None = None
    encoding: str | None = None
    media_type: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuses what a reader must not make: a metadatum without its origin, or a moment without its precision."""
        without = {name for name in STATED if getattr(self, name) is not None} ^ set(self.origins)
        if without or (self.published_at is None) != (self.published_precision is None):
            raise ValueError(f"{self.source_uri}: {', '.join(sorted(without)) or 'published_precision'} and its origin do not go together")

    @property
    def published_on(self) -> date | None:
        """The calendar date of publication as written; None where a month or a year is all that is stated."""
        if self.published_at is None or self.published_precision in {Precision.YEAR, Precision.MONTH}:
            return None
        return self.published_at.date()


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


def is_storable(value: str) -> bool:
    """Whether it can be written: JSON's escapes allow halves of surrogate pairs."""
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
