"""The notation of the grammar: patterns over categories and words, compiled to regular expressions over the codes of `atoms`.

`{MONTH}` is an atom of that category, `{last|past}` one of these words in any case; a space stands for white space, `~` for none;
`<NUMBER>` is a pattern of `PARTS`; everything else is the notation of `re`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.extract.times.atoms import Atoms, char_class
from flows.extract.times.lexicon import NUMBERS, SCALES
from flows.extract.times.meaning import Meaning

PARTS = {
    "JOIN": "(?: |~{DASH}~)",
    # 1,500 · 2.5 · 2 1/2 · three million
    "NUMERAL": "{DIGITS}(?:~{COMMA}~{DIGITS3}){0,3}(?:~{DOT}~{DIGITS})?(?:<JOIN>{DIGITS}~{SLASH}~{DIGITS})?(?: {SCALE})?",
    # a hundred and twenty-four; "four and six" are two numbers
    "SPELT": "(?:{a} )?{CARD|SCALE}(?:(?:<JOIN>|(?<={SCALE})<JOIN>{and}<JOIN>){CARD|SCALE}){0,6}",
    "NUMBER": "(?:<NUMERAL>|<SPELT>|(?:{a} )?{couple} {of})(?:<JOIN>{and}<JOIN>{a}<JOIN>{half})?",
    "COUNT": "{DIGITS|CARD|SCALE|a|an|half}",  # what a number can begin with
    "VAGUE": "(?:{a} )?{FEW}(?: {of})?|{SCALES}(?: {of})?",
    "MONTH": "{MONTH}|{MONTHABBR}(?:~{DOT})?",
    "WEEKDAY": "{WEEKDAY}|{WEEKDAYABBR}(?:~{DOT})?",
    "ORDINAL": "{ORD}|{DIGITS}~{SUFFIX}",
    "DAY": "{DAYNUM}(?:~{SUFFIX})?",
    # nineteen ninety-six · two thousand and five
    "SPELTYEAR": "{CARD} {CARD}(?:<JOIN>{CARD})?|{CARD} {SCALE}(?: (?:{and} )?{CARD})?",
    "YEAR": "{YEAR}|{APOS}~{TWO}",
    "ERA": "{ERA}|{ERALETTER}~{DOT}~{ERALETTER}(?:~{DOT}(?:~{ERALETTER}~{DOT})?)?",
    "HALFDAY": "{AP}~{DOT}~{Mm}(?:~{DOT})?|{AMPM}",
    "CLOCK": "{HOUR}(?:~{COLON|DOT}~{MINUTE})?(?:~{COLON}~{MINUTE})?(?:~| |~{DASH}~)(?:<HALFDAY>)|{HOUR|CARD} {o}~{APOS}~{clock}",
    "ZONE": " {OPEN}~{ZONE}~{CLOSE}|(?: |~){ZONE}",
}


def pattern(source: str) -> re.Pattern[str]:
    """The compiled pattern."""
    part = re.compile(r"(?<!\?P)<([A-Z]+)>")
    while part.search(source):
        source = part.sub(lambda match: f"(?:{PARTS[match[1]]})", source)
    return re.compile(re.sub(r"\{([A-Za-z0-9|]+)\}", lambda match: f"[{char_class(match[1])}]", source))


@dataclass(frozen=True, slots=True)
class Groups:
    """The named groups of a match, each as its atoms in lower case; one that took no part, or that the pattern lacks, is empty."""

    atoms: Atoms
    match: re.Match[str]

    def __getitem__(self, name: str) -> list[str]:
        """The atoms of a group."""
        if name not in self.match.re.groupindex:
            return []
        start, end = self.match.span(name)
        return self.atoms.words(start // 2, (end + 1) // 2) if end > start else []

    def has(self, name: str) -> bool:
        """Whether the group took part."""
        return bool(self[name])

    def first(self, name: str) -> str:
        """The group's first atom; empty where it is absent."""
        words = self[name]
        return words[0] if words else ""


Build = Callable[[Groups], Meaning | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what a match of it means; None says that it is no time after all."""

    pattern: re.Pattern[str]
    build: Build


def rule_of(rules: list[Rule]) -> Callable[..., Callable[[Build], Build]]:
    """A decorator that adds a rule for each of its patterns to `rules`, with the function below it as what a match means."""

    def rule(*sources: str) -> Callable[[Build], Build]:
        def keep(build: Build) -> Build:
            rules.extend(Rule(pattern(source), build) for source in sources)
            return build

        return keep

    return rule


def number(words: list[str]) -> float | None:
    """The number that the atoms write: "2 1/2", "twenty - four", "two and a half", "1 , 500"; None for none ("several")."""
    total, current, seen = 0.0, 0.0, False
    left = list(words)
    while left:
        word = left.pop(0)
        if word.isdigit():
            if left[:1] == ["/"]:
                current += int(word) / max(int(left[1]), 1)
                del left[:2]
            else:
                while left[:1] == [","]:
                    word += left[1]
                    del left[:2]
                if left[:1] == ["."]:
                    word += "." + left[1]
                    del left[:2]
                current += float(word)
        elif word in NUMBERS:
            current += NUMBERS[word]
        elif word in SCALES:
            current = (current or 1.0) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, 0.0
        elif word in ("couple", "half"):
            current += 2 if word == "couple" else 0.5
        elif word in ("a", "an") and not left:
            current = current or 1.0
        else:
            continue
        seen = True
    return total + current if seen else None


def spelt_year(words: list[str]) -> int | None:
    """A year in words: "nineteen ninety-six", "two thousand (and) five"; None where the words are no year."""
    values = [NUMBERS.get(word) or SCALES.get(word, 0) for word in words if word not in ("-", "and")]
    last = values[2] if len(values) == 3 else 0
    if values[:2] == [2, 1000]:
        return 2000 + last
    if len(values) < 2 or not 17 <= values[0] <= 20 or not 10 <= values[1] < 100 or last > 9 or (last and values[1] < 20):
        return None
    return values[0] * 100 + values[1] + last
