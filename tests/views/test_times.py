"""`timeline`, `mentions_between` and `events_on`: a story that speaks of Saturday, and a life told in years."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.views.conftest import Ask

# 0         1         2         3         4         5         6
# 0123456789012345678901234567890123456789012345678901234567890
STORY = "Ada Lund opened the harbour on Saturday. Ada Lund is old."
LIFE = "Lund lived in Vessmark from 2009 to 2013."
DECADE = {"range_starts_at": datetime(2009, 1, 1), "range_ends_at": datetime(2014, 1, 1)}

TABLES: dict[str, list[dict[str, Any]]] = {
    "texts": [{"doc_id": "story", "text": STORY}, {"doc_id": "life", "text": LIFE}],
    "document_history": [{"doc_id": "story", "published_on": date(2015, 3, 8)}, {"doc_id": "life"}],
    "sentences": [
        {"doc_id": "story", "sentence_index": 0, "start_char": 0, "end_char": 40, "text": STORY[:40]},
        {"doc_id": "story", "sentence_index": 1, "start_char": 41, "end_char": 57, "text": STORY[41:]},
        {"doc_id": "life", "sentence_index": 0, "start_char": 0, "end_char": 41, "text": LIFE},
    ],
    "document_mentions": [
        {
            "doc_id": doc_id,
            "sentence_index": sentence,
            "start_char": start,
            "end_char": start + len(text),
            "text": text,
            "entity_index": entity,
        }
        for doc_id, sentence, start, text, entity in [
            ("story", 0, 0, "Ada Lund", 0),
            ("story", 1, 41, "Ada Lund", 0),
            ("life", 0, 0, "Lund", 0),
            ("life", 0, 14, "Vessmark", 1),
        ]
    ],
    "entity_links": [
        {"doc_id": "story", "entity_index": 0, "entity_id": "lund"},
        {"doc_id": "life", "entity_index": 0, "entity_id": "lund"},
        {"doc_id": "life", "entity_index": 1, "entity_id": "vessmark"},
    ],
    "entity_names": [
        {"entity_id": "lund", "name": "Ada Lund"},
        {"entity_id": "lund", "name": "Lund"},
        {"entity_id": "vessmark", "name": "Vessmark"},
    ],
    "times": [
        {"doc_id": "story", "sentence_index": 0, "start_char": 31, "text": "Saturday", "value": "2015-03-07", "precision": "day"}
        | {"starts_at": datetime(2015, 3, 7), "ends_at": datetime(2015, 3, 8)},
        {"doc_id": "life", "sentence_index": 0, "start_char": 28, "text": "2009", "value": "2009", "precision": "year"}
        | {"starts_at": datetime(2009, 1, 1), "ends_at": datetime(2010, 1, 1)}
        | DECADE,
        {"doc_id": "life", "sentence_index": 0, "start_char": 36, "text": "2013", "value": "2013", "precision": "year"}
        | {"starts_at": datetime(2013, 1, 1), "ends_at": datetime(2014, 1, 1)}
        | DECADE,
    ],
}

CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    # Either end of a range stands for all of it; a sentence without a time falls back on the day of publication.
    "timeline": (
        "select cast(starts_at as date), cast(ends_at as date), precision, time_text, doc_id, sentence_index from timeline('ada lund')",
        [
            (date(2009, 1, 1), date(2014, 1, 1), "year", "2009", "life", 0),
            (date(2009, 1, 1), date(2014, 1, 1), "year", "2013", "life", 0),
            (date(2015, 3, 7), date(2015, 3, 8), "day", "Saturday", "story", 0),
            (date(2015, 3, 8), date(2015, 3, 9), "day", None, "story", 1),
        ],
    ),
    "timeline: a name that is nobody's": ("from timeline('Nobody')", []),
    "mentions_between: both days are in": (
        "select text, time_text from mentions_between('2015-03-07', '2015-03-07')",
        [("Ada Lund", "Saturday")],
    ),
    "mentions_between: the day after is out": ("from mentions_between('2015-03-08', '2015-03-09')", []),
    "mentions_between: inside the range, in neither of the years named": (
        "select text, time_text from mentions_between('2011-01-01', '2011-12-31')",
        [("Lund", "2009"), ("Lund", "2013"), ("Vessmark", "2009"), ("Vessmark", "2013")],
    ),
    "events_on: a day": ("select time_text, n_days, text from events_on(date '2015-03-07')", [("Saturday", 1, STORY[:40])]),
    "events_on: the end is out": ("from events_on(date '2015-03-08')", []),
    "events_on: a day within longer times": ("select time_text, n_days from events_on('2011-06-01')", [("2009", 1826), ("2013", 1826)]),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_times(ask: Callable[..., Ask], query: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(ask(**TABLES)(query), key=repr) == sorted(expected, key=repr)
