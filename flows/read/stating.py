"""What a format's own fields state of a document, put together with where each was read."""

import re
import reprlib
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from flows.read.documents import STATED, Issue, Origin, Precision, Reason
from flows.read.language import code
from flows.read.moments import FIRST_YEAR, LAST_YEAR, moment
from flows.read.stated.dates import only_date

# A date and what is said with it ("Posted on", a weekday, a place) is no longer than this.
LONGEST_DATE = 80
_TOO_LONG = 2_000
# Names of people and houses are none of these.
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
_SECONDS = re.compile(r"\d:\d\d:\d\d")


def stated(uri: str, *places: tuple[Origin, Mapping[str, Any]]) -> tuple[dict[str, Any], list[Issue]]:
    """The arguments of a Document for what these places state, the first that states something usable of each; issues where none does.

    Values are texts, for `authors` and `contributors` lists of texts, for `published_at` a text, a date or a moment with its precision.
    """
    found: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    in_vain: dict[str, str] = {}
    for origin, values in places:
        for name in STATED:
            value = values.get(name)
            if name in origins or value is None or (isinstance(value, str) and not value.strip()):
                continue
            if name == "published_at":
                if at := when(value):
                    found["published_at"], found["published_precision"] = at
                    origins[name] = origin
                else:
                    in_vain.setdefault(name, not_a_date(value))
            elif (usable := _usable(name, value)) is not None:
                found[name] = usable
                origins[name] = origin
    issues = [Issue(uri, Reason.BAD_METADATA, fault) for name, fault in in_vain.items() if name not in origins]
    return {**found, "origins": origins}, issues


def not_a_date(value: object) -> str:
    """The sentence on a day of publication that can't be used."""
    shown = value[0].isoformat() if isinstance(value, tuple) else value
    return (
        f"published_at is {reprlib.repr(shown)}, which is not one day for sure, in the years {FIRST_YEAR} to {LAST_YEAR}; it is left out. "
        "Write it as ISO does: 2024-05-31."
    )


def _usable(name: str, value: Any) -> str | tuple[str, ...] | None:
    if name in {"authors", "contributors"}:
        people = [value] if isinstance(value, str) else value
        names = [clean(person) for person in people if isinstance(person, str) and not _ADDRESS.match(person)]
        return tuple(dict.fromkeys(filter(None, names))) or None
    if name == "publisher" and isinstance(value, str) and _ADDRESS.match(value):
        return None
    text = clean(value) if isinstance(value, str) else None
    return code(text) if name == "language" and text else text


def clean(text: str) -> str | None:
    """The text on one line, without what can't be stored; None when nothing is left, or too much to be a name or a title."""
    text = " ".join("".join(character for character in text if character == "\t" or character.isprintable() or character.isspace()).split())
    return text if 0 < len(text) <= _TOO_LONG else None


def when(value: Any) -> tuple[datetime, Precision] | None:
    """A moment as ISO 8601, news or RFC 5322 write it, or Python has it, and its unit; the zone is dropped, not applied.

    None for anything else, for `06/07/2024`, which may be two days, and for years in which nothing is published.
    """
    at = _moment(value)
    return at if at and FIRST_YEAR <= at[0].year <= LAST_YEAR else None


def _moment(value: Any) -> tuple[datetime, Precision] | None:
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
    if len(value) <= LONGEST_DATE and (named := only_date(value)):
        return named
    try:
        at = parsedate_to_datetime(value.strip()).replace(tzinfo=None)
        return at, Precision.SECOND if _SECONDS.search(value) else Precision.MINUTE
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
