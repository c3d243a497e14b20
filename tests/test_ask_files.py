"""Answers as files for other programs: Excel, Gephi and NetworkX, maps. Each file is read back by a library that did not write it."""

import io
import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import networkx as nx
import openpyxl
import pyarrow as pa
import pytest

from flows.cli import FORMATS
from flows.store import excel
from flows.store.formats import WRITERS, Format, write
from flows.store.unfit import UnfitError


def written(form: Format, table: pa.Table) -> io.BytesIO:
    stream = io.BytesIO()
    assert write(table.to_reader(max_chunksize=2), form, stream) == table.num_rows
    return io.BytesIO(stream.getvalue())


def test_the_command_line_knows_every_format() -> None:
    assert set(FORMATS) == set(WRITERS)


def cells(table: pa.Table) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(written("xlsx", table))["rows"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array(["=1+1", "https://corvane.example", "007", "+1", " a\n"]), ["=1+1", "https://corvane.example", "007", "+1", " a\n"]),
        (pa.array(["<r>x</r>", "<b>&amp;"]), ["<r>x</r>", "<b>&amp;"]),  # no markup
        (pa.array([None, ""]), [None, ""]),
        (pa.array([7, None, 10**15 - 1, 10**15]), [7, None, 10**15 - 1, "1000000000000000"]),  # more digits than Excel keeps
        (pa.array([float("nan"), float("inf"), 0.5]), [None, None, 0.5]),
        (pa.array([True, False]), [True, False]),
        (pa.array([Decimal(12), Decimal("1.5")], pa.decimal128(5, 1)), [12, 1.5]),
        (pa.array([date(2024, 5, 2), date(1899, 12, 31)]), [datetime(2024, 5, 2), "1899-12-31"]),  # where Excel's calendar begins
        (pa.array([datetime(2024, 5, 2, 6, 30), datetime(1850, 1, 1)]), [datetime(2024, 5, 2, 6, 30), "1850-01-01T00:00:00"]),
        (pa.array([time(6, 30)]), [time(6, 30)]),
        (pa.array([["Ada", 'T"m']]), ['["Ada", "T\\"m"]']),
        (pa.array([{"n": 1}]), ['{"n": 1}']),
    ],
)
def test_a_cell_has_the_type_of_its_value(column: pa.Array, expected: list[Any]) -> None:
    assert cells(pa.table({"=a": column})) == [["=a"], *([each] for each in expected)]


def test_text_is_no_formula() -> None:
    sheet = openpyxl.load_workbook(written("xlsx", pa.table({"a": ["=1+1", '@SUM("a")', "-1"]})))["rows"]
    assert {cell.data_type for [cell] in sheet.iter_rows()} == {"s"}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.table({"a": [1] * 4}), "Excel has 4 rows at most"),
        (pa.table({name: [1] for name in "abc"}), "Excel has 2 columns at most, and these are 3"),
        (pa.table({"a": ["short", "long one"]}), "row 2, column a: a cell of Excel holds 6 characters, and this text has 8"),
        (pa.table({"a": ["\N{DROMEDARY CAMEL}" * 4]}), "and this text has 8"),  # as Excel counts
    ],
)
def test_what_excel_cannot_hold_is_an_error(table: pa.Table, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MAX_ROWS", 4), ("MAX_COLUMNS", 2), ("MAX_CHARS", 6)):
        monkeypatch.setattr(excel, name, value)
    with pytest.raises(UnfitError, match=message):
        written("xlsx", table)


NETWORK = pa.table(
    {
        "source": ["Ada <Lund>", "Ada <Lund>"],
        "target": ["Tom & Co", "Ines"],
        "weight": [3, 1],
        "share": [0.5, None],
        "source_label": ["PERSON", "PERSON"],
        "target_label": ["ORG", None],
        "source_id": ["e1", "e1"],
        "target_id": ["e2", "e3"],
    }
)


def test_networkx_reads_nodes_and_edges_with_what_describes_them() -> None:
    graph = nx.read_graphml(written("graphml", NETWORK))
    assert not graph.is_directed()
    assert dict(graph.nodes(data=True)) == {
        "e1": {"label": "Ada <Lund>", "node_label": "PERSON"},
        "e2": {"label": "Tom & Co", "node_label": "ORG"},
        "e3": {"label": "Ines"},
    }
    assert list(graph.edges(data=True)) == [("e1", "e2", {"weight": 3, "share": 0.5}), ("e1", "e3", {"weight": 1})]


def test_from_and_to_have_a_direction_and_need_no_ids() -> None:
    graph = nx.read_graphml(written("graphml", pa.table({"from": ["Ada"], "to_name": ["Tom"], "to_age": [40], "said": [True]})))
    assert list(graph.edges(data=True)) == [("Ada", "Tom", {"said": True})]
    assert (graph.is_directed(), dict(graph.nodes(data=True))) == (True, {"Ada": {"label": "Ada"}, "Tom": {"label": "Tom", "age": 40}})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.table({"name": ["Ada"], "source": ["Tom"]}), "columns named source and target.*the query has name, source"),
        (pa.table({"source": ["Ada", None], "target": ["Tom", "Ada"]}), "row 2 has an edge with an end that is null"),
        (
            pa.table({"source": ["Ada", "Tom"], "target": ["Tom", "Ada"], "source_age": [30, 40], "target_age": [40, 31]}),
            "row 2 says of node Ada that its age is 31, an earlier one 30",
        ),
        (pa.table({"source": ["Ada\x01"], "target": ["Tom"]}), "no control characters"),
    ],
)
def test_what_is_no_graph_is_an_error(table: pa.Table, message: str) -> None:
    with pytest.raises(UnfitError, match=message):
        written("graphml", table)


def test_a_place_is_a_point_and_the_rest_describes_it() -> None:
    table = pa.table(
        {"name": ["Vähl", "Sea"], "latitude": [59.5, None], "longitude": [Decimal("10.25"), None], "on": [date(2024, 5, 2)] * 2}
    )
    assert json.load(written("geojson", table)) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [10.25, 59.5]},  # east first
                "properties": {"name": "Vähl", "on": "2024-05-02"},
            },
            {"type": "Feature", "geometry": None, "properties": {"name": "Sea", "on": "2024-05-02"}},
        ],
    }


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.table({"name": ["Vähl"]}), "no column latitude and no column longitude"),
        (pa.table({"latitude": [1.0]}), "no column longitude"),
        (pa.table({"latitude": [91.0], "longitude": [0.0]}), "not at 91.0 and 0.0"),
        (pa.table({"latitude": ["north"], "longitude": [0.0]}), "not at north and 0.0"),
        (pa.table({"latitude": [float("nan")], "longitude": [0.0]}), "not at nan and 0.0"),
    ],
)
def test_what_is_no_place_is_an_error(table: pa.Table, message: str) -> None:
    with pytest.raises(UnfitError, match=message):
        written("geojson", table)


@pytest.mark.parametrize("form", ["graphml", "geojson", "xlsx"])
def test_no_rows(form: Format) -> None:
    table = pa.table({name: pa.array([], pa.float64()) for name in ("source", "target", "latitude", "longitude")})
    assert written(form, table).getvalue()
