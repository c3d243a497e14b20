"""Dates of HTML pages: as their fields write them, and as they stand beside the heading."""

import re
from collections.abc import Collection, Iterator

import dateparser
from lxml import etree
from lxml.html import HtmlElement

from flows.read.documents import Precision
from flows.read.moments import Moment
from flows.read.stated.dates import written
from flows.read.stating import LONGEST_DATE, clean, when

# So many characters may stand between a heading and the date that goes with it: a summary, authors, links to share it. Above a heading
# little does; mastheads have the date of the day further up.
_BELOW, _ABOVE = 600, 100
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)$")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_NO_TEXT = frozenset({"script", "style", "noscript", "template", "title"})
# Parts of a page that are about other pages.
_ELSEWHERE = frozenset({"aside", "footer", "nav"})
_SAYS_DATE = re.compile(r"(?<![a-z])(?:date|dateline|datetime|datum|data|fecha|posted|pubdate|publish|published|time|timestamp)(?![a-z])")
_SAYS_UPDATE = re.compile(r"(?<![a-z])(?:last-?)?(?:update|updated|modified|edited|revised)(?![a-z])", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:first\s+|originally\s+)?(?:published|posted|date)(?:\s+on)?\s*[:|–—-]?\s*", re.IGNORECASE)
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])")


def date_in(value: str, language: str | None) -> Moment | None:
    """The moment that a short text states: in a form of machines, or as the only date in it in English words or those of the language."""
    value = " ".join(value.split())
    if len(value) > LONGEST_DATE or not any(map(str.isdigit, value)):
        return None
    if at := when(_COMPACT.sub(r"\1-\2-\3", value)):
        return Moment(*at)
    return _in_words_of(language, value) if language not in {None, "en"} else None


def _in_words_of(language: str | None, text: str) -> Moment | None:
    """A whole date in the language's words or in its order of day and month. The clock makes no difference: nothing is filled in."""
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    try:
        at = dateparser.parse(text, languages=[language], settings=settings)
    except (ValueError, OverflowError):  # a language that it does not know
        return None
    moment = when(at.date()) if at else None
    return Moment(*moment) if moment else None


def beside(titles: Collection[str | None], tree: HtmlElement, language: str | None) -> Moment | None:
    """The moment of the date that stands below the first heading that is one of the titles, else close above it.

    An element has it whose class or id says so and that holds one date, or that holds nothing else. Dates of updates are none.
    """
    heading: tuple[int, int] | None = None
    above: tuple[int, Moment] | None = None
    for start, end, element in _elements(tree):
        if element.tag in _HEADINGS:
            if heading is None and (text := clean(element.text_content())) and text in titles:
                heading = (start, end)
        elif heading and start > heading[1] + _BELOW:
            break
        elif 0 < end - start <= LONGEST_DATE and (moment := _dated(element, language)):
            if heading and start >= heading[1]:
                return moment
            if not heading:
                above = (end, moment)
    return above[1] if heading and above and heading[0] - above[0] <= _ABOVE else None


def _elements(tree: HtmlElement) -> Iterator[tuple[int, int, HtmlElement]]:
    """Elements as they end, with where their text begins and ends: characters from the top of the page, white space aside."""
    at = 0
    starts: list[int] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            starts.append(at)
            if element.tag in _NO_TEXT or element.tag in _ELSEWHERE:
                at += _length(element.text_content()) if element.tag in _ELSEWHERE else 0
                walk.skip_subtree()
            else:
                at += _length(element.text)
        else:
            start = starts.pop()
            if element.tag not in _NO_TEXT and element.tag not in _ELSEWHERE:
                yield start, at, element
            at += _length(element.tail)


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _dated(element: HtmlElement, language: str | None) -> Moment | None:
    text = " ".join(element.text_content().split())
    if not any(map(str.isdigit, text)) or _SAYS_UPDATE.search(text):
        return None
    marks = _CAPITAL_WITHIN.sub("-", f"{element.get('class', '')} {element.get('id', '')}").lower()
    if _SAYS_UPDATE.search(marks) and "publish" not in marks:
        return None
    if _SAYS_DATE.search(marks):
        return date_in(text, language)
    moment = written(_PUBLISHED.sub("", text, count=1))
    return moment if moment and moment.precision not in {Precision.YEAR, Precision.MONTH} else None
