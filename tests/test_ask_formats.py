"""An answer's rows as csv, json, jsonl, parquet, and as a table to look at."""

import csv
import io
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from flows.show_rows import MAX_ROWS, cell, console_for, cut, fitted, one_line, show
from flows.store.formats import Format, save, write
from flows.store.json_values import as_json

ROW = {
    "text": 'She said: "a,\nb"',
    "empty": "",
    "nothing": None,
    "n": 3,
    "share": 1 / 3,
    "is_original": True,
    "published_on": date(2024, 5, 2),
    "published_at": datetime(2024, 5, 2, 6, 30),
    "authors": ["Ada Brandt", "Tom Okoro"],
    "spans": [{"start_char": 0, "end_char": 4}],
}
COLUMN_TYPES = {"nothing": pa.string()}


def reader(*rows: dict[str, Any]) -> pa.RecordBatchReader:
    made = pa.Table.from_pylist(list(rows))
    return made.cast(pa.schema([f.with_type(COLUMN_TYPES.get(f.name, f.type)) for f in made.schema])).to_reader(max_chunksize=2)


def written(form: Format, *rows: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    assert write(reader(*rows), form, stream) == len(rows)
    return stream.getvalue()


def test_csv_is_what_a_spreadsheet_reads() -> None:
    lines = written("csv", ROW).decode()
    assert lines.splitlines()[0].count(",") == len(ROW) - 1
    [row] = csv.DictReader(io.StringIO(lines))
    assert row == {
        "text": 'She said: "a,\nb"',
        "empty": "",
        "nothing": "",
        "n": "3",
        "share": "0.3333333333333333",
        "is_original": "true",
        "published_on": "2024-05-02",
        "published_at": "2024-05-02T06:30:00",
        "authors": '["Ada Brandt", "Tom Okoro"]',
        "spans": '[{"start_char": 0, "end_char": 4}]',
    }


def test_csv_tells_an_empty_text_from_null() -> None:
    assert written("csv", {"a": "", "nothing": None, "n": 1}) == b'"a","nothing","n"\n"",,1\n'


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json(form: Format) -> None:
    body = written(form, ROW, ROW, ROW)
    rows = json.loads(body) if form == "json" else [json.loads(line) for line in body.splitlines()]
    assert rows == [ROW | {"published_on": "2024-05-02", "published_at": "2024-05-02T06:30:00"}] * 3


def test_parquet_keeps_the_types() -> None:
    assert pq.read_table(io.BytesIO(written("parquet", ROW, ROW, ROW))).to_pylist() == [ROW] * 3


def test_parquet_has_few_row_groups() -> None:
    batch = pa.record_batch({"n": list(range(10_000))})
    stream = io.BytesIO()
    write(pa.RecordBatchReader.from_batches(batch.schema, iter([batch] * 30)), "parquet", stream)
    file = pq.ParquetFile(io.BytesIO(stream.getvalue()))
    assert (file.metadata.num_rows, file.num_row_groups) == (300_000, 3)


def test_a_column_may_be_called_anything() -> None:
    assert json.loads(written("jsonl", {'100 % "sure"': 1, "%s": "%s"})) == {'100 % "sure"': 1, "%s": "%s"}


@pytest.mark.parametrize(("form", "expected"), [("csv", b'"n"\n'), ("json", b"[\n]\n"), ("jsonl", b"")])
def test_no_rows(form: Format, expected: bytes) -> None:
    stream = io.BytesIO()
    assert write(pa.schema([("n", pa.int32())]).empty_table().to_reader(), form, stream) == 0
    assert stream.getvalue() == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (Decimal(12), 12),  # a sum of integers
        (Decimal("1.50"), 1.5),
        (b"\x00\xff", "00ff"),
        ({"a": [date(2024, 5, 2)]}, {"a": ["2024-05-02"]}),
    ],
)
def test_values_that_json_does_not_know(value: Any, expected: Any) -> None:
    assert as_json(value) == expected


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet"])
def test_duckdb_reads_back_what_was_saved(tmp_path: Path, form: Format) -> None:
    """Types aside: csv has none."""
    path = tmp_path / f"out.{form}"
    assert save(reader(*({"doc_id": f"d{n}", "n": n} for n in range(5))), form, path) == 5
    source = f"read_json('{path}')" if form == "jsonl" else f"'{path}'"
    assert duckdb.connect().sql(f"select doc_id, n from {source}").fetchall() == [(f"d{n}", n) for n in range(5)]


