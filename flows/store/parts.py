"""Parts: immutable Parquet files, one table each, named by what they were made from."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.schema import TABLES, key_of, order_of, rows_per_group_of
from flows.store import files
from flows.store.manifest import Manifest, Part, WarehouseError


def key(*made_from: str) -> str:
    """A name for what was made from these: 128 bits of SHA-256 as hex digits. Every item counts, and so does their order."""
    digest = hashlib.sha256()
    for item in made_from:
        body = item.encode()
        digest.update(len(body).to_bytes(8, "little") + body)
    return digest.hexdigest()[:32]


def folder(warehouse: Path) -> Path:
    """Where the parts of a warehouse lie."""
    return warehouse / "parts"


def path_of(warehouse: Path, part: Part) -> Path:
    """The part's file."""
    return Path(place(warehouse, part))


def place(warehouse: Path, part: Part) -> str:
    """The same as text: a corpus has tens of thousands of parts, and a path takes ten times as long to make."""
    return f"{warehouse}/parts/{part.file}"


def paths_of(warehouse: Path, parts: Iterable[Part]) -> list[Path]:
    """The parts' files, to be read: those of an object store are fetched. Raises WarehouseError if one of those is missing or damaged."""
    expected = [_expected(warehouse, part) for part in parts]
    if lost := files.all_fetched(expected):
        raise WarehouseError(f"{lost[0]} is damaged or missing; `textmart run` makes it again")
    return [each.path for each in expected]


def paths_by_table(warehouse: Path, corpus: Manifest, tables: Collection[str] | None = None) -> dict[str, list[Path]]:
    """The same of every table of the corpus, or of these."""
    return {table: paths_of(warehouse, each) for table, each in corpus.parts().items() if tables is None or table in tables}


def _expected(warehouse: Path, part: Part) -> files.Expected:
    return files.Expected(path_of(warehouse, part), part.n_bytes, part.sha256)


def find(warehouse: Path, table: str, name: str) -> Part | None:
    """The part of that name if an earlier run, finished or not, has made it."""
    path = folder(warehouse) / table / f"{name}.parquet"
    return describe(warehouse, path) if files.exists(path) else None


def write(warehouse: Path, table: str, name: str, rows: pa.Table) -> Part:
    """Writes the rows as the part of that name, which is replaced if it is there."""
    body, rows = _encoded(table, rows)
    part = Part(f"{table}/{name}.parquet", rows.num_rows, len(body), hashlib.sha256(body).hexdigest())
    path = path_of(warehouse, part)
    _write(path, body)
    _keep(path, part, rows)
    return part


def write_by_content(warehouse: Path, table: str, rows: pa.Table) -> Part:
    """Writes the rows as a part that is named by what it holds; equal rows are written once."""
    body, rows = _encoded(table, rows)
    sha256 = hashlib.sha256(body).hexdigest()
    part = Part(f"{table}/{sha256[:32]}.parquet", rows.num_rows, len(body), sha256)
    path = path_of(warehouse, part)
    if not files.exists(path) or path.stat().st_size != part.n_bytes:
        _write(path, body)
    _keep(path, part, rows)
    return part


def _write(path: Path, body: pa.Buffer) -> None:
    def fill(stream: BinaryIO) -> None:
        stream.write(body)

    files.write(path, fill)


def _encoded(table: str, rows: pa.Table) -> tuple[pa.Buffer, pa.Table]:
    """The rows as a file, and as they are in it."""
    # Most layers find nothing in a small batch.
    return _file_of(table, rows) if rows.num_rows else _empty_file(table)


@cache
def _empty_file(table: str) -> tuple[pa.Buffer, pa.Table]:
    return _file_of(table, TABLES[table].empty_table())


def _file_of(table: str, rows: pa.Table) -> tuple[pa.Buffer, pa.Table]:
    schema = TABLES[table]
    rows = rows.cast(schema)
    order = order_of(schema)
    if order:
        rows = rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in order]))
    sink = pa.BufferOutputStream()
    blooms = _bloom_filters(rows, (order or key_of(schema))[0])
    with pq.ParquetWriter(sink, schema, compression="zstd", version="2.6", write_statistics=True, bloom_filter_options=blooms) as writer:
        writer.write_table(rows, row_group_size=rows_per_group_of(schema))
    return sink.getvalue(), rows


