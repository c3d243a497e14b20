"""Each shipped view: rows in, rows out, worked out by hand."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from flows.store.catalogue import sql_files
from tests.views.conftest import Ask
from tests.views.corpus import MET, TABLES
from tests.views.test_corpus_macros import CASES as CORPUS
from tests.views.test_entities import CASES as ENTITIES

CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "documents: those that are live, with the metadata of today": (
        "select doc_id, title, publisher, n_tokens, n_sentences from documents where doc_id <> 'said'",
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
            ("b/said.txt", "said", "The Courier"),
        ],
    ),
    "mentions: each with its entity across the corpus": (
        "select doc_id, start_char, text, entity_id from mentions where doc_id = 'met'",
        [("met", 0, "Ada Brandt", "brandt"), ("met", 15, "Tom Okoro", "okoro"), ("met", 26, "Brandt", "brandt")],
    ),
    # The corpus outvotes the document on Ulm, finds Okoro's name, and was told to ignore Noon, which keeps the document's label.
    "mentions: what the document alone does not tell": (
        "select start_char, text, kind, label, model_label, entity_id, is_found_by_corpus from mentions where doc_id = 'said'",
        [
            (6, "Brandt", "name", "PERSON", "PERSON", "brandt", False),
            (16, "Ulm", "name", "GPE", "ORG", "ulm", False),
            (39, "she", "pronoun", "PERSON", None, "brandt", False),
            (50, "Brandt", "name", "PERSON", "PERSON", "brandt", False),
            (64, "Tom Okoro", "name", "PERSON", None, "okoro", True),
            (79, "Noon", "name", "ORG", "ORG", None, False),
        ],
    ),
    "roles: of what, where the text says so": (
        "select doc_id, start_char, end_char, text, entity_id, role, of_entity_id from roles",
        [("said", 0, 19, "Mayor Brandt of Ulm", "brandt", "Mayor", "ulm"), ("met", 15, 24, "Tom Okoro", "okoro", "guest", None)],
    ),
    "quotes: the speaker across the corpus": (
        "select quote_index, content, speaker_text, speaker_entity_id from quotes",
        [(0, "that she sang", "Mayor Brandt of Ulm", "brandt"), (1, '"Brandt paid,"', "Tom Okoro", "okoro")],
    ),
    # Mayor is a role that this document states; that Okoro is a guest stands in another one.
    "who_said_what": (
        "select speaker, speaker_role, cue, content, publisher, link from who_said_what",
        [
            ("Ada Brandt", "Mayor", "said", "that she sang", "The Courier", "b/said.txt#char=34,47"),
            ("Tom Okoro", None, "told", '"Brandt paid,"', "The Courier", "b/said.txt#char=49,63"),
        ],
    ),
    "sourcing": (
        "select publisher, month, n_quotes, n_documents, share_of_direct, share_of_indirect, share_of_named from sourcing",
        [("The Courier", date(2024, 5, 1), 2, 1, 0.5, 0.5, 1.0)],
    ),
    "quotes_by: whatever the name": ("select content from quotes_by('BRANDT')", [("that she sang",)]),
    "attributions: each once, those that there are": (
        """select speaker, speaker_role, content, title from attributions([{'doc_id': 'said', 'quote_index': 0},
        {'doc_id': 'said', 'quote_index': 0}, {'doc_id': 'said', 'quote_index': 7}, {'doc_id': 'met', 'quote_index': 0}])""",
        [("Ada Brandt", "Mayor", "that she sang", None)],
    ),
    "attributions: none": ("from attributions(null)", []),
    # What she says of herself is not about her.
    "quotes_about": ("select speaker, content from quotes_about('Ada Brandt')", [("Tom Okoro", '"Brandt paid,"')]),
    "sources_of": (
        "select speaker, n_quotes, n_direct, n_documents, share_of_quotes from sources_of('the courier')",
        [("Ada Brandt", 1, 0, 1, 0.5), ("Tom Okoro", 1, 1, 1, 0.5)],
    ),
    # The day that the text speaks of where it names one, else the day of publication; nothing where there is neither.
    "timeline": (
        "select doc_id, sentence_index, starts_at, time_text from timeline('Ada Brandt') where doc_id <> 'met'",
        [
            ("said", 0, datetime(2024, 5, 2), "2 May"),
            ("said", 1, datetime(2024, 5, 4), None),
            ("sang", 1, None, None),
        ],
    ),
    "events_on": (
        "select doc_id, sentence_index, time_text, n_days from events_on('2024-05-02')",
        [("said", 0, "2 May", 1)],
    ),
    # All who are in that sentence, pronouns too.
    "mentions_between": (
        "select text, entity_id, time_text from mentions_between('2024-05-01', '2024-05-02')",
        [("Brandt", "brandt", "2 May"), ("Ulm", "ulm", "2 May"), ("she", "brandt", "2 May")],
    ),
    # Brandt: 6 mentions in 3 of 4 documents, which four live sources of two publishers carry; the paper that dropped it does not count.
    "entity_coverage": (
        "select * exclude (entity_id, label) from entity_coverage",
        [
            ("Ada Brandt", 6, 3, 3, 0.75, 2, date(2024, 5, 2), date(2024, 5, 4)),
            ("Tom Okoro", 5, 3, 3, 0.75, 2, date(2024, 5, 2), date(2024, 5, 4)),
            ("Ulm", 1, 1, 1, 0.25, 1, date(2024, 5, 4), date(2024, 5, 4)),
        ],
    ),
    # Both are in three documents, but in one sentence together only twice; each direction is a row. That Okoro is in the third only the
    # corpus knows. Noon is ignored.
    "co_mentions": (
        "select name, other_name, n_documents, n_sentences from co_mentions",
        [
            ("Ada Brandt", "Tom Okoro", 3, 2),
            ("Tom Okoro", "Ada Brandt", 3, 2),
            ("Ada Brandt", "Ulm", 1, 1),
            ("Ulm", "Ada Brandt", 1, 1),
            ("Tom Okoro", "Ulm", 1, 0),
            ("Ulm", "Tom Okoro", 1, 0),
        ],
    ),
    # Under any of her names, in whatever case the name is asked for; the sentence first, then the mention in it.
    "sentences_with: an entity under all its names": (
        "select doc_id, sentence_index, start_char, end_char, mention_text from sentences_with('ada brandt') where doc_id <> 'said'",
        [("met", 0, 0, 25, "Ada Brandt"), ("met", 1, 26, 38, "Brandt"), ("sang", 1, 12, 27, "Brandt")],
    ),
    "sentences_with: pronouns count": (
        "select sentence_index, mention_text, kind from sentences_with('Ada Brandt') where doc_id = 'said'",
        [(0, "Brandt", "name"), (0, "she", "pronoun"), (1, "Brandt", "name")],
    ),
    "mentions_of: as the view has them": (
        "select doc_id, start_char, text, kind, rank from mentions_of('Ada Brandt') where doc_id = 'said'",
        [("said", 6, "Brandt", "name", 1), ("said", 39, "she", "pronoun", 1), ("said", 50, "Brandt", "name", 1)],
    ),
    "mentions_of: with those that only the corpus knows": (
        "select start_char, text, label, entity_id from mentions_of('okoro') where doc_id = 'said'",
        [(64, "Tom Okoro", "PERSON", "okoro")],
    ),
    "mentions_of: the corpus's label": ("select label from mentions_of('ulm')", [("GPE",)]),
    "sentences_with: names that only the corpus knows count": (
        "select sentence_index, mention_start_char, mention_text from sentences_with('Okoro') where doc_id = 'said'",
        [(1, 64, "Tom Okoro")],
    ),
    "sentences_with: a sentence is there once for each mention": (
        "select sentence_index, mention_start_char from sentences_with('Okoro') where doc_id = 'sang'",
        [(0, 0), (2, 29), (2, 39)],
    ),
    "sentences_with: a name that is nobody's": ("from sentences_with('Nobody')", []),
}


# Tried in `test_derived.py`, `test_kwic.py`, `test_places_sql.py`, `test_search.py` and `test_stories.py`.
SEARCH = {"search", "search_sentences", "phrase_matches", "question_matches", "question_terms", "question_words"}
ELSEWHERE = (
    {"boilerplate_sentences", "kwic", "mentions_by_country", "near", "places_of", "stories", "story_locations"}
    | SEARCH
    | {"quote_speakers", "resolved_mentions"}
)


def test_each_view_and_macro_has_a_case() -> None:
    asked = {name for query, _ in CASES.values() for name in re.findall(r"from (\w+)", query)}
    asked |= {name for query, _ in (ENTITIES | CORPUS).values() for name in re.findall(r"from (\w+)", query)}
    assert asked | ELSEWHERE == sql_files("views", "macros", "derived").keys()


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_view(ask: Callable[..., Ask], query: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(ask(**TABLES)(query), key=repr) == sorted(expected, key=repr)


def test_a_coverage_without_dates_or_publishers_has_none(ask: Callable[..., Ask]) -> None:
    stated = [{"source_uri": doc_id, "doc_id": doc_id} for doc_id in ("met", "sang", "said")]
    asked = ask(**(TABLES | {"source_history": stated}))
    assert asked("select distinct n_publishers, first_published_on, last_published_on from entity_coverage") == [(0, None, None)]


SPANS = ["sentences", "mentions", "sentences_with('Okoro')", "kwic('okoro')", "quotes", "roles", "times", "merge_evidence"]


@pytest.mark.parametrize("rows_of", SPANS)
def test_each_span_has_the_text_of_its_document(ask: Callable[..., Ask], rows_of: str) -> None:
    asked = ask(**TABLES)
    at_its_offsets = "spans.text = substr(documents.text, spans.start_char + 1, spans.end_char - spans.start_char)"
    right = asked(f"select count(*), count(*) filter (where {at_its_offsets}) from {rows_of} as spans inner join documents using (doc_id)")
    assert right[0][0] == right[0][1] > 0
