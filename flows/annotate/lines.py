"""Where a line of text begins a unit of its own: a paragraph, a headline, an item of a list.

A newline says little by itself. Some texts break their lines at a fixed width, in the middle of sentences; others write one paragraph a
line. What tells them apart: a program that wraps text breaks a line only where the next word would not have fitted.
"""

import re
from typing import NamedTuple

from flows.annotate.lexicon import UNFINISHED

NARROWEST_WRAP = 40  # characters; lines that are all shorter are a list, verse, a heading
WIDEST_WRAP = 100  # wrapped text is narrower (70 to 80 in mail and wire copy), paragraphs on a line are wider
SLACK = 0.88  # share of the width that a full line has at least: typeset text is not broken at the same number of characters everywhere
BULLET = re.compile(r"(?:[-–—*•·▪■●◦‣○+>]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s")
ENDED = re.compile(r"(?<![A-Z])[.?!…][\"'”’)\]]*$")  # after a capital it may be that of "U.S." or an initial


class Block(NamedTuple):
    """Lines without a blank line between them, each without the white space at its end.

    `width` is that of the widest line of more than one word (a web address is never wrapped), `is_indented` whether some lines are set
    further in than others, as the first ones of paragraphs.
    """

    offsets: list[int]
    lines: list[str]
    width: int
    is_indented: bool


def unit_starts(text: str) -> list[int]:
    """Offsets of the first characters of all units, in order. A blank line always ends a unit."""
    starts = []
    for block in blocks(text):
        for number, (offset, line) in enumerate(zip(block.offsets, block.lines, strict=True)):
            if number == 0 or begins_unit(block, number):
                starts.append(offset + len(line) - len(line.lstrip()))
    return starts


def blocks(text: str) -> list[Block]:
    """The text's blocks in order; white space that Python's `str.splitlines` and `str.isspace` do not know parts none."""
    found: list[Block] = []
    offsets: list[int] = []
    lines: list[str] = []
    offset = 0
    for line in [*text.splitlines(keepends=True), "\n"]:
        if not line.isspace():
            offsets.append(offset)
            lines.append(line.rstrip())
        elif lines:
            width = max((len(line) for line in lines if len(line.split(maxsplit=1)) > 1), default=0)
            found.append(Block(offsets, lines, width, len(set(map(indentation, lines))) > 1))
            offsets, lines = [], []
        offset += len(line)
    return found


def begins_unit(block: Block, number: int) -> bool:
    """Whether the line of this number, not the block's first, does not go on with the sentence of the line before it."""
    before, line = block.lines[number - 1], block.lines[number]
    first = line.split(maxsplit=1)[0]
    is_narrow = block.width <= WIDEST_WRAP
    if is_narrow and indentation(line) <= indentation(before) and is_full(before, first, block.width):
        return False
    if BULLET.match(line.lstrip()):
        return True
    if first[0].islower():
        return ENDED.search(before) is not None
    words = before.split()
    if not is_narrow or len(words) <= 2:
        return True
    if block.is_indented and indentation(line) == 0 and number + 1 < len(block.lines) and not ENDED.search(before):
        after = block.lines[number + 1]
        return indentation(after) > 0 or not is_full(line, after.split(maxsplit=1)[0], block.width)
    if len(words) <= 4:
        return True  # a salutation, a line of an address
    return before[-1] not in ",;" and words[-1] not in UNFINISHED


def is_full(line: str, following: str, width: int) -> bool:
    """Whether the word that follows would not have fitted on the line."""
    return width >= NARROWEST_WRAP and len(line) + 1 + len(following) > SLACK * width


def indentation(line: str) -> int:
    """Columns of white space before the line's text."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())
