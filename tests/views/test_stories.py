"""A story counts once, however many documents tell it; worked out by hand on the corpus of four documents."""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from tests.views.conftest import Ask, catalogue
from tests.views.corpus import TABLES

Rows = list[dict[str, Any]]
Answers = Callable[[str, str], list[tuple[Any, ...]]]


def group(original: str, *copies: str) -> Rows:
    """A group of near-duplicates."""
    return [
        {"group_id": "g", "doc_id": doc_id, "is_original": doc_id == original, "original_doc_id": original}
        for doc_id in (original, *copies)
    ]


def copied(doc_id: str, copy: str) -> dict[str, Rows]:
    """The corpus with a second document that has every row of the first."""
    tables = {name: rows + [row | {"doc_id": copy} for row in rows if row.get("doc_id") == doc_id] for name, rows in TABLES.items()}
    for row in tables["source_history"]:
        if row["doc_id"] == copy:
            row["source_uri"] += "-2"
    return tables


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """Answers of the corpus as it is, with one story in two versions, or with a copy of a document."""
    corpora = {"plain": TABLES, "updated": UPDATED, "copied": copied("said", "said-2") | {"duplicates": group("said", "said-2")}}
    with ExitStack() as opened:
        connections = {name: opened.enter_context(catalogue(tmp_path_factory.mktemp("rows"), tables)) for name, tables in corpora.items()}
        yield lambda corpus, query: connections[corpus].sql(query).fetchall()


# Hers in "met", two; in its update "said", three. Both persons meet in a sentence of each, and in no sentence of the song.
UPDATED = TABLES | {"duplicates": group("met", "said")}

CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "stories: in three papers, and two documents that are in none": (
        "select story_id, group_id, title, n_documents, n_sources, n_publishers, first_published_on, last_published_on from stories",
        [
            ("met", "g", "A meeting", 2, 3, 2, date(2024, 5, 2), date(2024, 5, 4)),
            ("rain", None, None, 1, 1, 0, None, None),
            ("sang", None, "A song", 1, 1, 1, date(2024, 5, 3), date(2024, 5, 3)),
        ],
    ),
    "documents: each story once": ("select doc_id from documents where doc_id = story_id", [("met",), ("rain",), ("sang",)]),
    "documents: a copy leads to its original": ("select story_id from documents where doc_id = 'said'", [("met",)]),
    # Of the meeting and its update the update has more of her, and who is in the update alone is not lost.
    "entity_coverage": (
        "select name, n_mentions, n_stories, n_documents, share_of_stories from entity_coverage",
        [("Ada Brandt", 3 + 1, 2, 3, 2 / 3), ("Tom Okoro", 1 + 3, 2, 3, 2 / 3), ("Ulm", 1, 1, 1, 1 / 3)],
    ),
    "top_entities": (
        "select name, n_mentions, n_stories, n_documents, n_publishers from top_entities('person')",
        [("Ada Brandt", 4, 2, 3, 2), ("Tom Okoro", 4, 2, 3, 2)],
    ),
    "co_mentions: the view": (
        "select n_stories, n_documents, n_sentences from co_mentions where name = 'Ada Brandt' and other_name = 'Tom Okoro'",
        [(2, 3, 1)],
    ),
    # She is in two of three stories, as is he; both are in both.
    "co_mentions: the macro": (
        "select name, n_stories, n_documents, n_sentences, n_expected, round(log_likelihood, 6) from co_mentions('brandt')",
        [
            ("Tom Okoro", 2, 3, 1, 4 / 3, round(2 * (2 * math.log(2 / (4 / 3)) + math.log(1 / (1 / 3))), 6)),
            ("Ulm", 1, 1, 1, 2 / 3, round(2 * (math.log(1 / (2 / 3)) + math.log(1 / (4 / 3)) + math.log(1 / (2 / 3))), 6)),
        ],
    ),
    "entity_network": (
        "select source, target, weight, n_stories, n_documents from entity_network()",
        [("Ada Brandt", "Tom Okoro", 1, 1, 2), ("Ada Brandt", "Ulm", 1, 1, 1)],
    ),
    # The Courier printed both versions.
    "coverage_by_publisher": (
        "select publisher, n_stories, n_documents, n_mentions, share_of_stories from coverage_by_publisher('brandt')",
        [("The Courier", 1, 2, 3, 1.0), ("The Gazette", 2, 2, 3, 1.0)],
    ),
    "mentions_by_country": (
        "select country_code, n_mentions, n_stories, n_documents, share_of_stories from mentions_by_country",
        [("DE", 1, 1, 1, 1 / 3)],
    ),
    "dossier: stories that have her": ("select n from dossier('brandt') where section = 'seen'", [(2,)]),
    "dossier: sentences of one document a story": (
        "select doc_id, start_char from dossier('brandt') where section = 'sentence'",
        [("met", 0), ("met", 26), ("sang", 12)],
    ),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_two_versions_of_a_story(answers: Answers, query: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(answers("updated", query), key=repr) == sorted(expected, key=repr)


WITHOUT_DOCUMENTS = [
    "select * exclude (n_documents) from entity_coverage",
    "select * exclude (n_documents) from co_mentions",
    "select * exclude (n_documents) from co_mentions('brandt')",
    "select * exclude (n_documents) from sourcing",
    "select * exclude (n_documents) from mentions_by_country",
    "select * exclude (n_documents) from coverage_by_publisher('brandt')",
    "select * exclude (n_documents) from entity_network()",
    "select * exclude (n_documents, n_all_documents) from trends('okoro')",
    "select * exclude (n_documents) from top_entities()",
    "select * exclude (n_documents) from top_speakers()",
    "select * exclude (n_documents) from sources_of('the courier')",
    "select * exclude (n_documents) from speakers_about('brandt')",
    "select * exclude (n_documents) from places_of('brandt')",
    "select * exclude (n_documents) from keyness('the courier')",
    "select * exclude (n_documents) from keywords_of('said')",
    "select * exclude (n_documents) from keywords_of('sang')",
    "from dossier('brandt') where section <> 'role'",
]


def rounded(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """The rows in order, sums of floats alike in whatever order they were made."""
    return sorted(repr([round(value, 9) if isinstance(value, float) else value for value in row]) for row in rows)


@pytest.mark.parametrize("query", WITHOUT_DOCUMENTS)
def test_a_copy_changes_no_answer_but_the_number_of_documents(answers: Answers, query: str) -> None:
    before = answers("plain", query)
    assert before
    assert rounded(answers("copied", query)) == rounded(before)


def test_a_burst_counts_stories(ask: Callable[..., Ask]) -> None:
    """Two months of two stories, of which one each is on Lund; that of the second month is told twice."""
    days = {"a": date(2024, 1, 5), "b": date(2024, 1, 6), "c": date(2024, 2, 5), "d": date(2024, 2, 5), "e": date(2024, 2, 6)}
    with_lund = ["a", "c", "e"]
    asked = ask(
        entities=[{"entity_id": "lund", "name": "Lund"}],
        document_history=[{"doc_id": doc_id, "published_on": day, "added_run_id": "1"} for doc_id, day in days.items()],
        entity_links=[{"doc_id": doc_id, "entity_id": "lund"} for doc_id in with_lund],
        document_mentions=[{"doc_id": doc_id, "start_char": start} for doc_id, n in (("a", 1), ("c", 2), ("e", 3)) for start in range(n)],
        duplicates=group("c", "e"),
    )
    assert asked("select * exclude (burst) from trends('lund') order by starts_on") == [
        (date(2024, 1, 1), 1, 1, 1, 2, 2, 0.5, 1.0),
        (date(2024, 2, 1), 1, 2, 3, 2, 3, 0.5, 1.0),
    ]
