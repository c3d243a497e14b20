"""The grammar of dates: years, months and days, quarters and seasons, and days told from today."""

from datetime import date

from flows.extract.times.lexicon import DAYS_FROM_TODAY, DECADE_WORDS, MONTH_NUMBERS, NUMBERS, ORDINALS, SEASONS, UNIT_OF, WEEKDAY_NUMBERS
from flows.extract.times.meaning import Ancient, Bare, Explicit, Holding, Meaning, Offset, PartOf, Recurring, Select
from flows.extract.times.patterns import Groups, Rule, number, rule_of, spelt_year
from flows.extract.times.periods import SEASON_MONTHS, Period

RULES: list[Rule] = []
rule = rule_of(RULES)

# ---- years and what is longer


def year_of(words: list[str]) -> int | None:
    """The year that the atoms write; of two digits, one from 1930 to 2029."""
    if len(words) == 1 and words[0].isdigit() and len(words[0]) == 4:
        return int(words[0])
    if words and words[-1].isdigit() and len(words[-1]) == 2:
        short = int(words[-1])
        return short + (1900 if short >= 30 else 2000)
    return spelt_year(words)


def year_period(year: int | None) -> Explicit | None:
    """The year as a period; None outside the calendar."""
    return Explicit(Period("year", date(year, 1, 1))) if year and 1 <= year <= 9998 else None


@rule(
    "(?:(?:{the} )?{year} )?(?P<year>{YEAR})",
    "{APOS}~(?P<year>{TWO})(?!~| {UNIT|UNITS})",
    "(?:{the} {year} )?(?P<year><SPELTYEAR>)",
    "(?:{the} )?{fiscal|financial|calendar}<JOIN>(?:{year} )?(?P<year><YEAR>)",
    "(?:{the} )?(?P<year>{YEAR}) {fiscal|financial|calendar} {year}",
    "{FY}(?: |~)(?P<year>{YEAR|TWO})",
    "(?:{the} )?(?P<year>{YEAR}) {period|term}",
)
def _year(g: Groups) -> Meaning | None:
    return year_period(year_of(g["year"]))


@rule(
    "(?:{the} )?(?P<year>{YEAR})(?:~{APOS})?~{s}",
    "(?:{the} (?:{APOS}~)?|{APOS}~)(?P<year>{TWO})(?:~{APOS})?~{s}",
    "{the} (?:(?P<century>{CARD})<JOIN>)?(?P<word>{DECADES})",
)
def _decade(g: Groups) -> Meaning | None:
    """The 1990s; the 1800s are a century."""
    if g.has("word"):
        year: int | None = 100 * NUMBERS.get(g.first("century"), 19) + DECADE_WORDS[g.first("word")]
    else:
        year = year_of(g["year"])
    if not year or year % 10 or year < 1000:
        return None
    return Explicit(Period("century" if year % 100 == 0 and year != 2000 else "decade", date(year, 1, 1)))


@rule(
    "(?:{the} )?(?P<n><ORDINAL>)<JOIN>{century}(?:(?:~{COMMA})? (?P<era><ERA>))?",
    "(?:{the} )?(?P<n><ORDINAL>)(?= {and|or|to} (?:{the} )?(?:{early|late|mid} )?<ORDINAL><JOIN>{century|centuries})",
)
def _century(g: Groups) -> Meaning | None:
    n = ordinal(g["n"])
    if not n or n > 30:
        return None
    return (
        Ancient(f"BC{n - 1:02}", "century")
        if g.first("era").startswith("b")
        else Explicit(Period("century", date(max((n - 1) * 100, 1), 1, 1)))
    )


@rule("(?P<n>{DIGITS}(?:~{COMMA}~{DIGITS3})?)(?: |~)(?P<era><ERA>)", "(?P<era><ERA>) (?P<n>{DIGITS})")
def _year_of_era(g: Groups) -> Meaning | None:
    n, marks = number(g["n"]), "".join(word for word in g["era"] if word != ".")
    if not n or marks not in ("bc", "bce", "ad", "ce"):
        return None
    return year_period(int(n)) if marks in ("ad", "ce") else Ancient(f"BC{int(n):04}", "year")


