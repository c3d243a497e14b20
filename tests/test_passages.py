"""What one document has from another, word for word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.resolve.passages import passages

WORDS = "a b c d e f g h".split()


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        # case, marks and line ends make no difference; each side keeps its own characters
        (
            "Yes: “The dam broke\nat noon, he said.” No",
            'Then "the dam broke at NOON he said" too',
            [("The dam broke\nat noon, he said", "the dam broke at NOON he said")],
        ),
        # four words are no passage
        ("the dam broke at once", "the dam broke at noon", []),
        # a word put in makes two passages of one
        (
            "six boats came late from the coast and old men wept aloud",
            "six boats came late from the north coast and old men wept aloud",
            [("six boats came late from the",) * 2, ("coast and old men wept aloud",) * 2],
        ),
        # passages may stand in another order
        ("f g h i j a b c d e", "a b c d e f g h i j", [("f g h i j",) * 2, ("a b c d e",) * 2]),
        # of two places the one where more follows
        ("a b c d e f g", "a b c d e x a b c d e f g", [("a b c d e f g",) * 2]),
        # what is told twice here and once there is copied twice
        ("a b c d e. a b c d e", "a b c d e", [("a b c d e",) * 2, ("a b c d e",) * 2]),
        # a letter that is two in lower case moves nothing
        ("İ a b c d e f", "a b c d e f", [("a b c d e f",) * 2]),
        ("", "a b c d e f", []),
    ],
)
def test_passages(text: str, other: str, expected: list[tuple[str, str]]) -> None:
    found = passages(text, other)
    assert [(text[each.start : each.end], other[each.other_start : each.other_end]) for each in found] == expected


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_every_shared_run_of_five_words_is_in_a_passage(mine: list[str], theirs: list[str]) -> None:
    text, other = " ".join(mine), " ".join(theirs)
    found = passages(text, other)
    assert all(text[each.start : each.end] == other[each.other_start : each.other_end] for each in found)
    assert all(before.end < after.start for before, after in pairwise(found))
    # a word is two characters with the space after it
    covered = {place for each in found for place in range(each.start // 2, each.end // 2 + 1)}
    runs = {tuple(theirs[at : at + 5]) for at in range(len(theirs) - 4)}
    shared = [at for at in range(len(mine) - 4) if tuple(mine[at : at + 5]) in runs]
    assert all(at in covered for at in shared)
