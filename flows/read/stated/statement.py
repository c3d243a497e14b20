"""What a text states of itself, and which of its characters are about the text and no part of what it tells."""

from enum import StrEnum
from typing import NamedTuple

from flows.read.moments import Moment


class Name(StrEnum):
    """What is stated."""

    TITLE = "title"
    AUTHOR = "author"
    CONTRIBUTOR = "contributor"
    PUBLISHER = "publisher"
    PUBLISHED_AT = "published_at"
    UPDATED_AT = "updated_at"
    DATELINE_PLACE = "dateline_place"


class Kind(StrEnum):
    """A kind of boilerplate."""

    HEADLINE = "headline"
    BYLINE = "byline"
    PUBLISHED = "published"
    """Lines with the day of publication or of an update."""
    DATELINE = "dateline"
    SOURCE = "source"
    """The house's name before the first words, `(AP) --`, and lines on where the text is from or was published first."""
    CONTRIBUTED = "contributed"
    CORRECTION = "correction"
    COPYRIGHT = "copyright"
    FOLLOW = "follow"
    """Where else to find the house or its reporters, newsletters among it."""
    SHARE = "share"
    RELATED = "related"
    """What else to read or to watch."""
    SUBSCRIPTION = "subscription"
    COOKIES = "cookies"
    ADVERTISEMENT = "advertisement"
    COMMENTS = "comments"
    CREDIT = "credit"
    """Whose picture stood there."""


class Statement(NamedTuple):
    """A metadatum that the text states between `start` and `end`."""

    name: Name
    value: str | Moment
    start: int
    end: int


class Boilerplate(NamedTuple):
    """A stretch of the text that is about the text."""

    kind: Kind
    start: int
    end: int


Found = Statement | Boilerplate
