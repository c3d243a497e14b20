"""A text as a string of codes over which the patterns of `grammar` run.

An *atom* is a run of letters, a run of digits, or one other character: "10-year" has three, whatever a tokenizer made of it, so the
patterns do not depend on one. Each atom is two characters of the code string: one that stands for its set of categories, one for what
follows it: `~` nothing, a space for white space, `|` for a break (a blank line, an indented line, a column of a table).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.extract.times.lexicon import CATEGORIES

_ATOM = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_BREAK = re.compile(r"\n[^\S\n]*\n|\n\t|\n {3}|[^\S\n]{4}|\t")
_PUNCTUATION = {
    ".": "DOT",
    ",": "COMMA",
    "-": "DASH",
    "–": "DASH",
    "—": "DASH",
    "/": "SLASH",
    ":": "COLON",
    "(": "OPEN",
    ")": "CLOSE",
} | dict.fromkeys("'’‘`", "APOS")
OTHER = "x"


def _digits(digits: str) -> frozenset[str]:
    """The categories of a run of digits; long ones (serial numbers) have none."""
    if len(digits) > 6:
        return frozenset()
    number = int(digits)
    names = {"DIGITS"}
    if len(digits) == 3:
        names.add("DIGITS3")
    if len(digits) <= 2:
        names |= {
            name
            for name, low, high in (("DAYNUM", 1, 31), ("MONTHNUM", 1, 12), ("HOUR", 0, 24), ("QUARTERNUM", 1, 4))
            if low <= number <= high
        }
        names |= {"TWO"} if len(digits) == 2 else set()
        names |= {"MINUTE"} if len(digits) == 2 and number < 60 else set()
    if len(digits) == 4:
        names.add("FOUR")
        if 1000 <= number < 2200:
            names.add("YEAR")
    return frozenset(names)


_CODES: dict[frozenset[str], str] = {frozenset(): OTHER}


def _code(names: frozenset[str]) -> str:
    """The character of a set of categories."""
    return _CODES.setdefault(names, chr(0x100 + len(_CODES)))


_CODE_OF = {form: _code(names) for form, names in CATEGORIES.items()} | {
    mark: _code(frozenset({name})) for mark, name in _PUNCTUATION.items()
}
for _n in range(10000):
    for _form in {str(_n), f"{_n:02}", f"{_n:03}", f"{_n:04}"}:  # "0200 GMT"
        _CODE_OF[_form] = _code(_digits(_form))
for _form in ("00123", "001234"):
    _code(_digits(_form))


def char_class(names: str) -> str:
    """The codes of all sets that hold one of the categories in `names` ("MONTH|WEEKDAY"): the inside of a regular expression's class."""
    wanted = set(names.split("|"))
    if unknown := wanted - set().union(*_CODES):
        raise KeyError(*unknown)
    return re.escape("".join(code for categories, code in _CODES.items() if categories & wanted))


@dataclass(frozen=True, slots=True)
class Atoms:
    """The atoms of a text: where each starts and ends, and the code string (two characters an atom)."""

    text: str
    starts: list[int]
    ends: list[int]
    codes: str

    def word(self, i: int) -> str:
        """The atom, in lower case."""
        return self.text[self.starts[i] : self.ends[i]].lower()

    def words(self, start: int, end: int) -> list[str]:
        """The atoms from `start` to `end`, in lower case."""
        return [self.word(i) for i in range(start, end)]


def read(text: str, code_of: Callable[[str, str], str] = _CODE_OF.get) -> Atoms:
    """The atoms of the text, in order."""
    starts: list[int] = []
    ends: list[int] = []
    codes: list[str] = []
    last = 0
    for match in _ATOM.finditer(text):
        start, end = match.span()
        if start > last:
            codes.append(" " if start - last == 1 or not _BREAK.search(text, last, start) else "|")
        elif start:
            codes.append("~")
        starts.append(start)
        ends.append(end)
        atom = match.group()
        codes.append(code_of(atom, OTHER) if len(atom) < 5 or not atom.isdecimal() else _CODES.get(_digits(atom), OTHER))
        last = end
    codes.append("|")
    joined = "".join(codes)
    return Atoms(text, starts, ends, joined if not text[:1].isspace() else joined[1:])
