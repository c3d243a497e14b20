"""Which place a text means, as a table: names marked `{GPE|Dunmore}` as a model marks them, and what they resolve to."""

import pytest

from flows.extract.places import extract
from tests.placed import annotated

NOTHING_STATED = {"publisher": None, "url": None}


def places(text: str, publisher: str | None = None, url: str | None = None) -> list[tuple[str, str, str | None, str | None]]:
    """The places of a marked text: as written, name in the gazetteer, state or province, country."""
    rows = extract(annotated(text), {"publisher": publisher, "url": url})
    return [(row["text"], row["name"], row["admin1_name"], row["country_code"]) for row in rows]


RESOLVED: dict[str, tuple[str, list[tuple[str, str, str | None, str | None]]]] = {
    # Countries, capitals, regions.
    "the largest, if nothing else is said": ("Ada Lund flew to {GPE|Paris}.", [("Paris", "Paris", "Île-de-France", "FR")]),
    "a country": ("The river rises in {GPE|Chad}.", [("Chad", "Chad", None, "TD")]),
    "a country's short form": ("He left the {GPE|U.S.} in May.", [("U.S.", "United States", None, "US")]),
    "a region of several countries": ("Rain came late to {LOC|West Africa}.", [("West Africa", "Western Africa", None, None)]),
    "a region, and not the quarter of a town that is spoken of": (
        "{GPE|Baltimore} and {GPE|Annapolis} sent aid to the {LOC|Middle East}.",
        [
            ("Baltimore", "Baltimore", "Maryland", "US"),
            ("Annapolis", "Annapolis", "Maryland", "US"),
            ("Middle East", "Middle East", None, None),
        ],
    ),
    # The text says where it lies.
    "in a country": (
        "He was born in {GPE|Abuja}, {GPE|Nigeria}.",
        [("Abuja", "Abuja", "Abuja Federal Capital Territory", "NG"), ("Nigeria", "Nigeria", None, "NG")],
    ),
    "in a state, abbreviated": (
        "The bridge at {GPE|Springfield}, {GPE|Ill.}, is shut.",
        [("Springfield", "Springfield", "Illinois", "US"), ("Ill.", "Illinois", "Illinois", "US")],
    ),
    "in a state, in brackets": ("{GPE|Paris} ({GPE|Texas})", [("Paris", "Paris", "Texas", "US"), ("Texas", "Texas", "Texas", "US")]),
    "the state, and not the country of that name": (
        "They met in {GPE|Athens}, {GPE|Georgia}.",
        [("Athens", "Athens", "Georgia", "US"), ("Georgia", "Georgia", "Georgia", "US")],
    ),
    "one sense per document": (
        "{GPE|Paris}, {GPE|Texas}, has a fair. Lund loves {GPE|Paris}.",
        [("Paris", "Paris", "Texas", "US"), ("Texas", "Texas", "Texas", "US"), ("Paris", "Paris", "Texas", "US")],
    ),
    "unless both are stated": (
        "From {GPE|Paris}, {GPE|Texas}, to {GPE|Paris}, {GPE|France}.",
        [
            ("Paris", "Paris", "Texas", "US"),
            ("Texas", "Texas", "Texas", "US"),
            ("Paris", "Paris", "Île-de-France", "FR"),
            ("France", "France", None, "FR"),
        ],
    ),
    "a list of countries, though the second has a town called like the first": (
        "{GPE|Colombia}, {GPE|Brazil} and {GPE|Peru} agreed.",
        [("Colombia", "Colombia", None, "CO"), ("Brazil", "Brazil", None, "BR"), ("Peru", "Peru", None, "PE")],
    ),
    # Other places of the document.
    "what is near the others": (
        "{GPE|Tbilisi} and {GPE|Gori} lie in {GPE|Georgia}.",
        [
            ("Tbilisi", "Tbilisi", "Tbilisi", "GE"),
            ("Gori", "Gori", "Shida Kartli", "GE"),
            ("Georgia", "Georgia", None, "GE"),
        ],
    ),
    "a list of states": (
        "Snow fell in {GPE|Utah}, {GPE|Idaho}, {GPE|Georgia} and {GPE|Washington}.",
        [(name, name, name, "US") for name in ("Utah", "Idaho", "Georgia", "Washington")],
    ),
    "counties whose kind stands behind them all": (
        "Roads in {ORG|Clark}, {PERSON|Preble} and {PERSON|Greene} counties, {GPE|Ohio}, are icy.",
        [
            ("Clark", "Clark County", "Ohio", "US"),
            ("Preble", "Preble County", "Ohio", "US"),
            ("Greene", "Greene County", "Ohio", "US"),
            ("Ohio", "Ohio", "Ohio", "US"),
        ],
    ),
    # Names in names.
    "the place of an institution": (
        "{ORG|Springfield High School} in {GPE|Illinois}",
        [("Springfield", "Springfield", "Illinois", "US"), ("Illinois", "Illinois", "Illinois", "US")],
    ),
    "a country's by-name, taken for a people's": ("{NORP|Saudi} officials", [("Saudi", "Saudi Arabia", None, "SA")]),
    "a party's letter": ("Sen. Ada Lund, {PERSON|R}-{GPE|Ohio}, agreed.", [("Ohio", "Ohio", "Ohio", "US")]),
}


