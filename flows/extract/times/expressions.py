"""Finding temporal expressions in the atoms of a text: the longest match at each place, with the modifiers around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.extract.times import clocks, dates, lengths, modifiers, named_days, offsets, sets
from flows.extract.times.atoms import OTHER, Atoms
from flows.extract.times.meaning import AtClock, Explicit, Meaning, Offset, PartOf, Recurring, Reference
from flows.extract.times.patterns import Groups, pattern


@dataclass(frozen=True, slots=True)
class Expression:
    """A stretch of atoms (`end` exclusive) that says a time; `modifier` is TIMEX3's mod."""

    start: int
    end: int
    meaning: Meaning
    modifier: str | None = None


# Atoms without which there is no time. Words before them may belong to it, so matching starts up to _REACH atoms earlier.
_TRIGGER = pattern(
    "{MONTH|MONTHABBR|WEEKDAY|WEEKDAYS|WEEKDAYABBR|SEASON|SEASONS|DAYPART|DAYPARTS|NOON|TODAY|tonight|overnight|UNIT|UNITS|UNITABBR|LASTING|DECADES}"
    "|{YEAR|AMPM|RATE|REF|HOLIDAY|ERA|ZONE|past|future|ago|period|term|clock|time|moment}"
    "|{DIGITS}~{COLON}~{MINUTE}~{DOT}|{TWO}~(?:{APOS}~)?{s}|{APOS}~{TWO}|{DAYNUM}~{SLASH|DOT}~{DAYNUM}~{SLASH|DOT}~{TWO|YEAR}"
    "|{AP}~{DOT}~{Mm}|{ERALETTER}~{DOT}~{ERALETTER}~{DOT}|{CARD} {CARD|SCALE}|{ORD|SUFFIX}(?: |~{DASH}~){half}"
)
_REACH = 14


_RULES = [*dates.RULES, *clocks.RULES, *lengths.RULES, *offsets.RULES, *sets.RULES]


def _longest(atoms: Atoms, i: int) -> tuple[int, Meaning] | None:
    """The longest rule that matches at this atom: its end and meaning. Of equals the first in the grammar counts."""
    best = named_days.match(atoms, i)
    for rule in _RULES:
        match = rule.pattern.match(atoms.codes, 2 * i)
        if match and (end := (match.end() + 1) // 2) > (best[0] if best else i):
            meaning = rule.build(Groups(atoms, match))
            if meaning is not None:
                best = end, meaning
    return best


def _at(atoms: Atoms, i: int) -> Expression | None:
    """The expression that starts at this atom, with its modifiers where that is no shorter."""
    core, modifier = _longest(atoms, i), None
    begin, said, needs_number = modifiers.before(atoms, i)
    modified = _longest(atoms, begin) if begin > i and not needs_number else None
    if modified and (not core or modified[0] > core[0]) and not (said == "APPROX" and not _may_be_about(modified[1])):
        core, modifier = modified, said
    if core is None:
        return None
    end, said = modifiers.after(atoms, core[0])
    return Expression(i, end, core[1], modifier or said)


def _may_be_about(meaning: Meaning) -> bool:
    """Not "about recent years", nor "getting around Wednesday's ruling"."""
    return not isinstance(meaning, Reference) and not (isinstance(meaning, Recurring) and meaning.kind == "weekday")


def _matches(atoms: Atoms) -> Iterator[Expression]:
    codes = atoms.codes
    done = 0
    for trigger in _TRIGGER.finditer(codes):
        at = trigger.start() // 2
        if at < done:
            continue
        i = at
        while i > done and at - i < _REACH and codes[2 * i - 2] != OTHER and codes[2 * i - 1] != "|":
            i -= 1
        while i <= at:
            found = _at(atoms, i)
            if found and found.end > at:
                yield found
                done = found.end
                break
            i = found.end if found else i + 1
        else:
            done = at + 1


def find(atoms: Atoms) -> Iterator[Expression]:
    """Every expression, in order, none inside another; a day and a time of day side by side are one."""
    held: Expression | None = None
    for expression in _matches(atoms):
        if held and (joined := _joined(atoms, held, expression)):
            held = joined
            continue
        if held:
            yield held
        held = expression
    if held:
        yield held


def _joined(atoms: Atoms, first: Expression, second: Expression) -> Expression | None:
    """The two as one where one is a day and the other a time of day: "10 p.m. Wednesday", "Monday night", "5 March at noon"."""
    gap = atoms.words(first.end, second.start)
    if len(gap) > 2 or not set(gap) <= {",", "on", "at", "in", "of", "the", "around", "about", "-"}:
        return None
    if "|" in atoms.codes[2 * first.end - 1 : 2 * second.start]:
        return None
    clock, day = (first, second) if isinstance(first.meaning, AtClock) else (second, first)
    if not isinstance(clock.meaning, AtClock) or clock.meaning.day is not None or not _is_day(day.meaning):
        return None
    if gap and set(gap) <= {"of", "the"} and day is first:
        return None
    return Expression(first.start, second.end, AtClock(clock.meaning.clock, day.meaning), first.modifier or second.modifier)


def _is_day(meaning: Meaning) -> bool:
    match meaning:
        case Explicit(period):
            return period.unit == "day"
        case Recurring(kind=kind):
            return kind in ("monthday", "weekday", "holiday", "weekend")
        case Offset(unit=unit):
            return unit == "day"
        case PartOf(part=part):
            return _is_day(part)
        case _:
            return False
