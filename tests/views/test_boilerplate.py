"""What is about the text does not count: not in coverage, not among those who meet, and its sentences can be left out."""

from collections.abc import Callable

from tests.views.conftest import Ask
from tests.views.corpus import SANG, TABLES

COVERAGE = "select name, n_mentions, n_documents from entity_coverage order by name"
PAIRS = "select n_documents, n_sentences from co_mentions where name = 'Ada Brandt' and other_name = 'Tom Okoro'"


def boilerplate(*spans: tuple[int, int]) -> list[dict[str, object]]:
    """These stretches of the song."""
    return [
        {"doc_id": "sang", "start_char": start, "end_char": end, "text": SANG[start:end], "kind": "credit"} for start, end in sorted(spans)
    ]


def test_without_boilerplate_everybody_counts(ask: Callable[..., Ask]) -> None:
    answer = ask(**TABLES)
    assert answer(COVERAGE) == [("Ada Brandt", 6, 3), ("Tom Okoro", 5, 3), ("Ulm", 1, 1)]
    assert answer(PAIRS) == [(3, 2)]
    assert answer("from boilerplate_sentences") == []


def test_mentions_in_boilerplate_do_not_count(ask: Callable[..., Ask]) -> None:
    # "Ms Brandt left." is all that the song says of her; Okoro is mentioned elsewhere too.
    answer = ask(**TABLES, boilerplate=boilerplate((0, 5), (12, 27)))
    assert answer(COVERAGE) == [("Ada Brandt", 5, 2), ("Tom Okoro", 4, 3), ("Ulm", 1, 1)]
    assert answer(PAIRS) == [(2, 2)]


def test_sentences_that_are_boilerplate_throughout(ask: Callable[..., Ask]) -> None:
    sentences = "from boilerplate_sentences order by all"
    # the whole of one, in one stretch or two; a stretch over two sentences; a part of one
    assert ask(**TABLES, boilerplate=boilerplate((12, 27)))(sentences) == [("sang", 1)]
    assert ask(**TABLES, boilerplate=boilerplate((12, 14), (15, 27)))(sentences) == [("sang", 1)]
    assert ask(**TABLES, boilerplate=boilerplate((0, 27)))(sentences) == [("sang", 0), ("sang", 1)]
    assert ask(**TABLES, boilerplate=boilerplate((0, 5)))(sentences) == []
