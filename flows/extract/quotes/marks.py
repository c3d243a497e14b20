"""Quotation marks: which stretches of a text stand between them.

A paragraph is read on its own, so that a missing mark spoils no more than its paragraph. A quotation of several paragraphs opens a mark
in each and closes only the last (The Chicago Manual of Style, 17th ed., 13.32); such paragraphs come out as one stretch each, tied by
`continues`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from flows.annotate.lines import unit_starts

# `''` and two backticks are how newswire without typographic marks writes double ones.
MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚‛'‹›`]")
DOUBLE = {'"': '"', "“": '"', "”": '"', "„": '"', "‟": '"', "``": '"', "''": '"', "«": "«", "»": "«"}
SINGLE = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "'": "'", "`": "'", "‹": "‹", "›": "‹"}
STRAIGHT = {'"', "''", "``"}
OPENS = set("“„‟«‘‚‛‹`") | {"``"}
CLOSES = set("”»›")
BEFORE_OPENING = set(" \t\n\xa0\u2009\u202f([{-–—―/:") | set("“\"‘'«„") | {""}
AFTER_CLOSING = set(" \t\n\xa0\u2009\u202f)]}.,;:!?…-–—―/") | set("”\"’'»") | {""}
TERMINAL = ".!?…,;:-–—―"
# ", the judge said.": a quotation does not go on behind it, closing mark or not.
REPORTING = re.compile(r"[,?!]\s(?:[\w.’'-]+\s){0,9}?(?:said|says|asked|added|told|wrote|replied)\b")
# A single mark before these opens nothing: it stands for letters left out ('em, 'til, the '90s).
ELISION = re.compile(r"(?:\d\ds?|em|tis|twas|til|till|cause|bout|n)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between marks, in characters, the marks included.

    `is_closed` is false where the closing mark is missing; `continues` is true where the stretch goes on with the one of the paragraph
    before.
    """

    start: int
    end: int
    is_double: bool
    is_closed: bool
    continues: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """First character and end (exclusive) of each paragraph, without the white space around it."""
    starts = unit_starts(text)
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=False)]


def quotations(text: str) -> tuple[list[Quotation], int]:
    """The quotations of a text in order, none inside another, and the number of marks that found no partner."""
    found: list[Quotation] = []
    unbalanced = 0
    is_open_before = False
    before = 0  # end of the paragraph before
    for start, end in paragraphs(text):
        pairs, missing = pairs_of(text, start, end)
        opens_paragraph = bool(pairs) and not text[start : pairs[0].start].strip()
        if is_open_before:
            if opens_paragraph:
                found[-1] = replace(found[-1], end=before)
                pairs[0] = replace(pairs[0], continues=True)
            else:
                unbalanced += 1
        is_open_before = bool(pairs) and not pairs[-1].is_closed
        unbalanced += missing
        found += pairs
        before = end
    return found, unbalanced + is_open_before


def pairs_of(text: str, start: int, end: int) -> tuple[list[Quotation], int]:
    """The quotations of one paragraph and the number of its marks without partner; the last one may be left open."""
    found: list[Quotation] = []
    unbalanced = 0
    opened: re.Match[str] | None = None
    is_nested = False
    closing: Closing | None = None
    for mark in MARK.finditer(text, start, end):
        sign = mark.group()
        before = text[mark.start() - 1] if mark.start() > start else ""
        after = text[mark.end()] if mark.end() < end else ""
        if sign in SINGLE:
            if opened is None and not (found and mark.start() < found[-1].end) and opens_single(text, mark, before, after):
                closing = closing or closing_singles(text, start, end)
                if (close := closing_of(mark, closing)) is not None:
                    found.append(Quotation(mark.start(), close + 1, is_double=False, is_closed=True, continues=False))
            continue
        if found and mark.start() < found[-1].end:
            # A double mark inside single ones: the paragraph quotes the other way round, nothing to open.
            continue
        if opened is None:
            if is_opening(sign, before, after):
                opened, is_nested = mark, False
            else:
                unbalanced += 1
        elif is_nested:
            is_nested = False
        elif (opened.group() in STRAIGHT) != (sign in STRAIGHT) and is_second_opening(sign, before, after):
            # A typographic pair inside straight marks, or the other way round.
            is_nested = True
        elif DOUBLE[sign] == DOUBLE[opened.group()] and not is_second_opening(sign, before, after):
            found.append(Quotation(opened.start(), mark.end(), is_double=True, is_closed=True, continues=False))
            opened = None
        elif DOUBLE[sign] == DOUBLE[opened.group()]:
            # Opened twice: the first one's closing mark is missing.
            cut = last_stop(text, opened.end(), mark.start())
            found.append(Quotation(opened.start(), cut, is_double=True, is_closed=False, continues=False))
            unbalanced += 1
            opened = mark
    if opened is not None:
        found.append(Quotation(opened.start(), open_end(text, opened, start, end), is_double=True, is_closed=False, continues=False))
    return found, unbalanced


