"""Values and rows as JSON has them."""

import json
import math
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def rows(reader: pa.RecordBatchReader) -> Iterator[str]:
    """Each row as an object on one line. Encoded a column at a time, which takes half the time that rows as dictionaries take."""
    row = template(reader.schema.names)
    for batch in reader:
        for values in zip(*(texts(column) for column in batch.columns), strict=True):
            yield row % values


def template(names: list[str]) -> str:
    """An object with these names, to be filled with `%` by texts of values."""
    return "{" + ", ".join(f"{encoded(name)}: ".replace("%", "%%") + "%s" for name in names) + "}"


def texts(column: pa.Array) -> list[str]:
    """The column's values, each as JSON."""
    values = column.to_pylist()
    is_json = pa.types.is_string(column.type) or pa.types.is_integer(column.type) or pa.types.is_boolean(column.type)
    return [encoded(value) for value in (values if is_json else map(as_json, values))]


def as_json(value: Any) -> Any:
    """The value as JSON has it: times as ISO 8601, bytes as hexadecimal digits, what is not a finite number as null."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case dict():
            return {str(name): as_json(each) for name, each in value.items()}
        case list() | tuple():
            return [as_json(each) for each in value]
        case _:  # intervals, UUIDs
            return str(value)
