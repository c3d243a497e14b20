"""Units of lines: which newline ends a paragraph, a headline or an item, and which only wraps a sentence."""

import textwrap
from itertools import pairwise

import pytest

from flows.annotate.lines import unit_starts


def units(text: str) -> list[str]:
    starts = unit_starts(text)
    return [text[start:end].strip() for start, end in pairwise([*starts, len(text)])]


PARAGRAPHS = [
    "The council of Riverton voted late on Tuesday to close the bridge, which Ada Brand called a danger to all",
    "who cross it on the way to school. Engineers from Westport will look at it in May, and the town hopes to open it again before winter.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("one line", ["one line"]),
        # A blank line always ends a unit, also one of spaces, also with the line ends of other systems.
        ("the end\n\nof it", ["the end", "of it"]),
        ("the end\r\n \t\r\nof it", ["the end", "of it"]),
        # Wrapped text: the next word would not have fitted on the line.
        (
            "The mayor of Riverton said that\nAda Brand would not come back\nbefore May.",
            ["The mayor of Riverton said that\nAda Brand would not come back\nbefore May."],
        ),
        # A web address is as wide as it is.
        (
            f"It is on the pages of the paper\nhttps://example.org/{'a' * 90}\nfor all who want to read it in time, says\nAda Brand.",
            [f"It is on the pages of the paper\nhttps://example.org/{'a' * 90}\nfor all who want to read it in time, says\nAda Brand."],
        ),
        # It would have fitted: a headline, a line of a letter, a byline.
        (
            "Bridge closed\nThe mayor of Riverton said it would\nnot open before May.",
            ["Bridge closed", "The mayor of Riverton said it would\nnot open before May."],
        ),
        (
            "Dear Ada,\nThe bridge will not open before May\nor June.\nYours,\nBob Crane",
            ["Dear Ada,", "The bridge will not open before May\nor June.", "Yours,", "Bob Crane"],
        ),
        # A paragraph a line: no program wraps at such widths.
        ("\n".join(PARAGRAPHS[:1] * 2), PARAGRAPHS[:1] * 2),
        # A small letter goes on with the sentence, unless that has ended.
        ("Tall is the tower\nand dark is the door", ["Tall is the tower\nand dark is the door"]),
        ("see you there!\nbye", ["see you there!", "bye"]),
        # A line of verse that ends in a comma goes on.
        ("Over the wide and silent river,\nOver the hills\nAnd home", ["Over the wide and silent river,\nOver the hills", "And home"]),
        # Items.
        ("To bring:\n- warm clothes\n- a lamp\n1. rope", ["To bring:", "- warm clothes", "- a lamp", "1. rope"]),
        # A paragraph that is marked by its first line being set in.
        (
            "The mayor of Riverton said it would\nnot open before May.\n   Ada Brand is the second mayor who\nhas closed it.",
            ["The mayor of Riverton said it would\nnot open before May.", "Ada Brand is the second mayor who\nhas closed it."],
        ),
        # There a line that is not set in goes on, however short the one before (a dateline was cut out of it).
        (
            "The bridge of the old\nRiverton Mill will not open before the end of\nMay.\n   Engineers will look at it.",
            ["The bridge of the old\nRiverton Mill will not open before the end of\nMay.", "Engineers will look at it."],
        ),
        # Nor can a sentence end in such a word.
        (
            "It was a long way to the house of the\nAda Brand we know from the papers of the week",
            ["It was a long way to the house of the\nAda Brand we know from the papers of the week"],
        ),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize("width", [50, 60, 72, 95])
def test_wrapping_a_paragraph_makes_no_units(width: int) -> None:
    wrapped = [textwrap.fill(" ".join(PARAGRAPHS), width) for _ in range(2)]
    assert units("\n\n".join(wrapped)) == wrapped
