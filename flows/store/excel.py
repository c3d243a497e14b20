"""Rows as a workbook for Excel, written by XlsxWriter row by row, so that memory does not grow with them."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.store import scratch
from flows.store.json_values import as_json, encoded
from flows.store.unfit import UnfitError

# Excel's limits; what is counted as its characters are UTF-16's units.
MAX_ROWS, MAX_COLUMNS, MAX_CHARS = 1_048_576, 16_384, 32_767
# Excel keeps fifteen digits of a number, and its calendar begins here.
LEAST_INTEGER_AS_TEXT = 10**15
FIRST_DAY = date(1900, 1, 1)

Write = Callable[[int, int, Any], None]


def write(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    """Writes one sheet with the columns' names in its first row, and cells of the values' types.

    Text is text whatever it begins with, never a formula or a link. What Excel has no number for is text too: whole numbers of more
    than 15 digits, days before 1900, lists and structs as JSON. Null and what is not finite are empty cells. Raises UnfitError where
    there are more rows, columns or characters in a cell than Excel takes.
    """
    names = reader.schema.names
    if len(names) > MAX_COLUMNS:
        raise UnfitError(f"Excel has {MAX_COLUMNS:,} columns at most, and these are {len(names):,}; choose .csv or .parquet")
    with scratch.folder() as folder:
        workbook = Workbook(stream, {"constant_memory": True, "tmpdir": str(folder)})
        sheet = workbook.add_worksheet("rows")
        sheet.freeze_panes(1, 0)
        for column, field in enumerate(reader.schema):
            sheet.set_column(column, column, 40 if pa.types.is_string(field.type) else 19 if pa.types.is_timestamp(field.type) else 12)
        put = _writer(sheet, workbook)
        heading = workbook.add_format({"bold": True})
        for column, name in enumerate(names):
            _put_text(sheet, 0, column, name, heading)
        row = 0
        for batch in reader:
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                row += 1
                if row == MAX_ROWS:
                    raise UnfitError(f"Excel has {MAX_ROWS:,} rows at most; ask for fewer, or choose .csv or .parquet")
                for column, value in enumerate(values):
                    try:
                        put(row, column, value)
                    except UnfitError as error:
                        raise UnfitError(f"row {row:,}, column {names[column]}: {error}") from error
        sheet.autofilter(0, 0, row, len(names) - 1)
        workbook.close()
    return row


def _writer(sheet: Worksheet, workbook: Workbook) -> Write:
    """What puts a value into a cell."""
    plain = workbook.add_format()
    day, moment, hour = (workbook.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"))

    def put(row: int, column: int, value: Any) -> None:
        match as_json(value) if isinstance(value, Decimal | float) else value:
            case None:
                pass
            case bool():
                sheet.write_boolean(row, column, value)
            case int() | float() as number if abs(number) < LEAST_INTEGER_AS_TEXT or isinstance(number, float):
                sheet.write_number(row, column, number)
            case datetime() if value.date() >= FIRST_DAY:
                sheet.write_datetime(row, column, value.replace(tzinfo=None), moment)
            case date() if not isinstance(value, datetime) and value >= FIRST_DAY:
                sheet.write_datetime(row, column, value, day)
            case time():
                sheet.write_datetime(row, column, value, hour)
            case other:
                simple = as_json(other)
                _put_text(sheet, row, column, simple if isinstance(simple, str) else encoded(simple), plain)

    return put


def _put_text(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    n_chars = len(text.encode("utf-16-le")) // 2
    if n_chars > MAX_CHARS:
        raise UnfitError(
            f"a cell of Excel holds {MAX_CHARS:,} characters, and this text has {n_chars:,}; leave the column out, or choose .csv"
        )
    if text.startswith("<r>"):
        # XlsxWriter takes that for markup of its own; in two pieces it is text.
        sheet.write_rich_string(row, column, text[:1], form, text[1:])
    else:
        sheet.write_string(row, column, text, form)
