"""E-mail: a message is a document, its readable attachments are documents of their own.

The text is the plain part, else the HTML one. What it quotes of other mails stands apart: a line `[…]` in its place, and an issue that
says how much was left out.
"""

import email
import email.policy
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any, BinaryIO

from lxml import etree
from lxml.html import HtmlElement

from flows.read.decoding import DecodingError, declared_in_markup, decode
from flows.read.documents import Document, Issue, Origin, Reason
from flows.read.html_page import parsed
from flows.read.inputs import Input, Item, Unpack, whole
from flows.read.markup_text import markup_text
from flows.read.quoting import without_quoted
from flows.read.rules import Rules
from flows.read.stating import stated

MEDIA_TYPE = "message/rfc822"
_QUOTES = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote') or contains(@class, 'yahoo_quoted')]//blockquote "
    "| //blockquote[contains(@class, 'quote')]"
)
_MAX_PARTS_DEEP = 20


def read(found: Input, stream: BinaryIO, rules: Rules, unpack: Unpack) -> Iterator[Item]:
    """The message's document, and those of its attachments."""
    body = whole(found, stream, rules)
    if isinstance(body, Issue):
        yield body
        return
    message = email.message_from_bytes(body, policy=email.policy.default)
    yield from _message(found, message, rules, unpack)


def _message(found: Input, message: EmailMessage, rules: Rules, unpack: Unpack) -> Iterator[Item]:
    texts: list[tuple[str, str | None]] = []
    attached: list[Message] = []
    _sort(message, texts, attached, 0)
    pieces, encodings = [], []
    for text, encoding in texts:
        pieces.append(text.strip("\n"))
        encodings.append(encoding)
    text = "\n\n".join(filter(None, pieces))
    if not rules.keep_quoted:
        text, n_quoted = without_quoted(text)
        if n_quoted:
            yield Issue(
                found.uri,
                Reason.QUOTED_TEXT,
                f"{n_quoted:,} lines that it quotes of other mails stand as […] in its text; `keep_quoted = true` keeps them.",
            )
    message_id = (_header(message, "message-id") or "").strip(" <>")
    metadata, faults = stated(found.uri, (Origin.MAIL_HEADER, _stated(message)))
    if (
        any(_kind(part) in {"application/pkcs7-mime", "application/x-pkcs7-mime"} for part in attached)
        or _kind(message) == "multipart/encrypted"
    ):
        yield Issue(found.uri, Reason.ENCRYPTED, "It is encrypted; save it decrypted.")
        return
    yield from faults
    yield Document(
        found.uri,
        message_id or found.source_id,
        text + "\n" if text else "",
        media_type=MEDIA_TYPE,
        encoding=next(filter(None, encodings), None),
        **metadata,
    )
    times: Counter[str] = Counter()
    for part in attached:
        yield from _attachment(found, part, times, rules, unpack)


def _sort(part: Message, texts: list[tuple[str, str | None]], attached: list[Message], depth: int) -> None:
    """The message's texts and attachments, in order."""
    kind = _kind(part)
    if part.is_multipart() and kind != "message/rfc822" and depth < _MAX_PARTS_DEEP:
        parts = [each for each in part.get_payload() if isinstance(each, Message)]
        if kind == "multipart/alternative":
            _best(parts, texts, attached, depth + 1)
        elif kind == "multipart/related":
            _sort(parts[0], texts, attached, depth + 1) if parts else None
            attached += [each for each in parts[1:] if not each.get("content-id")]
        elif kind == "multipart/signed":
            _sort(parts[0], texts, attached, depth + 1) if parts else None
        else:
            for each in parts:
                _sort(each, texts, attached, depth + 1)
    elif kind in {"text/plain", "text/html"} and not _file_name(part) and _disposition(part) != "attachment":
        texts.append(_text(part, kind))
    else:
        attached.append(part)


def _best(parts: list[Message], texts: list[tuple[str, str | None]], attached: list[Message], depth: int) -> None:
    """Of alternatives the plain text, unless there is none in it; attachments within any of them."""
    versions: list[list[tuple[str, str | None]]] = []
    for part in parts:
        of_part: list[tuple[str, str | None]] = []
        _sort(part, of_part, attached, depth)
        versions.append(of_part)
    texts += next((version for version in versions if any(text.strip() for text, _ in version)), [])


def _text(part: Message, kind: str) -> tuple[str, str | None]:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    try:
        charset = part.get_content_charset()
        text, encoding = decode(body, charset or (declared_in_markup(body) if kind == "text/html" else None))
    except (DecodingError, LookupError, ValueError):
        return body.decode("ascii", "backslashreplace"), None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/html":
        tree = parsed(text)
        text = markup_text(_with_marked_quotes(tree)) if tree is not None else ""
    return text, encoding


def _with_marked_quotes(tree: HtmlElement) -> HtmlElement:
    """The tree with what it quotes as lines that begin with `>`."""
    for quote in list(tree.xpath(_QUOTES))[:200]:
        if quote.getparent() is None:
            continue
        tail, lines = quote.tail, markup_text(quote).split("\n")
        quote.clear()
        quote.tail = tail
        for line in lines:
            etree.SubElement(quote, "div").text = f"> {line}"
    return tree


def _attachment(found: Input, part: Message, times: Counter[str], rules: Rules, unpack: Unpack) -> Iterator[Item]:
    kind = _kind(part)
    name = re.sub(r"[\x00-\x1f/\\]", "_", _file_name(part) or "")
    body: bytes | None
    if kind == "message/rfc822":
        body = _forwarded(part)
        name = name or "message.eml"
    else:
        payload = part.get_payload(decode=True)
        body = payload if isinstance(payload, bytes) else b""
    name = name or f"attachment.{kind.rpartition('/')[2]}"
    times[name] += 1
    uri = f"{found.uri}!/{name}" + (f"~{times[name]}" if times[name] > 1 else "")
    if found.depth >= rules.max_depth:
        yield Issue(uri, Reason.NESTED_TOO_DEEP, f"It lies in more than {rules.max_depth} files; save it by itself, or raise `max_depth`.")
        return
    if body is None:
        yield Issue(uri, Reason.BROKEN_FILE, "It can't be read as a mail of its own; save it by itself.")
        return
    inner_input = replace(found, uri=uri, name=name, depth=found.depth + 1, media_type=kind, charset=part.get_content_charset(), url=None)
    yield from unpack(inner_input, io.BytesIO(body))


def _forwarded(part: Message) -> bytes | None:
    """The bytes of a mail within a mail; None when it is broken beyond what the library writes."""
    inner = part.get_payload()
    try:
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    except Exception:
        return None


def _stated(message: EmailMessage) -> dict[str, Any]:
    people = getaddresses([_header(message, "from") or ""])
    return {
        "title": _header(message, "subject"),
        "authors": [name or address for name, address in people if name or address] or None,
        "published_at": _header(message, "date"),
        "language": _header(message, "content-language"),
    }


def _header(message: Message, name: str) -> str | None:
    """A header's value; none when it is missing or broken beyond what the library reads."""
    try:
        value = message.get(name)
        return str(value).encode("utf-8", "replace").decode() if value is not None else None
    except Exception:
        return None


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:
        return "application/octet-stream"


def _disposition(part: Message) -> str | None:
    try:
        return part.get_content_disposition()
    except Exception:
        return None


def _file_name(part: Message) -> str | None:
    try:
        return part.get_filename()
    except Exception:
        return None
