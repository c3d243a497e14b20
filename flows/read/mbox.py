"""Mailboxes: one mail after the other, each under a line that begins with `From ` (RFC 4155); memory holds one mail."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item, Unpack
from flows.read.rules import Rules

_FROM_LINE = re.compile(rb"From \S.*\d{4}.{0,20}$")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>\s]{1,200})>", re.MULTILINE | re.IGNORECASE)


def read(found: Input, stream: BinaryIO, rules: Rules, unpack: Unpack) -> Iterator[Item]:
    """The documents of the mails, each under its Message-ID, else under its number in the box."""
    times: Counter[str] = Counter()
    for number, body in enumerate(_mails(stream, rules.max_bytes), start=1):
        if body is None:
            yield Issue(
                f"{found.uri}#L{number}", Reason.TOO_LARGE, f"The mail has more than {rules.max_bytes:,} bytes; raise `max_file_mb`."
            )
            continue
        header = re.split(rb"\r?\n\r?\n", body, maxsplit=1)[0]
        given = _MESSAGE_ID.search(header)
        name = given[1].decode("ascii", "backslashreplace") if given else f"L{number}"
        times[name] += 1
        uri = f"{found.uri}#{name}" + (f"~{times[name]}" if times[name] > 1 else "")
        inner = replace(found, uri=uri, name=f"L{number}.eml", media_type="message/rfc822", charset=None)
        yield from unpack(inner, io.BytesIO(_ESCAPED.sub(rb"\1", body)))


def _mails(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """The mails' bytes; None for one that is too large."""
    lines: list[bytes] = []
    size, is_blank_before, is_begun = 0, True, False
    while line := stream.readline(1 << 20):
        if is_blank_before and line.startswith(b"From ") and _FROM_LINE.match(line.rstrip()):
            if is_begun:
                yield b"".join(lines) if size <= max_bytes else None
            lines, size, is_begun = [], 0, True
        else:
            is_begun = is_begun or bool(line.strip())
            size += len(line)
            if size <= max_bytes:
                lines.append(line)
        is_blank_before = not line.strip()
    if is_begun:
        yield b"".join(lines) if size <= max_bytes else None