# ---- months and days


def ordinal(words: list[str]) -> int | None:
    """The number of "3rd", "third" or "3"."""
    if not words:
        return None
    return int(words[0]) if words[0].isdigit() else ORDINALS.get(words[0])


def day_period(year: int | None, month: int, day: int) -> Explicit | None:
    """The day as a period; None where the calendar has none such."""
    try:
        return Explicit(Period("day", date(year or 0, month, day)))
    except ValueError:
        return None


_SELECT: dict[str, Select] = {"last": "last", "past": "last", "this": "this", "next": "next", "coming": "next", "upcoming": "next"}
_SELECT |= {"previous": "previous", "preceding": "previous", "prior": "previous", "following": "following", "that": "same", "same": "same"}


def selected(word: str) -> Select | None:
    """Which of several is meant by "last", "this", "next", ...; None where nothing says."""
    return _SELECT.get(word)


# The month is right before a number of its own: not the hour of "May 5 p.m.", nor the score of "May 5:30".
_NO_HOUR = "(?!~{COLON}~{MINUTE}|(?: |~)(?:<HALFDAY>))"
_YEAR_AFTER = "(?:(?:~{COMMA})? (?P<year><YEAR>|<SPELTYEAR>))"
_WEEKDAY_BEFORE = "(?:(?P<select>{this|last|next}) (?:(?P<sense>{past|coming}) )?)?(?:<WEEKDAY>(?:~{COMMA})? (?:{the} )?)?"


@rule(
    _WEEKDAY_BEFORE + "(?P<month><MONTH>)(?: {the})?(?: |~(?={DAYNUM}))(?P<day><DAY>|{ORD})" + _NO_HOUR + _YEAR_AFTER + "?",
    _WEEKDAY_BEFORE
    + "(?:{the} )?(?P<day><DAY>|{ORD})(?: {of})?(?: |~{DASH}~)(?P<month><MONTH>)(?:"
    + _YEAR_AFTER
    + "|~{DASH|SLASH}~(?P<short>{YEAR|TWO}))?",
)
def _month_day(g: Groups) -> Meaning | None:
    month, day = MONTH_NUMBERS[g.first("month")], ordinal(g["day"])
    if not day or day > 31:
        return None
    if year := g["year"] or g["short"]:
        return day_period(year_of(year), month, day)
    return Recurring("monthday", month, day=day, select=_select(g)) if day_period(2000, month, day) else None


@rule(
    "(?P<year>{YEAR})~{DASH}~(?P<month>{MONTHNUM})~{DASH}~(?P<day>{DAYNUM})",
    "(?P<day>{DAYNUM})~{DOT}~(?P<month>{MONTHNUM})~{DOT}~(?P<year>{YEAR})(?!~{DOT}~{DIGITS})",
)
def _numeric_day(g: Groups) -> Meaning | None:
    return day_period(int(g.first("year")), int(g.first("month")), int(g.first("day")))


@rule("(?P<month>{DAYNUM})~{SLASH}~(?P<day>{DAYNUM})~{SLASH}~(?P<year>{YEAR|TWO})")
def _slashed_day(g: Groups) -> Meaning | None:
    """Month first, as Americans write; day first where that cannot be."""
    first, second, year = int(g.first("month")), int(g.first("day")), year_of(g["year"])
    return day_period(year, second, first) if first > 12 else day_period(year, first, second)


@rule("(?P<month><MONTH>)(?:~{COMMA})?(?: {of})? (?P<year><YEAR>|<SPELTYEAR>)", "(?P<month><MONTH>)~{DASH}~(?P<year>{YEAR})")
def _month_year(g: Groups) -> Meaning | None:
    year = year_of(g["year"])
    return Explicit(Period("month", date(year, MONTH_NUMBERS[g.first("month")], 1))) if year else None


