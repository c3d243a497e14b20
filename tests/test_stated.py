"""What a text states of itself, and what of it is boilerplate: found where it stands as news writes it, and nowhere else."""

import json
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import batch
from flows.read import stated
from flows.read.documents import Document, Origin, Precision
from flows.read.moments import Moment
from flows.read.seeds import Seed, find
from flows.read.stated import completed, found_in
from flows.read.stated.dates import in_path, in_url, written
from flows.read.stated.rows import rows
from flows.read.stated.statement import Boilerplate, Found, Statement
from tests.conftest import Run
from tests.read_inputs import read_seed

NEWSROOM, GOLD = Path(__file__).parent / "newsroom", Path(__file__).parent / "newsroom_gold" / "stories.jsonl"


def statements(text: str) -> dict[str, list[str]]:
    """The values by what is stated, as the table `statements` has them."""
    made: dict[str, list[str]] = {}
    for row in rows("d", text)["statements"]:
        made.setdefault(row["field"], []).append(row["value"])
    return made


def boilerplate(text: str) -> list[tuple[str, str]]:
    """Kind and text of each stretch."""
    return [(row["kind"], row["text"]) for row in rows("d", text)["boilerplate"]]


STORY = "\n\nThe ferry to Odda was late on Monday, and nobody minded.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STENNET, Upper Marr (CRN) -- Two groups merged.", {"dateline_place": ["STENNET, Upper Marr"], "publisher": ["CRN"]}),
        ("PORT SELDOM – Two groups merged.", {"dateline_place": ["PORT SELDOM"]}),
        # an agency writes small letters too, if its name follows
        ("Stennet (CRN) - Two groups merged.", {"dateline_place": ["Stennet"], "publisher": ["CRN"]}),
        # a day without its year says less than the metadata must have
        ("STENNET, Feb. 19 (CRN) -- Two groups merged.", {"dateline_place": ["STENNET"], "publisher": ["CRN"]}),
        (
            "STENNET, Feb. 19, 2024 (CRN) -- Two groups merged.",
            {"dateline_place": ["STENNET"], "publisher": ["CRN"], "published_at": ["2024-02-19"]},
        ),
        ("(NFN)Lucan Dray was killed in April.", {"publisher": ["NFN"]}),
        ("(NFN) -- Lucan Dray was killed in April.", {"publisher": ["NFN"]}),
        # what stands in brackets after a place may be its country
        ("PORT SELDOM, Veld (Corvane) -- It rained.", {"dateline_place": ["PORT SELDOM, Veld"]}),
        ("Stennet (Corvane) - It rained.", {}),
        # names of places in New are places; what is new is none
        ("NEW YORK -- It rained.", {"dateline_place": ["NEW YORK"]}),
        ("NEW VIDEO -- It rained.", {}),
        ("BREAKING -- It rained.", {}),
        ("(APPLAUSE) Thank you all.", {}),
        # capitals of other scripts; small letters of other scripts are none, nor are letters of scripts without capitals
        ("СТЕНЕТ (CRN) — Идёт дождь.", {"dateline_place": ["СТЕНЕТ"], "publisher": ["CRN"]}),
        ("Стенет - Идёт дождь.", {}),
        ("中央報 - Veld", {}),
        # a hyphen within a word is no dash
        ("COVID-19 has come to Odda.", {}),
        # no dash, no dateline; no story after it either
        ("STENNET is a town.", {}),
        ("The town (of Stennet) is small.", {}),
    ],
)
def test_datelines(text: str, expected: dict[str, list[str]]) -> None:
    assert statements(text) == expected


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By JUNE CARRAWAY, Business Reporter", ["JUNE CARRAWAY"]),
        ("By Wilma Tarn and Max Oduya", ["Wilma Tarn", "Max Oduya"]),
        ("By Wilma Tarn, Max Oduya, and Petra van der Lunt", ["Wilma Tarn", "Max Oduya", "Petra van der Lunt"]),
        ("By Wilma Tarn | June 14, 2024", ["Wilma Tarn"]),
        ("by Wilma Tarn in Odda", ["Wilma Tarn"]),
        ("By Staff Writer Wilma Tarn", ["Wilma Tarn"]),
        # a byline that names nobody
        ("By Courier Staff", []),
    ],
)
def test_bylines(line: str, authors: list[str]) -> None:
    text = line + STORY
    assert statements(text).get("author", []) == authors
    assert boilerplate(text) == [("byline", line)]


