"""Tokens: what is one, and that offsets hold."""

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.annotate.tokens import NO_WIDTH, tokenize

TOKENIZER = spacy.blank("en").tokenizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A dog  barks.\n", "A|dog|barks|."),  # white space is no token, whatever its kind
        ("A\u00a0dog\u2009barks\u3000.", "A|dog|barks|."),
        ("\ufeffAda\u200b Brand", "Ada|Brand"),  # nor are characters without width
        ("", ""),
        (" \n ", ""),
        # The source before the first word, of any outlet.
        ("(KBC)Ada Brand, the mayor", "(|KBC|)|Ada|Brand|,|the|mayor"),
        ("(KBC)officials said", "(|KBC|)|officials|said"),
        ("(River News)“We won”", "(|River|News|)|“|We|won|”"),
        ("RIVERTON (KBC)The", "RIVERTON|(|KBC|)|The"),
        ("Riverton(KBC) - The", "Riverton|(|KBC|)|-|The"),
        ("the (re)construction", "the|(|re)construction"),  # brackets inside a word stay
        # A sentence without a space after the one before.
        ("It ended.The next", "It|ended|.|The|next"),
        ("in 2010.The next", "in|2010|.|The|next"),
        ("of 5%.The next", "of|5|%|.|The|next"),
        ("(it ended).The next", "(|it|ended|)|.|The|next"),
        ('"It ended."The next', '"|It|ended|.|"|The|next'),
        ("“It ended.”“Why?”She", "“|It|ended|.|”|“|Why|?|”|She"),
        ("done?DOE: No", "done|?|DOE|:|No"),
        ("at example.org or Node.js", "at|example.org|or|Node.js"),  # no sentence ends here
        ("the U.S. Army", "the|U.S.|Army"),
        ("3.5 to 1,000", "3.5|to|1,000"),
        # Quotation marks at the wrong side of the space, or without one.
        ('she said,"We won', 'she|said|,|"|We|won'),
        ('"We won,"she said', '"|We|won|,|"|she|said'),
        ("said“We won”he", "said|“|We|won|”|he"),
        # Numbers of notes.
        ("in 1999.[3] Later", "in|1999|.|[|3|]|Later"),
        ('the end."[7][18]Later', 'the|end|.|"|[|7|]|[|18|]|Later'),
        # What the model was trained on stays.
        ("two -- no, three--of", "two|--|no|,|three|--|of"),
        ("don't wait, it's Ada's", "do|n't|wait|,|it|'s|Ada|'s"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert "|".join(tokenize(TOKENIZER, text).words) == expected


@pytest.mark.parametrize(
    ("stretch", "n"),
    [
        ('"' * 900, 900),  # shorter than what is parted
        ('"' * 50_000, 50_000),  # each a token, as in a shorter stretch
        ("(" * 50_000, 50_000),
        ("a" * 200_000, 1),  # a word is never parted
        ("語" * 200_000, 1),
        ("-" * 900, 1),
        ("-" * 50_000, 500),  # a ruled line of which no page has its like
    ],
    ids=lambda value: f"{value[:2]} {len(value)}" if isinstance(value, str) else None,
)
def test_a_long_stretch_without_white_space_takes_time_in_proportion(stretch: str, n: int) -> None:
    """Quadratic time would be minutes."""
    assert len(tokenize(TOKENIZER, f"Ada {stretch} Brand").words) == n + 2


def test_spaces_say_whether_any_white_space_follows() -> None:
    tokens = tokenize(TOKENIZER, "(KBC)A  dog\n\nbarks. ")
    words = list(zip(tokens.words, tokens.spaces, strict=True))
    assert words == [("(", False), ("KBC", False), (")", False), ("A", True), ("dog", True), ("barks", False), (".", True)]


# Mostly what rules look at, so that they meet often.
TEXTS = st.text(st.sampled_from("AbC 1.?!,)(]['\"”“’-:;\n\t\u00a0\u200b\r…é😀")) | st.text()


@settings(deadline=None)
@given(TEXTS)
@example("x.“We")  # two rules want the same break
@example("\u200b")
def test_tokens_are_stretches_of_the_text_in_order_and_leave_out_white_space_alone(text: str) -> None:
    tokens = tokenize(TOKENIZER, text)
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    assert tokens.words == [text[start:end] for start, end in zip(starts, ends, strict=True)]
    assert not any(character.isspace() for word in tokens.words for character in word)
    gaps = [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]
    assert all(character.isspace() or character in NO_WIDTH for gap in gaps for character in gap)
    assert tokens.spaces == [bool(gap) for gap in gaps[1:]]
