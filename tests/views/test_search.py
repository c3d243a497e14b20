"""`search` and `search_sentences`: what a question means, which documents come first, and where their matches stand."""

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import bm25s
import pytest

from flows.extract.words import folded, pattern, rows
from flows.schema import SENTENCES, table
from tests.views.conftest import Ask

NEWSROOM = Path(__file__).parents[1] / "newsroom"
STORIES = {path.stem: path.read_text("utf-8") for path in sorted(NEWSROOM.rglob("*.txt"))}


def indexed(texts: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The tables that a search asks, with a sentence for each line of each text."""
    sentences = [
        {"doc_id": doc_id, "sentence_index": index, "start_char": found.start(), "end_char": found.end(), "text": found[0]}
        for doc_id, text in texts.items()
        for index, found in enumerate(re.finditer(r"\S[^\n]*", text))
    ]
    made = {name: part.to_pylist() for name, part in rows(texts, table(SENTENCES, sentences)).items()}
    counts = [{"doc_id": doc_id, "n_sentences": sum(row["doc_id"] == doc_id for row in sentences)} for doc_id in texts]
    history = [{"doc_id": doc_id, "title": doc_id.title(), "added_run_id": "1"} for doc_id in texts]
    return made | {"sentences": sentences, "document_counts": counts, "document_history": history}


TEXTS = {
    "dam": "The dam broke.\nThe old dam held.",
    "river": "A river broke the dam of Saint-Élan.",
    "song": "Terrorists sang of terror.\nNobody broke.",
    "held": "The held dam broke the old.",
}
FOUND: dict[str, tuple[str, list[str]]] = {
    # (question, documents in any order)
    "any of the words": ("river song sang", ["river", "song"]),
    "case does not count, nor do accents": ("ELAN", ["river"]),
    "the accent may be in the question": ("ëlan", ["river"]),
    "a phrase stands as it is": ('"old dam held"', ["dam"]),
    "typographic quotation marks": ("“old dam”", ["dam"]),
    "a hyphen makes a phrase": ("saint-elan", ["river"]),
    "and it may be asked as two words": ('"saint elan"', ["river"]),
    "a phrase must be there, a word need not": ('"the dam" sang', ["dam", "river"]),
    "a word that must be there": ("+broke +the", ["dam", "river", "held"]),
    "none of it": ("dam -old", ["river"]),
    "a phrase that must not be there": ('dam -"old dam"', ["river", "held"]),
    "a beginning": ("terror*", ["song"]),
    "the beginning of the last word of a phrase": ('"of terr*"', ["song"]),
    "a beginning that is to be left out": ("broke -terror*", ["dam", "river", "held"]),
    "exclusion alone finds nothing": ("-dam", []),
    "two beginnings, far apart": ("riv* terror*", ["river", "song"]),
    "no operator of SQL, no pattern": ("d%m d_m .am", []),
    "a phrase goes on over the end of a sentence": ('"broke the old"', ["dam", "held"]),
    "no word": ("… !", []),
    "nothing": ("", []),
    "nowhere": ("harbour", []),
}


@pytest.mark.parametrize(("question", "expected"), FOUND.values(), ids=FOUND.keys())
def test_what_a_question_means(ask: Callable[..., Ask], question: str, expected: list[str]) -> None:
    asked = ask(**indexed(TEXTS))
    assert sorted(doc_id for (doc_id,) in asked(f"select doc_id from search('{question}')")) == sorted(expected)


@pytest.mark.parametrize("macro", ["search", "search_sentences"])
def test_an_answer_has_its_sentence_and_the_places_in_it(ask: Callable[..., Ask], macro: str) -> None:
    asked = ask(**indexed(TEXTS))
    [(title, sentence, start, end, text, matches)] = asked(
        f"select title, sentence_index, start_char, end_char, text, matches from {macro}('\"old dam\" hel* +dam')"
    )
    assert (title, sentence, text, TEXTS["dam"][start:end]) == ("Dam", 1, "The old dam held.", "The old dam held.")
    assert [TEXTS["dam"][each["start_char"] : each["end_char"]] for each in matches] == ["old dam", "dam", "held"]


def test_as_many_as_are_wanted_the_best_first(ask: Callable[..., Ask]) -> None:
    asked = ask(**indexed(TEXTS))
    assert asked("select doc_id from search('dam', n_best := 1) order by score desc") == [("dam",)]


def test_the_places_of_phrases(ask: Callable[..., Ask]) -> None:
    found = ask(**indexed(TEXTS))("select item_index, doc_id, sentence_index, start_char, end_char from phrase_matches('dam \"the old\"')")
    assert sorted(found) == [(1, "dam", 1, 15, 22), (1, "held", 0, 19, 26)]


QUESTIONS = {
    # (question, its items as lists of words) of words rare and frequent, of phrases, of a beginning
    "one word": ("dam", [["dam"]]),
    "several": ("minister dam election", [["minister"], ["dam"], ["election"]]),
    "words that are everywhere": ("the of and to", [["the"], ["of"], ["and"], ["to"]]),
    "a word asked twice counts twice": ("dam dam court", [["dam"], ["dam"], ["court"]]),
    "a name that a hyphen parts": ("Adeyo-Kast river", [["adeyo", "kast"], ["river"]]),
}


def bm25(units: Mapping[Any, list[str]], items: list[list[str]]) -> dict[Any, float]:
    """Scores of units of text by BM25 as in Robertson and Zaragoza 2009, with k1 = 1.2, b = 0.75 and Lucene's weight of a word."""
    mean = sum(map(len, units.values())) / len(units)
    scores: dict[Any, float] = {}
    for item in items:
        counts = {
            unit: n for unit, words in units.items() if (n := sum(words[start : start + len(item)] == item for start in range(len(words))))
        }
        weight = math.log(1 + (len(units) - len(counts) + 0.5) / (len(counts) + 0.5))
        for unit, n in counts.items():
            scores[unit] = scores.get(unit, 0) + weight * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * len(units[unit]) / mean))
    return scores


