"""All text of a piece of HTML, such as a mail's body or a feed's entry: one line a block, a blank line between paragraphs."""

import re

from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul".split()
)
_APART = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre".split())
_UNSEEN = frozenset("head noscript script style template title".split())


def markup_text(tree: HtmlElement) -> str:
    """The text that a browser shows of it, about: comments, scripts and styles are left out."""
    pieces: list[str] = []
    _gather(tree, pieces)
    lines = [re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip() for line in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _gather(tree: HtmlElement, pieces: list[str]) -> None:
    """Texts in their order; a stack of our own, since mails nest deeper than Python does."""
    stack: list[tuple[HtmlElement | None, str]] = [(tree, "")]
    while stack:
        element, text = stack.pop()
        if element is None:
            pieces.append(text)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        after = "\n\n" if tag in _APART else "\n" if tag in _BLOCKS else "\t" if tag in {"td", "th"} else ""
        if tag and tag not in _UNSEEN:
            pieces.append("\n" if tag == "br" else after.strip("\t"))
            pieces.append(_flat(element.text))
            stack.append((None, after))
            for child in reversed(element):
                stack.append((None, _flat(child.tail)))
                stack.append((child, ""))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
