"""What stands above a story: headline, byline, lines with the day, dateline."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from flows.read.documents import Precision
from flows.read.stated.datelines import dateline
from flows.read.stated.dates import written
from flows.read.stated.lines import Line, lines
from flows.read.stated.people import is_job, name, named
from flows.read.stated.statement import Boilerplate, Found, Kind, Name, Statement

# So many lines are looked at for what stands above a story, and no line longer than this is one of them.
N_LINES, LONGEST = 10, 140

_BY = re.compile(r"(?:by|reported by|written by|story by|words by)(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE)
_REST = re.compile(r"\s*(?:[|•·/–—]|\s-\s|,|\s(?:for|of)\s|\s{2,}|\s(?=\())\s*")
_JOB_FIRST = re.compile(
    r"(?:\w+\s){0,2}(?:(?:staff|senior|special|sports?|chief|foreign)\s*)*(?:writers?|reporters?|correspondents?|sportswriters?)\s+",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:first\s+|originally\s+)?(?:published|posted|publication date|date published|date posted|issued|aired|for immediate release|date)"
    r"(?:\s+(?:on|at))?\s*[:|–—-]?\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified|revised)(?:\s+(?:on|at))?\s*[:|–—-]?\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·]\s*|\s{3,}|\t+")
_HAS_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.,;:…][\"'”’)]*$")


def headings(text: str) -> Iterator[Found]:
    """What the lines above the story state, in their order; the story begins with the first line that is none of them."""
    above: list[tuple[Line, list[Found]]] = []
    title: Line | None = None
    first = list(islice(lines(text, 0, min(len(text), 4_000)), N_LINES))
    for number, line in enumerate(first):
        found = list(_byline(line) or _dated(line) or ()) if len(line.text) <= LONGEST else []
        found = found or list(dateline(text, line.start, line.end))
        begins = any(isinstance(each, Boilerplate) and each.kind in {Kind.DATELINE, Kind.SOURCE} for each in found)
        if not found:
            if number or not _may_be_title(line):
                break
            title = line
            continue
        above.append((line, found))
        if begins:
            break
    if title and (above or _is_set_apart(title, first)):
        yield Statement(Name.TITLE, title.text, title.start, title.end)
        yield Boilerplate(Kind.HEADLINE, title.start, title.end)
    for _, each in above:
        yield from each


def _may_be_title(line: Line) -> bool:
    return len(line.text) <= LONGEST and len(line.text.split()) >= 3 and not _SENTENCE_END.search(line.text)


def _is_set_apart(title: Line, first: Sequence[Line]) -> bool:
    """A first line in capitals throughout, with an empty line after it."""
    letters = [each for each in title.text if each.isalpha()]
    return len(first) > 1 and first[1].is_apart and len(title.text.split()) >= 4 and all(each.isupper() for each in letters)


def _byline(line: Line) -> Iterator[Found] | None:
    """The authors of a line that is a byline; None if it is none."""
    found = _BY.match(line.text)
    if not found:
        return None
    spans, rest = _authors(line.text, found.end())
    if spans is None:
        return None
    made: list[Found] = [
        Statement(Name.AUTHOR, " ".join(line.text[start:end].split()), line.start + start, line.start + end) for start, end in spans
    ]
    if rest is not None:
        made += [each for each in _dated(line, rest) or () if isinstance(each, Statement)]
    return iter([*made, Boilerplate(Kind.BYLINE, line.start, line.end)])


def _authors(text: str, start: int) -> tuple[list[tuple[int, int]] | None, int | None]:
    """The places of the names in a byline from `start`, and where what follows them begins; no places if the line is no byline."""
    body = text[start:]
    job = _JOB_FIRST.match(body)
    if job and name(body[job.end() :]):
        return [(start + job.end(), len(text))], None
    for people, rest in _splits(body):
        persons = named(people)
        if persons is None:
            continue
        if rest and not _may_follow(rest):
            continue
        return _places(text, start, persons), start + len(body) - len(rest) if rest else None
    if is_job(body) and len(body.split()) <= 5 and all(word[0].isupper() or word in {"and", "of", "the"} for word in body.split()):
        return [], None
    return None, None


def _splits(body: str) -> Iterator[tuple[str, str]]:
    """The line as names and the rest after them, the longest names first."""
    yield body, ""
    for found in reversed(list(_REST.finditer(body))):
        yield body[: found.start()], body[found.end() :]


def _may_follow(rest: str) -> bool:
    """Whether this can stand behind the names of a byline: a job, a house, a day, a handle."""
    rest = rest.strip(" ()")
    return len(rest.split()) <= 12 and (
        is_job(rest)
        or _has_day(rest)
        or rest.startswith("@")
        or "@" in rest
        or bool(re.fullmatch(r"(?:[^\W\d_a-z][\w.'’-]*\s?){1,4}", rest))
    )


def _has_day(text: str) -> bool:
    return any(written(_PUBLISHED.sub("", _UPDATED.sub("", part, count=1), count=1)) for part in _PARTS.split(text))


def _places(text: str, start: int, persons: Sequence[str]) -> list[tuple[int, int]]:
    """Where the names stand, one after the other."""
    spans = []
    for person in persons:
        found = re.compile(r",?\s+".join(re.escape(word) for word in person.split())).search(text, start)
        if found:
            spans.append(found.span())
            start = found.end()
    return spans


def _dated(line: Line, start: int = 0) -> Iterator[Found] | None:
    """The days that a line made of days states (`Published: June 14, 2024 | Updated 3 p.m.`); None if it is no such line."""
    body = line.text[start:]
    if not _HAS_DIGIT.search(body):
        return None
    made: list[Found] = []
    at, others = start, 0
    for part in _with_places(body, start):
        at, piece = part
        published, updated = _PUBLISHED.match(piece), _UPDATED.match(piece)
        label = updated or published
        day = piece[label.end() :] if label else piece
        moment = written(day)
        if moment is None:
            others += len(piece.split())
            continue
        begin = at + len(piece) - len(day)
        named = Name.UPDATED_AT if updated else Name.PUBLISHED_AT
        if moment.precision != Precision.MONTH or label:
            made.append(Statement(named, moment, line.start + begin, line.start + begin + len(day)))
    if not made or others > 4:
        return None
    return iter([*made, Boilerplate(Kind.PUBLISHED, line.start + start, line.end)])


def _with_places(body: str, start: int) -> Iterator[tuple[int, str]]:
    """The parts of a line with where they begin."""
    at = 0
    for found in _PARTS.finditer(body):
        if found.start() > at:
            yield start + at, body[at : found.start()]
        at = found.end()
    if at < len(body):
        yield start + at, body[at:]
