"""PDF: the text in the order in which it is meant to be read, without the lines that repeat at the head and foot of pages.

PDFium tells characters, their order and which hyphens end a line only because the line ended.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple

import pypdfium2

from flows.read.documents import Document, Issue, Origin, Precision, Reason
from flows.read.inputs import Input, Item, whole
from flows.read.rules import Rules
from flows.read.stating import stated

MEDIA_TYPE = "application/pdf"
# PDFium's sign for a hyphen that only divides a word at a line's end.
_SOFT_HYPHEN = "￾"
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
# What programmes write for an author of whom they know nothing.
_NOBODY = re.compile(r"\(?(?:anonymous|unknown|unspecified|user|owner|admin(?:istrator)?)\)?", re.IGNORECASE)
# How many lines at either end of a page may be a header or a footer: so many, and no more than this share of a page's lines.
_EDGE = 3
_EDGE_SHARE = 4


class _Line(NamedTuple):
    text: str
    top: float
    bottom: float


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """One document, or the issue why there is none."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    try:
        with closing(pypdfium2.PdfDocument(body)) as document:
            pages = [_lines(document, number) for number in range(len(document))]
            metadata, faults = stated(found.uri, (Origin.PDF_INFO, _info(document.get_metadata_dict())))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            yield Issue(found.uri, Reason.ENCRYPTED, "It needs a password; save it without one.")
        else:
            yield Issue(found.uri, Reason.BROKEN_FILE, f"It can't be read as PDF: {error}.")
        return
    text = text_of(pages)
    if text.strip():
        yield from faults
        yield Document(found.uri, found.source_id, text, media_type=MEDIA_TYPE, **metadata)
    elif pages:
        yield Issue(
            found.uri, Reason.IMAGE_ONLY, f"None of its pages ({len(pages):,}) has text, only images or drawings; run it through OCR."
        )
    else:
        yield Issue(found.uri, Reason.EMPTY, "It has no pages.")


def text_of(pages: list[list[_Line]]) -> str:
    """The pages' text: lines as they are, a blank line where the gap is wider than between lines, hyphens at line ends undone."""
    repeated = _repeated(pages)
    pieces: list[str] = []
    for lines in pages:
        kept = [line for place, line in enumerate(lines) if (_where(place, len(lines)), _shape(line.text)) not in repeated]
        if not kept:
            continue
        usual = _usual_gap(kept)
        for before, line in pairwise([None, *kept]):
            if line is None:
                continue
            if before is not None:
                gap = before.bottom - line.top
                pieces.append("\n\n" if gap > usual or gap < -2 * (before.top - before.bottom) - usual else "\n")
            pieces.append(line.text)
        pieces.append("\n")
    text = "".join(pieces)
    return re.sub(rf"(?<=\w){_SOFT_HYPHEN}\s*(?=\w)", "", text).replace(_SOFT_HYPHEN, "-")


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[_Line]:
    """A page's lines in reading order."""
    with closing(document[number]) as page, closing(page.get_textpage()) as content:
        n_chars = content.count_chars()
        if n_chars <= 0:
            return []
        text = content.get_text_range(0, n_chars, errors="ignore")
        lines = []
        at = 0
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            top, bottom = _extent(content, at, len(line))
            at += len(line) + 2
            shown = "".join(character for character in line if character >= " " or character == "\t").strip()
            if shown:
                lines.append(_Line(shown, top, bottom))
        return lines


def _extent(content: pypdfium2.PdfTextPage, start: int, length: int) -> tuple[float, float]:
    """Upper and lower edge of a line, by its first and last characters that have one."""
    tops, bottoms = [], []
    for index in {start, start + length // 2, start + max(length - 1, 0)}:
        try:
            _, bottom, _, top = content.get_charbox(index, loose=True)
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            continue
        tops.append(top)
        bottoms.append(bottom)
    return (max(tops), min(bottoms)) if tops else (0.0, 0.0)


def _usual_gap(lines: list[_Line]) -> float:
    """The gap between lines of a paragraph, with room: half a line more than the most frequent gap of the page."""
    gaps = Counter(round(before.bottom - line.top) for before, line in pairwise(lines) if before.bottom > line.top - 100)
    heights = sorted(line.top - line.bottom for line in lines)
    height = heights[len(heights) // 2]
    return (gaps.most_common(1)[0][0] if gaps else 0) + max(height, 1) * 0.4


def _where(place: int, n_lines: int) -> int:
    """A line's place from the head (1, 2, ...) or from the foot (-1, -2, ...) of its page; 0 for the middle."""
    edge = min(_EDGE, n_lines // _EDGE_SHARE)
    if place < edge:
        return place + 1
    return place - n_lines if n_lines - place <= edge else 0


def _shape(text: str) -> str:
    """A line with its numbers alike, so that page numbers and dates of printing make no difference."""
    return re.sub(r"\d+", "0", text.casefold())


def _repeated(pages: list[list[_Line]]) -> set[tuple[int, str]]:
    """Headers and footers: what stands at the same place of the edge on more than half of at least three pages, numbers aside.

    Pages on the left and on the right are counted apart too, since books head them differently.
    """
    found: set[tuple[int, str]] = set()
    for group in (pages, pages[::2], pages[1::2]):
        if len(group) < 3:
            continue
        seen: Counter[tuple[int, str]] = Counter()
        for lines in group:
            seen.update({(where, _shape(line.text)) for place, line in enumerate(lines) if (where := _where(place, len(lines)))})
        found |= {edge for edge, n in seen.items() if n > len(group) / 2}
    return found


def _info(info: dict[str, str]) -> dict[str, Any]:
    """What the information dictionary states. Titles that are a file's name in disguise are none."""
    title = info.get("Title", "")
    if re.search(r"\.(docx?|odt|indd|qxd|tex|dvi|pdf)$|^(untitled|microsoft word - )", title, re.IGNORECASE):
        title = ""
    author = info.get("Author", "")
    if _NOBODY.fullmatch(author):
        author = ""
    return {
        "title": title or None,
        "authors": [name.strip() for name in re.split(r";|,\s+(?=\S+\s)|\s+and\s+", author) if name.strip()] or None,
        "published_at": _moment(info.get("CreationDate", "")) or info.get("CreationDate"),
    }


def _moment(text: str) -> tuple[datetime, Precision] | None:
    """The moment that PDF writes `D:20240103093826+01'00'` (ISO 32000-1, 7.9.4); the zone is dropped, not applied."""
    found = _DATE.match(text)
    if not found:
        return None
    parts = [int(part) for part in found.groups() if part]
    year, month, day, hour, minute, second = [*parts, *(1, 1, 1, 0, 0, 0)[len(parts) :]]
    try:
        at = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return at, (Precision.YEAR, Precision.MONTH, Precision.DAY, Precision.HOUR, Precision.MINUTE, Precision.SECOND)[len(parts) - 1]