@pytest.mark.parametrize(("text", "expected"), RESOLVED.values(), ids=RESOLVED.keys())
def test_resolved(text: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    assert places(text) == expected


NO_PLACES = {
    "a person called like a place": "{PERSON|Chad} sang, and {PERSON|Chad Lund} listened.",
    "behind a title": "Mr. {GPE|Lincoln} left.",
    "a newspaper": "{ORG|The Washington Post} had it first.",
    "a bank": "{ORG|Boston Bank Corp.} lent it.",
    "a magazine, not a country": "He told {ORG|Us} so.",
    "an acronym that is some village's name": "{ORG|UN} troops came.",
    "a lake that is called like a town": "They rowed on {LOC|Lake Springfield}.",
    "a language": "An {LANGUAGE|English}-language paper, and he speaks {NORP|English}.",
    "a word that the text also writes small": "A paradise, they say: {GPE|Paradise}!",
    "a religion": "An {NORP|Islamic} school.",
    "a religion called like a county": "A {NORP|Christian} school.",
    "who speaks, in a transcript": "{PERSON|BALTIMORE}: Yes. ANN: No. {GPE|BALTIMORE}: Why? ANN: So. {ORG|BALTIMORE}: Well.",
    "a first name that is some hamlet's": "{GPE|Gail} wept.",
    "a place that no gazetteer has": "He went to {GPE|Vessmark}.",
}


@pytest.mark.parametrize("text", NO_PLACES.values(), ids=NO_PLACES.keys())
def test_no_place(text: str) -> None:
    assert places(text) == []


def test_a_demonym_is_its_country_and_says_so() -> None:
    rows = extract(annotated("{NORP|Nigerian} troops and two {NORP|Texans} met."), NOTHING_STATED)
    assert [(row["text"], row["name"], row["is_demonym"]) for row in rows] == [("Nigerian", "Nigeria", True), ("Texans", "Texas", True)]


def test_a_place_in_a_longer_name_says_so() -> None:
    (row, _) = extract(annotated("{ORG|Springfield Police} of {GPE|Illinois}"), NOTHING_STATED)
    assert (row["text"], row["is_part_of_name"]) == ("Springfield", True)


# Hamilton is a city in Canada, and a smaller one in Ohio, in New Zealand and in many other places.
HOMES: dict[str, tuple[str | None, str | None, str]] = {
    "nothing is stated": (None, None, "Ontario"),
    "the publisher's name": ("The Cincinnati Bugle", None, "Ohio"),
    "its host, words run together": (None, "https://www.thecincinnatibugle.com/a", "Ohio"),
    "its host's country": (None, "http://news.example.co.nz/a", "Waikato"),
}


@pytest.mark.parametrize(("publisher", "url", "admin1"), HOMES.values(), ids=HOMES.keys())
def test_a_publishers_home_tells_places_apart(publisher: str | None, url: str | None, admin1: str) -> None:
    ((_, name, found, _),) = places("Rain fell on {GPE|Hamilton}.", publisher, url)
    assert (name, found) == ("Hamilton", admin1)


def test_what_is_uncertain_says_so() -> None:
    (certain,) = extract(annotated("He flew to {GPE|Nairobi}."), NOTHING_STATED)
    (uncertain,) = extract(annotated("He drove to {GPE|Columbus}."), NOTHING_STATED)
    assert certain["confidence"] > 0.95
    assert uncertain["confidence"] < certain["confidence"]
    assert uncertain["runner_up_geonames_id"] not in (None, uncertain["geonames_id"])
