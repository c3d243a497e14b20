"""Parquet: one document a row."""

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from flows.read.documents import Issue, Reason
from flows.read.inputs import Input, Item
from flows.read.records import ALIASES, Records, names_of, no_text_column
from flows.read.rules import Rules

MEDIA_TYPE = "application/vnd.apache.parquet"
_ROWS = 256


def read(found: Input, stream: BinaryIO, rules: Rules) -> Iterator[Item]:
    """The documents of the rows, some hundred in memory at a time."""
    number = 0
    try:
        file = pq.ParquetFile(stream)
        header = file.schema_arrow.names
        names = names_of(header, rules.columns, with_aliases=True)
        if names.get("text") not in header:
            yield no_text_column(found.uri, header)
            return
        records = Records(found.uri, None, MEDIA_TYPE)
        wanted = sorted({names[ours] for ours in ALIASES if names.get(ours) in header})
        for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield from records.documents(number, row, names)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        message = " ".join(str(error).split())[:200]
        yield Issue(found.uri, Reason.BROKEN_FILE, f"After row {number} it can't be read as Parquet ({message}); rows before are used.")