def failing() -> pa.RecordBatchReader:
    def batches() -> Any:
        yield pa.record_batch({"n": [1]})
        raise RuntimeError("broken off")

    return pa.RecordBatchReader.from_batches(pa.schema([("n", pa.int64())]), batches())


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "xlsx"])
def test_a_file_is_whole_or_as_it_was(tmp_path: Path, form: Format) -> None:
    path = tmp_path / "out"
    path.write_text("as it was")
    with pytest.raises(RuntimeError, match="broken off"):
        save(failing(), form, path)
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert path.read_text() == "as it was"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    save(reader({"n": 1}), "jsonl", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b'{"n": 1}\n'


@pytest.mark.skipif(sys.platform == "win32", reason="no such file there")
def test_a_device_stays_a_device() -> None:
    save(reader({"n": 1}), "csv", Path("/dev/null"))
    assert Path("/dev/null").is_char_device()


def shown(*rows: dict[str, Any], width: int = 80) -> list[str]:
    stream = io.StringIO()
    assert show(reader(*rows), Console(file=stream, width=width)) == len(rows)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


def test_a_table_has_numbers_to_the_right_and_says_how_many_rows_there_are() -> None:
    assert shown({"name": "Ada", "n": 7, "nothing": None}, {"name": "Tom Okoro", "n": 12, "nothing": "x"}) == [
        "name        n  nothing",
        "──────────────────────",
        "Ada         7  NULL",
        "Tom Okoro  12  x",
        "2 rows",
    ]


def test_a_table_that_is_too_wide_is_cut_and_says_so() -> None:
    lines = shown({"doc_id": "d" * 30, "text": "word " * 40, "n": 1}, width=40)
    assert max(map(len, lines[:3])) == 40
    assert lines[2] == "dddddddddddddddd…  word word word wo…  1"
    assert lines[3:] == ["1 row", "All of it: -o FILE.csv, .xlsx, .parquet,", ".jsonl ..."]


def test_columns_that_do_not_fit_are_named() -> None:
    lines = shown({f"column_{n}": "a text that is rather long" for n in range(5)}, width=40)
    assert "too narrow: column_3, column_4 All" in " ".join(lines)


def test_into_a_pipe_columns_are_as_wide_as_they_need() -> None:
    stream = io.StringIO()
    show(reader({f"column_{n}": "a text that is rather long" for n in range(9)}), console_for(stream))
    assert stream.getvalue().splitlines()[2].count("a text that is rather long") == 9


def test_of_many_rows_the_first_are_shown() -> None:
    lines = shown(*({"n": n} for n in range(MAX_ROWS + 1)))
    assert f"{MAX_ROWS + 1} rows, of which the first {MAX_ROWS} are shown" in lines
    assert sum(line.strip().isdigit() for line in lines) == MAX_ROWS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n  b\tc", "a b c"),
        ("[bold]a", "[bold]a"),  # no markup
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),  # a terminal would obey
        ("\u202eabc", "\N{REPLACEMENT CHARACTER}abc"),  # would be written backwards
        ("na\u200cme", "na\u200cme"),  # joins letters in Persian
    ],
)
def test_a_cell_is_one_harmless_line(text: str, expected: str) -> None:
    assert one_line(text) == expected
    assert expected in shown({"a": text})[2]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1 / 3, "0.333333"),
        (1234567.25, "1234567.25"),
        (True, "true"),
        (["é"], '["é"]'),
        (datetime(2024, 5, 2, 6, 30), "2024-05-02T06:30:00"),
    ],
)
def test_values_in_cells(value: Any, expected: str) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"), [("数据数据", 8, "数据数据"), ("数据数据", 7, "数据数…"), ("数据数据", 6, "数据…"), ("abc", 1, "…")]
)
def test_wide_characters_take_two_columns(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected


@given(wanted=st.lists(st.integers(1, 300), min_size=1, max_size=20), width=st.integers(20, 200))
def test_columns_fit_and_use_the_room_that_there_is(wanted: list[int], width: int) -> None:
    widths = fitted(wanted, width)
    total = sum(widths) + 2 * (len(widths) - 1)
    assert total <= width
    assert all(1 <= given_width <= want for given_width, want in zip(widths, wanted, strict=False))
    if any(given_width < min(want, 200) for given_width, want in zip(widths, wanted, strict=False)):
        assert total == width
