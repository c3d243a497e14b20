"""Doc -> rows of `times`: what the document says about when, as TIMEX3 values and intervals.

The way of a document: `atoms` reads its text as a string of codes; `expressions` finds where the grammar (`dates`, `lengths`) matches and
what that means (`meaning`); `lookalikes` throws out what only looks like a time; `tense` and `resolve` put the rest on the calendar.
"""

from bisect import bisect_right
from datetime import date, datetime

import numpy as np

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.times import atoms, expressions, lookalikes, tense
from flows.extract.times.meaning import AtClock, Explicit, Meaning, Offset, Recurring
from flows.extract.times.ranges import alike, with_ranges
from flows.extract.times.resolve import Context, Mentioned, Resolved, resolve
from flows.read.stated.headings import headings
from flows.read.stated.statement import Name, Statement
from flows.schema import Row


def extract(annotated: AnnotatedDocument, published_on: date | None) -> list[Row]:
    """The rows of `times`, in order. `published_on` is the date of publication as written; None when the document states none."""
    read = atoms.read(annotated.text)
    doc = annotated.doc
    authors = [each for each in headings(annotated.text) if isinstance(each, Statement) and each.name == Name.AUTHOR]
    token_starts = annotated.starts.tolist()
    sentence_of = np.cumsum(doc.to_array("SENT_START")[1:] == 1).tolist() if len(doc) else []
    rows: list[Row] = []
    day, day_char = published_on, None
    last: Mentioned | None = None
    last_day: Mentioned | None = None
    begun: Resolved | None = None  # the time just before, which may begin a range
    begun_as: Meaning | None = None
    for found, ends_range in with_ranges(read, expressions.find(read)):
        start, end = read.starts[found.start], read.ends[found.end - 1]
        first = max(bisect_right(token_starts, start) - 1, 0)
        final = max(bisect_right(token_starts, end - 1) - 1, 0)
        in_author = any(each.start <= start and end <= each.end for each in authors)  # "By JUNE CARRAWAY"
        if not len(doc) or in_author or not lookalikes.is_time(doc, read, found, first, final):
            begun = None
            continue
        if ends_range and begun and begun.period and isinstance(found.meaning, Recurring) and alike(begun_as, found.meaning):
            context = Context(begun.period.start, start, last, last_day, 1)
        else:
            tensed = day is not None and isinstance(found.meaning, Recurring | AtClock)
            context = Context(day, day_char, last, last_day, tense.direction(doc, final) if tensed else 0)
        resolved = resolve(found.meaning, context)
        rows.append(_row(annotated, start, end, sentence_of[first - 1] if first else 0, resolved, found.modifier))
        if ends_range and begun and begun.starts_at and resolved.ends_at and begun.starts_at < resolved.ends_at:
            rows[-2:] = [{**row, "range_starts_at": begun.starts_at, "range_ends_at": resolved.ends_at} for row in rows[-2:]]
        begun, begun_as = resolved, found.meaning
        if resolved.period is None:
            continue
        told = Mentioned(resolved.period, start)
        if told.period.unit == "day":
            last_day = told
            if day is None and isinstance(found.meaning, Explicit) and _is_dateline(annotated.text, start, end):
                day, day_char = told.period.start, start
        # "the quarter ended June 30": what is told of stays the quarter.
        closes = found.start > 0 and read.word(found.start - 1) in ("ended", "ending", "ends") and last is not None
        if _is_told_of(found.meaning) and not closes:
            last = told
    return rows


def _is_told_of(meaning: Meaning) -> bool:
    """Whether later expressions count from this time: not from one that only serves to compare ("up from a year earlier")."""
    return not (isinstance(meaning, Offset) and meaning.keeps_unit)


def _is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a full date stands alone in its line near the top: the day on which the document was written."""
    if start > 600:
        return False
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return not (text[line_start:start] + text[end : line_end if line_end >= 0 else len(text)]).strip(" \t\r\n.,;:-–—")


def _row(annotated: AnnotatedDocument, start: int, end: int, sentence_index: int, resolved: Resolved, modifier: str | None) -> Row:
    return {
        "doc_id": annotated.doc_id,
        "sentence_index": sentence_index,
        "start_char": start,
        "end_char": end,
        "text": annotated.text[start:end],
        "type": resolved.type,
        "value": resolved.value,
        "starts_at": resolved.starts_at,
        "ends_at": resolved.ends_at,
        "range_starts_at": None,
        "range_ends_at": None,
        "precision": resolved.precision,
        "modifier": modifier,
        "quant": resolved.quant,
        "freq": resolved.freq,
        "anchor": datetime.combine(resolved.anchor, datetime.min.time()) if resolved.anchor else None,
        "anchor_start_char": resolved.anchor_char,
    }
