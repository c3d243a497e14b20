"""The report: what it shows of a corpus, and that a browser draws it; one document with what was found in it."""

import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from flows.report import document as documents
from flows.report.charts import bounds
from flows.report.document import Mark, segments
from flows.report.gather import EXCERPT_CHARS, gather, pieces, unit_of
from flows.report.page import render, spark
from flows.schema import Row
from flows.show_document import show
from tests.views.conftest import catalogue
from tests.views.corpus import TABLES

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
# What an untrusted document may bring: a script, text that turns the direction of writing, a name without end.
SCRIPT = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
TURNED = "\u202egnirts a fo dne\u202c"
ENDLESS = "Ada" * 3_334


def hostile() -> dict[str, list[Row]]:
    """The corpus worked out by hand, with names and titles that nobody should trust."""
    tables = {name: [dict(row) for row in rows] for name, rows in TABLES.items()}
    for row in tables["document_history"]:
        row["title"], row["publisher"] = f"{SCRIPT} {row['doc_id']}", TURNED
    for entity, name in zip(tables["entities"], (SCRIPT, ENDLESS), strict=False):
        entity["name"] = name
    return tables  # type: ignore[return-value]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with catalogue(tmp_path, hostile()) as connection:
        yield connection


@pytest.mark.parametrize(
    ("text", "marks", "most", "expected"),
    [
        ("Ada left.", [(0, 3)], 50, ["", "Ada", " left."]),
        ("Ada left.", [], 50, ["Ada left."]),
        # marks that touch or overlap are one, also when they come in another order
        ("Ada Lund left.", [(4, 8), (0, 5)], 50, ["", "Ada Lund", " left."]),
        # a long text is cut between words, and says so
        ("one two three Ada four five six", [(14, 17)], 12, ["… ", "Ada", " …"]),
        # a mark that reaches beyond the text ends with it
        ("Ada", [(0, 9)], 50, ["", "Ada", ""]),
    ],
)
def test_pieces(text: str, marks: Sequence[tuple[int, int]], most: int, expected: list[str]) -> None:
    assert pieces(text, marks, most) == expected


@given(st.text(max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=6))
def test_pieces_are_of_the_text_and_every_second_is_marked(text: str, marks: list[tuple[int, int]]) -> None:
    found = pieces(text, marks)
    assert len(found) % 2 == 1
    joined = "".join(found)
    if len(text) <= EXCERPT_CHARS:
        assert joined == text
    else:
        assert joined.removeprefix("… ").removesuffix(" …") in text
        assert len(joined) <= EXCERPT_CHARS + 4


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, "day"),  # nothing is dated
        (date(2024, 1, 1), date(2024, 2, 1), "day"),
        (date(2024, 1, 1), date(2024, 12, 1), "week"),
        (date(2021, 1, 1), date(2024, 12, 1), "month"),
        (date(1500, 1, 1), date(2024, 12, 1), "year"),
    ],
)
def test_the_period_that_a_chart_counts_by(first: date | None, last: date | None, expected: str) -> None:
    assert unit_of(first, last) == expected


def test_a_spark_line_has_a_point_for_each_period() -> None:
    periods = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3)]
    assert spark({periods[2]: 4, periods[1]: 2}, periods) == "M1 20.0L55 11.0L109 2.0"
    assert spark({}, periods) == spark({periods[0]: 1}, periods[:1]) == ""


def test_the_map_shows_where_most_mentions_are() -> None:
    def place(longitude: float, latitude: float, n_mentions: int) -> dict[str, Any]:
        return {"longitude": longitude, "latitude": latitude, "n_mentions": n_mentions}

    # One mention of a thousand at the other end of the world does not make the map show all of it.
    [[west, south], [east, north]] = bounds([place(10, 50, 998), place(12, 52, 1), place(-170, -40, 1)])["geometry"]["coordinates"]
    assert (west < 10 < east, south < 50 < north) == (True, True)
    assert east - west < 30
    assert north - south < 30


def test_what_is_gathered_leads_to_its_characters(corpus: duckdb.DuckDBPyConnection) -> None:
    gathered = gather(corpus)
    texts = dict(corpus.sql("select doc_id, text from documents").fetchall())
    rows = [row for each in gathered.tables.values() for row in each if "pieces" in row]
    assert rows
    for row in rows:
        source = gathered.documents[row["doc"]]
        assert "".join(row["pieces"]) == texts[source["doc_id"]][row["excerpt_start_char"] : row["excerpt_end_char"]]
        assert len(row["pieces"]) > 1


