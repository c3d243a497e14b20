"""What a format's own fields state of a document, put together with where each was read."""

from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from flows.read.documents import STATED, Origin, Precision
from flows.read.language import code
from flows.read.moments import moment

_TOO_LONG = 2_000


def stated(*places: tuple[Origin, Mapping[str, Any]]) -> dict[str, Any]:
    """The arguments of a Document for what these places state, the first that states something usable of each.

    Values are texts, for `authors` and `contributors` lists of texts, for `published_at` a text, a date or a moment with its precision.
    """
    found: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for origin, values in places:
        for name in STATED:
            value = values.get(name)
            if name in origins or value is None:
                continue
            if name == "published_at":
                if at := when(value):
                    found["published_at"], found["published_precision"] = at
                    origins[name] = origin
            elif (usable := _usable(name, value)) is not None:
                found[name] = usable
                origins[name] = origin
    return {**found, "origins": origins}


def _usable(name: str, value: Any) -> str | tuple[str, ...] | None:
    if name in {"authors", "contributors"}:
        people = [value] if isinstance(value, str) else value
        names = [clean(person) for person in people if isinstance(person, str)]
        return tuple(dict.fromkeys(filter(None, names))) or None
    text = clean(value) if isinstance(value, str) else None
    return code(text) if name == "language" and text else text


def clean(text: str) -> str | None:
    """The text on one line, without what can't be stored; None when nothing is left, or too much to be a name or a title."""
    text = " ".join("".join(character for character in text if character == "\t" or character.isprintable() or character.isspace()).split())
    return text if 0 < len(text) <= _TOO_LONG else None


def when(value: Any) -> tuple[datetime, Precision] | None:
    """A moment as ISO 8601 or RFC 5322 writes it, or Python has it, and its unit; the zone is dropped, not applied."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None), Precision.SECOND
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day), Precision.DAY
    if isinstance(value, tuple):
        return value
    if not isinstance(value, str):
        return None
    try:
        return moment(value)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value.strip()).replace(tzinfo=None), Precision.SECOND
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
