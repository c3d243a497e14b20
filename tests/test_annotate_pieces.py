"""Where documents are cut into pieces."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.annotate.pieces import CONTEXT, Piece, bounded, pieces
from flows.annotate.tokens import Tokens

STARTS = st.lists(st.sampled_from((1, -1, 0)), max_size=200)


def tokens_of(text: str) -> Tokens:
    words = text.split()
    starts, at = [], 0
    for word in words:
        starts.append(text.index(word, at))
        at = starts[-1] + len(word)
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return Tokens(
        words, [True] * len(words), np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32), np.zeros(len(words), np.uint64)
    )


def bounds(sent_starts: list[int], size: int) -> list[tuple[int, int]]:
    return [(piece.start, piece.stop) for piece in pieces(sent_starts, size)]


@pytest.mark.parametrize(
    ("sent_starts", "size", "expected"),
    [
        ([1, -1, 1, -1, 1, -1], 100, [(0, 6)]),  # all of a short document
        ([1, -1, 1, -1, 1, -1], 4, [(0, 4), (4, 6)]),  # as many sentences as fit
        ([1, -1, 1, -1, 1, -1], 3, [(0, 2), (2, 4), (4, 6)]),  # a sentence is not cut
        ([1, -1, -1, -1, 1, -1], 2, [(0, 4), (4, 6)]),  # however long it is
        ([1, -1, 0, -1, 0, -1], 2, [(0, 6)]),  # not where only the parser may start one
        ([-1, -1, 1, -1], 2, [(0, 2), (2, 4)]),  # what comes before the first start is a sentence, too
        ([1], 1, [(0, 1)]),
    ],
)
def test_a_piece_runs_from_forced_start_to_forced_start(sent_starts: list[int], size: int, expected: list[tuple[int, int]]) -> None:
    assert bounds(sent_starts, size) == expected


def test_a_document_without_tokens_is_one_empty_piece() -> None:
    assert list(pieces([])) == [Piece(0, 0, 0, 0)]


def test_the_context_of_a_piece_stays_in_the_document() -> None:
    sent_starts = [1, *[-1] * 9] * 10
    first, *_, last = pieces(sent_starts, 30)
    assert first == Piece(0, 0, 30, 30 + CONTEXT)
    assert last == Piece(90 - CONTEXT, 90, 100, 100)


@given(sent_starts=STARTS, size=st.integers(1, 50))
def test_pieces_hold_every_token_once_and_begin_at_forced_starts(sent_starts: list[int], size: int) -> None:
    found = bounds(sent_starts, size)
    assert [i for start, stop in found for i in range(start, stop)] == list(range(len(sent_starts)))
    assert all(start == 0 or sent_starts[start] == 1 for start, _ in found)
    for start, stop in found:
        assert stop - start <= size or 1 not in sent_starts[start + 1 : stop]


@pytest.mark.parametrize(
    ("text", "sent_starts", "expected"),
    [
        ("a b c", [1, -1, -1], [1, -1, -1]),  # short enough
        ("a b c d e f", [1, -1, -1, 1, -1, -1], [1, -1, -1, 1, -1, -1]),
        ("a b\nc d e", [1, -1, -1, -1, -1], [1, -1, 1, -1, -1]),  # at a line's end
        ("a b\nc d e", [1, -1, -1, 0, -1], [1, -1, 1, 0, -1]),  # which is better than where the parser may start a sentence
        ("a b c d e", [1, -1, 0, -1, -1], [1, -1, 1, -1, -1]),  # which is better than any place
        ("a b c d e f g", [1, -1, -1, -1, -1, -1, -1], [1, -1, -1, 1, -1, -1, 1]),  # anywhere, again and again
        ("a b c d", [-1, -1, -1, -1], [-1, -1, -1, 1]),
        ("", [], []),
    ],
)
def test_a_stretch_of_more_than_three_tokens_gets_a_start(text: str, sent_starts: list[int], expected: list[int]) -> None:
    assert bounded(sent_starts, tokens_of(text), text, longest=3) == expected


@given(sent_starts=STARTS, longest=st.integers(1, 30))
def test_no_stretch_is_longer_than_the_longest(sent_starts: list[int], longest: int) -> None:
    text = " ".join("a" * len(sent_starts))
    found = bounded(sent_starts, tokens_of(text), text, longest)
    assert all(found[i] == value for i, value in enumerate(sent_starts) if value == 1)
    assert all(stop - start <= longest for start, stop in bounds(found, 1))
