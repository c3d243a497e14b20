"""What expressions are found as, and which value and interval they get. The parse plays no part here."""

from datetime import date, datetime

import pytest

from tests.timed import plain

# A Sunday.
PUBLISHED = date(2015, 3, 8)

# The expression as it stands in "It happened ..., they say.", its type and its value, told from 2015-03-08.
DATES = [
    # days in full
    ("June 5, 2012", "DATE", "2012-06-05"),
    ("on Tuesday, June 5, 2012", "DATE", "2012-06-05"),
    ("on 5 June 2012", "DATE", "2012-06-05"),
    ("on the 5th of June, 2012", "DATE", "2012-06-05"),
    ("on 2012-06-05", "DATE", "2012-06-05"),
    ("on 6/5/12", "DATE", "2012-06-05"),  # month first, as Americans write
    ("on 25/6/2012", "DATE", "2012-06-25"),  # no month 25
    ("on 05.06.2012", "DATE", "2012-06-05"),  # with dots the day comes first
    ("on Sept. 3rd, 1999", "DATE", "1999-09-03"),
    ("on 8-May-2006", "DATE", "2006-05-08"),
    # days without a year: the nearest
    ("on March 1", "DATE", "2015-03-01"),
    ("on Dec. 30", "DATE", "2014-12-30"),
    ("on May 2", "DATE", "2015-05-02"),
    ("last May 2", "DATE", "2014-05-02"),
    # weekdays: the last one, today included
    ("on Saturday", "DATE", "2015-03-07"),
    ("on Sunday", "DATE", "2015-03-08"),
    ("last Sunday", "DATE", "2015-03-01"),
    ("this past Friday", "DATE", "2015-03-06"),
    ("this coming Friday", "DATE", "2015-03-13"),
    ("next Tuesday", "DATE", "2015-03-10"),
    ("Monday of last week", "DATE", "2015-02-23"),
    # months, quarters, halves, seasons
    ("in July 1998", "DATE", "1998-07"),
    ("in February", "DATE", "2015-02"),
    ("last July", "DATE", "2014-07"),
    ("in July last year", "DATE", "2014-07"),
    ("in the third quarter of 2012", "DATE", "2012-Q3"),
    ("in the 2012 third quarter", "DATE", "2012-Q3"),
    ("in last year's third quarter", "DATE", "2014-Q3"),
    ("in the fourth quarter", "DATE", "2014-Q4"),
    ("in the first half of 2012", "DATE", "2012-H1"),
    ("in the summer of 2012", "DATE", "2012-SU"),
    ("last fall", "DATE", "2014-FA"),
    ("over the weekend", "DATE", "2015-W10-WE"),
    # years and more
    ("in 2012", "DATE", "2012"),
    ("in nineteen ninety-four", "DATE", "1994"),
    ("in '94 or so", "DATE", "1994"),
    ("in fiscal 2014", "DATE", "2014"),
    ("in the 1990s", "DATE", "199"),
    ("in the '90s", "DATE", "199"),
    ("in the nineties", "DATE", "199"),
    ("in the 1800s", "DATE", "18"),
    ("in the 19th century", "DATE", "18"),
    ("in the fifth century B.C.", "DATE", "BC04"),
    ("in 44 BC", "DATE", "BC0044"),
    ("in A.D. 79", "DATE", "0079"),
    # told from the day of publication
    ("yesterday", "DATE", "2015-03-07"),
    ("the day before yesterday", "DATE", "2015-03-06"),
    ("this week", "DATE", "2015-W10"),
    ("last month", "DATE", "2015-02"),
    ("next year", "DATE", "2016"),
    ("ten days ago", "DATE", "2015-02-26"),
    ("two weeks ago", "DATE", "2015-W08"),
    ("a month ago", "DATE", "2015-02"),
    ("41 years ago", "DATE", "1974"),
    ("a decade ago", "DATE", "2005"),  # ten years, not a decade of the calendar
    ("several years ago", "DATE", "PAST_REF"),
    ("20 to 30 million years ago", "DATE", "PAST_REF"),  # before every calendar
    # holidays
    ("on Christmas Eve", "DATE", "2014-12-24"),
    ("on Thanksgiving Day 2012", "DATE", "2012-11-22"),
    ("last Easter", "DATE", "2014-04-20"),
    ("last Labor Day", "DATE", "2014-09-01"),
    # times of day
    ("at 8:30 p.m.", "TIME", "2015-03-08T20:30"),
    ("at 11am on Friday", "TIME", "2015-03-06T11:00"),
    ("at noon Thursday", "TIME", "2015-03-05T12:00"),
    ("at 18:00 GMT on March 1", "TIME", "2015-03-01T18:00Z"),
    ("at 0215 GMT on March 1", "TIME", "2015-03-01T02:15Z"),
    ("at 10:35 a.m. (0735 GMT) on Friday", "TIME", "2015-03-06T10:35"),
    ("at 4 in the morning", "TIME", "2015-03-08T04:00"),
    ("this morning", "TIME", "2015-03-08TMO"),
    ("on Monday night", "TIME", "2015-03-02TNI"),
    ("last night", "TIME", "2015-03-07TNI"),
    ("tonight", "TIME", "2015-03-08TNI"),
    # past, present, future and no more
    ("in the past", "DATE", "PAST_REF"),
    ("recently", "DATE", "PAST_REF"),
    ("in recent years", "DATE", "PAST_REF"),
    ("these days", "DATE", "PRESENT_REF"),
    ("currently", "DATE", "PRESENT_REF"),
    ("in the near future", "DATE", "FUTURE_REF"),
    ("in the coming months", "DATE", "FUTURE_REF"),
]

