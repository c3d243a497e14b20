"""An answer's rows in a file's format, batch by batch; `table` is for reading at a terminal and shows the first rows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from flows.store import excel, files, geojson, graphml, json_values

# A row group is held in memory until it is full.
ROWS_PER_GROUP, BYTES_PER_GROUP = 122_880, 64_000_000

Format = Literal["csv", "xlsx", "parquet", "json", "jsonl", "graphml", "geojson"]


def save(reader: pa.RecordBatchReader, form: Format, path: Path) -> int:
    """Writes all rows to the file, as `put` does, and returns how many there were."""
    n_rows = 0

    def fill(stream: BinaryIO) -> None:
        nonlocal n_rows
        n_rows = write(reader, form, stream)

    put(path, fill)
    return n_rows


def put(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    """Fills the file, which is there whole or not at all.

    What is no regular file, such as a pipe or `/dev/stdout`, is written as it stands.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            fill(stream)
    else:
        files.write(path.resolve(), fill)


def write(reader: pa.RecordBatchReader, form: Format, stream: BinaryIO) -> int:
    """Writes all rows and returns how many there were."""
    return WRITERS[form](reader, stream)


def _write_parquet(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    n_rows = 0
    with pq.ParquetWriter(stream, reader.schema, compression="zstd") as writer:
        for group in _groups(reader):
            writer.write_table(group)
            n_rows += group.num_rows
    return n_rows


def _groups(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The batches joined to row groups; those of a batch each would make a file slow to read."""
    batches: list[pa.RecordBatch] = []
    for batch in reader:
        batches.append(batch)
        if sum(each.num_rows for each in batches) >= ROWS_PER_GROUP or sum(each.nbytes for each in batches) >= BYTES_PER_GROUP:
            yield pa.Table.from_batches(batches)
            batches = []
    if batches:
        yield pa.Table.from_batches(batches)


def _write_csv(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    """RFC 4180 with a header and `\\n`: null is empty and an empty string `""`; lists and structs are JSON, times ISO 8601."""
    n_rows = 0
    schema = pa.schema([pa.field(field.name, field.type if _is_plain(field.type) else pa.string()) for field in reader.schema])
    with pc_csv.CSVWriter(stream, schema) as writer:
        for batch in reader:
            columns = [
                column if _is_plain(column.type) else pa.array([_csv_text(value) for value in column.to_pylist()], pa.string())
                for column in batch.columns
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            n_rows += batch.num_rows
    return n_rows


def _is_plain(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))


def _csv_text(value: Any) -> str | None:
    plain = json_values.as_json(value)
    return plain if isinstance(plain, str) or plain is None else json_values.encoded(plain)


def _write_jsonl(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    n_rows = 0
    for line in json_values.rows(reader):
        stream.write(f"{line}\n".encode())
        n_rows += 1
    return n_rows


def _write_json(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    """One array of objects, each on a line of its own."""
    n_rows = 0
    stream.write(b"[")
    for line in json_values.rows(reader):
        stream.write(f"{',' if n_rows else ''}\n{line}".encode())
        n_rows += 1
    stream.write(b"\n]\n")
    return n_rows


WRITERS: dict[Format, Callable[[pa.RecordBatchReader, BinaryIO], int]] = {
    "csv": _write_csv,
    "xlsx": excel.write,
    "parquet": _write_parquet,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "graphml": graphml.write,
    "geojson": geojson.write,
}
