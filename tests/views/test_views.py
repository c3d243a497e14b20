"""Each shipped view: rows in, rows out, worked out by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.views.conftest import Ask
from tests.views.corpus import MET, TABLES

CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "documents: those that are live, with the metadata of today": (
        "select doc_id, title, publisher, n_tokens, n_sentences from documents",
        [("met", "A meeting", "The Gazette", 9, 2), ("rain", None, None, 3, 1), ("sang", "A song", "The Gazette", 11, 3)],
    ),
    "documents: the text as it is": ("select text from documents where doc_id = 'met'", [(MET,)]),
    "sources: a document may have two, and one that went is no longer there": (
        "select source_uri, doc_id, publisher from sources",
        [
            ("a/met.txt", "met", "The Gazette"),
            ("a/rain.txt", "rain", None),
            ("a/sang.txt", "sang", "The Gazette"),
            ("b/met.txt", "met", "The Courier"),
        ],
    ),
    "mentions: each with its entity across the corpus": (
        "select doc_id, start_char, text, entity_id from mentions where doc_id = 'met'",
        [("met", 0, "Ada Brandt", "brandt"), ("met", 15, "Tom Okoro", "okoro"), ("met", 26, "Brandt", "brandt")],
    ),
    # Brandt: 3 mentions in 2 of 3 documents, which three live sources of two publishers carry; the paper that dropped it does not count.
    "entity_coverage": (
        "select * exclude (entity_id, label) replace (round(share_of_documents, 3) as share_of_documents) from entity_coverage",
        [
            ("Ada Brandt", 3, 2, 0.667, 2, date(2024, 5, 2), date(2024, 5, 4)),
            ("Tom Okoro", 4, 2, 0.667, 2, date(2024, 5, 2), date(2024, 5, 4)),
        ],
    ),
    # Both are in two documents, but in one sentence together only once; each direction is a row.
    "co_mentions": (
        "select name, other_name, n_documents, n_sentences from co_mentions",
        [("Ada Brandt", "Tom Okoro", 2, 1), ("Tom Okoro", "Ada Brandt", 2, 1)],
    ),
    # Under any of her names, in whatever case the name is asked for; the sentence first, then the mention in it.
    "sentences_with: an entity under all its names": (
        "select doc_id, sentence_index, start_char, end_char, mention_start_char, mention_text from sentences_with('ada brandt')",
        [("met", 0, 0, 25, 0, "Ada Brandt"), ("met", 1, 26, 38, 26, "Brandt"), ("sang", 1, 12, 27, 15, "Brandt")],
    ),
    "sentences_with: a sentence is there once for each mention": (
        "select sentence_index, mention_start_char from sentences_with('Okoro') where doc_id = 'sang'",
        [(0, 0), (2, 29), (2, 39)],
    ),
    "sentences_with: a name that is nobody's": ("from sentences_with('Nobody')", []),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_view(ask: Callable[..., Ask], query: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(ask(**TABLES)(query), key=repr) == sorted(expected, key=repr)


def test_a_coverage_without_dates_or_publishers_has_none(ask: Callable[..., Ask]) -> None:
    asked = ask(**(TABLES | {"source_history": [{"source_uri": "a", "doc_id": "met"}, {"source_uri": "b", "doc_id": "sang"}]}))
    assert asked("select distinct n_publishers, first_published_on, last_published_on from entity_coverage") == [(0, None, None)]


@pytest.mark.parametrize("rows_of", ["sentences", "mentions", "sentences_with('Okoro')", "kwic('okoro')"])
def test_each_span_has_the_text_of_its_document(ask: Callable[..., Ask], rows_of: str) -> None:
    asked = ask(**TABLES)
    at_its_offsets = "spans.text = substr(documents.text, spans.start_char + 1, spans.end_char - spans.start_char)"
    right = asked(f"select count(*), count(*) filter (where {at_its_offsets}) from {rows_of} as spans inner join documents using (doc_id)")
    assert right[0][0] == right[0][1] > 0