LENGTHS = [
    ("for three years", "DURATION", "P3Y"),
    ("for two and a half years", "DURATION", "P2Y6M"),
    ("for 5 1/2 hours", "DURATION", "PT5H30M"),
    ("for a minute and a half", "DURATION", "PT1M30S"),
    ("for a hundred days", "DURATION", "P100D"),
    ("for a hundred and twenty days", "DURATION", "P120D"),
    ("for between four and six hours", "DURATION", "PT6H"),
    ("for 1,500 years", "DURATION", "P1500Y"),
    ("for 10,000 years", "DURATION", "P10000Y"),
    ("for a fine of $50,000 or two years", "DURATION", "P2Y"),
    ("for two decades", "DURATION", "P20Y"),
    ("for several months", "DURATION", "PXM"),
    ("for a couple of months", "DURATION", "P2M"),
    ("for two to three hundred days", "DURATION", "P200D"),
    ("for two to three weeks", "DURATION", "P2W"),
    ("for half a century", "DURATION", "P50Y"),
    ("all day", "DURATION", "P1D"),
    ("in 4:07.13", "DURATION", "PT4M7.13S"),
    ("for hours", "DURATION", "PTXH"),
    ("for two hours, 32 minutes and 5 seconds", "DURATION", "PT2H32M5S"),
    ("during a 10-day trip", "DURATION", "P10D"),
    ("during a decades-long war", "DURATION", "PXDE"),
    ("during a yearlong study", "DURATION", "P1Y"),
    ("in the past two months", "DURATION", "P2M"),
    ("in the first nine months", "DURATION", "P9M"),
    ("every day", "SET", "P1D"),
    ("every single day", "SET", "P1D"),
    ("every other week", "SET", "P2W"),
    ("each July", "SET", "XXXX-07"),
    ("every Monday morning", "SET", "XXXX-WXX-1TMO"),
    ("on Thursdays", "SET", "XXXX-WXX-4"),
    ("twice a week", "SET", "P1W"),
    ("daily", "SET", "P1D"),
]


@pytest.mark.parametrize(("said", "kind", "value"), DATES + LENGTHS)
def test_value(said: str, kind: str, value: str) -> None:
    assert [(row["type"], row["value"]) for row in plain(f"It happened {said}, they say.", PUBLISHED)] == [(kind, value)]