@pytest.mark.parametrize(
    "line",
    [
        "By the time the ferry came, it rained",
        "By Monday the water had risen",
        "By far the best of Corvane’s ferries",
        "By and large it held",
    ],
)
def test_sentences_that_begin_with_by_are_no_bylines(line: str) -> None:
    assert not found_in(line + STORY)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: June 14, 2024", {"published_at": ["2024-06-14"]}),
        ("Published 14 June 2024 | Updated: June 15, 2024 3:05 p.m.", {"published_at": ["2024-06-14"], "updated_at": ["2024-06-15T15:05"]}),
        ("Friday, 14 June 2024", {"published_at": ["2024-06-14"]}),
        ("Posted at 2024-06-14 09:30", {"published_at": ["2024-06-14T09:30"]}),
        ("First published on 14/06/2024", {"published_at": ["2024-06-14"]}),
        # which of the two is the month is not said: the year is
        ("Published: 06/07/2024", {"published_at": ["2024"]}),
    ],
)
def test_lines_of_days(line: str, expected: dict[str, list[str]]) -> None:
    assert statements(line + STORY) == expected
    assert boilerplate(line + STORY) == [("published", line)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tuesday, March 3, 2015 at 4:05 p.m. ET", Moment(datetime(2015, 3, 3, 16, 5), Precision.MINUTE)),
        ("3 Mar 2015", Moment(datetime(2015, 3, 3), Precision.DAY)),
        ("March 2015", Moment(datetime(2015, 3, 1), Precision.MONTH)),
        ("2015-03-03T16:05:09Z", Moment(datetime(2015, 3, 3, 16, 5, 9), Precision.SECOND)),
        ("13.04.2015", Moment(datetime(2015, 4, 13), Precision.DAY)),
        ("03/04/2015", Moment(datetime(2015, 1, 1), Precision.YEAR)),
        # the day of the week decides
        ("Tuesday, 03/04/2015", None),
        ("Wednesday, 03/04/2015", Moment(datetime(2015, 3, 4), Precision.DAY)),
        ("31 February 2015", None),
        ("soon", None),
        ("March 3", None),
    ],
)
def test_moments_as_they_are_written(text: str, expected: Moment | None) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("crn-2024-02-19-haddar-merger", date(2024, 2, 19)),
        ("20240219_merger", date(2024, 2, 19)),
        ("news/2024/02/19/merger", date(2024, 2, 19)),
        ("19-Feb-2024", date(2024, 2, 19)),
        ("19-02-2024", date(2024, 2, 19)),
        # of two the one nearer to the end
        ("archive-2020-01-01/2024-02-19", date(2024, 2, 19)),
        # a number is no date, and one that leaves day and month open neither
        ("000_aabd63609aaccc27", None),
        ("id-120240219", None),
        ("01-02-2024", None),
        ("2024-13-40", None),
        ("2024", None),
    ],
)
def test_dates_in_names_of_files(path: str, expected: date | None) -> None:
    found = in_path(path)
    assert (found.at.date() if found else None) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://corvane.example/2024/02/19/merger.html", Moment(datetime(2024, 2, 19), Precision.DAY)),
        ("https://corvane.example/2024/feb/19/merger", Moment(datetime(2024, 2, 19), Precision.DAY)),
        ("https://corvane.example/2024/02/merger/", Moment(datetime(2024, 2, 1), Precision.MONTH)),
        ("https://corvane.example/merger?date=2024-02-19", None),
        ("https://2024-02-19.example/merger", None),
    ],
)
def test_dates_in_addresses(url: str, expected: Moment | None) -> None:
    assert in_url(url) == expected