def is_opening(sign: str, before: str, after: str) -> bool:
    """Whether a double mark opens a quotation, by its form or by the characters on either side."""
    if sign in OPENS:
        return True
    if sign in CLOSES:
        return False
    return before in BEFORE_OPENING or after not in AFTER_CLOSING


def is_second_opening(sign: str, before: str, after: str) -> bool:
    """Whether a mark that could close the open quotation opens another one all the same."""
    if sign in CLOSES:
        return False
    blank_before, blank_after = before.isspace() or not before, after.isspace() or not after
    return blank_before and not blank_after and after not in AFTER_CLOSING


Closing = tuple[list[int], list[int]]
"""Where single marks may close a quotation: the sure ones, and those behind an s, which may be possessives (the members’ votes)."""


def opens_single(text: str, mark: re.Match[str], before: str, after: str) -> bool:
    """Whether a single mark may open a quotation: an apostrophe is the same sign."""
    return mark.group() not in "’›" and before in BEFORE_OPENING and after not in AFTER_CLOSING and not ELISION.match(text, mark.end())


def closing_singles(text: str, start: int, end: int) -> Closing:
    """The closing single marks of a paragraph: each stands after a word or stop and before space or stop."""
    sure: list[int] = []
    doubtful: list[int] = []
    for closing in re.finditer(r"['’›]", text[start:end]):
        at = start + closing.start()
        following = text[at + 1] if at + 1 < end else ""
        if at > start and following in AFTER_CLOSING and not text[at - 1].isspace():
            (doubtful if text[at - 1] in "sS" and following == " " else sure).append(at)
    return sure, doubtful


def closing_of(mark: re.Match[str], closing: Closing) -> int | None:
    """Where the quotation that a single mark opens is closed: at the next sure mark, without one at the next doubtful one."""
    for marks in closing:
        index = bisect_left(marks, mark.end())
        if index < len(marks):
            return marks[index]
    return None


def last_stop(text: str, start: int, end: int) -> int:
    """Where a quotation ends whose closing mark is missing: before the clause that reports it, else after the last stop."""
    clauses = [clause.start() + 1 for clause in REPORTING.finditer(text, start, end)]
    if clauses:
        return clauses[-1]
    stops = [stop.end() for stop in re.finditer(r"[.!?…,](?=\s)", text[start:end])]
    return start + stops[-1] if stops else start + len(text[start:end].rstrip())


def open_end(text: str, opened: re.Match[str], start: int, end: int) -> int:
    """Where a quotation ends that nothing closes: with its paragraph if it opens that, else with its sentence."""
    if not text[start : opened.start()].strip():
        clause = REPORTING.search(text, opened.end(), end)
        return clause.start() + 1 if clause else start + len(text[start:end].rstrip())
    stop = re.search(r"[.!?…](?=\s)", text[opened.end() : end])
    return opened.end() + stop.end() if stop else start + len(text[start:end].rstrip())
