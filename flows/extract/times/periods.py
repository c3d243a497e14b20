"""Stretches of the calendar: days, weeks, months, quarters, ..., their TIMEX3 values and their bounds.

Values are those of TIMEX3 (TimeML Annotation Guidelines 1.2.1, 2006, section 2.2.3; ISO 8601 where that has a form). Weeks are ISO 8601's.
Seasons are the meteorological ones of the northern hemisphere; a winter bears the year in which it begins.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MONTHS_IN = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
DAYS_IN = {"day": 1, "night": 1, "week": 7, "weekend": 7}
# From fine to coarse.
ORDER = {
    unit: i
    for i, unit in enumerate(("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century", "millennium"))
}
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A unit of the calendar, by its first day."""

    unit: str
    start: date


def holding(unit: str, day: date) -> Period | None:
    """The period of this unit that holds the day; None where the calendar of Python ends."""
    try:
        return Period(unit, _first_day(unit, day))
    except (ValueError, OverflowError):
        return None


def _first_day(unit: str, day: date) -> date:
    match unit:
        case "week":
            return day - timedelta(days=day.weekday())
        case "weekend":
            return day - timedelta(days=day.weekday()) + timedelta(days=5)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "half":
            return date(day.year, 1 if day.month < 7 else 7, 1)
        case "season":
            return date(day.year - (day.month < 3), (day.month // 3 * 3) or 12, 1)
        case "year":
            return date(day.year, 1, 1)
        case "decade":
            return date(max(day.year // 10 * 10, 1), 1, 1)
        case "century":
            return date(max(day.year // 100 * 100, 1), 1, 1)
        case "millennium":
            return date(max(day.year // 1000 * 1000, 1), 1, 1)
        case _:
            return day


def later(day: date, n: int, unit: str) -> date | None:
    """The day n units later (earlier where negative); the last day of a month stays in its month. None outside the calendar."""
    try:
        if unit in DAYS_IN:
            return day + timedelta(days=n * DAYS_IN[unit])
        months = day.year * 12 + day.month - 1 + n * MONTHS_IN[unit]
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def shifted(period: Period, n: int, unit: str) -> Period | None:
    """The period of the same unit, n of `unit` later."""
    day = later(period.start, n, unit)
    return holding(period.unit, day) if day else None


def end_of(period: Period) -> date | None:
    """The first day after the period."""
    if period.unit == "weekend":
        return later(period.start, 2, "day")
    if period.start.year == 1 and period.unit in ("decade", "century", "millennium"):
        return date({"decade": 10, "century": 100, "millennium": 1000}[period.unit], 1, 1)
    return later(period.start, 1, period.unit)


def bounds(period: Period) -> tuple[datetime, datetime] | None:
    """First moment and end (exclusive); None outside the calendar."""
    end = end_of(period)
    return (datetime.combine(period.start, datetime.min.time()), datetime.combine(end, datetime.min.time())) if end else None


def value_of(period: Period) -> str:
    """The TIMEX3 value."""
    start = period.start
    match period.unit:
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year:04}-W{week:02}"
        case "weekend":
            year, week, _ = start.isocalendar()
            return f"{year:04}-W{week:02}-WE"
        case "month":
            return f"{start.year:04}-{start.month:02}"
        case "quarter":
            return f"{start.year:04}-Q{start.month // 3 + 1}"
        case "half":
            return f"{start.year:04}-H{1 if start.month < 7 else 2}"
        case "season":
            return f"{start.year:04}-{next(code for code, month in SEASON_MONTHS.items() if month == start.month)}"
        case "year":
            return f"{start.year:04}"
        case "decade":
            return f"{start.year // 10:03}"
        case "century":
            return f"{start.year // 100:02}"
        case "millennium":
            return f"{start.year // 1000:01}"
        case _:
            return start.isoformat()


# The values of units of which nothing more is known.
UNKNOWN = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX",
    "quarter": "XXXX-QX", "season": "XXXX-XX", "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX", "millennium": "X",
}  # fmt: skip