@pytest.mark.parametrize(
    ("line", "kind", "contributors"),
    [
        ("NFN’s Petra Lunt and Max Oduya contributed to this report.", "contributed", ["Petra Lunt", "Max Oduya"]),
        ("Additional reporting by Petra Lunt in Odda", "contributed", ["Petra Lunt"]),
        ("Reporting by CRN staff in Stennet and Port Seldom.", "contributed", []),
        ("Correction: An earlier version of this article misstated the number of ill.", "correction", []),
        ("(c) Prairie Ledger. All rights reserved.", "copyright", []),
        ("Follow NFN for more on the handover.", "follow", []),
        ("Follow us on Twitter", "follow", []),
        ("Sign up for our newsletter and get it in your inbox.", "follow", []),
        ("Get the day's news sent to your inbox by subscribing to our newsletter.", "follow", []),
        ("Get it right in your inbox. Subscribe to Herald.example's newsletters.", "follow", []),
        ("Email Petra Lunt at lunt@nfn.example or follow her @lunt.", "follow", []),
        ("Follow NFN's coverage of the handover at https://nfn.example/handover", "follow", []),
        ("Share this article", "share", []),
        ("More NFN ferries: https://nfn.example/ferries", "related", []),
        ("Originally published on Prairie Ledger.", "source", []),
        ("This article was originally published by Courier. Read the original article.", "source", []),
        ("SOURCE: News agencies", "source", []),
        ("Facebook Twitter WhatsApp", "share", []),
        ("Read more: The man they call Saker", "related", []),
        ("This website uses cookies to make the ferry faster.", "cookies", []),
        ("Advertisement", "advertisement", []),
        ("Leave a comment", "comments", []),
        ("Photo by Petra Lunt", "credit", []),
    ],
)
def test_lines_about_the_text(line: str, kind: str, contributors: list[str]) -> None:
    text = "The ferry was late on Monday.\n\n" + line
    assert boilerplate(text) == [(kind, line)]
    assert statements(text).get("contributor", []) == contributors


@pytest.mark.parametrize(
    "line",
    [
        # the third of a list
        "(c) There are ferries without end.",
        # the third of a list
        "(c) There are ferries without end.",
        # sentences of a story that speaks of such things
        "She shares the house with two goats.",
        "Share prices fell by a third.",
        "The firm holds the copyright of the song.",
        "Grandmother's cookies were sold at the door, and the site was closed.",
        "Follow the river and you come to Odda.",
        "Like her father, she was a pilot on the river for more than thirty years.",
        "The book was first published in 1923, and she has two copies of it.",
        "Source: a spring, in the speech of the valley, from which a river comes. It is dry.",
        "He contributed to the party, and to this report of failure he said nothing.",
        "Read more carefully, the report says something else.",
        "The advertisement showed a horse.",
        "300",
        "“Follow me,” he said.",
    ],
)
def test_sentences_are_no_lines_about_the_text(line: str) -> None:
    assert not boilerplate("The ferry was late on Monday.\n\n" + line)


