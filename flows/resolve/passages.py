"""What one document has from another, word for word."""

import re
from collections import defaultdict
from typing import NamedTuple

from flows.extract.shingles import N_WORDS

# Of words that the other text repeats more often than this, as a table does, only so many places are tried: the cost stays linear.
PLACES_TRIED = 50

_WORD = re.compile(r"\w+")


class Passage(NamedTuple):
    """A span of a text and the span of the other text with the same words; ends are exclusive."""

    start: int
    end: int
    other_start: int
    other_end: int


def passages(text: str, other: str) -> list[Passage]:
    """The passages of the text that are in the other one too, in the text's order: runs of five words or more, as long as they can be.

    Words are the same whatever their case and what stands between them. From left to right each word is taken once; of several places in
    the other text, the one where the run is longest, and of those the first after the passage before, is the one.
    """
    mine, theirs = ([match.span() for match in _WORD.finditer(each)] for each in (text, other))
    words, others = [text[start:end].lower() for start, end in mine], [other[start:end].lower() for start, end in theirs]
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(others) - N_WORDS + 1):
        found_at = places[tuple(others[at : at + N_WORDS])]
        if len(found_at) < PLACES_TRIED:
            found_at.append(at)
    found = []
    start = after = 0
    while start <= len(words) - N_WORDS:
        best = max(
            ((_n_same(words, others, start, at), at >= after, -at) for at in places.get(tuple(words[start : start + N_WORDS]), ())),
            default=None,
        )
        if best is None:
            start += 1
            continue
        n, _, at = best[0], best[1], -best[2]
        found.append(Passage(mine[start][0], mine[start + n - 1][1], theirs[at][0], theirs[at + n - 1][1]))
        start, after = start + n, at + n
    return found


def _n_same(words: list[str], others: list[str], start: int, at: int) -> int:
    n = 0
    while start + n < len(words) and at + n < len(others) and words[start + n] == others[at + n]:
        n += 1
    return n
