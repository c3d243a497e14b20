"""HTML pages: the main text, without menus, notices and comments, and what the page states about itself.

The text is what trafilatura takes for it, preferring precision, without comments (Barbaresi 2021,
https://aclanthology.org/2021.acl-demo.15).
"""

import re
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
# A main text of fewer characters that has nothing of the title may be a notice, such as one on copyright; it is one if all that may be text
# of the page is so many times as long.
_NOTICE = 400
_TIMES_A_NOTICE = 10
# A cell with so many paragraphs and characters in them is a text, not an entry of a table.
_PARAGRAPHS, _CHARACTERS = 3, 1_000
_WORD = re.compile(r"[^\W\d_]{4,}")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


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
    text = main_text(tree, metadata.get("title"))
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


def main_text(tree: HtmlElement, title: str | None) -> str | None:
    """The main text of a page of that title, a blank line between paragraphs; None when there is none. Changes the tree."""
    _open_tables_of_paragraphs(tree)
    text = _extracted(tree, favor_precision=True)
    if len(text) < _NOTICE and not _is_of(title, text):
        complete = _extracted(tree, favor_precision=False)
        text = complete if len(complete) > _TIMES_A_NOTICE * len(text) else text
    return text.replace("\n", "\n\n") + "\n" if text else None


def _is_of(title: str | None, text: str) -> bool:
    """Whether the text has a third of the title's words of four letters and more; addresses, which are made of titles, aside."""
    wanted = set(_WORD.findall((title or "").lower()))
    return bool(text) and 3 * len(wanted & set(_WORD.findall(_ADDRESS.sub("", text.lower())))) >= len(wanted)


def _extracted(tree: HtmlElement, *, favor_precision: bool) -> str:
    return (trafilatura.extract(tree, include_comments=False, favor_precision=favor_precision) or "").strip()


def _open_tables_of_paragraphs(tree: HtmlElement) -> None:
    """Makes no tables of those that only place a text on the page, as old pages do: its paragraphs would be one cell."""
    for cell in list(tree.iter("td")):
        lengths = [len(paragraph.text_content()) for paragraph in cell.iter("p")]
        if len(lengths) >= _PARAGRAPHS and sum(lengths) > _CHARACTERS:
            for element in (cell, *cell.iterancestors("table", "tbody", "tr", "td")):
                element.tag = "div"
