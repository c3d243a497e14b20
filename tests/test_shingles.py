"""The layer that documents are compared by: shingles, signatures in bands, sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.shingles import N_BANDS, compared, rows, sentence_hash, sentences, shingles

WORDS = "the dam broke at noon on monday and six villages were flooded before help came from the coast by boat and by road".split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a sentence ends after its mark and what closes quotation; the words are lower case
        ("Rain fell. “Stop!” He left", [["rain", "fell"], ["stop"], ["he", "left"]]),
        # a line is a sentence of its own
        ("Sign up\nRead more", [["sign", "up"], ["read", "more"]]),
        # a mark inside a word or number ends nothing
        ("It paid 3.5 pct at example.org", [["it", "paid", "3", "5", "pct", "at", "example", "org"]]),
        ("", [[]]),
    ],
)
def test_sentences(text: str, expected: list[list[str]]) -> None:
    assert sentences(text) == expected


def test_shingles_are_five_words_in_a_row_each_once() -> None:
    assert shingles("a b c d e f".split()) == {"a b c d e", "b c d e f"}
    assert shingles("a b a b a b a b".split()) == {"a b a b a", "b a b a b"}
    assert shingles("a b c d".split()) == set()


def test_what_lies_in_standing_text_is_not_told() -> None:
    text = "Six boats came late. Sign up for our daily letter. You can leave any time. The mayor thanked them."
    standing = {sentence_hash("sign up for our daily letter".split()), sentence_hash("you can leave any time".split())}
    every, told = compared(text, standing)
    # a shingle over the border of two standing sentences stands too, one that holds a word of the story does not
    assert {"our daily letter you can", "you can leave any time"} <= every - told
    assert {"six boats came late sign", "late sign up for our", "any time the mayor thanked"} <= told
    assert compared(text, set()) == (every, every)


def test_rows_are_of_the_text_alone() -> None:
    texts = [(f"{number:03}", " ".join(WORDS[: 6 + number % 17])) for number in range(300)] + [("short", "Four words, no shingle")]
    made = rows(texts).to_pylist()
    assert [row["doc_id"] for row in made] == [doc_id for doc_id, _ in texts]
    # the same whatever other documents are in the batch
    assert [rows([each]).to_pylist()[0] for each in texts] == made
    assert all(len(row["bands"]) == N_BANDS for row in made[:300])
    assert made[300] == {"doc_id": "short", "n_shingles": 0, "bands": [], "sentence_hashes": []}
    # case, white space and marks make no difference to what is compared
    [shouted, spoken] = rows([("a", "SIX BOATS came:\n\n late, from the coast"), ("b", "six boats came late from the “coast”")]).to_pylist()
    assert (shouted["n_shingles"], shouted["bands"]) == (spoken["n_shingles"], spoken["bands"])


@given(st.lists(st.sampled_from(WORDS), min_size=40, max_size=80), st.data())
def test_texts_that_share_half_their_shingles_share_a_band(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    other = [*words[:at], "unheard", *words[at + 1 :]]
    mine, theirs = shingles(words), shingles(other)
    if 2 * len(mine & theirs) >= len(mine | theirs):
        [first, second] = rows([("a", " ".join(words)), ("b", " ".join(other))]).to_pylist()
        assert any(one == two for one, two in zip(first["bands"], second["bands"], strict=True))
