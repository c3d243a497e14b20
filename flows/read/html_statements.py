"""What an HTML page states about itself: linked data (schema.org in JSON-LD), the head's `meta`, and marks of the body made for it.

Names of the `meta` fields are those of the Open Graph protocol, Dublin Core, the HTML standard's and Google Scholar's lists.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from flows.read.documents import Origin
from flows.read.html_dates import beside, date_in
from flows.read.language import code
from flows.read.stated.people import is_job
from flows.read.stating import clean

_META = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline"),
    "publisher": ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "application-name"),
    "authors": ("author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "article:author", "byl"),
    "published_at": (
        "article:published_time",
        "og:article:published_time",
        "article:published",
        "datepublished",
        "date.issued",
        "dcterms.issued",
        "dc.date.issued",
        "citation_publication_date",
        "citation_date",
        "parsely-pub-date",
        "sailthru.date",
        "publish-date",
        "publish_date",
        "pubdate",
        "publication_date",
        "dcterms.date",
        "dc.date",
        "date",
        "pdate",
        "ptime",
    ),
    "language": ("og:locale", "dc.language", "dcterms.language"),
    "url": ("og:url",),
}
_ARTICLES = re.compile(r"(?:.*Article|.*Posting|Report|.*Review|.*Book|.*Recipe)$")
_PAGES = re.compile(r"(?:.*Page|CreativeWork)$")
_SITE_SUFFIX = re.compile(r"\s+(?:[|·»–—-]|::)\s+")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# What a line of authors goes on with: `Ann Lee | Herald`, `Ann Lee @annlee`, `Ann Lee May 1, 2024 10:43`, `Ann Lee, CRN`.
_BEHIND_NAME = re.compile(
    r"(?<=\S)\s+(?:(?:[|•·]|@\w).*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},\s+\d{4}\b.*)", re.IGNORECASE
)
_HOUSE_BEHIND = re.compile(r"(?<=[a-z]),\s+(?!II|III|IV|JR|SR)[A-Z]{2,6}$")
_LIST_THAT_GOES_ON = re.compile(r",(?=\s*[\]}])")


def statements(tree: HtmlElement) -> list[tuple[Origin, dict[str, Any]]]:
    """What is stated and where, the most reliable first."""
    meta = _meta(tree)
    language = _language(tree, meta)
    head = _first_of(meta, language)
    linked = _linked_data(tree, language)
    headings = [text for element in tree.iter("h1") if (text := clean(element.text_content()))]
    for values in (linked, head):
        if title := clean(values.get("title") or ""):
            values["title"] = _as_shown(_without_site(title, headings, head.get("publisher")), headings)
    marks = _marks(tree, headings, head.get("publisher"), language)
    titles = {linked.get("title") or head.get("title") or marks["title"], *(headings if len(headings) == 1 else [])}
    return [
        (Origin.JSON_LD, linked),
        (Origin.HTML_META, {**head, "url": _canonical(tree) or _address(head.get("url"))}),
        (Origin.HTML_META, marks),
        (Origin.HTML_META, {"published_at": beside(titles, tree, language)}),
    ]


def _language(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    """The language that the page states, in which its dates are written."""
    stated = tree.get("lang") or next((meta[name][0] for name in _META["language"] if name in meta), None)
    return code(stated) if stated else None


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _first_of(meta: dict[str, list[str]], language: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for ours, names in _META.items():
        values = [value for name in names for value in meta.get(name, []) if not (ours != "url" and _ADDRESS.match(value))]
        if ours == "authors":
            names_of_people = next((meta[name] for name in names if any(not _ADDRESS.match(value) for value in meta.get(name, []))), [])
            found[ours] = people([value for value in names_of_people if not _ADDRESS.match(value)])
        elif ours == "published_at":
            found[ours] = _first_date(values, language)
        elif values:
            found[ours] = values[0]
    return found


def _first_date(values: list[str], language: str | None) -> object:
    """The first that is a date; else the first, so that it is told what was stated in vain."""
    return next(filter(None, (date_in(value, language) for value in values)), None) or next(iter(values), None)


def people(values: list[str]) -> list[str]:
    """Names of people, those that stand in one text taken apart; without the job, house, address or day behind them."""
    names = []
    for value in values:
        text = re.sub(r"^\s*(?:by|von|par|por)\s+", "", " ".join(value.split()), flags=re.IGNORECASE)
        first, *others = re.split(
            r"\s*(?:;|,\s+(?:and|&)\s+|,\s+(?=[^,]+\s[^,]+)|\s+and\s+|\s+&\s+)\s*", _HOUSE_BEHIND.sub("", _BEHIND_NAME.sub("", text))
        )
        names += [first, *(name for name in others if not is_job(name))]
    return [name.strip() for name in names if name.strip()]


def _canonical(tree: HtmlElement) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return _address(element.get("href"))
    return None


def _address(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and _ADDRESS.match(value.strip()) else None


def _marks(tree: HtmlElement, headings: list[str], publisher: Any, language: str | None) -> dict[str, Any]:
    """What the body marks: the only heading of the first level, `time`, authors' links; the head's title; the page's language."""
    title = headings[0] if len(headings) == 1 else _head_title(tree, headings, publisher)
    authors = [
        text
        for element in tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(concat(' ', normalize-space(@class), ' '), ' byline-name ')]"
        )
        if (text := clean(element.text_content())) and len(text) <= 80
    ]
    return {
        "title": title,
        "authors": people(authors) or None,
        "published_at": _marked_date(tree, language),
        "language": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }


