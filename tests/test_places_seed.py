"""The places of the shipped seed, as a person reads it."""

from pathlib import Path

import pytest

from flows.annotate.annotate import annotate
from flows.annotate.model import load_nlp
from flows.extract.places import extract

ROOT = Path(__file__).parents[1]
# GeoNames ids of the places that the text names, and of the country whose people it names.
NAMED = {
    "Abuja": 2352778,
    "Nigeria": 2328926,
    "West Africa": 7729885,
    "Mali": 2453866,
    "Cameroon": 2233387,
    "Chad": 2434508,
    "U.S.": 6252001,
}
PEOPLE = {"Nigerian": 2328926, "French": 3017382, "African": 6255146}


@pytest.mark.model
def test_places_of_the_seed() -> None:
    [seed] = (ROOT / "seeds").glob("*.txt")
    [annotated] = annotate(load_nlp(), [("d1", seed.read_text("utf-8"))])
    rows = extract(annotated, {"publisher": None, "url": None})
    assert {row["text"]: row["geonames_id"] for row in rows if not row["is_demonym"]} == NAMED
    assert {row["text"]: row["geonames_id"] for row in rows if row["is_demonym"]} == PEOPLE
