"""RSS and Atom feeds: one document an entry, the text that the feed itself holds of it."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import feedparser

from flows.read.decoding import DecodingError, declared_in_markup, decode
from flows.read.documents import Document, Issue, Origin, Reason
from flows.read.html_page import parsed
from flows.read.inputs import Input, Item, whole
from flows.read.markup_text import markup_text
from flows.read.rules import Rules
from flows.read.stating import stated

# What feedparser raises on tags that end and did not begin.
FAULTS = (LookupError, AttributeError, TypeError, ValueError)
MEDIA_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "cdf": "application/x-cdf"}


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """The documents of the entries."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    try:
        markup, encoding = decode(body, found.charset or declared_in_markup(body))
    except DecodingError as error:
        yield Issue(found.uri, error.reason, str(error))
        return
    try:
        # A stream, since a text might be taken for an address or a path; the header overrules what the XML declares.
        parsed_feed = feedparser.parse(
            io.BytesIO(markup.encode("utf-8", "replace")), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except FAULTS as error:
        yield _broken(found, f"{type(error).__name__}: {error}")
        return
    if not parsed_feed.entries:
        fault = parsed_feed.get("bozo_exception")
        yield _broken(found, str(fault)) if fault else Issue(found.uri, Reason.EMPTY, "The feed has no entries.")
        return
    media_type = MEDIA_TYPES.get(parsed_feed.get("version", "")[:4].rstrip("0123456789"), "application/xml")
    times: Counter[str] = Counter()
    for number, entry in enumerate(parsed_feed.entries, start=1):
        name = _text(entry.get("id")) or _text(entry.get("link")) or f"L{number}"
        times[name] += 1
        uri = f"{found.uri}#{name}" + (f"~{times[name]}" if times[name] > 1 else "")
        text = _content(entry)
        if not text:
            yield Issue(uri, Reason.NO_TEXT, "The feed holds no text of this entry, only a link to it.")
            continue
        metadata, faults = stated(uri, (Origin.FEED, _stated(entry, parsed_feed.feed)))
        yield from faults
        yield Document(uri, name, text + "\n", encoding=encoding, media_type=media_type, **metadata)


def _broken(found: Input, fault: str) -> Issue:
    where = re.sub(r"^<unknown>:(\d+):(\d+)", r"line \1, column \2", " ".join(fault.split()))
    return Issue(found.uri, Reason.BROKEN_FILE, f"It can't be read as a feed ({where[:200]}); fetch it anew.")


def _content(entry: Any) -> str:
    """The longest of the entry's content and summary, without markup."""
    texts = [each.get("value") for each in entry.get("content", [])] + [entry.get("summary")]
    longest = max((text for text in texts if isinstance(text, str)), key=len, default="")
    if "<" not in longest and "&" not in longest:
        return longest.strip()
    tree = parsed(f"<div>{longest}</div>")
    return markup_text(tree) if tree is not None else ""


def _stated(entry: Any, feed: Any) -> dict[str, Any]:
    authors = [name for each in entry.get("authors", []) if (name := _text(each.get("name")))] or [_text(entry.get("author")) or ""]
    title = _text(entry.get("title"))
    if title and ("<" in title or "&" in title):
        tree = parsed(f"<div>{title}</div>")
        title = markup_text(tree) if tree is not None else title
    source = entry.get("source") or {}
    return {
        "title": title,
        "publisher": _text(source.get("title")) or _text(feed.get("title")),
        "authors": [name for name in authors if name] or None,
        "published_at": _text(entry.get("published")) or _text(entry.get("updated")),
        "url": _text(entry.get("link")),
        "language": _text(entry.get("language")) or _text(feed.get("language")),
    }


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