def test_hostile_text_is_only_text_in_the_page(corpus: duckdb.DuckDBPyConnection) -> None:
    page = render(corpus, f"Papers {SCRIPT}")
    assert "<script>window.broken" not in page
    assert "<img src=x" not in page
    assert "http://" not in re.sub(r"http://www\.w3\.org/[\w/]+", "", page)
    [data] = re.findall(r'<script type="application/json" id="report">(.*?)</script>', page, re.DOTALL)
    assert {SCRIPT, ENDLESS} <= {entity["name"] for entity in json.loads(data)["entities"]}


@pytest.mark.skipif(not (BROWSER and DRIVER), reason="there is no chromium with chromedriver here: Debian's chromium and chromium-driver")
def test_a_browser_draws_it_and_shows_dossiers(corpus: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(corpus, "Papers"), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in (
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-quic"),
        *("--disable-component-update", "--disable-sync", "--window-size=1200,900", f"--user-data-dir={tmp_path / 'browser'}"),
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        browser.get(page.as_uri())
        WebDriverWait(browser, 120).until(lambda shown: shown.execute_script("return document.documentElement.dataset.drawn"))
        for chart in browser.find_elements(By.CSS_SELECTOR, ".chart"):
            assert chart.find_elements(By.CSS_SELECTOR, "svg path, svg rect"), chart.get_attribute("id")
        assert len(browser.find_elements(By.CSS_SELECTOR, ".chart")) >= 3
        for name in (SCRIPT, ENDLESS):
            [button] = [each for each in browser.find_elements(By.CSS_SELECTOR, "#names button.name") if each.text == name]
            browser.execute_script("arguments[0].click()", button)
            assert browser.find_element(By.ID, "dialog-title").text == name
            assert browser.find_elements(By.CSS_SELECTOR, "dialog[open] blockquote mark")
            browser.find_element(By.CSS_SELECTOR, "dialog .close").click()
        assert not browser.find_elements(By.CSS_SELECTOR, "dialog[open]")
        browser.find_element(By.ID, "find").send_keys("no such name")
        assert not [row for row in browser.find_elements(By.CSS_SELECTOR, "#names tbody tr") if row.is_displayed()]
        assert browser.execute_script("return window.broken") is None
        # Nothing is wider than the window, narrow ones too.
        browser.set_window_size(420, 900)
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth + 1")
        assert [entry["message"] for entry in browser.execute("getLog", {"type": "browser"})["value"]] == []
    finally:
        browser.quit()


SEGMENTED: list[tuple[str, list[Mark], list[tuple[str, set[str]]]]] = [
    ("It rained.", [], [("It rained.", set())]),
    ("Ada left.", [Mark(0, 3, "name", "Ada")], [("Ada", {"name"}), (" left.", set())]),
    # a name within a statement is both
    (
        "“Ada left.”",
        [Mark(0, 11, "statement", "she said"), Mark(1, 4, "name", "Ada")],
        [("“", {"statement"}), ("Ada", {"statement", "name"}), (" left.”", {"statement"})],
    ),
]


@pytest.mark.parametrize(("text", "marks", "expected"), SEGMENTED)
def test_segments(text: str, marks: list[Mark], expected: list[tuple[str, set[str]]]) -> None:
    assert [(each.text, {mark.kind for mark in each.marks}) for each in segments(text, marks)] == expected


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_segments_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(span), min(max(span), len(text)), "name", "") for span in spans if min(span) < min(max(span), len(text))]
    assert "".join(each.text for each in segments(text, marks)) == text


def test_a_document_is_found_by_its_id_its_beginning_and_its_source(corpus: duckdb.DuckDBPyConnection) -> None:
    [(doc_id, source_uri)] = corpus.sql("select doc_id, source_uri from documents order by doc_id limit 1").fetchall()
    assert documents.find(corpus, doc_id)["doc_id"] == doc_id
    assert documents.find(corpus, source_uri)["doc_id"] == doc_id
    with pytest.raises(documents.DocumentError, match="no document has"):
        documents.find(corpus, "nowhere")


def test_a_document_is_shown_at_the_terminal_and_as_a_page(corpus: duckdb.DuckDBPyConnection) -> None:
    [(doc_id,)] = corpus.sql("select doc_id from mentions order by doc_id limit 1").fetchall()
    row: Mapping[str, Any] = documents.find(corpus, doc_id)
    found = documents.marks(corpus, doc_id)
    assert found
    assert all(0 <= mark.start_char < mark.end_char <= len(row["text"]) for mark in found)
    terminal = io.StringIO()
    show(row, found, Console(file=terminal, width=10_000))
    assert row["text"] in terminal.getvalue()
    assert "\u202e" not in terminal.getvalue()
    page = documents.html(dict(row), found)
    assert "<script>" not in page
    assert page.count("<span class=") > len({mark.kind for mark in found})
