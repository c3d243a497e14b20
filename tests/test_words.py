"""Words: what one is, where it stands, and that SQL cuts a question as texts are cut."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.words import folded, pattern, rows
from flows.schema import SENTENCES, table

CUT: dict[str, tuple[str, list[str]]] = {
    # (text, words)
    "marks of punctuation are in no word": ("The dam, he said.", ["the", "dam", "he", "said"]),
    "a hyphen parts words, as does an apostrophe": ("al-Shabaab's", ["al", "shabaab", "s"]),
    "and a full stop": ("U.S.", ["u", "s"]),
    "and an underscore": ("dam_2", ["dam", "2"]),
    "numbers are words": ("$5,000 in 2014", ["5", "000", "in", "2014"]),
    "without accents": ("Élan, Zoë, Đặng", ["elan", "zoe", "đang"]),
    "an accent may be a character of its own": ("E\u0301lan", ["elan"]),
    "other scripts": ("Боко Харам (بوكو حرام)", ["боко", "харам", "بوكو", "حرام"]),
    "a mark alone is no word": ("a \u0301 b", ["a", "b"]),
    "nothing": ("... – …", []),
}


@pytest.mark.parametrize(("text", "words"), CUT.values(), ids=CUT.keys())
def test_words(text: str, words: list[str]) -> None:
    assert [word for found in pattern().findall(text) if (word := folded(found))] == words


def test_rows() -> None:
    texts = {"a": "Ada sang.\nAda and Álvaro!", "b": "", "c": "… sang"}
    sentences = table(
        SENTENCES,
        [
            {"doc_id": "a", "sentence_index": 0, "start_char": 0, "end_char": 9, "text": texts["a"][:9]},
            {"doc_id": "a", "sentence_index": 1, "start_char": 10, "end_char": 25, "text": texts["a"][10:]},
            {"doc_id": "c", "sentence_index": 0, "start_char": 0, "end_char": 6, "text": texts["c"]},
        ],
    )
    made = rows(texts, sentences)
    assert [tuple(row.values()) for row in made["word_positions"].to_pylist()] == [
        # word, doc_id, sentence_index, word_index, start_char, n_chars, n_words of the sentence
        ("ada", "a", 0, 0, 0, 3, 2),
        ("sang", "a", 0, 1, 4, 4, 2),
        ("ada", "a", 1, 2, 10, 3, 3),
        ("and", "a", 1, 3, 14, 3, 3),
        ("alvaro", "a", 1, 4, 18, 6, 3),
        ("sang", "c", 0, 0, 2, 4, 1),
    ]
    assert sorted(tuple(row.values()) for row in made["document_words"].to_pylist()) == [
        ("a", "ada", 2),
        ("a", "alvaro", 1),
        ("a", "and", 1),
        ("a", "sang", 1),
        ("c", "sang", 1),
    ]
    assert made["document_lengths"].to_pylist() == [
        {"doc_id": "a", "n_words": 5},
        {"doc_id": "b", "n_words": 0},
        {"doc_id": "c", "n_words": 1},
    ]


def test_nothing_has_no_words() -> None:
    assert {name: made.num_rows for name, made in rows({}, SENTENCES.empty_table()).items()} == {
        "word_positions": 0,
        "document_words": 0,
        "document_lengths": 0,
    }


# What both Pythons and DuckDB's Unicode tables know: letters added lately differ between them.
LETTERS = st.characters(max_codepoint=0x2FFF, categories=["L", "M", "N", "P", "Z"])


@given(st.text(LETTERS, max_size=40))
def test_duckdb_cuts_and_folds_as_the_index_does(text: str) -> None:
    cut = r"list_transform(regexp_extract_all($1, '[\pL\pM\pN]+'), lambda word: strip_accents(lower(word)))"
    [(found,)] = DUCKDB.execute(f"select list_filter({cut}, lambda word: word <> '')", [text]).fetchall()
    assert found == [word for each in pattern().findall(text) if (word := folded(each))]


DUCKDB = duckdb.connect()
