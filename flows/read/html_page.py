"""HTML pages: the main text, without menus, notices and comments, and what the page states about itself.

The text is what trafilatura takes for it, preferring precision, without comments (Barbaresi 2021,
https://aclanthology.org/2021.acl-demo.15).
"""

from collections.abc import Iterator
from typing import BinaryIO

import trafilatura
from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from flows.read.decoding import DecodingError, declared_in_markup, decode
from flows.read.documents import Document, Issue, Origin, Reason
from flows.read.html_statements import statements
from flows.read.inputs import Input, Item, whole
from flows.read.rules import Rules
from flows.read.stating import stated

MEDIA_TYPE = "text/html"


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """One document, or the issue why there is none."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    try:
        markup, encoding = decode(body, found.charset or declared_in_markup(body))
    except DecodingError as error:
        yield Issue(found.uri, error.reason, str(error))
        return
    tree = parsed(markup)
    if tree is None:
        yield Issue(found.uri, Reason.EMPTY, "There is nothing in it.")
        return
    metadata, faults = stated(found.uri, *statements(tree), (Origin.WARC_HEADER, {"url": found.url}))
    text = main_text(tree)
    if not text:
        yield Issue(found.uri, Reason.NO_TEXT, "No main text was found in the page; is it made by a script, or only a list of links?")
        return
    yield from faults
    yield Document(found.uri, found.source_id, text, encoding=encoding, media_type=MEDIA_TYPE, **metadata)


def parsed(markup: str) -> HtmlElement | None:
    """The page as a tree; None when there is nothing in it."""
    try:
        # As bytes: a text whose own declaration names an encoding is refused.
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
        tree = lxml_html.document_fromstring(markup.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def main_text(tree: HtmlElement) -> str | None:
    """The main text, a blank line between paragraphs; None when there is none."""
    for favor_precision in (True, False):
        text = trafilatura.extract(tree, include_comments=False, favor_precision=favor_precision)
        if text and text.strip():
            return str(text).replace("\n", "\n\n").strip() + "\n"
    return None