def _head_title(tree: HtmlElement, headings: list[str], publisher: Any) -> str | None:
    """The head's title without the site's name; else the first heading."""
    title = clean(tree.findtext(".//title") or "")
    return _without_site(title, headings, publisher) if title else headings[0] if headings else None


def _as_shown(title: str, headings: list[str]) -> str:
    """The page's only heading, if it has half of the title's words: what is written for links is often a shorter variant."""
    words = set(title.lower().split())
    return headings[0] if len(headings) == 1 and 2 * len(words & set(headings[0].lower().split())) >= len(words) else title


def _without_site(title: str, headings: list[str], publisher: Any) -> str:
    """The title without the site's name before or after it, which is told by a heading that is the rest, or by the publisher's name."""
    parts = _SITE_SUFFIX.split(title)
    if len(parts) < 2:
        return title
    ends = [heading for heading in headings if title.startswith(heading) or title.endswith(heading)]
    for heading in sorted(ends, key=len, reverse=True):
        rest = title[len(heading) :] if title.startswith(heading) else title[: -len(heading)]
        if _SITE_SUFFIX.match(rest) or _SITE_SUFFIX.search(rest[-4:]):
            return heading
    names = publisher.lower() if isinstance(publisher, str) else None
    if parts[-1].lower() == names:
        return title[: title.rindex(parts[-1])].rstrip(" |·»–—-:")
    if parts[0].lower() == names:
        return title[title.index(parts[1]) :]
    return title


def _marked_date(tree: HtmlElement, language: str | None) -> object:
    """The moment of an element that is marked as the page's date of publication, else of the first `time` before or in the article."""
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate or @property='article:published_time']")
    for element in [*marked, *tree.iter("time")]:
        for value in (element.get("datetime"), element.get("content"), element.text_content()):
            if value and (at := date_in(value, language)):
                return at
    return None


def _linked_data(tree: HtmlElement, language: str | None) -> dict[str, Any]:
    """What the page's linked data state of the article in it, and what that leaves open of the page."""
    best: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    for element in tree.iter("script"):
        if (element.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = _loaded((element.text_content() or "").strip().rstrip(";"))
        except (ValueError, RecursionError):
            continue
        for is_article, node in _nodes(data):
            stated_here = _of_node(node, language)
            if len(stated_here) > len(best[is_article]):
                best[is_article] = stated_here
    return best[False] | best[True]


def _loaded(text: str) -> Any:
    """The JSON value, also where a list ends with a comma, as templates leave it. Raises ValueError."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return json.loads(_LIST_THAT_GOES_ON.sub("", text), strict=False)


def _nodes(data: Any, depth: int = 0) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Objects of the linked data that describe an article (true) or a page, lists and graphs opened."""
    if depth > 8:
        return
    if isinstance(data, list):
        for each in data:
            yield from _nodes(each, depth + 1)
    elif isinstance(data, dict):
        kinds = [kind for kind in _list(data.get("@type")) if isinstance(kind, str)]
        is_article = any(map(_ARTICLES.match, kinds))
        if is_article or any(map(_PAGES.match, kinds)):
            yield is_article, data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(data.get(name), depth + 1)


def _of_node(node: dict[str, Any], language: str | None) -> dict[str, Any]:
    values = {
        "title": _text(node.get("headline")),
        "publisher": _name(node.get("publisher")),
        "authors": people(list(filter(None, map(_name, _list(node.get("author")))))) or None,
        "published_at": _first_date(list(filter(None, map(_text, _list(node.get("datePublished"))))), language),
        "language": _text(node.get("inLanguage")),
        "url": _address(node.get("url")),
    }
    return {name: value for name, value in values.items() if value}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    """A text that is no address; references such as `&#8211;`, which JSON does not know, stand for their characters."""
    return unescape(value) if isinstance(value, str) and value.strip() and not _ADDRESS.match(value) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)
