"""Words that only look like times, and the times that look like them."""

from datetime import date

import pytest

from tests.timed import plain, tagged

# A sentence (words with their parts of speech and names where these decide), and the times in it.
LOOKALIKES = [
    # months that are verbs, auxiliaries, people
    ("He/PRON may/AUX leave/VERB", []),
    ("May/AUX he/PRON leave/VERB ?/PUNCT", []),
    ("They/PRON march/VERB tomorrow/NOUN", ["tomorrow"]),
    ("March/VERB on/ADP !/PUNCT", []),
    ("The/DET March/PROPN for/ADP Bread/PROPN drew/VERB crowds/NOUN", []),
    ("She/PRON left/VERB in/ADP March/PROPN for/ADP health/NOUN reasons/NOUN", ["March"]),
    ("She/PRON left/VERB in/ADP May/PROPN", ["May"]),
    ("April/PROPN/B-PERSON Lund/PROPN/I-PERSON left/VERB", []),
    ("An/DET august/ADJ body/NOUN", []),
    # seasons that are verbs, waters, names
    ("Prices/NOUN fall/VERB", []),
    ("a/DET mineral/NOUN spring/NOUN", []),
    ("It/PRON opens/VERB this/DET fall/NOUN", ["this fall"]),
    ("the/DET fall/NOUN of/ADP the/DET town/NOUN", []),
    ("It/PRON opens/VERB in/ADP the/DET fall/NOUN of/ADP 1998/NUM", ["the fall of 1998"]),
    ("the/DET Winter/PROPN/B-EVENT Games/PROPN/I-EVENT", []),
    # days that are names
    ("Sun/PROPN and/CCONJ sea/NOUN", []),
    ("He/PRON sat/VERB down/ADV", []),
    ("He/PRON read/VERB USA/PROPN/B-ORG TODAY/PROPN/I-ORG", []),
    ("He/PRON reads/VERB Harbour/PROPN Weekly/PROPN", []),
    ("Friday/PROPN/B-WORK_OF_ART Night/PROPN/I-WORK_OF_ART Lamps/PROPN/I-WORK_OF_ART is/AUX on/ADV", []),
    ("He/PRON reads/VERB the/DET Sunday/PROPN Chronicle/PROPN", []),
    ("the/DET party/NOUN daily/NOUN Courier/PROPN said/VERB so/ADV", []),
    ("He/PRON was/AUX on/ADP “/PUNCT 60/NUM Minutes/NOUN ”/PUNCT", []),
    ("Some/DET day/NOUN she/PRON will/AUX know/VERB", []),
    ("He/PRON sang/VERB on/ADP “/PUNCT Today/NOUN ”/PUNCT", []),
    ("He/PRON read/VERB “/PUNCT 1984/NUM/B-DATE ”/PUNCT", []),
    ("She/PRON said/VERB “/PUNCT Today/NOUN ,/PUNCT ”/PUNCT", ["Today"]),
    ("the/DET “/PUNCT now/ADV ”/PUNCT of/ADP it/PRON", ["now"]),
    ("Singer/NOUN of/ADP the/DET Year/PROPN", []),
    ("the/DET future/ADJ queen/NOUN", []),
    ("the/DET night/NOUN she/PRON won/VERB", []),
    # seconds, quarters, minutes that measure no time
    ("a/DET second/ADJ try/NOUN", []),
    ("the/DET second/ADJ man/NOUN", []),
    ("a/DET quarter/NOUN of/ADP the/DET town/NOUN", []),
    ("three/NUM -/PUNCT quarters/NOUN of/ADP them/PRON", []),
    ("the/DET minutes/NOUN of/ADP the/DET meeting/NOUN", []),
    # numbers that are no years
    ("It/PRON cost/VERB 1,500/NUM crowns/NOUN", []),
    ("It/PRON cost/VERB $/SYM 1998/NUM/B-MONEY", []),
    ("Flight/PROPN 1998/NUM was/AUX late/ADJ", []),
    ("2012/NUM/B-CARDINAL people/NOUN came/VERB", []),
    ("some/DET of/ADP 1900/NUM people/NOUN", []),
    ("rated/VERB 1990.5/NUM", []),
    ("in/ADP 1998/NUM", ["1998"]),
    ("the/DET 1998/NUM/B-DATE season/NOUN", ["1998"]),
    # ages
    ("a/DET six/NUM -/PUNCT year/NOUN -/PUNCT old/ADJ girl/NOUN", []),
    ("She/PRON is/AUX 52/NUM years/NOUN old/ADJ", []),
    ("men/NOUN in/ADP their/PRON 30s/NOUN", []),
    # words of time that tell none
    ("At/ADP the/DET end/NOUN of/ADP the/DET day/NOUN ,/PUNCT we/PRON care/VERB", []),
    ("It/PRON is/AUX due/ADJ by/ADP the/DET end/NOUN of/ADP the/DET day/NOUN", ["the end of the day"]),
    ("as/ADV soon/ADV as/SCONJ they/PRON can/AUX", []),
    ("now/SCONJ that/SCONJ it/PRON rains/VERB", []),
    ("a/DET quarterly/ADJ report/NOUN", []),
]


@pytest.mark.parametrize(("marked", "times"), LOOKALIKES)
def test_lookalike(marked: str, times: list[str]) -> None:
    assert [row["text"] for row in tagged(marked, date(2015, 3, 8))] == times


@pytest.mark.parametrize(
    "text",
    [
        "He may march on the second.",  # no tags at all
        "Call 555-1998 or 0800 1999 200.",
        "It scored 3-2, then 12:1.",
        "Version 2.10.1999.4 is out.",
        "It is free for all 3 to 14 year-olds.",
        "The 500th visitor got a 50s haircut.",
        "See pp. 1990-x and ISBN 1998123456789.",
        "They found a way around it, over and over.",
    ],
)
def test_no_time_in_plain_text(text: str) -> None:
    assert [row["text"] for row in plain(text)] == []


RATES = [
    ("It makes $3 million a year.", "SET", "P1Y"),
    ("Some 40 people a day cross.", "SET", "P1D"),
    ("It lost 40 men in a day.", "DURATION", "P1D"),
    ("It lasted a year.", "DURATION", "P1Y"),
]


@pytest.mark.parametrize(("text", "kind", "value"), RATES)
def test_a_rate_is_a_set(text: str, kind: str, value: str) -> None:
    assert [(row["type"], row["value"]) for row in plain(text)] == [(kind, value)]
