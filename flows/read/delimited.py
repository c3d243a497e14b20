"""CSV and TSV: one document a row, the first row naming the columns."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from flows.read.decoding import MARKS, DecodingError, decode
from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item
from flows.read.kinds import peek
from flows.read.records import Records, names_of, no_text_column
from flows.read.rules import Rules

_DELIMITERS = ",;\t|"


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """The documents of the rows, read as they come: memory holds one row."""
    head, stream = peek(stream)
    try:
        encoding = _encoding_of(head, found.charset)
    except DecodingError as error:
        yield Issue(found.uri, error.reason, str(error))
        return
    lines = io.TextIOWrapper(stream, encoding=encoding, newline="")
    csv.field_size_limit(max(rules.max_chars, 1))
    number = 0
    try:
        first = lines.readline(1_000_000)
        rows = csv.reader(chain([first], lines), delimiter=_delimiter(first), strict=False)
        header = [name.removeprefix("\ufeff").strip() for name in next(rows, [])]
        names = names_of(header, rules.columns, with_aliases=True)
        if names.get("text") not in header:
            yield no_text_column(found.uri, header)
            return
        media_type = "text/tab-separated-values" if rows.dialect.delimiter == "\t" else "text/csv"
        records = Records(found.uri, encoding, media_type)
        for number, row in enumerate(rows, start=1):
            if not row:
                continue
            if len(row) > len(header):
                yield Issue(
                    f"{found.uri}#L{number}", Reason.BROKEN_ROW, f"It has {len(row)} cells under {len(header)} columns; quote its text."
                )
                continue
            cells = {name: cell if cell.strip() else None for name, cell in zip(header, row, strict=False)}
            yield from records.documents(number, cells, names)
    except UnicodeDecodeError:
        yield Issue(
            found.uri,
            Reason.WRONG_ENCODING,
            f"After row {number} it is not {encoding.upper()} any more; what came before is used. Convert it to UTF-8.",
        )
    except csv.Error as error:
        yield Issue(
            f"{found.uri}#L{number + 1}",
            Reason.BROKEN_ROW,
            f"It can't be told apart into cells ({error}); rows before are used. "
            f"A cell may have {rules.max_chars:,} characters (`max_text_chars`).",
        )
    finally:
        lines.detach()


def _encoding_of(head: bytes, declared: str | None) -> str:
    """The encoding of a file with these first bytes; a character cut in two at their end does not matter."""
    for mark, codec in MARKS:
        if head.startswith(mark):
            return {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(codec, "utf-32")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return decode(head[: head.rfind(b"\n") + 1] or head, declared).encoding
    return "utf-8"


def _delimiter(header: str) -> str:
    """The delimiter that the first line has most of outside quotation marks; a character that no text has when there is one column."""
    bare = "".join(header.split('"')[::2])
    likeliest = max(_DELIMITERS, key=bare.count)
    return likeliest if likeliest in bare else "\x1f"
