"""An answer's first rows as a table to read at a terminal."""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import pyarrow as pa
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.store.formats import put
from flows.store.json_values import as_json

MAX_ROWS = 100
# A column narrower than this says too little; columns are left out rather than cut shorter.
MIN_WIDTH = 12
# Control characters, halves of surrogate pairs, and what turns the direction of writing.
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Characters a cell shows of a text at most, where the width is not what limits it.
MAX_WIDTH = 200


def console_for(stream: TextIO) -> Console:
    """A console as wide as its terminal; into a file or pipe, as wide as the rows need."""
    return Console(file=stream, width=None if stream.isatty() else 100_000)


def save(reader: pa.RecordBatchReader, path: Path) -> int:
    """Writes the table of the first rows to the file, as wide as they need. Returns how many rows there were."""
    text = io.StringIO()
    n_rows = show(reader, console_for(text))

    def fill(stream: BinaryIO) -> None:
        stream.write(text.getvalue().encode())

    put(path, fill)
    return n_rows


def show(reader: pa.RecordBatchReader, console: Console) -> int:
    """Prints the first rows, fitted to the console's width, and what was left out and how to get it. Returns how many rows there were."""
    shown: list[tuple[Any, ...]] = []
    n_rows = 0
    for batch in reader:
        n_rows += batch.num_rows
        if len(shown) < MAX_ROWS:
            shown += zip(*(column.to_pylist() for column in batch.slice(0, MAX_ROWS - len(shown)).columns), strict=True)
    if reader.schema.names == ["explain_key", "explain_value"]:
        for _, plan in shown:
            console.print(Text(plan), no_wrap=True, crop=False)
        return n_rows
    names = [one_line(name) for name in reader.schema.names]
    cells = [[cell(value) for value in row] for row in shown]
    wanted = [max(cell_len(text) for text in texts) for texts in zip(names, *cells, strict=True)]
    widths = fitted(wanted, console.width)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for field, name, width in zip(reader.schema, names, widths, strict=False):
        table.add_column(Text(cut(name, width)), justify="right" if _is_number(field.type) else "left", no_wrap=True, width=width)
    for row, texts in zip(shown, cells, strict=True):
        table.add_row(
            *(Text(cut(text, width), style="dim" if value is None else "") for value, text, width in zip(row, texts, widths, strict=False))
        )
    console.print(table)
    for line in left_out(names, wanted, widths, len(shown), n_rows):
        console.print(Text(line, style="dim"))
    return n_rows


def fitted(wanted: Sequence[int], width: int) -> list[int]:
    """Widths of the first columns, of as many as fit: each as wide as it wants if there is room, else the widest are cut first."""
    widths = [min(each, MAX_WIDTH) for each in wanted]
    least = [min(each, MIN_WIDTH) for each in wanted]
    while len(widths) > 1 and sum(least[: len(widths)]) + 2 * (len(widths) - 1) > width:
        widths.pop()
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > 1:
        widest = max(range(len(widths)), key=lambda index: widths[index])
        second = max((each for index, each in enumerate(widths) if index != widest), default=1)
        widths[widest] = max(widths[widest] - (sum(widths) - room), min(second, widths[widest] - 1))
    return widths


def left_out(names: Sequence[str], wanted: Sequence[int], widths: Sequence[int], n_shown: int, n_rows: int) -> list[str]:
    """Lines that say how many rows there are, what of them is not shown, and how to get it."""
    rows = f"{n_rows:,} row{'' if n_rows == 1 else 's'}"
    lines = [rows if n_shown == n_rows else f"{rows}, of which the first {n_shown:,} are shown"]
    if missing := names[len(widths) :]:
        lines.append(f"Not shown, because the window is too narrow: {', '.join(missing)}")
    if missing or n_shown < n_rows or any(width < want for width, want in zip(widths, wanted, strict=False)):
        lines.append("All of it: -o FILE.csv, .xlsx, .parquet, .jsonl ...")
    return lines


def cell(value: Any) -> str:
    """The value on one line."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.6g}" if abs(value) < 1e6 else str(value)
        case list() | dict() | tuple():
            return one_line(json.dumps(as_json(value), ensure_ascii=False))
        case _:
            return one_line(str(as_json(value)))


def one_line(text: str) -> str:
    """The text with white space as single spaces, and `�` for each character that would make the terminal do something."""
    return OBEYED.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def cut(text: str, width: int) -> str:
    """The text in so many columns of the terminal, with an ellipsis where it was longer."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
