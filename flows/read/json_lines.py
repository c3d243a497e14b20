"""JSON lines: one document a line, with the metadata it states."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item
from flows.read.records import Records, names_of
from flows.read.rules import Rules

MEDIA_TYPE = "application/jsonl"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """The documents of the lines. A line that is none is an issue, and the next one is read."""
    records = Records(found.uri, "utf-8", MEDIA_TYPE)
    number = 0
    while line := stream.readline(rules.max_bytes + 1):
        number += 1
        by_line = f"{found.uri}#L{number}"
        if len(line) > rules.max_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield Issue(by_line, Reason.TOO_LARGE, f"The line has more than {rules.max_bytes:,} bytes; split it, or raise `max_file_mb`.")
            continue
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
        if line.strip():
            yield from _documents(by_line, number, line, records, rules)


def _documents(by_line: str, number: int, line: bytes, records: Records, rules: Rules) -> Iterator[Item]:
    try:
        body = json.loads(line)
    except UnicodeDecodeError as error:
        yield Issue(by_line, Reason.WRONG_ENCODING, f"Byte {error.start} of the line is not UTF-8.")
        return
    except (ValueError, RecursionError) as error:
        yield Issue(by_line, Reason.BROKEN_JSON, f"The line is no JSON: {error}.")
        return
    if not isinstance(body, dict):
        yield Issue(by_line, Reason.NOT_AN_OBJECT, f"The line holds a {type(body).__name__}, not an object.")
        return
    yield from records.documents(number, body, names_of(body, rules.columns, with_aliases=False))