def words_of(text: str) -> list[str]:
    return [folded(word) for word in pattern().findall(text)]


@pytest.mark.parametrize(("question", "items"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_documents_are_ranked_as_by_bm25(ask: Callable[..., Ask], question: str, items: list[list[str]]) -> None:
    asked = ask(**indexed(STORIES))
    found: dict[Any, float] = dict(asked(f"select doc_id, score from search('{question}', 100)"))
    assert found == pytest.approx(bm25({doc_id: words_of(text) for doc_id, text in STORIES.items()}, items))
    assert found


@pytest.mark.parametrize(("question", "items"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_sentences_are_ranked_as_by_bm25(ask: Callable[..., Ask], question: str, items: list[list[str]]) -> None:
    tables = indexed(STORIES)
    asked = ask(**tables)
    found = {tuple(key): score for *key, score in asked(f"select doc_id, sentence_index, score from search_sentences('{question}', 10000)")}
    units = {(row["doc_id"], row["sentence_index"]): words_of(row["text"]) for row in tables["sentences"]}
    assert found == pytest.approx(bm25(units, items))
    assert found


@pytest.mark.parametrize("question", ["dam", "minister dam election", "the of and to", "river court report vote"])
def test_documents_are_ranked_as_a_library_ranks_them(ask: Callable[..., Ask], question: str) -> None:
    """bm25s with Lucene's variant, whose scores lack the constant factor `k1 + 1`."""
    library = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    library.index([words_of(text) for text in STORIES.values()], show_progress=False)
    scores = library.get_scores(words_of(question))
    expected = {doc_id: score * 2.2 for doc_id, score in zip(STORIES, scores.tolist(), strict=True) if score > 0}
    found = ask(**indexed(STORIES))(f"select doc_id, score from search('{question}', 100) order by score desc")
    assert dict(found) == pytest.approx(expected, rel=1e-5)
    assert len(found) > 1
