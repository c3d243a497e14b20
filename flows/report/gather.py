"""What the report shows, as plain data: the queries of `sql/report`, and the excerpts of texts that they lead to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from flows.store.catalogue import sql_files

Row = dict[str, Any]

# The report shows the top of everything, so that it stays a page: these are how many rows it has at most of each kind.
SHOWN = {
    "n_entities": 240,
    "n_entities_of_label": 25,
    "n_pairs": 140,
    "n_places": 150,
    "n_moments": 40,
    "n_speakers": 25,
    "n_publishers": 40,
    "n_changes": 200,
    "n_stories": 8,
    "n_changed_names": 30,
}
ROWS_OF_EACH = {
    "entity_names": 12,
    "entity_roles": 6,
    "entity_sentences": 6,
    "entity_quotes": 5,
    "entity_places": 8,
    "entity_beside": 10,
    "place_sentences": 4,
    "moment_sentences": 5,
}
# Publishers that have a colour of their own in a chart.
COLOURED_PUBLISHERS = 7
# Characters of an excerpt, about: a longer sentence is shown around what is marked in it.
EXCERPT_CHARS = 420
# Periods that a chart has at most, about, before it counts by the next longer one; days that make one.
MOST_PERIODS = 62
DAYS_OF = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


@dataclass(frozen=True, slots=True)
class Gathered:
    """The report's data. `tables` has the rows by the name of their query; rows with an excerpt have it as `pieces` (every second one is
    marked) and `doc` (an index into `documents`). `unit` is the period by which publication is counted, `time_unit` the one for the
    times that the texts speak of.
    """

    about: Row
    unit: str
    time_unit: str
    tables: Mapping[str, list[Row]]
    documents: list[Row]


def gather(connection: duckdb.DuckDBPyConnection) -> Gathered:
    """Asks a connection that has the catalogue's views, and may make temporary tables."""
    queries = dict(sql_files("report"))
    for name, value in (SHOWN | {"n_coloured": COLOURED_PUBLISHERS}).items():
        _set(connection, name, value)
    [about] = _rows(connection, queries["about"])
    unit = unit_of(about["first_published_on"], about["last_published_on"])
    time_unit = unit_of(about["first_time_on"], about["last_time_on"])
    spans = {name: about[name] for name in ("first_published_on", "last_published_on", "first_time_on", "last_time_on")}
    for name, value in ({"unit": unit, "time_unit": time_unit} | spans).items():
        _set(connection, name, value)
    for name in ("coverage", "shown_entities", "shown_mentions", "shown_pairs", "shown_quotes", "shown_places", "moments"):
        connection.execute(f"create or replace temp table {name} as {queries[name]}")
        queries[name] = f"from {name}"
    tables: dict[str, list[Row]] = {}
    for name in queries.keys() - {"about", "coverage", "shown_mentions", "shown_pairs", "shown_quotes", "documents_shown"}:
        _set(connection, "n_rows", ROWS_OF_EACH.get(name, 0))
        tables[name] = _rows(connection, queries[name])
    documents = _documents(connection, queries["documents_shown"], tables)
    numbers = {row["doc_id"]: number for number, row in enumerate(documents)}
    for name, rows in tables.items():
        tables[name] = [_with_pieces(row, numbers) if "excerpt" in row else row for row in rows]
    return Gathered(about, unit, time_unit, tables, documents)


def unit_of(first: date | None, last: date | None) -> str:
    """The shortest period by which the days from first to last make a chart that can be read."""
    n_days = (last - first).days + 1 if first and last else 1
    return next((unit for unit, days in DAYS_OF.items() if n_days <= days * MOST_PERIODS), "year")


def pieces(text: str, marks: Iterable[tuple[int, int]], most: int = EXCERPT_CHARS) -> list[str]:
    """The text in pieces of which every second one is marked, cut to about `most` characters around the first mark; `…` stands for what
    was left out. Marks that overlap are one.
    """
    joined: list[list[int]] = []
    for start, end in sorted((max(start, 0), min(end, len(text))) for start, end in marks):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    begin, finish = _window(text, joined[0] if joined else [0, 0], most)
    found: list[str] = []
    at = begin
    for start, end in joined:
        if start >= finish:
            break
        found += [text[at:start], text[start : min(end, finish)]]
        at = min(end, finish)
    found.append(text[at:finish])
    if begin:
        found[0] = "… " + found[0]
    if finish < len(text):
        found[-1] += " …"
    return found


def _window(text: str, mark: Sequence[int], most: int) -> tuple[int, int]:
    """From where to where a text is shown: whole if it is short, else from a word before the mark to the end of one after it."""
    if len(text) <= most:
        return 0, len(text)
    begin = max(0, min(mark[0] - most // 3, len(text) - most))
    finish = min(len(text), begin + most)
    if begin:
        begin = text.find(" ", begin, mark[0]) + 1 or begin
    if finish < len(text):
        finish = max(text.rfind(" ", mark[1], finish), 0) or finish
    return begin, finish


def _with_pieces(row: Row, numbers: Mapping[str, int]) -> Row:
    start = row["excerpt_start_char"]
    marks = [(span["start_char"] - start, span["end_char"] - start) for span in row["spans"]]
    rest = {name: value for name, value in row.items() if name not in {"excerpt", "spans", "doc_id"}}
    return rest | {"doc": numbers[row["doc_id"]], "pieces": pieces(row["excerpt"], marks)}


def _documents(connection: duckdb.DuckDBPyConnection, query: str, tables: Mapping[str, list[Row]]) -> list[Row]:
    doc_ids = sorted({row["doc_id"] for rows in tables.values() for row in rows if "excerpt" in row})
    connection.execute("create or replace temp table excerpted as select unnest(cast(? as varchar[])) as doc_id", [doc_ids])
    return _rows(connection, query)


def _set(connection: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    connection.execute(f"set variable {name} = ?", [value])


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows, with what JSON has no word for as text."""
    return [{name: _plain(value) for name, value in row.items()} for row in connection.sql(query).to_arrow_table().to_pylist()]


def _plain(value: Any) -> Any:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
