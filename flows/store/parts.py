"""Parts: immutable Parquet files, one table each, named by what they were made from."""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.schema import TABLES, empty, in_types_of, key_of, order_of, rows_per_group_of
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
    part = _written(warehouse, table, name, rows.num_rows, body)
    _kept.put(warehouse, part, rows)
    return part


def _written(warehouse: Path, table: str, name: str, n_rows: int, body: pa.Buffer) -> Part:
    part = Part(f"{table}/{name}.parquet", n_rows, len(body), hashlib.sha256(body).hexdigest())
    _write(path_of(warehouse, part), body)
    return part


def write_by_content(warehouse: Path, table: str, rows: pa.Table) -> Part:
    """Writes the rows as a part that is named by what it holds; equal rows are written once."""
    body, rows = _encoded(table, rows)
    sha256 = hashlib.sha256(body).hexdigest()
    part = Part(f"{table}/{sha256[:32]}.parquet", rows.num_rows, len(body), sha256)
    path = path_of(warehouse, part)
    if not files.exists(path) or path.stat().st_size != part.n_bytes:
        _write(path, body)
    _kept.put(warehouse, part, rows)
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
    return _file_of(table, empty(table))


# To compress so few rows of many columns, or to make a filter of them, takes longer than all else of writing them, and saves nothing.
_FEW_ROWS = 100


def _file_of(table: str, rows: pa.Table) -> tuple[pa.Buffer, pa.Table]:
    schema = TABLES[table]
    rows = in_types_of(schema, rows)
    if rows.nbytes <= _KEPT_BYTES_EACH:
        # What is kept is put together with what comes, again and again: of a thousand pieces of a row each, anything takes a hundred times
        # as long.
        rows = rows.combine_chunks()
    order = order_of(schema)
    if order:
        rows = _sorted(rows, order)
    return _file_with(table, rows.num_rows, rows[(order or key_of(schema))[0]], [rows]), rows


def _file_with(table: str, n_rows: int, first_column: pa.ChunkedArray, pieces: Iterable[pa.Table]) -> pa.Buffer:
    """The file of the rows of these pieces, one after the other: about as many as said, about these in the column by which they are asked
    for. In how many pieces they come makes no difference.
    """
    schema = TABLES[table]
    per_group = rows_per_group_of(schema)
    sink = pa.BufferOutputStream()
    blooms = _bloom_filters(schema, n_rows, first_column)
    codec = "zstd" if n_rows > _FEW_ROWS or table == "texts" else "none"
    with pq.ParquetWriter(sink, schema, compression=codec, version="2.6", write_statistics=True, bloom_filter_options=blooms) as writer:
        held = schema.empty_table()
        for piece in pieces:
            held = pa.concat_tables([held, piece]) if held.num_rows else piece
            n_full = held.num_rows // per_group * per_group
            if n_full:
                writer.write_table(held.slice(0, n_full), row_group_size=per_group)
                held = held.slice(n_full)
        if held.num_rows or not n_rows:
            writer.write_table(held, row_group_size=per_group)
    return sink.getvalue()


def _bloom_filters(schema: pa.Schema, n_rows: int, column: pa.ChunkedArray) -> dict[str, dict[str, float]]:
    """Filters that tell which row groups lack a document, an entity or a word: least and greatest values tell little of a hash, and nothing
    of whether a part has it at all. Rows lie in the column's order, so that a row group has about its share of the values.
    """
    if n_rows <= _FEW_ROWS or not pa.types.is_string(column.type):
        return {}
    n_groups = -(-n_rows // rows_per_group_of(schema))
    name = (order_of(schema) or key_of(schema))[0]
    return {name: {"ndv": 2 * pc.count_distinct(column).as_py() // n_groups + 16, "fpp": 0.01}}


def _sorted(rows: pa.Table, order: Sequence[str]) -> pa.Table:
    return rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in order]))


def describe(warehouse: Path, path: Path) -> Part:
    """What a manifest says of the file."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    n_rows = pq.read_metadata(path).num_rows
    return Part(file=path.relative_to(folder(warehouse)).as_posix(), n_rows=n_rows, n_bytes=path.stat().st_size, sha256=sha256)


def read(warehouse: Path, parts: Iterable[Part], columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of parts of one table, in the parts' order. At least one part is needed."""
    every = list(parts)
    kept = [_kept.get(warehouse, part) for part in every]
    paths = iter(paths_of(warehouse, [part for part, rows in zip(every, kept, strict=True) if rows is None]))
    found = (_from_file(warehouse, next(paths), part, columns) if rows is None else rows for part, rows in zip(every, kept, strict=True))
    return pa.concat_tables([rows if columns is None else rows.select(list(columns)) for rows in found])