_RELATION = "{this|last|next|previous|preceding|prior|following|coming|upcoming|past|that}"
_SELECTED = "(?:{the} )?(?P<select>" + _RELATION + ")(?: (?P<sense>{past|coming|upcoming|same|last|next}))? "
_SELECTING = "(?:" + _SELECTED + ")?"


@rule(
    _SELECTING + "(?P<month><MONTH>)",
    _SELECTING + "(?P<weekday><WEEKDAY>)",
    _SELECTING + "(?P<season>{SEASON})",
    "{the} (?P<season>{SEASON})",
)
def _recurring(g: Groups) -> Meaning:
    return _named_part(g, _select(g))


def _select(g: Groups) -> Select | None:
    """What _SELECTED says: "this past" is the last one, "this coming" the next."""
    return selected(g.first("sense")) or selected(g.first("select"))


def _named_part(g: Groups, select: Select | None = None) -> Recurring:
    if g.has("month"):
        return Recurring("month", MONTH_NUMBERS[g.first("month")], select=select)
    if g.has("weekday"):
        return Recurring("weekday", WEEKDAY_NUMBERS[g.first("weekday")], select=select)
    return Recurring("season", SEASON_MONTHS[SEASONS[g.first("season")]], select=select)


@rule("{the} {weekend}", _SELECTED + "{weekend}")
def _weekend(g: Groups) -> Meaning:
    return Recurring("weekend", select=_select(g))


# ---- parts of a stated year: months, quarters, halves, seasons

_WHOLE = "(?P<relation>{this|last|next|that|previous|preceding|prior|following|same}) {year}"
_FISCAL = "(?:{fiscal|financial}<JOIN>)?"
_ORDINAL_PART = "(?P<n><ORDINAL>|{last})<JOIN>" + _FISCAL + "(?P<unit>{quarter|half})"
_THE_PART = "(?:{the} )?" + _FISCAL + _ORDINAL_PART


def _whole(g: Groups) -> Meaning | None:
    """The year in which a part lies: a number, or "last year"."""
    return year_period(year_of(g["year"])) if g.has("year") else related(g.first("relation"), "year")


def related(word: str, unit: str) -> Offset:
    """As an offset: "last week" is told from the document's day, "the following week" and "that week" from the text."""
    select = selected(word)
    if select in ("previous", "following", "same"):
        return Offset({"previous": -1, "following": 1, "same": 0}[select], unit, "text")
    return Offset({"last": -1, "next": 1}.get(select or "this", 0), unit)


def _ordinal_part(g: Groups) -> Recurring | None:
    n = ordinal(g["n"])
    if g.first("unit") == "quarter":
        n = n or 4
        return Recurring("quarter", n) if n <= 4 else None
    n = n or 2
    return Recurring("half", n) if n <= 2 else None


@rule(_THE_PART)
def _part(g: Groups) -> Meaning | None:
    return _ordinal_part(g) if g.first("n") != "last" else None


@rule(
    _THE_PART + "(?:~{COMMA})?(?: {of})?(?: {fiscal|financial})? (?P<year><YEAR>)",
    "(?:{the} )?(?P<year>{YEAR})(?:~{APOS}~{s})? " + _FISCAL + _ORDINAL_PART,
    _THE_PART + " (?:{of} )?(?:{the} )?" + _WHOLE,
    "(?:{the} )?" + _WHOLE + "~{APOS}~{s} " + _FISCAL + _ORDINAL_PART,
    "(?P<month><MONTH>)(?: {of})? (?:{the} )?" + _WHOLE,
    "(?:{the} )?" + _WHOLE + "~{APOS}~{s} (?P<month><MONTH>)",
    "(?:{this|the} )?(?P<season>{SEASON})(?: {of}|~{COMMA})? (?P<year><YEAR>|<SPELTYEAR>)",
    "(?:{the} )?(?P<season>{SEASON}) (?:{of} )?" + _WHOLE,
)
def _part_of_year(g: Groups) -> Meaning | None:
    part, whole = _ordinal_part(g) if g.has("unit") else _named_part(g), _whole(g)
    return PartOf(part, whole) if part and whole else None


