"""Key word in context: what is found, at which offsets, with what around it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.views.conftest import Ask
from tests.views.test_search import indexed

FOUND: dict[str, tuple[str, str, list[tuple[int, str, str, str]]]] = {
    # (text, arguments, rows of start_char, before, text, after)
    "in whatever case, with its context": ("The dam broke.", "'DAM', 4", [(4, "The ", "dam", " bro")]),
    "context ends where the text does": ("A dam.", "'dam'", [(2, "A ", "dam", ".")]),
    "the whole text": ("dam", "'dam'", [(0, "", "dam", "")]),
    "each occurrence": ("dam, dam", "'dam', 2", [(0, "", "dam", ", "), (5, ", ", "dam", "")]),
    "no context": ("The dam broke.", "'dam', 0", [(4, "", "dam", "")]),
    "whole words only": ("Damage to dams, dam_2, 1dam and Adam.", "'dam'", []),
    "an accent goes on with a word": ("élan lan", "'lan', 1", [(5, " ", "lan", "")]),
    "no pattern": ("a.b axb 50%_", "'a.b', 1", [(0, "", "a.b", " ")]),
    "marks at the ends need no word to end": ("He paid $5,000.", "'$5', 1", [(8, " ", "$5", ",")]),
    "a line may end within the phrase": (
        "Ada\nBrandt and Ada\u00a0Brandt",
        "'ada brandt', 1",
        [(0, "", "Ada\nBrandt", " "), (15, " ", "Ada\u00a0Brandt", "")],
    ),
    "offsets count code points": ("🙂 é İ dam", "'dam', 2", [(6, "İ ", "dam", "")]),
    "a mark alone, each": ("Paid $5, $6.", "'$', 1", [(5, " ", "$", "5"), (9, " ", "$", "6")]),
    "marks in the phrase count": ("a.b, a b, a-b", "'a-b', 1", [(10, " ", "a-b", "")]),
    "marks before it, where there is no room": ("dam", "'($dam'", []),
    "accents count": ("élan elan", "'élan', 1", [(0, "", "élan", " ")]),
    "no operator of a search": ("dam* -dam", "'-dam', 1", [(5, " ", "-dam", "")]),
    "no beginning of a word": ("dams dam*", "'dam*', 1", [(5, " ", "dam*", "")]),
    "quotation marks in it": ('He said "no" to it.', "'\"no\" to', 1", [(8, " ", '"no" to', " ")]),
    "quotation marks": ("It's 'so'.", "'it''s', 1", [(0, "", "It's", " ")]),
    "nothing is nowhere": ("dam", "''", []),
    "not there": ("dam", "'river'", []),
}


def with_index(texts: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    return indexed(texts) | {"texts": [{"doc_id": doc_id, "text": text} for doc_id, text in texts.items()]}


@pytest.mark.parametrize(("text", "arguments", "expected"), FOUND.values(), ids=FOUND.keys())
def test_kwic(ask: Callable[..., Ask], text: str, arguments: str, expected: list[tuple[int, str, str, str]]) -> None:
    asked = ask(**with_index({"d": text, "other": "Quite another matter."}))
    rows = asked(f"select start_char, before, text, after from kwic({arguments}) where doc_id = 'd' order by start_char")
    assert rows == expected


def test_kwic_in_two_documents_counts_from_the_start_of_each(ask: Callable[..., Ask]) -> None:
    asked = ask(**with_index({"a": "a dam, a dam", "b": "dam"}))
    assert asked("select doc_id, start_char, end_char from kwic('dam') order by all") == [("a", 2, 5), ("a", 9, 12), ("b", 0, 3)]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text("aA é\n.İß", max_size=30), min_size=10, max_size=50), window=st.integers(0, 4))
def test_kwic_cuts_the_text_and_finds_what_a_search_finds(ask: Callable[..., Ask], texts: list[str], window: int) -> None:
    asked = ask(**with_index({str(number): text for number, text in enumerate(texts)}))
    found: dict[int, list[int]] = {}
    for doc_id, start, end, before, phrase, after in asked(f"from kwic('a', {window}) order by start_char"):
        text = texts[int(doc_id)]
        found.setdefault(int(doc_id), []).append(start)
        assert (before, phrase, after) == (text[max(start - window, 0) : start], text[start:end], text[end : end + window])
    assert found == {number: starts for number, text in enumerate(texts) if (starts := words_a(text))}


def words_a(text: str) -> list[int]:
    """Where an "a" or "A" stands alone."""
    return [
        index
        for index, char in enumerate(text)
        if char in "aA" and not any(near.isalnum() for near in (text[:index][-1:], text[index + 1 :][:1]))
    ]