# Rows of a part that is worth several threads.
_LARGE = 10_000
# Parts that a process has written or read whole it keeps, the last ones that were asked for, of so many bytes in memory together and of so
# many each: a run asks for some of them again and again. A part of few bytes on the disk is always read whole.
_KEPT_BYTES, _KEPT_BYTES_EACH, _SMALL_BYTES = 25_165_824, 2_097_152, 32_768


class _Kept:
    """Rows of parts by file and checksum, the last ones that were asked for. Threads may ask at once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], tuple[pa.Table, int]] = {}
        self._n_bytes = 0
        self._one_at_a_time = Lock()

    def get(self, warehouse: Path, part: Part) -> pa.Table | None:
        """The part's rows if they are kept."""
        name = place(warehouse, part), part.sha256
        with self._one_at_a_time:
            found = self._rows.pop(name, None)
            if found:
                self._rows[name] = found
        return found[0] if found else None

    def put(self, warehouse: Path, part: Part, rows: pa.Table) -> None:
        """Keeps the part's rows, if they are not too many, in place of those that were not asked for the longest."""
        n_bytes = rows.get_total_buffer_size()  # what is a slice of more rows would keep them all
        if n_bytes > _KEPT_BYTES_EACH:
            return
        name = place(warehouse, part), part.sha256
        with self._one_at_a_time:
            _, replaced = self._rows.pop(name, (None, 0))
            self._rows[name] = rows, n_bytes
            self._n_bytes += n_bytes - replaced
            while self._n_bytes > _KEPT_BYTES:
                self._n_bytes -= self._rows.pop(next(iter(self._rows)))[1]


_kept = _Kept()


def _from_file(warehouse: Path, path: Path, part: Part, columns: Sequence[str] | None) -> pa.Table:
    """The rows in these columns, or in all if they are few."""
    if columns and part.n_bytes > _SMALL_BYTES:
        return _read(path, columns, is_large=part.n_rows > _LARGE)
    rows = _read(path, None, is_large=part.n_rows > _LARGE)
    _kept.put(warehouse, part, rows)
    return rows


def _read(path: Path, columns: Sequence[str] | None, *, is_large: bool) -> pa.Table:
    # Of a small file `read_table` takes four times as long: it makes a dataset first.
    with pq.ParquetFile(path) as file:
        return file.read(columns if columns is None else list(columns), use_threads=is_large)


def in_declared_columns(table: str, rows: pa.Table) -> pa.Table:
    """The rows in the columns of the table's declaration, with nulls in those that an earlier textmart did not have."""
    schema, there = TABLES[table], set(rows.column_names)
    if rows.schema.equals(schema, check_metadata=True):
        return rows
    columns = [rows[field.name] if field.name in there else pa.nulls(rows.num_rows, field.type) for field in schema]
    return pa.table(columns, schema=schema)


def n_nulls(warehouse: Path, parts: Iterable[Part], column: str) -> int:
    """How many rows of parts of one table have none in that column: of a history, by the run that removed them, how many are live."""
    return sum(_statistics(str(warehouse), part, column)[0] for part in parts)


def least(warehouse: Path, part: Part, column: str) -> str | None:
    """The least text in that column, or None if all its rows have none."""
    return _statistics(str(warehouse), part, column)[1]


@lru_cache(20_000)
def _statistics(warehouse: str, part: Part, column: str) -> tuple[int, str | None]:
    """How many nulls and the least text, from what the part's file says of itself, without reading rows."""
    [path] = paths_of(Path(warehouse), [part])
    with pq.ParquetFile(path) as file:
        metadata = file.metadata
    position = metadata.schema.names.index(column)
    groups = [metadata.row_group(group).column(position).statistics for group in range(metadata.num_row_groups)]
    texts = [group.min for group in groups if group.has_min_max]
    return sum(int(group.null_count) for group in groups), min(texts, default=None)