# What belongs to the expression: determiner and modifier do, preposition and possessive do not (TimeML 1.2.1, section 2.2.2).
EXTENTS = [
    ("It rose in early March.", "early March", "START"),
    ("It rose at the end of 2012.", "the end of 2012", "END"),
    ("It rose in mid-2012.", "mid-2012", "MID"),
    ("It rose in the second half of the 19th century.", "the second half of the 19th century", "END"),
    ("It rose around 2012.", "around 2012", "APPROX"),
    ("It took more than three years.", "more than three years", "MORE_THAN"),
    ("It took less than an hour.", "less than an hour", "LESS_THAN"),
    ("It took at least 20 days.", "at least 20 days", "EQUAL_OR_MORE"),
    ("It took up to 20 days.", "up to 20 days", "EQUAL_OR_LESS"),
    ("It took a week or so.", "a week or so", "APPROX"),
    ("It rose later this year.", "later this year", None),
    ("It rose over the next two years.", "the next two years", None),  # "over" is a preposition here,
    ("It pays in instalments over two years.", "two years", None),  # and here,
    ("It took over two years.", "over two years", "MORE_THAN"),  # but not here
    ("Monday's vote was close.", "Monday", None),
    ("The boat left at 8 p.m. EST Wednesday.", "8 p.m. EST Wednesday", None),
]


@pytest.mark.parametrize(("text", "said", "modifier"), EXTENTS)
def test_extent_and_modifier(text: str, said: str, modifier: str | None) -> None:
    assert [(row["text"], row["modifier"]) for row in plain(text, PUBLISHED)] == [(said, modifier)]


INTERVALS = [
    ("on Saturday", datetime(2015, 3, 7), datetime(2015, 3, 8), "day"),
    ("last week", datetime(2015, 2, 23), datetime(2015, 3, 2), "week"),
    ("in February 2012", datetime(2012, 2, 1), datetime(2012, 3, 1), "month"),
    ("in the fourth quarter of 2012", datetime(2012, 10, 1), datetime(2013, 1, 1), "quarter"),
    ("in the winter of 2012", datetime(2012, 12, 1), datetime(2013, 3, 1), "season"),
    ("in the 1990s", datetime(1990, 1, 1), datetime(2000, 1, 1), "decade"),
    ("on Monday night", datetime(2015, 3, 2, 20), datetime(2015, 3, 3, 6), "part of day"),
    ("at 8:30 p.m.", datetime(2015, 3, 8, 20, 30), datetime(2015, 3, 8, 20, 31), "minute"),
    ("at midnight on Friday", datetime(2015, 3, 7), datetime(2015, 3, 7, 0, 1), "minute"),  # the end of Friday
    ("in the past two weeks", datetime(2015, 2, 22), datetime(2015, 3, 8), "week"),
    ("in 44 BC", None, None, "year"),  # outside the calendar of timestamps
    ("for two weeks", None, None, "week"),  # nobody says which
    ("recently", None, None, None),
]


@pytest.mark.parametrize(("said", "starts_at", "ends_at", "precision"), INTERVALS)
def test_interval(said: str, starts_at: datetime | None, ends_at: datetime | None, precision: str | None) -> None:
    [row] = plain(f"It happened {said}, they say.", PUBLISHED)
    assert (row["starts_at"], row["ends_at"], row["precision"]) == (starts_at, ends_at, precision)


RANGES = [
    ("It ran between 2009 and 2013.", ["2009", "2013"], date(2009, 1, 1), date(2014, 1, 1)),
    ("It ran in 2009-13.", ["2009", "2013"], date(2009, 1, 1), date(2014, 1, 1)),
    ("It ran from Monday to Friday.", ["2015-03-02", "2015-03-06"], date(2015, 3, 2), date(2015, 3, 7)),
    ("It ran from Friday through Monday.", ["2015-03-06", "2015-03-09"], date(2015, 3, 6), date(2015, 3, 10)),
    ("It ran from 9 a.m. to 5 p.m. on Monday.", ["2015-03-02T09:00", "2015-03-02T17:00"], date(2015, 3, 2), date(2015, 3, 2)),
    ("It ran May 1-3, 1998.", ["1998-05-01", "1998-05-03"], date(1998, 5, 1), date(1998, 5, 4)),
    ("It ran from November to February 1998.", ["1997-11", "1998-02"], date(1997, 11, 1), date(1998, 3, 1)),
]


