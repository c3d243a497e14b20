"""Who says "I" and who is "you": letters, interviews, speeches, essays, talk that is written down."""

import pytest

from tests.identity_text import annotated
from tests.test_identity_reference import ADA, OBI, referred

ASIDES = "\n\nIt rained." * 5
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
    # A story is told by the one whom its people call by name and whom it does not name itself.
    ('"Obi Falk, it rained," she said.' + " I left." * 5, [OBI], [("I", "Obi Falk")] * 5),
    ('"Obi Falk, it rained," she said.' + " I left." * 5 + " Obi Falk sat.", [OBI, OBI], []),
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
    # Who is called upon at a hearing has the floor, whoever interrupts; what a judge asks in between is said to him.
    (
        f"Hans sat.\n\nMr. Falk?\n\nI left.\n\nWho told you?\n\nI won.{ASIDES}",
        [("Falk", "PERSON")],
        [("I", "Falk"), ("you", "Falk"), ("I", "Falk")],
    ),
    # A heading calls nobody.
    (
        f"Hans sat sat sat.\n\nMr. Falk\n\nI left.\n\nWho told you?{ASIDES}".replace("It rained.", "It rained " * 20),
        [("Falk", "PERSON")],
        [],
    ),
    # Where a host says who is with him, the two speak by turns; with two guests nobody knows.
    (
        f"I'm Ada Okoro and I'm joined by Obi Falk.\n\nI left.\n\nI won.{ASIDES}",
        [ADA, OBI],
        [("I", "Ada Okoro"), ("I", "Ada Okoro"), ("I", "Obi Falk"), ("I", "Ada Okoro")],
    ),
    (
        f"I'm Ada Okoro and I'm joined by Obi Falk and Mia Lund.\n\nI left.\n\nI won.{ASIDES}",
        [ADA, OBI, ("Mia Lund", "PERSON")],
        [("I", "Ada Okoro"), ("I", "Ada Okoro")],
    ),
    # Who is asked by name answers.
    (f"Who left, Ada Okoro?\n\nI left.{ASIDES}\n\nI won.", [ADA], [("I", "Ada Okoro")]),
    # Questions on lines of their own under a heading with one name make an interview, without the word.
    (
        "Ada Okoro on rain\n\nAda Okoro left.\n\nWho saw you?\n\nHans saw me.\n\nWho told you?\n\nI won.",
        [ADA, ADA],
        [("you", "Ada Okoro"), ("me", "Ada Okoro"), ("you", "Ada Okoro"), ("I", "Ada Okoro")],
    ),
    # What says "you" without a question mark is no answer.
    (
        "Interview with Ada Okoro\n\nWho saw you?\n\nHans saw me.\n\nI heard you left.\n\nI won.\n\nWho told you?\n\nI won.",
        [ADA],
        [("you", "Ada Okoro"), ("me", "Ada Okoro"), ("I", "Ada Okoro"), ("you", "Ada Okoro"), ("I", "Ada Okoro")],
    ),
    # Of several who were asked, named or not, nobody knows who answers.
    ("Courier interviews experts\n\nThe interviewee Ada Okoro left.\n\nWho saw you?\n\nHans saw me.\n\nWho told you?\n\nI won.", [ADA], []),
    (
        "Interview with Ada Okoro\n\nThe interviewee Ada Okoro and the interviewee Obi Falk.\n\nWho saw you?\n\nHans sat.\n\nWho told you?",
        [ADA, ADA, OBI],
        [],
    ),
    # "You know" is said to nobody, "you people" to several.
    ("Ada Okoro, you know, it rained.", [ADA], []),
    ("Ada Okoro, you know what rained.", [ADA], [("you", "Ada Okoro")]),
    ("Ada Okoro, you people left.", [ADA], []),
    ("Ada Okoro, some of you left.", [ADA], []),
    # Who presents himself to listeners asks the other and not them.
    (
        f"I'm Ada Okoro and I'm joined by Obi Falk.\n\nI left.\n\nWho saw you?\n\nYou won.{ASIDES}",
        [ADA, OBI],
        [("I", "Ada Okoro"), ("I", "Ada Okoro"), ("I", "Obi Falk"), ("you", "Obi Falk")],
    ),
    # A vocative is "you".
    ("Ada Okoro, you left.", [ADA], [("you", "Ada Okoro")]),
]


@pytest.mark.parametrize(("text", "names", "expected"), VOICES)
def test_who_speaks(text: str, names: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    document = annotated(text, names, {"Falk": ("saw", "nsubj")}, nouns="news others aunt rain experts")
    assert referred(document, "pronoun") == expected