def read_or_empty(warehouse: Path, table: str, parts: Sequence[Part], columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of parts of that table, if there are any."""
    if parts:
        return read(warehouse, parts, columns)
    return empty(table).select(list(columns)) if columns else empty(table)


def doc_ids(warehouse: Path, parts: Iterable[Part]) -> list[str]:
    """The documents of parts that have one row per document, such as `texts`, in order."""
    return [doc_id for part in parts for doc_id in read(warehouse, [part], ["doc_id"])["doc_id"].to_pylist()]


def rows_of(warehouse: Path, parts: Iterable[Part], wanted: Collection[str]) -> pa.Table:
    """The rows of these documents, sorted by document and otherwise in the parts' own order."""
    every = list(parts)
    rows = _of_documents(read(warehouse, every), wanted)
    return rows if len(every) == 1 and _has_order_of_documents(every[0]) else _sorted(rows, ["doc_id"])


def _has_order_of_documents(part: Part) -> bool:
    return not order_of(TABLES[part.file.split("/")[0]])


def _of_documents(rows: pa.Table, wanted: Collection[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows["doc_id"], pa.array(sorted(wanted), pa.string())))


# So many rows, about, are sorted and written at once where parts are merged.
_MERGED_AT_ONCE = 65_536


def write_merged(warehouse: Path, table: str, name: str, sources: Sequence[Part], wanted: Collection[str]) -> Part:
    """Writes the rows that parts of a table have of these documents as the part of that name, as `write` would write `rows_of`.

    Each of the parts is in memory once, and of what is made of them only the file.
    """
    n_rows = sum(part.n_rows for part in sources)
    if n_rows <= _MERGED_AT_ONCE:
        return write(warehouse, table, name, rows_of(warehouse, sources, wanted))
    order = order_of(TABLES[table]) or ("doc_id",)
    every = [in_types_of(TABLES[table], read(warehouse, [part])) for part in sources]
    first_column = pa.chunked_array([chunk for rows in every for chunk in rows[order[0]].chunks])
    n_written = 0

    def pieces() -> Iterator[pa.Table]:
        nonlocal n_written
        for piece in _pieces(every, order[0], -(-n_rows // _MERGED_AT_ONCE)):
            mine = _sorted(_of_documents(piece, wanted), order)
            n_written += mine.num_rows
            yield mine

    body = _file_with(table, n_rows, first_column, pieces())
    return _written(warehouse, table, name, n_written, body)


def _pieces(every: Sequence[pa.Table], column: str, n_pieces: int) -> Iterator[pa.Table]:
    """The rows of tables that are each sorted by the column, in about so many pieces of about as many rows: what is in one comes in that
    column before what is in the next.
    """
    step = max(1, sum(rows.num_rows for rows in every) // (100 * n_pieces))
    some = sorted(value for rows in every for value in rows[column].take(pa.array(range(0, rows.num_rows, step), pa.int64())).to_pylist())
    bounds = sorted({some[len(some) * at // n_pieces] for at in range(1, n_pieces)})
    cuts: list[list[int]] = []
    for rows in every:
        values, at = rows[column], [0]
        for bound in bounds:
            at.append(_first_from(bound, values, at[-1]))
        cuts.append([*at, rows.num_rows])
    for piece in range(len(bounds) + 1):
        yield pa.concat_tables([rows.slice(at[piece], at[piece + 1] - at[piece]) for rows, at in zip(every, cuts, strict=True)])


def _first_from(bound: str, values: pa.ChunkedArray, lo: int) -> int:
    """The position of the first of these values in order, from `lo` on, that does not come before the bound."""
    return bisect_left(range(len(values)), bound, lo=lo, key=lambda row: values[row].as_py())


def damaged(warehouse: Path, parts: Iterable[Part], *, since: Path | None = None) -> Iterator[Part]:
    """Parts that are missing or whose bytes are not those of their checksum.

    With `since`, the manifest that names them, a part of the right size that is as it was when that was written is taken for sound: a
    glance that costs no reading.
    """
    # Batches without rows of some kind share a part of none.
    every = list(dict.fromkeys(parts))
    as_they_were = files.as_they_were(folder(warehouse), since, ((part.file, part.n_bytes) for part in every))
    for part, is_as_it_was in zip(every, as_they_were, strict=True):
        if not is_as_it_was and not files.is_sound(_expected(warehouse, part)):
            yield part
