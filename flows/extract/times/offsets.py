"""The grammar of times counted from another: "two weeks ago", "a year earlier", "the day before"."""

from flows.extract.times.lengths import SPAN, counted, of_units
from flows.extract.times.lexicon import UNIT_OF
from flows.extract.times.meaning import AtClock, Base, Meaning, Offset, Reference
from flows.extract.times.patterns import Groups, Rule, rule_of

RULES: list[Rule] = []
rule = rule_of(RULES)

# No document tells the hour at which it was written.
_NOT_DATED = ("hour", "minute", "second", "summer", "winter", "weekend")
_COUNTED_IN = {
    "fortnight": (2, "week"),
    "decade": (10, "year"),
    "century": (100, "year"),
    "millennium": (1000, "year"),
    "night": (1, "day"),
}


def _counted_from(g: Groups, sign: int, base: Base) -> Meaning | None:
    amount = counted(g)
    if amount is None:
        return None
    n, unit = amount
    if n is None and base == "document":
        return Reference("PAST_REF" if sign < 0 else "FUTURE_REF")
    if n is None or unit in _NOT_DATED:
        return of_units(n, unit)
    size, unit = _COUNTED_IN.get(unit, (1, unit))
    n *= size
    if unit == "year" and n % 1:
        n, unit = n * 12, "month"
    return Offset(sign * int(n), unit, base, keeps_unit=base == "text" or (n == 1 and unit == "year"))


@rule(SPAN + "(?: {or} {so})? {ago}", "(?P<unit>{UNITS}) {ago}")
def _ago(g: Groups) -> Meaning | None:
    return _counted_from(g, -1, "document")


@rule(SPAN + " (?:{hence}|{from} {now})")
def _hence(g: Groups) -> Meaning | None:
    return _counted_from(g, 1, "document")


@rule(SPAN + " (?P<side>{earlier|later|before|after|afterward|afterwards})", "(?P<unit>{UNITS}) (?P<side>{earlier|later})")
def _beside(g: Groups) -> Meaning | None:
    """A year earlier; "two days before" only where nothing follows that it would be before."""
    side = g.first("side")
    if side in ("before", "after") and not _ends_clause(g):
        return None
    return _counted_from(g, -1 if side in ("earlier", "before") else 1, "text")


@rule("{the} (?P<unit>{night|day|week|month|quarter|year|decade}) (?P<side>{before|after})")
def _unit_beside(g: Groups) -> Meaning | None:
    if not _ends_clause(g):
        return None
    step = -1 if g.first("side") == "before" else 1
    return AtClock("TNI", Offset(step, "day", "text")) if g.first("unit") == "night" else Offset(step, UNIT_OF[g.first("unit")], "text")


def _ends_clause(g: Groups) -> bool:
    """Whether a mark, or the end, follows the match."""
    following = g.match.end() // 2 + 1
    return following >= len(g.atoms.starts) or g.atoms.codes[g.match.end()] == "|" or g.atoms.word(following) in '.,;:!?)-–—"”'


@rule("(?:{the|a} )?{year}<JOIN>{ago|earlier}(?: (?:{ORD} )?{quarter|period})?")
def _year_before(_: Groups) -> Meaning:
    """The year-earlier quarter, the year-ago period."""
    return Offset(-1, "year", "text", keeps_unit=True)
