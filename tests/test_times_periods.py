"""Stretches of the calendar: values, bounds, shifts, holidays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.times import holidays, periods

UNITS = ["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century", "millennium"]

# A day, a unit, the value of the unit that holds the day, its first day and its end.
HOLDING = [
    (date(2015, 3, 8), "day", "2015-03-08", date(2015, 3, 8), date(2015, 3, 9)),
    (date(2015, 3, 8), "week", "2015-W10", date(2015, 3, 2), date(2015, 3, 9)),  # a Sunday ends its week
    (date(2016, 1, 1), "week", "2015-W53", date(2015, 12, 28), date(2016, 1, 4)),  # ISO's year of a week is not the day's
    (date(2015, 3, 4), "weekend", "2015-W10-WE", date(2015, 3, 7), date(2015, 3, 9)),
    (date(2016, 2, 29), "month", "2016-02", date(2016, 2, 1), date(2016, 3, 1)),
    (date(2015, 12, 31), "quarter", "2015-Q4", date(2015, 10, 1), date(2016, 1, 1)),
    (date(2015, 7, 1), "half", "2015-H2", date(2015, 7, 1), date(2016, 1, 1)),
    (date(2016, 2, 1), "season", "2015-WI", date(2015, 12, 1), date(2016, 3, 1)),  # a winter bears the year it began in
    (date(2015, 3, 8), "decade", "201", date(2010, 1, 1), date(2020, 1, 1)),
    (date(2015, 3, 8), "century", "20", date(2000, 1, 1), date(2100, 1, 1)),
    (date(79, 8, 24), "decade", "007", date(70, 1, 1), date(80, 1, 1)),
]


@pytest.mark.parametrize(("day", "unit", "value", "start", "end"), HOLDING)
def test_holding(day: date, unit: str, value: str, start: date, end: date) -> None:
    period = periods.holding(unit, day)
    assert period is not None
    assert (periods.value_of(period), period.start, periods.end_of(period)) == (value, start, end)


@given(st.dates(max_value=date(7999, 12, 31)), st.sampled_from(UNITS))
def test_a_period_holds_its_days_and_has_one_name(day: date, unit: str) -> None:
    period = periods.holding(unit, day)
    assert period is not None
    end = periods.end_of(period)
    assert end is not None
    if unit != "weekend":  # of its week, the days before it have it too
        assert period.start <= day < end
    assert periods.holding(unit, period.start) == period
    assert periods.value_of(period).isascii()


@given(st.dates(), st.integers(-300, 300), st.sampled_from(UNITS))
def test_a_shift_leads_back_or_out_of_the_calendar(day: date, n: int, unit: str) -> None:
    period = periods.holding(unit, day)
    shifted = periods.shifted(period, n, unit) if period else None
    if period and shifted and shifted.start.year > 1 and period.start.year > 1:
        assert periods.shifted(shifted, -n, unit) == period


HOLIDAYS = [
    ("easter", date(2000, 4, 23)),
    ("easter", date(2024, 3, 31)),
    ("easter", date(1818, 3, 22)),  # the earliest that there is
    ("easter", date(1943, 4, 25)),  # the latest
    ("good friday", date(2024, 3, 29)),
    ("thanksgiving", date(2023, 11, 23)),
    ("memorial day", date(2023, 5, 29)),
    ("election day", date(2022, 11, 8)),  # the Tuesday after the first Monday
    ("mother's day", date(2022, 5, 8)),
]


@pytest.mark.parametrize(("name", "day"), HOLIDAYS)
def test_moving_holiday(name: str, day: date) -> None:
    assert holidays.moving_day(name, day.year) == day
