"""Times that belong together: "between 2009 and 2013", "from Monday to Friday", "May 1-3, 1998", "April 24 and 25".

TIMEX3 marks both ends as expressions of their own; here they also learn from each other what only one of them says.
"""

from collections.abc import Iterator
from dataclasses import replace

from flows.extract.times.atoms import Atoms
from flows.extract.times.dates import day_period, year_of, year_period
from flows.extract.times.expressions import Expression
from flows.extract.times.meaning import AtClock, Explicit, Meaning, PartOf, Recurring
from flows.extract.times.patterns import Groups, pattern

_BETWEEN = "(?P<join> (?:{and|or|to|through|until|till}|{DASH}) |(?:~| ){DASH}(?:~| ))"
# No noun may follow that the number would count.
_NEXT_DAY = pattern(
    _BETWEEN + "(?P<day>{DAYNUM})(?:~{SUFFIX})?(?:~{COMMA} (?P<year>{YEAR}))?(?=[~ ]{DOT|COMMA|CLOSE|in|at|on|from|to|and|the}|\\|)"
)
_NEXT_YEAR = pattern("(?P<join>~{DASH}~|~{SLASH}~)(?P<year>{TWO})(?!~{DASH|SLASH|APOS|DIGITS|s})")
_LINK = pattern("(?P<join>(?: |~{COMMA} )(?:{to|and|through|until|till})|(?:~| ){DASH})(?:~| )(?:{the} )?")


def with_ranges(atoms: Atoms, found: Iterator[Expression]) -> list[tuple[Expression, bool]]:
    """The expressions, bare numbers that end them added ("May 1-3"); True where one ends a range that the one before it begins."""
    linked: list[tuple[Expression, bool]] = []
    for expression in found:
        if linked and expression.start < linked[-1][0].end:
            continue
        ends_range = bool(linked) and _links(atoms, linked[-1][0], expression)
        if linked and (ends_range or _side_by_side(atoms, linked[-1][0], expression)):
            linked[-1] = (replace(linked[-1][0], meaning=_completed(linked[-1][0].meaning, expression.meaning)), linked[-1][1])
        linked.append((expression, ends_range))
        more = _continued(atoms, expression)
        if more:
            first, second, is_range = more
            linked[-1] = (first, ends_range)
            linked.append((second, is_range))
    return linked


def _joins(words: list[str]) -> bool:
    return bool({"to", "through", "until", "till", "-", "–", "—"} & set(words))


def _links(atoms: Atoms, first: Expression, second: Expression) -> bool:
    """Whether the two are the ends of a range: "to" or a dash between them, or "and" after "between"."""
    match = _LINK.match(atoms.codes, 2 * first.end - 1)
    if not match or (match.end() + 1) // 2 < second.start or match.end() // 2 > second.start:
        return False
    before = atoms.word(first.start - 1) if first.start else ""
    words = Groups(atoms, match)["join"]
    if "and" in words:
        return before == "between"
    return _joins(words) and (alike(first.meaning, second.meaning) or (before == "from" and "to" in words))


def alike(first: Meaning | None, second: Meaning | None) -> bool:
    """Whether the two are of one kind: two weekdays, two months, two dates in full."""
    if isinstance(first, Recurring) and isinstance(second, Recurring):
        return first.kind == second.kind
    if isinstance(first, AtClock) and isinstance(second, AtClock):
        return True
    return isinstance(first, Explicit) and isinstance(second, Explicit) and first.period.unit == second.period.unit


def _side_by_side(atoms: Atoms, first: Expression, second: Expression) -> bool:
    """May and June 1998: the year may be said of both."""
    return second.start == first.end + 1 and atoms.word(first.end) in ("and", "or")


def _completed(first: Meaning, second: Meaning) -> Meaning:
    """The first end with the day ("9 a.m. to noon on Monday") or the year ("May to June 1998") that only the second states."""
    if isinstance(first, AtClock) and isinstance(second, AtClock) and first.day is None:
        return replace(first, day=second.day)
    if isinstance(first, Recurring) and first.select is None and first.kind in ("month", "monthday") and isinstance(second, Explicit):
        start = second.period.start
        later_in_year = (first.number, first.day) > (start.month, start.day if first.kind == "monthday" else 0)
        year = year_period(start.year - later_in_year) if second.period.unit in ("month", "day") else None
        return PartOf(first, year) if year else first
    return first


def _continued(atoms: Atoms, first: Expression) -> tuple[Expression, Expression, bool] | None:
    """A number right after an expression that is one of the same kind: "April 24 and 25", "1972-73"."""
    at = 2 * first.end - 1
    meaning = first.meaning
    if isinstance(meaning, Explicit) and meaning.period.unit == "year" and (match := _NEXT_YEAR.match(atoms.codes, at)):
        start = meaning.period.start.year
        end = start // 100 * 100 + int(Groups(atoms, match).first("year"))
        other = year_period(end) if end > start else None
        return (first, Expression(match.start("year") // 2, (match.end() + 1) // 2, other), True) if other else None
    if not isinstance(meaning, Recurring) or meaning.kind != "monthday" or meaning.name or not (match := _NEXT_DAY.match(atoms.codes, at)):
        return None
    groups = Groups(atoms, match)
    day = int(groups.first("day"))
    second: Meaning | None = replace(meaning, day=day) if day_period(2000, meaning.number, day) else None
    if groups.has("year"):
        year = year_of(groups["year"])
        second = day_period(year, meaning.number, day)
        first = replace(first, meaning=day_period(year, meaning.number, meaning.day) or meaning)
    if second is None:
        return None
    begin = match.start("day") // 2
    return first, Expression(begin, (match.end() + 1) // 2, second), _joins(groups["join"])
