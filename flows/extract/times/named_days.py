"""Holidays where a text names them: "last Christmas", "Thanksgiving Day 1998", "St. Patrick's Day"."""

from dataclasses import replace

from flows.extract.times.atoms import Atoms
from flows.extract.times.dates import selected, year_period
from flows.extract.times.holidays import FIXED, NAMES
from flows.extract.times.meaning import Meaning, PartOf, Recurring
from flows.extract.times.patterns import Groups, pattern

_START = pattern("(?:(?:{the} )?(?P<select>{this|last|next|previous}) )?(?P<name>{HOLIDAY})")
_YEAR = pattern("(?:~{COMMA})?(?: {of})? (?P<year>{YEAR})")
_LONGEST = 6  # atoms of a name


def match(atoms: Atoms, i: int) -> tuple[int, Meaning] | None:
    """The holiday whose expression starts at atom `i`: its end and meaning."""
    start = _START.match(atoms.codes, 2 * i)
    if not start:
        return None
    first = start.start("name") // 2
    for end in range(min(first + _LONGEST, len(atoms.starts)), first, -1):
        name = " ".join(atoms.text[atoms.starts[first] : atoms.ends[end - 1]].replace("’", "'").lower().split())
        if name in NAMES:
            break
    else:
        return None
    day = Recurring("monthday", *FIXED[name], name=name) if name in FIXED else Recurring("holiday", name=name)
    if (stated := _YEAR.match(atoms.codes, 2 * end - 1)) and (year := year_period(int(Groups(atoms, stated).first("year")))):
        return (stated.end() + 1) // 2, PartOf(day, year)
    return end, replace(day, select=selected(Groups(atoms, start).first("select")))
