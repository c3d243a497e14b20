"""Dates as news writes them above a story, in addresses and in names of files. What leaves the day or the month open stays open."""

import re
from datetime import datetime

from flows.read.documents import Precision
from flows.read.moments import Moment

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (
    r"(?:(?:,|\s+at|\s+-|\s+\||T|\s*[–—])?\s*(?P<hour>[012]?\d)[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:\(?(?:[A-Z]{2,5}|Z|[+-]\d\d:?\d\d)\)?)?)?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_SHAPES = [
    re.compile(_WEEKDAY + shape + _TIME, re.IGNORECASE)
    for shape in (
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"(?:the\s+)?{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}",
        rf"{_YEAR}\s*[-/.]\s*(?P<number>\d\d?)\s*[-/.]\s*(?P<day>\d\d?)",
        rf"(?P<one>\d\d?)\s*([-/.])\s*(?P<two>\d\d?)\s*\3\s*{_YEAR}",
        rf"{_YEAR}年\s*(?P<number>\d\d?)月\s*(?P<day>\d\d?)日",
    )
]
_MONTH_ALONE = re.compile(rf"{_MONTH},?\s+{_YEAR}", re.IGNORECASE)

_IN_PATH = [
    re.compile(rf"(?<![0-9A-Za-z]){shape}(?![0-9A-Za-z])", re.IGNORECASE)
    for shape in (
        rf"{_YEAR}([-_./])(?P<number>\d\d)\2(?P<day>\d\d)(?:[T_-](?P<hour>[012]\d)[-:.]?(?P<minute>[0-5]\d)(?:[-:.]?(?P<second>[0-5]\d))?)?Z?",
        rf"{_YEAR}([-_/]){_MONTH}\2(?P<day>\d\d?)",
        rf"{_YEAR}(?P<number>\d\d)(?P<day>\d\d)(?:T(?P<hour>[012]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?Z?)?",
        rf"(?P<one>\d\d)([-_.])(?P<two>\d\d)\2{_YEAR}",
        rf"(?P<day>\d\d?)([-_]){_MONTH}\2{_YEAR}",
        rf"{_MONTH}([-_])(?P<day>\d\d?)\2{_YEAR}",
    )
]
# /2015/03/title: blogs' addresses; the names of files hold too many numbers for that.
_MONTH_IN_URL = re.compile(rf"/{_YEAR}/(?P<number>\d\d)/")


def written(text: str) -> Moment | None:
    """The moment that the whole text states: `Tuesday, March 3, 2015 at 4:05 p.m. ET`, `3 Mar 2015`, `2015-03-03 16:05`, `March 2015`.

    `03/04/2015` is a year and no more, unless one of the numbers can't be a month or a day of the week beside it decides. A zone is not
    applied. None for anything else.
    """
    text = text.strip()
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _moment(found)
    if found := _MONTH_ALONE.fullmatch(text):
        return Moment(datetime(int(found["year"]), _MONTHS[found["month"].lower()], 1), Precision.MONTH)
    return None


def only_date(text: str) -> Moment | None:
    """The moment of the only day that a short text names: `Posted: Fri, Feb 16, 2018`. None where it names two or none for sure."""
    found = [each for shape in _SHAPES for each in shape.finditer(text) if not _goes_on(text, each)]
    moments = {moment for each in found if (moment := _moment(each))}
    only = moments.pop() if len(moments) == 1 else None
    return only if only and only.precision != Precision.YEAR else None


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether a letter or digit before or after the date belongs to its first or last word."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return (before.isalnum() and text[found.start()].isalnum()) or (after.isalnum() and found[0][-1].isalnum())


def in_path(path: str) -> Moment | None:
    """The moment in the name of a file or in the path of an address, such as `/2015/03/08/` or `20150308_flood`; the last one there."""
    found = [each for shape in _IN_PATH for each in shape.finditer(path)]
    moments = [(each.start(), moment) for each in found if (moment := _moment(each)) and moment.precision != Precision.YEAR]
    return max(moments)[1] if moments else None


def in_url(url: str) -> Moment | None:
    """The moment in an address: its path only, since a query may hold anything."""
    path = re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", url.partition("?")[0].partition("#")[0], flags=re.IGNORECASE)
    if moment := in_path(path):
        return moment
    found = _MONTH_IN_URL.search(path)
    if found and 1 <= int(found["number"]) <= 12:
        return Moment(datetime(int(found["year"]), int(found["number"]), 1), Precision.MONTH)
    return None


def _moment(found: re.Match[str]) -> Moment | None:
    parts = found.groupdict()
    year = int(parts["year"])
    days = _days(parts)
    weekday = _DAYS[parts["weekday"][:3].lower()] if parts.get("weekday") else None
    dates = []
    for month, day in days:
        try:
            date = datetime(year, month, day)
        except ValueError:
            continue
        if weekday is None or date.weekday() == weekday:
            dates.append(date)
    if not dates:
        return None
    if len(dates) > 1:
        return Moment(datetime(year, 1, 1), Precision.YEAR)
    return _with_time(dates[0], parts)


def _days(parts: dict[str, str | None]) -> set[tuple[int, int]]:
    """What may be meant, as month and day."""
    if one := parts.get("one"):
        two = parts["two"]
        return {(int(one), int(two or 0)), (int(two or 0), int(one))}
    name = parts.get("month")
    month = _MONTHS[name.lower()] if name else int(parts["number"] or 0)
    return {(month, int(parts["day"] or 0))}


def _with_time(date: datetime, parts: dict[str, str | None]) -> Moment:
    hour, minute, second = (parts.get(name) for name in ("hour", "minute", "second"))
    if hour is None or minute is None:
        return Moment(date, Precision.DAY)
    number, half = int(hour), (parts.get("half") or "").lower()[:1]
    if half and not 1 <= number <= 12:
        return Moment(date, Precision.DAY)
    if half:
        number = number % 12 + (12 if half == "p" else 0)
    if number > 23:
        return Moment(date, Precision.DAY)
    at = date.replace(hour=number, minute=int(minute), second=int(second or 0))
    return Moment(at, Precision.SECOND if second else Precision.MINUTE)
