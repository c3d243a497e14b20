"""What an expression says, before it is known against which day."""

from dataclasses import dataclass
from typing import Literal

from flows.extract.times.periods import Period

Select = Literal["last", "this", "next", "previous", "following", "same"]
Base = Literal["document", "text"]


@dataclass(frozen=True, slots=True)
class Explicit:
    """A stretch of the calendar that the text states in full: "July 1998", "the 1990s"."""

    period: Period


@dataclass(frozen=True, slots=True)
class Ancient:
    """A time outside Python's calendar, known by its value alone: "44 BC"."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """A stretch that comes again each year or week: a month, one of its days, a weekday, a quarter, a half, a season, a weekend, a holiday.

    `select` says which one is meant where the text does ("last Friday"); otherwise tense and distance decide.
    """

    kind: Literal["month", "monthday", "weekday", "quarter", "half", "season", "weekend", "holiday"]
    number: int = 0
    day: int = 0
    name: str = ""
    select: Select | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """A number of units before or after a day: "yesterday", "last month", "two weeks ago", "a year earlier".

    `base` is the day counted from: the document's, or the last time that the text spoke of. `n` 0 is the unit that holds that day.
    """

    n: int
    unit: str
    base: Base = "document"
    keeps_unit: bool = False  # "a year earlier" said of a quarter is a quarter


@dataclass(frozen=True, slots=True)
class Bare:
    """As in "the quarter", "the year": the one that the text spoke of, else the document's."""

    unit: str


@dataclass(frozen=True, slots=True)
class Holding:
    """The unit that holds a day: "the week of March 6"."""

    unit: str
    day: "Meaning"


@dataclass(frozen=True, slots=True)
class PartOf:
    """A recurring stretch inside a larger one: "the third quarter of last year", "Monday of last week"."""

    part: Recurring
    whole: "Meaning"


@dataclass(frozen=True, slots=True)
class AtClock:
    """A time or part of the day (`T20:30`, `TMO`) on a day; None for the day that the text speaks of."""

    clock: str
    day: "Meaning | None"


@dataclass(frozen=True, slots=True)
class Length:
    """A duration. `direction` -1 or 1: it ends or begins at the document's day ("the past two years")."""

    value: str
    n: int | None = None
    unit: str | None = None
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Often:
    """A set of times: "every Monday", "twice a week"."""

    value: str
    quant: str | None = None
    freq: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """PAST_REF, PRESENT_REF, FUTURE_REF: before, at, after the time of writing, and no more."""

    value: str


Meaning = Explicit | Ancient | Recurring | Offset | Bare | Holding | PartOf | AtClock | Length | Often | Reference
