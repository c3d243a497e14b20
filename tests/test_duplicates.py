"""Near-duplicate documents: what makes two a pair, and that a run over what changed comes to what a run over everything does."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from itertools import combinations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract import shingles
from flows.resolve import duplicates
from flows.schema import DOCUMENT_METADATA, TABLES, TEXTS
from flows.workers import Workers

Made = Mapping[str, pa.Table]

STORY = (
    "The dam above Ansel broke at noon on Monday, and six villages were flooded before help came from the coast. Sailors of the "
    "harbour guard took eighty people from their roofs by boat. “We heard it first and saw it a minute later,” said Ida Kroll, who keeps "
    "the mill. The minister promised an inquiry within a month and money for every house. Nobody was killed, but four are in hospital."
)
OTHER = (
    "Port Seldom Athletic drew two all with Marr on Saturday in a match that the home side should have won. Will Okoro headed the first "
    "from a corner after nine minutes and Piet Hald the second before half-time. Marr came back with two long shots in the rain. The "
    "trainer spoke of bad luck and the visitors of patience. They meet again in the cup on the second of May."
)
NOTICE = (
    "You have read all your free stories this month. To go on reading, take out a subscription today and get the first four weeks for one "
    "crown. Subscribers read everything we have printed since 1904 on any device that they own. You can leave at any time by a letter or a "
    "call to our office in Market Street. Already a subscriber? Then enter your name and your number below."
)


def compare(
    texts: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    previous: Made | None = None,
    run_id: str = "1",
    signatures: pa.Table | None = None,
    n_threads: int = 2,
) -> Made:
    """The tables that a run makes of these documents, after a run over those of `before` that left `previous`."""
    with duckdb.connect(config={"threads": n_threads}) as connection:
        connection.register("texts", pa.table([list(texts), list(texts.values())], schema=TEXTS))
        stated = [dict.fromkeys(DOCUMENT_METADATA.names) | {"doc_id": doc_id, "source_id": "", "source_uri": ""} for doc_id in texts]
        connection.register("document_metadata", pa.Table.from_pylist(stated, schema=DOCUMENT_METADATA))
        connection.register("document_shingles", shingles.rows(texts.items()) if signatures is None else signatures)
        connection.register("previous_document_shingles", shingles.rows((before or {}).items()))
        for name in duplicates.TABLES_KEPT:
            connection.register(f"previous_{name}", previous[name] if previous else TABLES[name].empty_table())
        return duplicates.duplicates(connection, run_id)


def groups(made: Made) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for row in made["duplicates"].to_pylist():
        found.setdefault(row["group_id"], set()).add(row["doc_id"])
    return sorted(found.values(), key=min)


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


FAR = "The town of Varn has a new bridge. It took nine years and two mayors. Trams will cross it from the first of June. "


@pytest.mark.parametrize(
    ("one", "other", "is_pair"),
    [
        # wire copy: another dateline, other marks and line ends
        (STORY, "ANSEL (CRN) — " + STORY.replace("“", '"').replace("”", '"').replace(". ", ".\n\n").upper(), True),
        # an update: a paragraph more, a number that grew
        (STORY, edited(STORY, ("four are", "nine are")) + " The river fell by evening, and the road to the coast is open again.", True),
        # a correction of one word
        (STORY, edited(STORY, ("six villages", "five villages")), True),
        # syndicated and cut after three sentences, with a line of its own
        (STORY, STORY[: STORY.index("The minister")] + "More on page three.", True),
        # cut to less than half: that is a note, not a copy
        (STORY, STORY[: STORY.index("Sailors")] + "A report follows.", False),
        # two stories
        (STORY, OTHER, False),
        # the same quotation in two stories
        (STORY, FAR + "“We heard it first and saw it a minute later,” said Ida Kroll, who keeps the mill. " + OTHER, False),
        # short texts are copies when they are the same words, and only then
        ("Rain is expected in the north on Friday.", "RAIN is expected\nin the north on Friday", True),
        (
            "The bank raised its rate to 4 pct from 3 pct, effective today.",
            "The bank raised its rate to 4 pct from 2 pct, effective today.",
            False,
        ),
        # nothing to compare
        ("Rain in Varn.", "rain in Varn", False),
    ],
)
def test_two_documents(one: str, other: str, is_pair: bool) -> None:
    made = compare({"a": one, "b": other})
    assert groups(made) == ([{"a", "b"}] if is_pair else [])
    mine, theirs = (shingles.compared(text, ())[0] for text in (one, other))
    for row in made["duplicates"].to_pylist():
        assert row["similarity"] == (1 if row["is_original"] else len(mine & theirs) / len(mine | theirs))


def test_standing_text_makes_no_copies() -> None:
    """Pages behind one notice: many different stories of which a line or two can be read."""
    lines = [f"Number {number} of the harbour works was sold to the firm of Brandt for {number + 3} crowns." for number in range(40)]
    pages = {f"page-{number:02}": f"{line}\n{NOTICE}" for number, line in enumerate(lines)}
    assert groups(compare(pages)) == []
    # the story that is told twice behind it is a copy, by what is told; so is one page that was read twice
    told = {
        "told-1": f"{STORY}\n{NOTICE}",
        "told-2": f"{edited(STORY, ('four are', 'nine are'))}\n{NOTICE}",
        "twice": pages["page-07"] + "\n",
    }
    assert groups(compare(pages | told)) == [{"page-07", "twice"}, {"told-1", "told-2"}]


def test_a_story_that_many_print_is_one() -> None:
    """More papers have it than a sentence may be in without standing; there is more of it than of any notice, and hardly anything else."""
    report = f"{STORY} {OTHER} {FAR}"
    papers = {f"paper-{number:02}": f"TOWN NUMBER {number} (CRN) — {report} Turn to page {number + 2} for more." for number in range(25)}
    [group] = groups(compare(papers))
    assert group == papers.keys()


def test_a_band_that_many_share_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(text: str, standing: set[int]) -> tuple[set[str], set[str]]:
        compared.append(text)
        return shingles.compared(text, standing)

    monkeypatch.setattr(duplicates, "compared", counted)
    # one sentence that no full stop ends, so that no sentence of it stands: every pair of 300 documents is a candidate by most of its bands
    made = compare({f"{number:03}": f"{NOTICE.replace('.', ',').replace('?', ',')} and then number {number}" for number in range(300)})
    assert made["crowded_bands"].num_rows > shingles.N_BANDS / 2
    assert groups(made) == []
    assert len(compared) < 300


def test_the_original_and_what_was_copied_from_it() -> None:
    texts = {"a": "BREAKING " + STORY, "b": STORY + " The river fell by evening, and the road is open again.", "c": OTHER}
    made = compare(texts)
    # neither states when it was published: the one with more text is the original
    [first, second] = made["duplicates"].to_pylist()
    assert [(row["doc_id"], row["is_original"], row["original_doc_id"]) for row in (first, second)] == [("a", False, "b"), ("b", True, "b")]
    assert made["duplicate_passages"].to_pylist() == [
        {
            "doc_id": "a",
            "start_char": 9,
            "end_char": 9 + len(STORY) - 1,
            "text": STORY[:-1],
            "original_doc_id": "b",
            "original_start_char": 0,
            "original_end_char": len(STORY) - 1,
            "original_text": STORY[:-1],
        }
    ]


def test_ids_stay_when_documents_come_and_go() -> None:
    first = {"b": STORY, "c": edited(STORY, ("noon", "night"))}
    made = compare(first)
    second = {"a": edited(STORY, ("Monday", "Sunday"))} | first
    grown = compare(second, first, made, "2")
    assert groups(grown) == [{"a", "b", "c"}]
    assert set(grown["duplicates"]["group_id"].to_pylist()) == set(made["duplicates"]["group_id"].to_pylist())
    third = {name: second[name] for name in ("a", "c")}
    shrunk = compare(third, second, grown, "3")
    assert set(shrunk["duplicates"]["group_id"].to_pylist()) == set(made["duplicates"]["group_id"].to_pylist())


def told_by(made: Made) -> list[object]:
    """All that the tables say but for the values of ids, of which the least member is as good."""
    rows = {name: made[name].to_pylist() for name in duplicates.TABLES_KEPT}
    for name in ("standing_sentences", "crowded_bands"):
        rows[name] = [{**row, "n_documents": 0} for row in rows[name]]
    least = {row["group_id"]: row["doc_id"] for row in reversed(rows["duplicates"])}
    rows["duplicates"] = [{**row, "group_id": least[row["group_id"]], "first_run_id": ""} for row in rows["duplicates"]]
    return [rows[name] for name in duplicates.TABLES_KEPT]


SENTENCES = [f"{text}." for text in (STORY + " " + OTHER).replace("?", ".").split(". ")]


def test_groups_are_the_same_for_any_order_and_number_of_workers() -> None:
    """Signatures by two processes, in parts that come as they are done, last document first; and here, in one piece."""
    stories = [" ".join(chosen) for chosen in combinations(SENTENCES, 4)][::7]
    texts = {f"{number:03}": story for number, story in enumerate([*stories, *(story.upper() for story in stories[::5]), NOTICE, NOTICE])}
    alone = compare(texts, signatures=shingles.rows(texts.items()), n_threads=1)
    assert len(groups(alone)) > 2
    backwards = dict(reversed(texts.items()))
    every = list(backwards.items())
    pieces = [every[start : start + 10] for start in range(0, len(every), 10)]
    with closing(Workers(2)) as workers, ThreadPoolExecutor(2) as threads:
        pending = [threads.submit(workers.run, "signatures", shingles.rows, piece) for piece in pieces]
        parts = [each.result() for each in as_completed(pending)]
    assert len(parts) > 2
    together = compare(backwards, signatures=pa.concat_tables(parts), n_threads=2)
    assert told_by(together) == told_by(alone)


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a handful of documents meets."""
    monkeypatch.setattr(duplicates, "TOLD_AT_MOST", 4)
    monkeypatch.setattr(duplicates, "SHARED_AT_MOST", 5)


@pytest.mark.usefixtures("low_limits")
def test_any_way_to_the_same_documents_finds_the_same() -> None:
    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=5).map(" ".join), min_size=2, max_size=14, unique=True),
        st.data(),
    )
    def check(texts: list[str], data: st.DataObject) -> None:
        every = {f"{number:02}": text for number, text in enumerate(texts)}
        before: dict[str, str] = {}
        made: Made | None = None
        for run_id in "12":
            names = data.draw(st.lists(st.sampled_from(sorted(every)), unique=True))
            now = {name: every[name] for name in names}
            made = compare(now, before, made, run_id)
            before = now
        stepwise = compare(every, before, made, "3")
        fresh = compare(dict(reversed(every.items())))
        assert told_by(stepwise) == told_by(fresh)

    check()
