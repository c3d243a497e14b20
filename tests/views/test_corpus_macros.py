"""The macros about words, speakers, publishers and runs: each answer worked out by hand on the corpus of four documents."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.views.conftest import Ask
from tests.views.corpus import TABLES

MEETING = {"source_uri": "a/met.txt", "title": "A meeting", "publisher": "The Gazette", "published_on": None}
DRAFT = MEETING | {"title": "A draft", "publisher": None}
SAID = {"source_uri": "b/said.txt", "title": None, "publisher": "The Courier", "published_on": date(2024, 5, 4)}
# Of 34 words "sang" has 8, and of those "okoro" 3 where the other 26 have 2.
OKORO = 2 * (3 * math.log(3 / (8 * 5 / 34)) + 2 * math.log(2 / (26 * 5 / 34)))
AND = 2 * math.log(1 / (8 / 34))

CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "source_of: the span is marked": (
        "select title, source_uri, start_char, end_char, text, marked from source_of('met', 15, 24)",
        [("A meeting", "a/met.txt", 0, 25, "Tom Okoro", "Ada Brandt met ⟦Tom Okoro⟧.")],
    ),
    "source_of: over the end of a sentence": (
        "select start_char, end_char, marked from source_of('met', 15, 32)",
        [(0, 38, "Ada Brandt met ⟦Tom Okoro. Brandt⟧ paid.")],
    ),
    "source_of: no such document": ("from source_of('nowhere', 0, 1)", []),
    "corpus_at: with the metadata of that moment": (
        "select doc_id, title from corpus_at('2024-05-03')",
        [("met", "A draft"), ("sang", "A song")],
    ),
    "corpus_at: before the first run": ("from corpus_at('2024-05-01')", []),
    "corpus_at: after the last": (
        "select doc_id, title from corpus_at('2024-06-01')",
        [("met", "A meeting"), ("rain", None), ("said", None), ("sang", "A song")],
    ),
    "diff_runs: documents": (
        "select change, doc_id, text, before, after from diff_runs('1', '2') where kind = 'document'",
        [
            ("changed", "met", "A meeting", DRAFT, MEETING),
            ("gained", "rain", "a/rain.txt", None, dict.fromkeys(MEETING) | {"source_uri": "a/rain.txt"}),
            ("gained", "said", "b/said.txt", None, SAID),
        ],
    ),
    # The third document that mentions Brandt and Okoro is the only one that mentions Ulm; Noon is to be ignored.
    "diff_runs: entities and names": (
        """select kind, change, text, name, n_documents_before, n_documents_after, doc_id, start_char, end_char
        from diff_runs('1', '2') where kind in ('entity', 'name')""",
        [
            ("entity", "changed", "Ada Brandt", "Ada Brandt", 2, 3, "said", 6, 12),
            ("entity", "changed", "Tom Okoro", "Tom Okoro", 2, 3, "said", 64, 73),
            ("entity", "gained", "Ulm", "Ulm", 0, 1, "said", 16, 19),
            ("name", "changed", "Brandt", "Ada Brandt", 2, 3, "said", 6, 12),
            ("name", "changed", "Tom Okoro", "Tom Okoro", 1, 2, "said", 64, 73),
            ("name", "gained", "Ulm", "Ulm", 0, 1, "said", 16, 19),
        ],
    ),
    "diff_runs: quotes": (
        "select change, text, name, speakers_before, speakers_after, doc_id, start_char from diff_runs('1', '2') where kind = 'quote'",
        [
            ("gained", '"Brandt paid,"', "Tom Okoro", [], ["Tom Okoro"], "said", 49),
            ("gained", "that she sang", "Ada Brandt", [], ["Ada Brandt"], "said", 34),
        ],
    ),
    "diff_runs: backwards": (
        "select kind, change, text, doc_id from diff_runs('2', '1') where change = 'lost' or doc_id = 'met' and kind <> 'name'",
        [
            ("document", "changed", "A draft", "met"),
            ("document", "lost", "a/rain.txt", "rain"),
            ("document", "lost", "b/said.txt", "said"),
            ("entity", "changed", "Ada Brandt", "met"),
            ("entity", "changed", "Tom Okoro", "met"),
            ("entity", "lost", "Ulm", "said"),
            ("name", "lost", "Ulm", "said"),
            ("quote", "lost", '"Brandt paid,"', "said"),
            ("quote", "lost", "that she sang", "said"),
        ],
    ),
    "diff_runs: a run and itself": ("from diff_runs('2', '2')", []),
    # "brandt" has 18 places beside it, of 34 in all: 2 of the 2 of "paid", 2 of the 5 of "okoro".
    "collocates": (
        """select word, n_beside, n_documents, n_positions, round(n_expected, 4), round(log_likelihood, 4), doc_id, sentence_index
        from collocates('Brandt') where word in ('paid', 'okoro', 'sang')""",
        [("paid", 2, 2, 2, 1.0588, 2.544, "met", 1), ("okoro", 2, 2, 5, 2.6471, -0.3365, "met", 0)],
    ),
    "collocates: one word away": (
        "select word from collocates('brandt', 1)",
        [("ada",), ("left",), ("mayor",), ("met",), ("ms",), ("of",), ("paid",)],
    ),
    "collocates: of a word that is nowhere": ("from collocates('harbour')", []),
    "what_changed: in the last run": (
        "select change, doc_id, name, n_documents from what_changed()",
        [
            ("document added", "rain", None, None),
            ("document added", "said", None, None),
            ("document changed", "met", "A meeting", None),
            ("entity added", "said", "Ulm", 1),
        ],
    ),
    "what_changed: nothing since": ("from what_changed('2024-06-01')", []),
    # The meeting is in both papers.
    "coverage_by_publisher": (
        "from coverage_by_publisher('brandt')",
        [
            ("The Courier", 2, 2, 5, 1.0, date(2024, 5, 4), date(2024, 5, 4)),
            ("The Gazette", 2, 2, 3, 1.0, date(2024, 5, 2), date(2024, 5, 3)),
        ],
    ),
    "first_mentions": (
        "select publisher, published_on, source_uri, sentence_index, text from first_mentions('okoro')",
        [
            ("The Courier", date(2024, 5, 4), "b/met.txt", 0, "Ada Brandt met Tom Okoro."),
            ("The Gazette", date(2024, 5, 2), "a/met.txt", 0, "Ada Brandt met Tom Okoro."),
        ],
    ),
    "top_speakers": (
        "select name, n_quotes, n_direct, n_documents, n_publishers from top_speakers('the courier')",
        [("Ada Brandt", 1, 0, 1, 1), ("Tom Okoro", 1, 1, 1, 1)],
    ),
    "top_speakers: before anything was published": ("from top_speakers(last_day := '2024-05-03')", []),
    "speakers_about": ("select speaker, n_quotes, n_direct, n_documents from speakers_about('brandt')", [("Tom Okoro", 1, 1, 1)]),
    "keywords_of: the words that only it has, and those it has more often": (
        "select word, n_positions, n_documents, round(log_likelihood, 6) from keywords_of('sang') where word in ('okoro', 'and', 'brandt')",
        [("okoro", 3, 3, round(OKORO, 6)), ("and", 1, 1, round(AND, 6))],
    ),
    "keywords_of: no such document": ("from keywords_of('nowhere')", []),
    "keyness: of a publisher": (
        "select word, n_positions, n_elsewhere, n_documents from keyness('THE GAZETTE') where word in ('okoro', 'and', 'on')",
        [("okoro", 4, 1, 2), ("and", 1, 0, 1)],
    ),
    "keyness: nothing to compare with": ("from keyness()", []),
    "similar_documents": ("select doc_id, shared_words from similar_documents('sang')", [("said", ["sang", "okoro"]), ("met", ["okoro"])]),
    "trends: the only day": ("from trends('okoro', 'day')", [(date(2024, 5, 4), 1, 1, 1, 1, 1, 1.0, 1.0, None)]),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_corpus(ask: Callable[..., Ask], query: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(ask(**TABLES)(query), key=repr) == sorted(expected, key=repr)


def test_a_burst_is_more_than_the_month_lets_expect(ask: Callable[..., Ask]) -> None:
    """Four documents in each of two months; one and three of them mention Lund, where two and two are to be expected."""
    days = [date(2024, 1, 5)] * 4 + [date(2024, 2, 5)] * 4
    with_lund = [0, 4, 5, 6]
    asked = ask(
        entities=[{"entity_id": "lund", "name": "Lund"}],
        document_history=[{"doc_id": str(number), "published_on": day, "added_run_id": "1"} for number, day in enumerate(days)],
        entity_links=[{"doc_id": str(number), "entity_id": "lund"} for number in with_lund],
        document_mentions=[{"doc_id": str(number)} for number in with_lund],
    )
    found = asked("select starts_on, n_documents, n_all_documents, n_expected, round(burst, 6) from trends('lund') order by starts_on")
    burst = round(1 / math.sqrt(2 * 0.5 * 0.5), 6)
    assert found == [(date(2024, 1, 1), 1, 4, 2, -burst), (date(2024, 2, 1), 3, 4, 2, burst)]


def test_what_documents_that_went_said_is_held_against_what_is_there(ask: Callable[..., Ask]) -> None:
    """A document went with the second run, and another came; what the one said is kept, under the entities' ids of then."""
    gone = {"doc_id": "old", "start_char": 0, "end_char": 4, "removed_run_id": "2"}
    came = {"doc_id": "new", "start_char": 5, "end_char": 9}
    asked = ask(
        document_history=[
            {"doc_id": "old", "source_uri": "a.txt", "added_run_id": "1", "removed_run_id": "2"},
            {"doc_id": "new", "source_uri": "a.txt", "added_run_id": "2"},
        ],
        removed_names=[
            gone | {"entity_id": entity_id, "entity_name": name, "name": name, "label": label}
            for entity_id, name, label in [
                ("lund", "Ada Lund", "PERSON"),  # still has its id
                ("bo", "Bo Berg", "PERSON"),  # became one with another
                ("orm1", "Orm", "GPE"),  # has another id now, and the same name
                ("ask", "Ask", "GPE"),  # is another with the same name now
                ("dal", "Dal", "GPE"),  # is mentioned no longer
            ]
        ],
        entity_id_history=[{"old_entity_id": "bo", "entity_id": "berg"}, {"old_entity_id": "dal", "entity_id": None}],
        entities=[
            {"entity_id": "lund", "name": "Ada Lund", "label": "PERSON"},
            {"entity_id": "berg", "name": "Berg", "label": "PERSON"},
            {"entity_id": "orm2", "name": "ORM", "label": "GPE"},
            {"entity_id": "ask2", "name": "Ask", "label": "PERSON"},
        ],
        entity_links=[
            {"doc_id": "new", "entity_index": index, "entity_id": entity_id}
            for index, entity_id in enumerate(["lund", "berg", "orm2", "ask2"])
        ],
        document_names=[came | {"entity_index": index, "name": name} for index, name in enumerate(["Ada Lund", "Bo Berg", "Orm", "Ask"])],
        removed_quotes=[
            gone | {"quote_index": 0, "content": "It rains.", "speaker": "Bo Berg", "speaker_entity_id": "bo"},
            gone | {"quote_index": 1, "content": "It snows.", "speaker": "Bo Berg", "speaker_entity_id": "bo"},
            gone | {"quote_index": 2, "content": "It thaws.", "speaker": "officials", "speaker_entity_id": None},
        ],
        document_quotes=[
            came | {"quote_index": 0, "content": "It rains.", "speaker_text": "Ms Lund"},  # said by somebody else, after all
            came | {"quote_index": 1, "content": "It thaws.", "speaker_text": "officials"},
        ],
    )
    found = asked("select kind, change, text, entity_id, doc_id, speakers_before, speakers_after from diff_runs('1', '2') order by all")
    assert found == [
        ("document", "gained", "a.txt", None, "new", None, None),
        ("document", "lost", "a.txt", None, "old", None, None),
        ("entity", "gained", "Ask", "ask2", "new", None, None),
        ("entity", "lost", "Ask", "ask", "old", None, None),
        ("entity", "lost", "Dal", "dal", "old", None, None),
        ("name", "gained", "Ask", "ask2", "new", None, None),
        ("name", "lost", "Ask", "ask", "old", None, None),
        ("name", "lost", "Dal", "dal", "old", None, None),
        ("quote", "changed", "It rains.", None, "new", ["Berg"], ["Ms Lund"]),
        ("quote", "lost", "It snows.", "berg", "old", ["Berg"], []),
    ]
    assert asked("select change, count(*) from diff_runs('2', '1') group by all order by all") == [
        ("changed", 1),
        ("gained", 6),
        ("lost", 3),
    ]


def test_words_of_boilerplate_set_nothing_apart(ask: Callable[..., Ask]) -> None:
    """The byline's words are the paper's only there, but for one that a story of it has as well; elsewhere there are 2 other words."""
    here, elsewhere = "By Eva Noon\nNoon came.", "It rained."
    asked = ask(
        document_history=[
            {"doc_id": "here", "publisher": "The Star", "added_run_id": "1"},
            {"doc_id": "elsewhere", "publisher": "The Sun", "added_run_id": "1"},
        ],
        boilerplate=[{"doc_id": "here", "start_char": 0, "end_char": 11, "text": here[:11], "kind": "byline"}],
        document_words=[
            *({"doc_id": "here", "word": word, "n_positions": n} for word, n in [("by", 1), ("came", 1), ("eva", 1), ("noon", 2)]),
            *({"doc_id": "elsewhere", "word": word, "n_positions": 1} for word in elsewhere.lower().strip(".").split()),
        ],
    )
    found = asked("select word, n_positions, n_stories, round(log_likelihood, 6) from keyness('the star') order by word")
    assert found == [(word, 1, 1, round(2 * math.log(1 / (2 * 1 / 4)), 6)) for word in ("came", "noon")]
