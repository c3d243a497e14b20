"""What an expression means on a calendar: its TIMEX3 value and its interval, against the day it is told from.

Which of several Fridays or Julys is meant follows what HeidelTime (Strötgen & Gertz, *Multilingual and cross-domain temporal tagging*,
Language Resources and Evaluation 47, 2013) and SUTime (Chang & Manning, LREC 2012) publish for news: the tense of the clause decides, and
without one the past is more likely. What cannot be told keeps its value with X for the unknown and gets no interval.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flows.extract.times import holidays, periods
from flows.extract.times.meaning import (
    Ancient,
    AtClock,
    Bare,
    Explicit,
    Holding,
    Length,
    Meaning,
    Offset,
    Often,
    PartOf,
    Recurring,
    Reference,
)
from flows.extract.times.periods import DAYS_IN, ORDER, SEASON_MONTHS, UNKNOWN, Period

_SEASON_CODES = {month: code for code, month in SEASON_MONTHS.items()}
# First hour and length in hours of the parts of a day.
_DAY_PARTS = {"TMO": (6, 6), "TMI": (11, 3), "TAF": (12, 6), "TEV": (18, 6), "TNI": (20, 10), "TDT": (6, 12)}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A time that the text spoke of, and where."""

    period: Period
    start_char: int


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression can be told from: the document's day (and where the text says it, if it does), the last time and the last day
    that the text spoke of, and the clause's direction (-1 past, 1 ahead, 0 unknown).
    """

    day: date | None
    day_char: int | None = None
    last: Mentioned | None = None
    last_day: Mentioned | None = None
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """The values of one row; `period` is what later expressions can be told from."""

    type: str
    value: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    precision: str | None = None
    period: Period | None = None
    anchor: date | None = None
    anchor_char: int | None = None
    quant: str | None = None
    freq: str | None = None


def resolve(meaning: Meaning, context: Context) -> Resolved:
    """The values of an expression with this meaning."""
    match meaning:
        case Explicit(period):
            return _of_period(period)
        case Ancient(value, unit):
            return Resolved("DATE", value, precision=unit)
        case Recurring():
            return _recurring(meaning, context)
        case Offset():
            return _offset(meaning, context)
        case Bare():
            return _bare(meaning, context)
        case Holding(unit, day):
            return _holding(unit, resolve(day, context))
        case PartOf():
            return _part_of(meaning, context)
        case AtClock():
            return _at_clock(meaning, context)
        case Length():
            return _length(meaning, context)
        case Often(value, quant, freq):
            return Resolved("SET", value, quant=quant, freq=freq)
        case Reference(value):
            return Resolved("DATE", value)


def _of_period(period: Period | None, anchor: date | None = None, anchor_char: int | None = None, unknown: str = "XXXX") -> Resolved:
    span = periods.bounds(period) if period else None
    if period is None or span is None:
        return Resolved("DATE", unknown)
    return Resolved("DATE", periods.value_of(period), *span, period.unit, period, anchor, anchor_char)


# ---- a part of the year or the week


def _unit(meaning: Recurring) -> str:
    return {"monthday": "day", "weekday": "day", "holiday": "day"}.get(meaning.kind, meaning.kind)


def _unknown(meaning: Recurring) -> str:
    """The value without its year or week."""
    match meaning.kind:
        case "month":
            return f"XXXX-{meaning.number:02}"
        case "monthday":
            return f"XXXX-{meaning.number:02}-{meaning.day:02}"
        case "weekday":
            return f"XXXX-WXX-{meaning.number}"
        case "quarter":
            return f"XXXX-Q{meaning.number or 'X'}"
        case "half":
            return f"XXXX-H{meaning.number}"
        case "season":
            return f"XXXX-{_SEASON_CODES[meaning.number]}"
        case "weekend":
            return "XXXX-WXX-WE"
        case _:
            return "XXXX-XX-XX"


def in_year(meaning: Recurring, year: int) -> Period | None:
    """The part in that year; None where it has none (29 February) or the calendar ends."""
    if not 1 <= year <= 9998:
        return None
    try:
        match meaning.kind:
            case "month":
                return Period("month", date(year, meaning.number, 1))
            case "monthday":
                return Period("day", date(year, meaning.number, meaning.day))
            case "quarter":
                return Period("quarter", date(year, 3 * meaning.number - 2, 1)) if meaning.number else None
            case "half":
                return Period("half", date(year, 6 * meaning.number - 5, 1))
            case "season":
                return Period("season", date(year, meaning.number, 1))
            case "holiday":
                day = holidays.moving_day(meaning.name, year)
                return Period("day", day) if day else None
            case _:
                return None
    except ValueError:
        return None


def _candidates(meaning: Recurring, day: date) -> list[Period]:
    """The parts around a day, in order."""
    if meaning.kind in ("weekday", "weekend"):
        number, unit = (meaning.number, "day") if meaning.kind == "weekday" else (6, "weekend")
        first = periods.later(day, number - day.isoweekday(), "day")
        days = [periods.later(first, 7 * n, "day") for n in (-2, -1, 0, 1, 2)] if first else []
        return [Period(unit, each) for each in days if each]
    found = (in_year(meaning, day.year + n) for n in range(-9, 9) if abs(n) <= 2 or (meaning.number, meaning.day) == (2, 29))
    return [period for period in found if period]


def _recurring(meaning: Recurring, context: Context) -> Resolved:
    from_text = meaning.select in ("previous", "following", "same") and context.last is not None
    day, char = (context.last.period.start, context.last.start_char) if from_text and context.last else (context.day, context.day_char)
    if day is None:
        return replace(_of_period(None, unknown=_unknown(meaning)), precision=_unit(meaning))
    period = _select(meaning, day, context.direction)
    return _of_period(period, day, char, _unknown(meaning))


def _select(meaning: Recurring, day: date, direction: int) -> Period | None:
    """Which of the recurring parts is meant, told from a day."""
    found = _candidates(meaning, day)
    past = [period for period in found if (periods.end_of(period) or date.max) <= day]
    future = [period for period in found if period.start > day]
    around = [period for period in found if period.start <= day < (periods.end_of(period) or date.max)]
    match meaning.select:
        case "last" | "previous":
            return past[-1] if past else None
        case "next" | "following":
            return future[0] if future else None
        case "this" | "same":
            if meaning.kind in ("weekday", "weekend"):
                week = periods.holding("week", day)
                return next((period for period in found if week and periods.holding("week", period.start) == week), None)
            return next((period for period in found if period.start.year == day.year), None)
    if around:
        return around[0]
    before, after = (past[-1] if past else None), (future[0] if future else None)
    if before is None or after is None:
        return before or after
    since, until = (day - before.start).days, (after.start - day).days
    if meaning.kind in ("weekday", "weekend"):
        return after if direction > 0 else before
    if meaning.kind in ("quarter", "half", "season"):
        return after if direction > 0 and until < 200 else before
    # However the clause speaks, what lies just ahead or just behind is nearer to mind than its like most of a year away.
    if direction > 0:
        return before if since <= 30 else after
    if direction < 0:
        return after if until <= (60 if meaning.kind == "monthday" else 20) else before
    return after if until < since else before


def _part_of(meaning: PartOf, context: Context) -> Resolved:
    whole = resolve(meaning.whole, context)
    part = meaning.part
    if whole.period is None:
        return replace(_of_period(None, unknown=_unknown(part)), precision=_unit(part))
    if part.kind in ("weekday", "weekend"):
        day = periods.later(whole.period.start, (part.number or 6) - whole.period.start.isoweekday(), "day")
        period = periods.holding(_unit(part), day) if day else None
    else:
        if part.kind == "quarter" and not part.number:
            last = context.last.period if context.last else None
            told = last if last and last.unit == "quarter" else _resolved_period(Bare("quarter"), context)
            part = replace(part, number=told.start.month // 3 + 1) if told else part
        period = in_year(part, whole.period.start.year)
        if period is None and part.number == 0:
            return replace(whole, value=f"{whole.value}-QX", starts_at=None, ends_at=None, precision="quarter", period=None)
    return _of_period(period, whole.anchor, whole.anchor_char, _unknown(part))


# ---- counted from a day


def _offset(meaning: Offset, context: Context) -> Resolved:
    unknown = replace(_of_period(None, unknown=UNKNOWN[meaning.unit]), precision=meaning.unit)
    if meaning.base == "text" or meaning.keeps_unit:
        told = _from_text(meaning, context)
        if told:
            return told
        if meaning.base == "text" and not (meaning.n < 0 and meaning.keeps_unit):
            return unknown
    if context.day is None:
        return unknown
    period = periods.holding(meaning.unit, context.day)
    period = periods.shifted(period, meaning.n, meaning.unit) if period else None
    return _of_period(period, context.day, context.day_char, UNKNOWN[meaning.unit])


def _from_text(meaning: Offset, context: Context) -> Resolved | None:
    """Told from the last time in the text; None where that is too coarse or there is none."""
    last, unit = context.last, meaning.unit
    if meaning.base == "document":  # "a year ago" beside a quarter, in reports
        if last is None or last.period.unit != "quarter":
            return None
        return _of_period(periods.shifted(last.period, meaning.n, unit), last.period.start, last.start_char, UNKNOWN[unit])
    if unit == "day":
        last = context.last_day or last
    if last is None or ORDER[last.period.unit] > ORDER[unit]:
        return None
    keeps = meaning.keeps_unit and last.period.unit in ("quarter", "half", "month", "season")
    period = last.period if keeps else periods.holding(unit, last.period.start)
    period = periods.shifted(period, meaning.n, unit) if period else None
    return _of_period(period, last.period.start, last.start_char, UNKNOWN[unit])


def _bare(meaning: Bare, context: Context) -> Resolved:
    """The quarter is the one told of or, as in reports, the one just past; the day is the last one told of; the year the document's."""
    last = context.last_day if meaning.unit == "day" else context.last
    told = last is not None and (meaning.unit in ("day", "week", "month") or (last.period.unit == meaning.unit == "quarter"))
    if told and last and ORDER[last.period.unit] <= ORDER[meaning.unit]:
        return _of_period(periods.holding(meaning.unit, last.period.start), last.period.start, last.start_char, UNKNOWN[meaning.unit])
    return _offset(Offset(-1 if meaning.unit == "quarter" else 0, meaning.unit), context)


