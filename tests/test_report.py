"""The report: what it shows of a corpus, and that a browser draws it; one document with what was found in it."""

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from flows.report import document as documents
from flows.report.charts import bounds
from flows.report.document import Mark, segments
from flows.report.gather import EXCERPT_CHARS, gather, pieces, unit_of
from flows.report.page import render, spark
from flows.schema import Row
from flows.show_document import show
from tests.browser import BROWSER, DRIVER, MISSING, browser, opening
from tests.views.conftest import catalogue
from tests.views.corpus import TABLES

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
    # The second run brought the only document that mentions this one.
    assert [(row["change"], row["name"], row["n_stories"]) for row in gathered.tables["changed_names"]] == [("gained", "Ulm", 1)]
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


@pytest.mark.skipif(not (BROWSER and DRIVER), reason=MISSING)
def test_a_browser_draws_it_and_shows_dossiers(corpus: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(corpus, "Papers"), encoding="utf-8")
    [(doc_id,)] = corpus.sql("select doc_id from mentions order by doc_id limit 1").fetchall()
    document = tmp_path / "document.html"
    document.write_text(documents.html(documents.find(corpus, doc_id), documents.marks(corpus, doc_id)), encoding="utf-8")
    with browser(tmp_path) as opened:
        assert max(opening(opened, page)) > 0
        for chart in opened.find_elements(By.CSS_SELECTOR, ".chart"):
            assert chart.find_elements(By.CSS_SELECTOR, "svg path, svg rect"), chart.get_attribute("id")
        assert len(opened.find_elements(By.CSS_SELECTOR, ".chart")) >= 3
        for name in (SCRIPT, ENDLESS):
            [button] = [each for each in opened.find_elements(By.CSS_SELECTOR, "#names button.name") if each.text == name]
            # By the keyboard: the dossier has the focus, and gives it back.
            opened.execute_script("arguments[0].focus()", button)
            opened.switch_to.active_element.send_keys(Keys.ENTER)
            assert opened.find_element(By.ID, "dialog-title").text == name
            assert opened.find_elements(By.CSS_SELECTOR, "dialog[open] blockquote mark")
            assert opened.execute_script("return document.activeElement.closest('dialog') !== null")
            opened.switch_to.active_element.send_keys(Keys.ESCAPE)
            assert opened.switch_to.active_element == button
        assert not opened.find_elements(By.CSS_SELECTOR, "dialog[open]")
        opened.find_element(By.ID, "find").send_keys("no such name")
        assert not [row for row in opened.find_elements(By.CSS_SELECTOR, "#names tbody tr") if row.is_displayed()]
        assert opened.find_element(By.ID, "n-names").text.startswith("0 of ")
        # Nothing is wider than the window or its chart, narrow ones too, and no chart is lost when there is no room at all.
        opened.set_window_size(420, 900)
        for display in ("none", ""):
            opened.execute_async_script(RESIZED, display)
        assert opened.execute_script("return document.documentElement.scrollWidth <= window.innerWidth + 1")
        assert opened.execute_script(OUTSIDE) == []
        opened.get(document.as_uri())
        assert TURNED in opened.execute_script("return document.body.textContent")
        assert opened.execute_script("return document.documentElement.scrollWidth <= window.innerWidth + 1 && window.broken === undefined")
        assert [entry["message"] for entry in opened.execute("getLog", {"type": "browser"})["value"]] == []


# Shows or hides all charts, and tells them that their room is another.
RESIZED = """
    document.querySelector("main").style.display = arguments[0];
    window.dispatchEvent(new Event("resize"));
    setTimeout(arguments[1], 200);
"""
# What is drawn of the network beyond the edges of its chart.
OUTSIDE = """
    const box = document.querySelector("#chart-network svg").getBoundingClientRect();
    return [...document.querySelectorAll("#chart-network .mark-symbol path, #chart-network .mark-text text")]
        .map((each) => each.getBoundingClientRect())
        .filter((each) => each.width && (each.left < box.left - 1 || each.right > box.right + 1 || each.bottom > box.bottom + 1))
        .map((each) => [each.left, each.right, each.bottom]);
"""
# WCAG 2.2, level AA: 4.5 for text, 3 for what charts draw (https://www.w3.org/TR/WCAG22/#contrast-minimum).
CONTRASTS = {4.5: [("ink", "paper card mark sea land"), ("quiet accent", "paper card"), ("plus minus", "card")], 3: [("hue", "card")]}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme: int) -> None:
    css = (files("flows.report") / "page.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", css.split("@media")[scheme]))
    assert len(colours) > 15
    for least, pairs in CONTRASTS.items():
        for inks, papers in pairs:
            for ink in [name for name in colours if name in inks.split() or (name.startswith("hue-") and inks == "hue")]:
                for paper in papers.split():
                    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
                    assert (light + 0.05) / (dark + 0.05) >= least, (ink, paper)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
