"""Holidays by name, and the day on which each falls; as kept in the United States where countries differ."""

import calendar
from datetime import date, timedelta

FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year": (1, 1),
    "new year's": (1, 1), "new year's day": (1, 1), "new year's eve": (12, 31), "epiphany": (1, 6), "groundhog day": (2, 2),
    "valentine's day": (2, 14), "st. patrick's day": (3, 17), "april fools' day": (4, 1), "april fool's day": (4, 1), "earth day": (4, 22),
    "anzac day": (4, 25), "may day": (5, 1), "cinco de mayo": (5, 5), "flag day": (6, 14), "juneteenth": (6, 19), "canada day": (7, 1),
    "independence day": (7, 4), "bastille day": (7, 14), "halloween": (10, 31), "all saints' day": (11, 1), "all souls' day": (11, 2),
    "guy fawkes night": (11, 5), "veterans day": (11, 11), "armistice day": (11, 11), "remembrance day": (11, 11),
}  # fmt: skip
_DAYS_AFTER_EASTER = {
    "ash wednesday": -46, "palm sunday": -7, "good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1, "ascension day": 39,
    "pentecost": 49,
}  # fmt: skip
# Month, weekday (Monday 0), which of them in the month (-1 the last), days after it.
_BY_WEEKDAY = {
    "martin luther king day": (1, 0, 3, 0), "presidents day": (2, 0, 3, 0), "presidents' day": (2, 0, 3, 0), "mother's day": (5, 6, 2, 0),
    "memorial day": (5, 0, -1, 0), "father's day": (6, 6, 3, 0), "labor day": (9, 0, 1, 0), "columbus day": (10, 0, 2, 0),
    "election day": (11, 0, 1, 1), "thanksgiving": (11, 3, 4, 0), "thanksgiving day": (11, 3, 4, 0), "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4),
}  # fmt: skip
NAMES = frozenset((*FIXED, *_DAYS_AFTER_EASTER, *_BY_WEEKDAY))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar: the anonymous algorithm (Meeus, *Astronomical Algorithms*, 1991, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def moving_day(name: str, year: int) -> date | None:
    """The day of a holiday that moves; None before the Gregorian calendar, and for one that does not move."""
    if not 1583 <= year <= 9998:
        return None
    if name in _DAYS_AFTER_EASTER:
        return easter(year) + timedelta(days=_DAYS_AFTER_EASTER[name])
    if name not in _BY_WEEKDAY:
        return None
    month, weekday, n, after = _BY_WEEKDAY[name]
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[n - 1 if n > 0 else n]) + timedelta(days=after)
