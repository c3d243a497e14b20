"""Markdown: its text without the marks, and what the front matter states."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flows.read.decoding import DecodingError, decode
from flows.read.documents import Document, Issue, Origin, Reason
from flows.read.html_page import parsed
from flows.read.inputs import Input, Item, whole
from flows.read.markup_text import markup_text
from flows.read.records import ALIASES
from flows.read.rules import Rules
from flows.read.stating import stated

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_TIGHT = frozenset({"list_item_close", "tr_close"})


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """One document: paragraphs, headings and items as lines of text, blank lines between blocks."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    try:
        text, encoding = decode(body, found.charset)
    except DecodingError as error:
        yield Issue(found.uri, error.reason, str(error))
        return
    values: Mapping[str, Any] = {}
    if matter := _FRONT_MATTER.match(text):
        try:
            loaded = yaml.safe_load(matter[1])
            values = loaded if isinstance(loaded, dict) else {}
            text = text[matter.end() :]
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            yield Issue(
                found.uri, Reason.BAD_METADATA, f"Its front matter is no YAML ({' '.join(str(error).split())}); it is taken for text."
            )
    metadata, faults = stated(found.uri, (Origin.FRONT_MATTER, by_our_names(values)))
    yield from faults
    plain, heading = plain_text(text)
    if "title" not in metadata and heading:
        metadata |= {"title": heading, "origins": metadata["origins"] | {"title": Origin.TEXT}}
    yield Document(found.uri, found.source_id, plain, encoding=encoding, media_type="text/markdown", **metadata)


def by_our_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of front matter by the names that they have here."""
    lower = {str(name).lower().replace("-", "_"): value for name, value in values.items()}
    return {ours: next((lower[name] for name in (ours, *names) if lower.get(name) is not None), None) for ours, names in ALIASES.items()}


def plain_text(markdown: str) -> tuple[str, str | None]:
    """The text of CommonMark with tables, and its heading of the first level if it begins with one."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    pieces: list[str] = []
    for token in tokens:
        if token.type == "inline":
            pieces.append(_inline(token.children or []))
        elif token.type in {"fence", "code_block"}:
            pieces.append(token.content.rstrip("\n") + "\n\n")
        elif token.type == "html_block" and (tree := parsed(token.content)) is not None:
            pieces.append(markup_text(tree) + "\n\n")
        elif token.type in {"td_close", "th_close"}:
            pieces.append("\t")
        elif token.type in _TIGHT or (token.type == "paragraph_close" and token.hidden):
            pieces.append("" if pieces and pieces[-1].endswith("\n") else "\n")
        elif token.type.endswith("_close") and token.block and token.type != "thead_close":
            pieces.append("\n\n")
    is_titled = len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    heading = " ".join(_inline(tokens[1].children or []).split()) if is_titled else None
    text = re.sub(r"[ \t]+\n", "\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", heading or None


def _inline(children: list[Token]) -> str:
    pieces = []
    for child in children:
        if child.type in {"text", "code_inline"}:
            pieces.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        elif child.type == "image":
            pieces.append(child.content)
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            pieces.append("\n")
    return "".join(pieces)
