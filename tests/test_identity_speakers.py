"""Who says "I" and who is "you": letters, interviews, speeches, essays, talk that is written down."""

import pytest

from tests.identity_text import annotated
from tests.test_identity_reference import ADA, OBI, referred

BODY = "\n\nIt rained. It rained. It rained.\n\n"

VOICES = [
    # A letter is by who signs it and to whom it greets; the body between says "I" and "you".
    (
        f"Dear Ms. Falk:\n\nI saw you.{BODY}Yours sincerely,\n\nAda Okoro",
        [("Falk", "PERSON"), ADA],
        [("I", "Ada Okoro"), ("you", "Falk")],
    ),
    # The signature of a name that the model passed over; a postscript may follow.
    (f"Dear Sir,\n\nI left.{BODY}Love always,\n\nZora\n\nP.S. It rained.", [], [("I", "Zora")]),
    # Nobody is greeted, but the text closes as letters do.
    (f"The news:\n\nI left.{BODY}Best regards,\n\nAda Okoro", [ADA], [("I", "Ada Okoro")]),
    # A title and a name on a line of their own greet.
    (f"Ms. Falk,\n\nI saw you.{BODY}Respectfully,\n\nAda Okoro", [("Falk", "PERSON"), ADA], [("I", "Ada Okoro"), ("you", "Falk")]),
    # A list that ends with a comma is no close.
    (f"The news:\n\nI left.{BODY}The others were here,\n\nAda Okoro", [ADA], []),
    # An interview is with whom somebody interviewed: "you" in the questions, "I" in the answers.
    (
        "Courier interviews Ada Okoro\n\nWho saw you?\n\nObi Falk saw me.\n\nWho told you?\n\nI won.",
        [ADA, OBI],
        [("you", "Ada Okoro"), ("me", "Ada Okoro"), ("you", "Ada Okoro"), ("I", "Ada Okoro")],
    ),
    # Of two who were asked, either may answer.
    (
        "Interview with Ada Okoro and Obi Falk\n\nWho saw you?\n\nHans saw me.\n\nWho told you?\n\nI won.",
        [ADA, OBI],
        [],
    ),
    # A speech whose heading says whose it is; not one that is only reported.
    ("Remarks by Ada Okoro\n\nI left. It rained.", [ADA], [("I", "Ada Okoro")]),
    # An essay is by the name in the line that says "by".
    ("Rain in Norrvik\n\nBy Ada Okoro\n\nI left. It rained.", [ADA], [("I", "Ada Okoro")]),
    # Somebody who says his name speaks: all of a text in few paragraphs, of talk only the paragraph.
    ("Hello and welcome. My name is Ada Okoro.\n\nI left.", [ADA], [("My", "Ada Okoro"), ("I", "Ada Okoro")]),
    (
        "I'm Ada Okoro and I won.\n\nI left.\n\nI left.\n\nI left.\n\nI left.\n\nI left.\n\nI left.\n\nI left.",
        [ADA],
        [("I", "Ada Okoro"), ("I", "Ada Okoro")],
    ),
    # "I'm Ada Okoro's ..." says nothing of the speaker's name.
    ("I'm Ada Okoro's aunt.\n\nI left.", [ADA], []),
    # A vocative is "you".
    ("Ada Okoro, you left.", [ADA], [("you", "Ada Okoro")]),
]


@pytest.mark.parametrize(("text", "names", "expected"), VOICES)
def test_who_speaks(text: str, names: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    document = annotated(text, names, {"Falk": ("saw", "nsubj")}, nouns="news others aunt rain")
    assert referred(document, "pronoun") == expected