@rule("(?P<weekday><WEEKDAY>) (?:{of} )?(?P<relation>{this|last|next}) {week}")
def _weekday_of_week(g: Groups) -> Meaning:
    return PartOf(_named_part(g), related(g.first("relation"), "week"))


@rule(
    "(?:{the} )?" + _WHOLE + "~{APOS}~{s} {quarter}",
    "(?:{the} )?(?P<year>{YEAR}) {quarter}",
    "{the} {same|corresponding|comparable} {quarter|period} (?:{of} )?(?:(?P<year>{YEAR})|(?:{the} )?" + _WHOLE + ")",
)
def _same_quarter(g: Groups) -> Meaning | None:
    """The 1988 quarter: that of which the text speaks, in another year."""
    whole = _whole(g)
    return PartOf(Recurring("quarter", 0), whole) if whole else None


# ---- told from today, or from the text


@rule("(?P<day>{TODAY})")
def _named_day(g: Groups) -> Meaning:
    return Offset(DAYS_FROM_TODAY[g.first("day")], "day")


@rule("{the} {day} (?P<side>{before|after}) (?P<day>{TODAY})")
def _day_beside(g: Groups) -> Meaning:
    return Offset(DAYS_FROM_TODAY[g.first("day")] + (-1 if g.first("side") == "before" else 1), "day")


_CALENDAR_UNIT = "(?P<unit>{day|week|month|quarter|year|decade|century|millennium})"


@rule(
    "(?:{the} )?(?P<relation>{this|last|coming|upcoming})(?: {fiscal|financial|past|coming})?<JOIN>" + _CALENDAR_UNIT,
    "(?P<relation>{next})(?: {fiscal|financial})?<JOIN>" + _CALENDAR_UNIT,
    "(?P<relation>{that})(?: {same})? " + _CALENDAR_UNIT,
    "{the} (?P<relation>{previous|preceding|prior|following|ensuing|subsequent|same})(?: {fiscal|financial})? " + _CALENDAR_UNIT,
)
def _related_unit(g: Groups) -> Meaning | None:
    word, unit = g.first("relation"), g.first("unit")
    return None if (word, unit) == ("last", "day") else related(word, unit)


@rule("{the} {next}(?: {fiscal|financial})? " + _CALENDAR_UNIT)
def _next_in_story(g: Groups) -> Meaning:
    """The next day is told from a story, where "next week" is from today."""
    return Offset(1, g.first("unit"), "text")


@rule("{the} {current}(?: {fiscal|financial})? " + _CALENDAR_UNIT)
def _current_unit(g: Groups) -> Meaning:
    return Offset(0, g.first("unit"))


@rule("{the} {latest|recent}(?: {fiscal|financial})? (?P<unit>{day|week|month|quarter|year|period})")
def _latest_unit(g: Groups) -> Meaning:
    """The latest period, in reports, is the quarter just past."""
    return Offset(-1, UNIT_OF.get(g.first("unit"), "quarter"))


@rule("{the}(?: {full|whole|entire})?(?: {fiscal|financial})? " + _CALENDAR_UNIT + "(?! {ended|ending|ends})", "{the} (?P<unit>{quarter})")
def _bare_unit(g: Groups) -> Meaning:
    return Bare(g.first("unit"))


@rule("(?:{the} )?{week} {of} (?:<WEEKDAY>(?:~{COMMA})? )?(?P<month><MONTH>) (?P<day><DAY>)" + _YEAR_AFTER + "?")
def _week_of_day(g: Groups) -> Meaning | None:
    day = _month_day(g)
    return Holding("week", day) if day else None


@rule("(?:{the} )?{year}(?:~{APOS}~{s} |~{DASH}~| ){end|close}")
def _year_end(_: Groups) -> Meaning:
    return Offset(0, "year")