@pytest.mark.parametrize(("text", "values", "first", "end"), RANGES)
def test_range(text: str, values: list[str], first: date, end: date) -> None:
    rows = plain(text, PUBLISHED)
    assert [row["value"] for row in rows] == values
    assert {(row["range_starts_at"].date(), row["range_ends_at"].date()) for row in rows} == {(first, end)}


def test_a_list_is_no_range() -> None:
    rows = plain("They met on April 24 and 25, 1998.", PUBLISHED)
    assert [(row["value"], row["range_starts_at"]) for row in rows] == [("1998-04-24", None), ("1998-04-25", None)]


# Without a day to tell it from, the value keeps what is known and there is no interval.
UNANCHORED = [
    ("on Saturday", "XXXX-WXX-6"),
    ("in July", "XXXX-07"),
    ("on July 4", "XXXX-07-04"),
    ("yesterday", "XXXX-XX-XX"),
    ("last week", "XXXX-WXX"),
    ("a month ago", "XXXX-XX"),
    ("last year", "XXXX"),
    ("in the third quarter", "XXXX-Q3"),
    ("last summer", "XXXX-SU"),
    ("over the weekend", "XXXX-WXX-WE"),
    ("tonight", "XXXX-XX-XXTNI"),
    ("at 8 p.m.", "XXXX-XX-XXT20:00"),
]


@pytest.mark.parametrize(("said", "value"), UNANCHORED)
def test_nothing_is_invented(said: str, value: str) -> None:
    [row] = plain(f"It happened {said}, they say.")
    assert (row["value"], row["starts_at"], row["ends_at"], row["anchor"]) == (value, None, None, None)


# What is told from the text itself: the text, the values, and the text of the expression that the last was told from.
TOLD = [
    ("They met on June 5, 2012 and parted two days later.", ["2012-06-05", "2012-06-07"]),
    ("They met on June 5, 2012 and parted the next day.", ["2012-06-05", "2012-06-06"]),
    ("They met in May 2012 and parted the following month.", ["2012-05", "2012-06"]),
    ("They met in May 2012 and parted that year.", ["2012-05", "2012"]),
    ("They met in May 2012 and parted a year earlier.", ["2012-05", "2011-05"]),
    ("They met in 2012 and parted two days later.", ["2012", "XXXX-XX-XX"]),  # a year has no day to count from
    ("They met on June 5, 2012, at 9 a.m. and parted at noon.", ["2012-06-05T09:00", "2012-06-05T12:00"]),
    ("Sales in the third quarter of 2012 rose. The year-earlier quarter was weak.", ["2012-Q3", "2011-Q3"]),
]


@pytest.mark.parametrize("published_on", [None, PUBLISHED])
@pytest.mark.parametrize(("text", "values"), TOLD)
def test_told_from_the_text(text: str, values: list[str], published_on: date | None) -> None:
    assert [row["value"] for row in plain(text, published_on)] == values


def test_anchor_says_what_it_was_told_from() -> None:
    [explicit, later, last] = plain("They met on June 5, 2012 and parted two days later. Last week they met again.", PUBLISHED)
    assert (explicit["anchor"], explicit["anchor_start_char"]) == (None, None)
    assert (later["anchor"], later["anchor_start_char"]) == (datetime(2012, 6, 5), explicit["start_char"])
    assert (last["anchor"], last["anchor_start_char"]) == (datetime(2015, 3, 8), None)


def test_a_date_alone_in_its_line_near_the_top_dates_the_document() -> None:
    text = "Ferry runs aground\n\nMarch 8, 2015\n\nIt happened on Saturday."
    assert [row["value"] for row in plain(text)] == ["2015-03-08", "2015-03-07"]
    assert [row["value"] for row in plain(text.replace("\n\nIt", " It"))] == ["2015-03-08", "XXXX-WXX-6"]
