"""The gazetteer: what it holds, that names are found in it, and in which forms they are compared."""

import itertools

import numpy as np
import pyarrow.parquet as pq
import pytest

from flows.extract.places.folding import fold
from flows.extract.places.gazetteer import HERE, NAME, Gazetteer, gazetteer
from flows.extract.places.home import home_of

FOLDED = {
    "São Paulo": "sao paulo",
    "St. Louis": "st louis",
    "Saint Louis": "st louis",
    "Mount Dunmore": "mt dunmore",
    "The Hague": "hague",
    "the": "the",
    "U.S.": "us",
    "N.Y.": "ny",
    "Guinea-Bissau": "guinea bissau",
    "Côte d’Ivoire": "cote divoire",
    "Kyïv": "kyiv",
    "Łódź": "lodz",
    "Trinidad & Tobago": "trinidad and tobago",
    "--": "",
}


@pytest.mark.parametrize(("name", "expected"), FOLDED.items())
def test_names_are_compared_without_accents_case_and_marks(name: str, expected: str) -> None:
    assert fold(name) == expected
    assert fold(expected) == expected


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def test_every_place_has_a_point_on_the_globe_and_its_own_id(places: Gazetteer) -> None:
    assert np.abs(places.latitude).max() <= 90
    assert np.abs(places.longitude).max() <= 180
    assert len(np.unique(places.geonames_id)) == len(places.geonames_id) > 200_000


def test_what_places_lie_in_are_divisions_of_their_own_country(places: Gazetteer) -> None:
    for column, code in ((places.admin1, "ADM1"), (places.admin2, "ADM2")):
        inner = np.flatnonzero(column >= 0)
        outer = column[inner]
        assert (places.feature_code[outer] == places.feature_codes.index(code)).all()
        assert (places.country[outer] == places.country[inner]).all()


def test_each_country_has_at_most_one_capital(places: Gazetteer) -> None:
    countries = places.country[places.is_capital]
    assert len(np.unique(countries)) == len(countries) > 200


def test_every_place_is_found_by_its_name(places: Gazetteer) -> None:
    for row in range(0, len(places.geonames_id), 997):
        name = places.name[row].as_py()
        assert row in places.bearers(fold(name)).rows, name


EVERYDAY = {"gaza": 281132, "crimea": 703883, "calcutta": 1275004, "kiev": 703448}  # GeoNames ids


@pytest.mark.parametrize(("key", "geonames_id"), EVERYDAY.items())
def test_names_of_everyday_use_count_as_own(places: Gazetteer, key: str, geonames_id: int) -> None:
    bearers = places.bearers(key)
    own = bearers.rows[bearers.hows == NAME]
    assert geonames_id in places.geonames_id[own]


def test_names_are_sorted_by_their_bytes_as_bisection_needs() -> None:
    names = [name.encode() for name in pq.read_table(HERE / "gazetteer_names.parquet")["name"].to_pylist()]
    assert all(one < other for one, other in itertools.pairwise(names))


@pytest.mark.parametrize("name", ["", "vessmark on the marr", "\ud7ff", "zzzzzzzz", "!"])
def test_what_bears_no_name_is_nobody(places: Gazetteer, name: str) -> None:
    assert len(places.bearers(name).rows) == 0


HOMES: dict[str, tuple[str | None, str | None, set[str], str | None]] = {
    # (publisher, url, folded names of places, country)
    "words of a title": ("The Springfield Daily Herald", None, {"springfield"}, None),
    "a name of two words": ("Grand Rapids Tribune", None, {"grand rapids"}, None),
    "two places": ("Richmond and Twickenham Mercury", None, {"richmond", "twickenham"}, None),
    "no place": ("The Daily Telegraph", None, set(), None),
    "a host": ("springfieldherald.com", None, {"springfield"}, None),
    "an address": (None, "http://www.grandrapidstribune.com/news/1", {"grand rapids"}, None),
    "a domain's country": (None, "https://thedailyherald.co.uk", set(), "GB"),
    "a country's own name in front of its domain": (None, "https://news.com.au", set(), "AU"),
    "nothing": (None, None, set(), None),
    "no address at all": ("!", "not an address", set(), None),
}


@pytest.mark.parametrize(("publisher", "url", "names", "country"), HOMES.values(), ids=HOMES.keys())
def test_home_of(places: Gazetteer, publisher: str | None, url: str | None, names: set[str], country: str | None) -> None:
    home = home_of(publisher, url, places)
    assert set(home.names) == names
    assert (places.country_codes[home.country] if home.country >= 0 else None) == country
