"""Moments of publication as ISO 8601 writes them, with the unit to which they are stated."""

import re
from datetime import datetime
from typing import NamedTuple

from flows.read.documents import Precision

# Programmes write year 1 or 9999 for a day that they do not know; nothing was printed before the first of these years.
FIRST_YEAR, LAST_YEAR = 1400, 2100

_YEAR_OR_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")
_TIME = re.compile(r"[T ](\d\d)(?::?(\d\d))?(?::?(\d\d))?")


class Moment(NamedTuple):
    """A moment and the unit to which it is stated; what is finer is 0 (months and days 1)."""

    at: datetime
    precision: Precision


def moment(text: str) -> Moment:
    """The moment that ISO 8601 writes so (`2024`, `2024-05`, `2024-05-01`, `2024-05-01T23:30Z`) and its unit; raises ValueError.

    A zone is dropped, not applied: the date on the page is the one that "yesterday" in the text refers to.
    """
    text = text.strip()
    if short := _YEAR_OR_MONTH.fullmatch(text):
        year, month = short.groups()
        return Moment(datetime(int(year), int(month or 1), 1), Precision.MONTH if month else Precision.YEAR)
    at = datetime.fromisoformat(text).replace(tzinfo=None)
    time = _TIME.search(text)
    if not time:
        return Moment(at, Precision.DAY)
    _, minute, second = time.groups()
    return Moment(at, Precision.SECOND if second else Precision.MINUTE if minute else Precision.HOUR)
