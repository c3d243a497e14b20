"""The catalogue -> a page to look at: `gather` asks, `charts` draws, `page` writes it all into one file; `document` shows one document."""

from pathlib import Path
from typing import BinaryIO

from flows.store import files


def write(warehouse: Path, path: Path, title: str = "") -> int:
    """Writes the report of the warehouse's last run as one HTML file; returns its size in bytes.

    The title is by default the warehouse's name. Raises WarehouseError where nothing is published.
    """
    # Imported late: with the template engine and the charts come modules that a run without a report does not need.
    from flows.report.page import render
    from flows.store.connect import connect

    with connect(warehouse) as connection:
        return save(path, render(connection, title or warehouse.resolve().name))


def save(path: Path, page: str) -> int:
    """Writes or replaces a page at once; returns its size in bytes."""
    body = page.encode()

    def fill(stream: BinaryIO) -> None:
        stream.write(body)

    files.write(path, fill)
    return len(body)
