"""Where a line of text begins a unit of its own: a paragraph, a headline, an item of a list.

A newline says little by itself. Some texts break their lines at a fixed width, in the middle of sentences; others write one paragraph a
line. What tells them apart: a program that wraps text breaks a line only where the next word would not have fitted.
"""

import re

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
BLANK_LINE = re.compile(r"[^\S\n]*\n\s*\n|\f|\u2029")
BULLET = re.compile(r"(?:[-–—*•·▪■●◦‣○+>]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s")
WIDEST_WRAP = 100  # characters; wrapped text is narrower (70 to 80 in mail and wire copy), paragraphs are wider
SLACK = 0.9  # share of the width; text that was typeset is not broken at the same number of characters everywhere


def unit_starts(text: str) -> list[int]:
    """Offsets of the first characters of all units, in order, the first one of the text included."""
    lines = [(m.start(), m.group()) for m in LINE.finditer(text) if not m.group().isspace()]
    starts: list[int] = []
    block: list[tuple[int, str]] = []
    end = 0
    for start, line in lines:
        if block and text.count("\n", end, start) > 1:
            starts += block_starts(block)
            block = []
        block.append((start, line))
        end = start + len(line)
    return starts + block_starts(block)


def block_starts(block: list[tuple[int, str]]) -> list[int]:
    """Offsets of the units of a block: lines without a blank line between them."""
    width = max((len(line.rstrip()) for _, line in block), default=0)
    starts = []
    for number, (start, line) in enumerate(block):
        if number == 0 or begins_unit(block[number - 1][1], line, width):
            starts.append(start + len(line) - len(line.lstrip()))
    return starts


def begins_unit(before: str, line: str, width: int) -> bool:
    """Whether `line` does not go on with the sentence of the line before it; `width` is that of the block's widest line."""
    first = line.split(maxsplit=1)[0]
    wrapped = width <= WIDEST_WRAP and len(before.rstrip()) + 1 + len(first) > SLACK * width
    if wrapped and indentation(line) <= indentation(before):
        return False
    if BULLET.match(line.lstrip()):
        return True
    if first[0].islower():
        return False
    return before.rstrip()[-1] not in ",;" or len(before.split()) <= 4


def indentation(line: str) -> int:
    return len(line.expandtabs()) - len(line.expandtabs().lstrip())
