"""What a document states of itself: in the format's own fields, else in its text, its address or the name of its file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flows.read.documents import Document, Issue, Origin, doc_id
from flows.read.moments import Moment
from flows.read.stated.dates import in_path, in_url
from flows.read.stated.furniture import furniture
from flows.read.stated.headings import headings
from flows.read.stated.statement import Boilerplate, Found, Name, Statement

# The fields of a document that its text may state, by the name of the statement; those of many persons take all statements.
_ONE = {Name.TITLE: "title", Name.PUBLISHER: "publisher", Name.DATELINE_PLACE: "dateline_place"}
_MANY = {Name.AUTHOR: "authors", Name.CONTRIBUTOR: "contributors"}


def found_in(text: str) -> list[Found]:
    """What the text states of itself and what in it is boilerplate, in the order of the text; boilerplate does not overlap."""
    above = list(headings(text))
    end = max((each.end for each in above if isinstance(each, Boilerplate)), default=0)
    found = [*above, *furniture(text, end)]
    return sorted(found, key=lambda each: (each.start, each.end))


def completed(item: Document | Issue, known: Callable[[], Mapping[str, Sequence[Statement]]] = dict) -> Document | Issue:
    """The document with what its format left open and its text, its address or its file's name states. What none states stays None.

    `known` has, by document id, what these rules have found in texts before.
    """
    if isinstance(item, Issue):
        return item
    statements = known().get(doc_id(item.text))
    if statements is None:
        statements = [each for each in found_in(item.text) if isinstance(each, Statement)]
    return with_stated(item, statements)


def with_stated(document: Document, statements: Sequence[Statement]) -> Document:
    """The document with what the statements say where it has nothing, then what its address and its file's name do."""
    given: dict[str, Any] = {}
    origins = dict(document.origins)

    def give(field: str, value: Any, origin: Origin) -> None:
        if getattr(document, field) is None and field not in given:
            given[field], origins[field] = value, origin

    for name, field in _ONE.items():
        for each in statements:
            if each.name == name:
                give(field, each.value, Origin.TEXT)
    for name, field in _MANY.items():
        people = tuple(dict.fromkeys(str(each.value) for each in statements if each.name == name))
        if people:
            give(field, people, Origin.TEXT)
    for moment, origin in _moments(document, statements):
        if document.published_at is None and "published_at" not in given:
            give("published_at", moment.at, origin)
            given["published_precision"] = moment.precision
    return replace(document, **given, origins=origins) if given else document


def _moments(document: Document, statements: Sequence[Statement]) -> Iterator[tuple[Moment, Origin]]:
    """The moments of publication that are stated, the most trusted first: what the text says goes before the name of its file."""
    for each in statements:
        if each.name == Name.PUBLISHED_AT and isinstance(each.value, Moment):
            yield each.value, Origin.TEXT
    if document.url and (moment := in_url(document.url)):
        yield moment, Origin.URL
    # Not the file of which it is a line, nor what a crawl has fetched.
    is_file = "#" not in document.source_uri and "://" not in document.source_uri
    if is_file and (moment := in_path(document.source_uri.rpartition(".")[0])):
        yield moment, Origin.FILE_NAME
