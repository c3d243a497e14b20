"""Where sentences start: what rules decide, and what they leave to the parser."""

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.annotate.sentences import FORBIDDEN, OPEN, STARTS, sentence_starts
from flows.annotate.tokens import tokenize

TOKENIZER = spacy.blank("en").tokenizer
SIGNS = {STARTS: "|", OPEN: "¿", FORBIDDEN: ""}


def marked(text: str) -> str:
    """The text with "|" where a sentence starts and "¿" where the parser decides; the first sentence's start is left out."""
    tokens = tokenize(TOKENIZER, text)
    flags = sentence_starts(text, tokens)
    made, end = "", 0
    for start, flag in zip(tokens.starts.tolist(), flags, strict=True):
        made, end = made + text[end:start] + SIGNS[flag], start
    return (made + text[end:]).replace("|", "", 1)


@pytest.mark.parametrize(
    "expected",
    [
        "Ada Brand left. |She had won.",
        "Why not? |Nobody knew! |It ended ... |And so on.",
        "It ended in 2010. |Then it rained.",
        "It ended.|Then it rained.",  # no space
        # Marks that belong to the sentence before.
        '"We won." |"We did."',
        "“We won.” |“We did.”",
        "(We won.) |Then it rained.",
        '" We won . " |She left .',  # tokens apart, as in corpora
        "He calls it 'the end'. |She does not.",
        "It was in May.[3] |Later it rained. [citation needed] |Then it snowed.",
        "It was in May. 4 |The town had grown.",  # the number of a footnote
        "Love it!! :) |Come back.",
        "What?! |No.",
        # A quotation in the middle of its sentence.
        '"We won," she said.',
        '"Why?" she asked. |"Because."',
        '"Why?" Ada Brand asked.',
        '"Go away!" I cried.',
        '"Why?" |He did not know.',
        '"Well ..." Brand said.',
        # Sentences within a quotation.
        '"We won," she said. |"We did. |You did not."',
        # Titles, initials, abbreviations.
        "Gen. Brand and Lt. Crane met Sen. J. Doe, Mr. Poe and Dr. Roe in St. Louis.",
        "J. R. Crane, Ada B. Crane.",
        "the U.S. ¿Army and the U.S. team",
        "He left the U.S. |She did not.",
        "At 5 p.m. EST, at 5 p.m. |The end.",
        "It is No. 5 of vol. 2, p. 7, Sec. 3, Fig. 4.",
        "She said no. |Nobody agreed.",
        "Reading, e.g. Crane, i.e. Ada, vs. Brand.",
        "Crane Inc. ¿Chairman Bob Roe of Crane Inc. |The board left.",
        "It was on Nov. 5 in Westport, Calif. |The town knew.",
        "P.S. Come soon.",
        "bring 5 lbs. of rice",
        # Datelines.
        "RIVERTON, Westland (KBC) -- The mayor left.",
        "WESTPORT, Calif. -- The mayor left.",
        "WESTPORT, W.Va. - The mayor left.",
        "WESTPORT, MO. (KBC)--The mayor left.",
        "RIVERTON, Nov. 5 (KBC) - The mayor left.",
        "RIVERTON — The mayor left.",
        # A title with its year, a remark.
        "She sang in What Now? (1999) and in Go! (2001).",
        # Speakers of a transcript.
        "BRAND: It ended.\n|CRANE: Why?",
        "BRAND: It ended?|CRANE: No.",
        # Numbers of items.
        "1. Bring a lamp.\n|2. Bring rope.\n|b. Bring Ada.",
        "2.1. The bridge",
        # Nothing starts where no mark is, save that the parser may find a forgotten one.
        "the mayor of Westport Ada Brand; Then, Crane: Bob",
        "it was fun ¿Then we left",
        "a song called See How It Rains, the film Get Out",
        # The parser decides on small letters and numbers.
        "we won. ¿then it rained. ¿5 days later",
        "is it far? ¿nobody knows! ¿no",
        "the ring (so big!) is hers",  # but not where the mark is enclosed
        "(it has grown) ¿The town knew, but RIVERTON (KBC) The mayor knew",
        # What follows a caption without a mark.
        "The bridge in winter |Photo: Ada Brand",
        "See the photo: The bridge",
        "Bridge closed |Monday, May 4, 2020",
        "It closed on Monday, May 4, 2020",
        # Newlines: between paragraphs, in a paragraph, a blank line.
        'It is the largest bridge of all.\n|"We cross it each day," said Ada Brand.',
        "The mayor of Riverton said on Tuesday that\nAda Brand had left the town. |She did not\nsay why.",
        "Bridge closed\n\n|the mayor left",
    ],
)
def test_starts(expected: str) -> None:
    text = re.sub("[|¿]", "", expected)
    assert marked(text) == expected


def test_no_text_no_tokens() -> None:
    assert sentence_starts("", tokenize(TOKENIZER, "")) == []
    assert sentence_starts("\u200b\n\n\u200b", tokenize(TOKENIZER, "\u200b\n\n\u200b")) == []


def test_a_long_run_of_marks_takes_no_longer_than_other_words() -> None:
    text = "Ada. " + ". " * 20_000  # a scan from every mark would take minutes
    assert sum(flag == STARTS for flag in sentence_starts(text, tokenize(TOKENIZER, text))) == 1


TEXTS = st.lists(
    st.sampled_from(["Ada", "the", "The", "U.S.", "Mr.", "5", ".", "?", '"', "'", "(", ")", "...", ",", "-", "Photo", ":", "\n", "["]),
    max_size=30,
).map(" ".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_cut_at_a_blank_line_the_pieces_get_the_same_starts(first: str, second: str) -> None:
    whole = f"{first}\n\n{second}"
    pieces = [sentence_starts(text, tokenize(TOKENIZER, text)) for text in (first, second)]
    assert sentence_starts(whole, tokenize(TOKENIZER, whole)) == pieces[0] + pieces[1]
    assert all(piece[0] == STARTS for piece in pieces if piece)