def _resolved_period(meaning: Meaning, context: Context) -> Period | None:
    return resolve(meaning, context).period


def _holding(unit: str, day: Resolved) -> Resolved:
    if day.period is None:
        return replace(_of_period(None, unknown=UNKNOWN[unit]), precision=unit)
    return _of_period(periods.holding(unit, day.period.start), day.anchor, day.anchor_char, UNKNOWN[unit])


# ---- times of day


def _at_clock(meaning: AtClock, context: Context) -> Resolved:
    if meaning.day is None:
        mentioned = context.last_day
        if mentioned:
            day = _of_period(mentioned.period, mentioned.period.start, mentioned.start_char)
        elif context.day:
            day = _of_period(Period("day", context.day), context.day, context.day_char)
        else:
            day = Resolved("DATE", "XXXX-XX-XX")
    else:
        day = resolve(meaning.day, context)
    precision = "part of day" if meaning.clock in _DAY_PARTS else "second" if meaning.clock.count(":") == 2 else "minute"
    clocked = replace(day, type="TIME", value=day.value + meaning.clock, precision=precision)
    if day.period is None or day.period.unit != "day":
        return replace(clocked, starts_at=None, ends_at=None)
    midnight = datetime.combine(day.period.start, time())
    try:
        if meaning.clock in _DAY_PARTS:
            hour, hours = _DAY_PARTS[meaning.clock]
            return replace(clocked, starts_at=midnight + timedelta(hours=hour), ends_at=midnight + timedelta(hours=hour + hours))
        hour, minute, *second = (int(each) for each in meaning.clock.strip("TZ").split(":"))
        start = midnight + timedelta(hours=hour, minutes=minute, seconds=sum(second))
        return replace(clocked, starts_at=start, ends_at=start + timedelta(**{precision + "s": 1}))
    except OverflowError:
        return replace(clocked, starts_at=None, ends_at=None)


def _length(meaning: Length, context: Context) -> Resolved:
    """A duration; one that ends or begins today has an interval of whole days."""
    plain = Resolved("DURATION", meaning.value, precision=meaning.unit)
    if not meaning.direction or meaning.n is None or context.day is None or meaning.unit not in (*periods.MONTHS_IN, *DAYS_IN):
        return plain
    far = periods.later(context.day, meaning.direction * meaning.n, meaning.unit)
    if far is None or context.day == date.max:
        return plain
    ends = sorted((far, context.day))
    return replace(
        plain,
        starts_at=datetime.combine(ends[0], time()),
        ends_at=datetime.combine(ends[1], time()),
        anchor=context.day,
        anchor_char=context.day_char,
    )
