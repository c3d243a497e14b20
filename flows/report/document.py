"""One document with what was found in it: names, statements, times and places, each where it stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flows.report.gather import Row

KINDS = ("name", "place", "time", "statement")
# In which order a page tells of them below the text.
TOLD = ("statement", "name", "place", "time")

MARKS = """
select start_char, end_char, 'name' as kind, entities.name || ', ' || mentions.label as said
from mentions left join entities using (entity_id) where doc_id = $doc_id
union all
select start_char, end_char, 'place', concat_ws(', ', name, admin1_name, country_code) from places where doc_id = $doc_id
union all
select start_char, end_char, 'time', value from times where doc_id = $doc_id
union all
select span.start_char, span.end_char, 'statement', concat_ws(' ', coalesce(speaker, speaker_text, 'nobody named'), cue_text)
from (
    select unnest(spans) as span, entities.name as speaker, speaker_text, cue_text
    from quotes left join entities on quotes.speaker_entity_id = entities.entity_id
    where doc_id = $doc_id
)
order by 1, 2 desc, 3
"""

FOUND = """
select distinct documents.* from documents inner join sources using (doc_id)
where documents.doc_id = $which or starts_with(documents.doc_id, $which) or sources.source_uri = $which or sources.source_id = $which
order by doc_id limit 9
"""


class DocumentError(LookupError):
    """No document, or more than one, is meant by what was said; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the document's text: where, of which kind (one of KINDS), and what it was found to be."""

    start_char: int
    end_char: int
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text within which the same marks hold."""

    text: str
    marks: tuple[Mark, ...]


def find(connection: duckdb.DuckDBPyConnection, which: str) -> Row:
    """The row of `documents` that is meant by a `doc_id`, the beginning of one, a `source_uri` or a `source_id`; else DocumentError."""
    rows: list[Row] = connection.sql(FOUND, params={"which": which}).to_arrow_table().to_pylist() if which else []
    if not rows:
        raise DocumentError(f'no document has the doc_id, source_uri or source_id {which!r}; see `textmart sql "from sources"`')
    exact = [row for row in rows if row["doc_id"] == which]
    if len(exact or rows) > 1:
        raise DocumentError(
            f"{which!r} may be {', '.join(row['source_uri'] for row in rows[:8])}{', …' if len(rows) > 8 else ''}; say which"
        )
    return (exact or rows)[0]


def marks(connection: duckdb.DuckDBPyConnection, doc_id: str) -> list[Mark]:
    """What was found in the document, in the order of its text."""
    return [Mark(start, end, kind, said or "") for start, end, kind, said in connection.sql(MARKS, params={"doc_id": doc_id}).fetchall()]


def segments(text: str, found: Iterable[Mark]) -> Iterator[Segment]:
    """The text cut at every begin and end of a mark; joined, it is the text."""
    every = sorted(found, key=lambda mark: (mark.start_char, -mark.end_char))
    edges = sorted({0, len(text), *(edge for mark in every for edge in (mark.start_char, mark.end_char))})
    open_marks: list[Mark] = []
    at = 0
    for start, end in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end_char > start]
        while at < len(every) and every[at].start_char <= start:
            open_marks.append(every[at])
            at += 1
        yield Segment(text[start:end], tuple(open_marks))


def html(document: Row, found: Sequence[Mark]) -> str:
    """The document as a page of its own."""
    environment = Environment(loader=PackageLoader("flows.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    css = (files("flows.report") / "page.css").read_text(encoding="utf-8")
    # What a mark was found to be is a tooltip in the text, which no keyboard, finger or print shows: so it is told below as well.
    told = {kind: [(mark, document["text"][mark.start_char : mark.end_char]) for mark in found if mark.kind == kind] for kind in TOLD}
    return environment.get_template("document.html.j2").render(
        document=document,
        segments=list(segments(document["text"], found)),
        counts={kind: sum(mark.kind == kind for mark in found) for kind in KINDS},
        told=told,
        css=Markup(css),  # noqa: S704 a file of ours
    )