def _bloom_filters(rows: pa.Table, column: str) -> dict[str, dict[str, float]]:
    """Filters that tell which row groups lack a document, an entity or a word: least and greatest values tell little of a hash, and nothing
    of whether a part has it at all. Rows lie in the column's order, so that a row group has about its share of the values.
    """
    if not rows.num_rows or not pa.types.is_string(rows.schema.field(column).type):
        return {}
    n_groups = -(-rows.num_rows // rows_per_group_of(rows.schema))
    return {column: {"ndv": 2 * pc.count_distinct(rows[column]).as_py() // n_groups + 16, "fpp": 0.01}}


def describe(warehouse: Path, path: Path) -> Part:
    """What a manifest says of the file."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    n_rows = pq.read_metadata(path).num_rows
    return Part(file=path.relative_to(folder(warehouse)).as_posix(), n_rows=n_rows, n_bytes=path.stat().st_size, sha256=sha256)


def read(warehouse: Path, parts: Iterable[Part], columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of parts of one table, in the parts' order. At least one part is needed."""
    every = list(parts)
    paths = paths_of(warehouse, every)
    return pa.concat_tables([_rows(path, part, columns) for path, part in zip(paths, every, strict=True)])


# Rows of a part that is worth several threads.
_LARGE = 10_000
# A process keeps the last so many parts that it has written or read, of so many bytes on the disk and in memory at most: a run asks for
# small ones again and again.
_KEPT_PARTS, _KEPT_DISK_BYTES, _KEPT_BYTES = 256, 32_768, 262_144
_kept: dict[tuple[Path, str], pa.Table] = {}
_one_at_a_time = Lock()


def _rows(path: Path, part: Part, columns: Sequence[str] | None) -> pa.Table:
    if part.n_bytes > _KEPT_DISK_BYTES:
        return _read(path, columns, is_large=part.n_rows > _LARGE)
    rows = _kept.get((path, part.sha256))
    if rows is None:
        rows = _read(path, None, is_large=False)
    _keep(path, part, rows)
    return rows if columns is None else rows.select(list(columns))


def _keep(path: Path, part: Part, rows: pa.Table) -> None:
    # What is a slice of more rows would keep them all.
    if part.n_bytes <= _KEPT_DISK_BYTES and rows.get_total_buffer_size() <= _KEPT_BYTES:
        with _one_at_a_time:
            _kept.pop((path, part.sha256), None)
            _kept[path, part.sha256] = rows
            if len(_kept) > _KEPT_PARTS:
                del _kept[next(iter(_kept))]


def _read(path: Path, columns: Sequence[str] | None, *, is_large: bool) -> pa.Table:
    # Of a small file `read_table` takes four times as long: it makes a dataset first.
    with pq.ParquetFile(path) as file:
        return file.read(columns if columns is None else list(columns), use_threads=is_large)


def in_declared_columns(table: str, rows: pa.Table) -> pa.Table:
    """The rows in the columns of the table's declaration, with nulls in those that an earlier textmart did not have."""
    schema = TABLES[table]
    columns = [rows[field.name] if field.name in rows.column_names else pa.nulls(rows.num_rows, field.type) for field in schema]
    return pa.table(columns, schema=schema)


def n_nulls(warehouse: Path, parts: Iterable[Part], column: str) -> int:
    """How many rows of parts of one table have none in that column: of a history, by the run that removed them, how many are live."""
    every = list(parts)
    return sum(_n_nulls(path, part.sha256, column) for part, path in zip(every, paths_of(warehouse, every), strict=True))


@lru_cache(10_000)
def _n_nulls(path: Path, _sha256: str, column: str) -> int:
    """From the file's statistics, without reading rows."""
    with pq.ParquetFile(path) as file:
        metadata = file.metadata
    position = metadata.schema.names.index(column)
    return sum(int(metadata.row_group(group).column(position).statistics.null_count) for group in range(metadata.num_row_groups))


def read_or_empty(warehouse: Path, table: str, parts: Sequence[Part], columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of parts of that table, if there are any."""
    if parts:
        return read(warehouse, parts, columns)
    empty = TABLES[table].empty_table()
    return empty.select(list(columns)) if columns else empty


def doc_ids(warehouse: Path, parts: Iterable[Part]) -> list[str]:
    """The documents of parts that have one row per document, such as `texts`, in order."""
    return [doc_id for part in parts for doc_id in read(warehouse, [part], ["doc_id"])["doc_id"].to_pylist()]


def rows_of(warehouse: Path, parts: Iterable[Part], wanted: Collection[str]) -> pa.Table:
    """The rows of these documents, sorted by document and otherwise in the parts' own order."""
    rows = read(warehouse, parts)
    rows = rows.filter(pc.is_in(rows["doc_id"], pa.array(sorted(wanted), pa.string())))
    return rows.take(pc.sort_indices(rows, sort_keys=[("doc_id", "ascending")]))


def damaged(warehouse: Path, parts: Iterable[Part], *, since: Path | None = None) -> Iterator[Part]:
    """Parts that are missing or whose bytes are not those of their checksum.

    With `since`, the manifest that names them, a part of the right size that is as it was when that was written is taken for sound: a
    glance that costs no reading.
    """
    glance = files.glances(folder(warehouse), since)
    # Batches without rows of some kind share a part of none. To hash a part would take as long as to look.
    for part in {(part.file, part.sha256): part for part in parts}.values():
        seen = glance(place(warehouse, part))
        if seen is None or seen.n_bytes != part.n_bytes or not (seen.is_as_it_was or files.is_sound(_expected(warehouse, part))):
            yield part