@pytest.mark.parametrize(
    "line",
    [
        "0" * 80 + "x see it",  # figures that may be one number or many, as under buttons for sharing
        "share " * 60 + "what",
        "Reporting by " + "A" * 240 + "!",  # capitals that may be one name or many
        "Aa-" * 120 + "(",  # hyphens within a dateline's place or between its words
    ],
)
def test_a_line_that_just_fails_to_be_one_is_soon_told(line: str) -> None:
    """Patterns that can read a line in many ways try them all before they give up: for ever, or for seconds a line."""
    assert found_in(line) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("REBEL GROUPS SAY THEY HAVE MERGED\n\nSTENNET (CRN) -- Two groups merged.", "REBEL GROUPS SAY THEY HAVE MERGED"),
        ("Rebel groups say they have merged\nBy Wilma Tarn\n\nTwo groups merged.", "Rebel groups say they have merged"),
        # with nothing of the kind below it a first line may be anything
        ("Rebel groups say they have merged\n\nTwo groups merged.", None),
        ("Two groups merged on Monday.\nBy Wilma Tarn\n", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert statements(text).get("title", [None]) == [title]


def document(text: str, uri: str = "seeds/a.txt", **stated: object) -> Document:
    origins = {name: Origin.FIELD for name in stated if name != "published_precision"}
    return Document(uri, "a", text, origins=origins, **stated)  # type: ignore[arg-type]


def test_what_the_format_states_goes_before_the_text_and_that_before_address_and_name() -> None:
    text = "Published: April 17, 2024\n\nBy JUNE CARRAWAY" + STORY
    given = completed(document(text, authors=("Ann Lee",)))
    assert isinstance(given, Document)
    assert (given.authors, given.origins["authors"]) == (("Ann Lee",), Origin.FIELD)
    assert (given.published_on, given.origins["published_at"]) == (date(2024, 4, 17), Origin.TEXT)
    url = "https://corvane.example/2024/02/19/a"
    both = completed(document(STORY, "seeds/2023-01-01.txt", url=url))
    assert isinstance(both, Document)
    assert (both.published_on, both.origins["published_at"]) == (date(2024, 2, 19), Origin.URL)
    named = completed(document(STORY, "seeds/2023/01/01/a.txt"))
    assert isinstance(named, Document)
    assert (named.published_on, named.origins["published_at"]) == (date(2023, 1, 1), Origin.FILE_NAME)


def test_a_line_of_a_file_is_not_dated_by_the_file() -> None:
    plain = document(STORY, "seeds/2023-01-01.jsonl#1")
    assert completed(plain) == plain


def test_what_nothing_states_stays_open() -> None:
    plain = document("It rained in April.", "seeds/000_aabd63609aaccc27.txt")
    assert completed(plain) == plain


def newsroom() -> list[Document]:
    read = [read_seed(seed) for seed in find([NEWSROOM]) if isinstance(seed, Seed)]
    return [each for seed in read for item in seed if isinstance(each := completed(item), Document)]


def test_the_newsroom_states_what_its_gold_says() -> None:
    gold = {story["id"]: story for story in map(json.loads, GOLD.read_text("utf-8").splitlines())}
    for each in newsroom():
        story = gold[each.source_id]
        published = story.get("published_at")
        assert (each.published_on and each.published_on.isoformat()) == (published and published[:10]), each.source_id
        expected = [(span["kind"], span["text"]) for span in story["gold"]["boilerplate"]]
        assert boilerplate(each.text) == expected, each.source_id


PIECES = st.sampled_from(
    [
        "By Wilma Tarn",
        "STENNET (CRN) -- ",
        "(NFN)",
        "Published: ",
        "June 14, 2024",
        "Share ",
        "Facebook ",
        "contributed to this report.",
        "©",
        "Copyright 2024 ",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        ", and ",
        "A",
        "ß",
        "İ",
        "🙂",
        "“",
        "1",
        "the rest of it",
        "Follow us on Twitter",
        "cookies",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_every_span_leads_to_its_characters_and_boilerplate_does_not_overlap(text: str) -> None:
    for table in rows("d", text).values():
        for row in table:
            assert text[row["start_char"] : row["end_char"]] == row["text"] == row["text"].strip() != ""
    spans = [each for each in found_in(text) if isinstance(each, Boilerplate)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    fields = [(each.start, each.name) for each in found_in(text) if isinstance(each, Statement)]
    assert len(fields) == len(set(fields))


def test_what_a_text_states_is_not_looked_for_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed of many documents is read again for one that changed; other rules look at all of them."""
    seed = tmp_path / "seeds/stories.jsonl"
    seed.parent.mkdir()
    texts = [f"ORM, May {number}, 2024 (CRN) -- It rained.\n\nCopyright 2024 The Reed." for number in range(1, 4)]
    texts.append("Nothing is stated here.")
    looked_at: list[str] = []

    def looking(text: str) -> list[Found]:
        looked_at.append(text)
        return found_in(text)

    def asked(folder: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(tmp_path / folder / "textmart.duckdb"), read_only=True) as connection:
            query = "select text, published_on, published_at_from, publisher, dateline_place from documents order by all"
            return connection.sql(query).fetchall()

    def write(*given: str) -> None:
        seed.write_text("\n".join(json.dumps({"id": str(number), "text": text}) for number, text in enumerate(given)))

    monkeypatch.setattr(stated, "found_in", looking)
    write(*texts)
    run()
    assert looked_at == texts
    looked_at.clear()
    write(*texts[1:], "ORM (CRN) -- It was dry.")
    run(prune=True)
    assert looked_at == ["ORM (CRN) -- It was dry."]
    run(warehouse=str(tmp_path / "anew"))
    assert asked("warehouse") == asked("anew")
    looked_at.clear()
    other = replace(batch.STATED, version=99)
    monkeypatch.setattr(batch, "LAYERS", tuple(other if each == batch.STATED else each for each in batch.LAYERS))
    monkeypatch.setattr(batch, "STATED", other)
    write(*texts)
    run(prune=True)
    assert looked_at == texts
