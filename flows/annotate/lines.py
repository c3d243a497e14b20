"""Where a line of text begins a unit of its own: a paragraph, a headline, an item of a list.

A newline says little by itself. Some texts break their lines at a fixed width, in the middle of sentences; others write one paragraph a
line. What tells them apart: a program that wraps text breaks a line only where the next word would not have fitted.
"""

import re

WIDEST_WRAP = 100  # characters; wrapped text is narrower (70 to 80 in mail and wire copy), paragraphs on a line are wider
SLACK = 0.88  # share of the width that a full line has at least: typeset text is not broken at the same number of characters everywhere
BULLET = re.compile(r"(?:[-–—*•·▪■●◦‣○+>]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s")
ENDED = re.compile(r"(?<![A-Z])[.?!…][\"'”’)\]]*$")  # "U.S." and initials end no line for certain

# After these a sentence always goes on.
UNFINISHED = frozenset(
    """a about after against an and are as at be been before between but by during for from had has have if in into is its like nor of on
    or over s that than the their this through to under was were which while who whose will with would""".split()
)


def unit_starts(text: str) -> list[int]:
    """Offsets of the first characters of all units, in order. A blank line always ends a unit."""
    starts: list[int] = []
    block: list[tuple[int, str]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        if not line.isspace():
            block.append((offset, line.rstrip()))
        elif block:
            starts += block_starts(block)
            block = []
        offset += len(line)
    return starts + block_starts(block)


def block_starts(block: list[tuple[int, str]]) -> list[int]:
    """The same of a block: (offset, line) of lines without a blank line between them."""
    width = max((len(line) for _, line in block), default=0)
    return [
        offset + len(line) - len(line.lstrip())
        for number, (offset, line) in enumerate(block)
        if number == 0 or begins_unit(block[number - 1][1], line, width)
    ]


def begins_unit(before: str, line: str, width: int) -> bool:
    """Whether `line` does not go on with the sentence of the line `before` it; `width` is that of the block's widest line."""
    words = before.split()
    first = line.split(maxsplit=1)[0]
    narrow = width <= WIDEST_WRAP
    if narrow and len(before) + 1 + len(first) > SLACK * width and indentation(line) <= indentation(before):
        return False
    if BULLET.match(line.lstrip()):
        return True
    if first[0].islower():
        return ENDED.search(before) is not None
    if narrow and len(words) > 4:  # fewer are a salutation, "Regards,", a line of an address
        return before[-1] not in ",;" and words[-1] not in UNFINISHED
    return True


def indentation(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())
