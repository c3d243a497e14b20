"""A text as lines with their places: what is said by layout is read from these."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


class Line(NamedTuple):
    """A line with something on it, without the space at its edges; `is_apart` when an empty line or the text's edge comes before it."""

    start: int
    end: int
    text: str
    is_apart: bool


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of the text, or of the part of it from `start` to `end`."""
    before = start
    is_first = True
    for found in _LINE.finditer(text, start, len(text) if end is None else end):
        body = found.group()
        stripped = body.strip()
        if not stripped:
            continue
        first = found.start() + len(body) - len(body.lstrip())
        gap = text[before:first]
        yield Line(first, first + len(stripped), stripped, is_first or gap.replace("\r\n", "\n").count("\n") + gap.count("\r\r") > 1)
        before, is_first = first + len(stripped), False
