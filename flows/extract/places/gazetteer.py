"""The gazetteer: which places bear a name, and where they lie.

Its two Parquet files are read once a process into columns (some 60 MB): one of places, one of folded names sorted by their bytes, so
that a name is found by bisection and no Python object stands for a place.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent

Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

# How a name names its place, as the builder has it.
NAME, ALTERNATE, SHORTENED, ABBREVIATION, DEMONYM = range(5)

# Countries with a large English-language press of their own towns (GeoNames, country information: languages, first of the list).
ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM", "TT", "NG", "GH", "KE", "IN", "PH", "SG"})


@dataclass(frozen=True, slots=True)
class Bearers:
    """The places that bear a name: their rows in the gazetteer, and in which way it names each."""

    rows: Rows
    hows: npt.NDArray[np.int8]

    def only(self, chosen: Flags) -> "Bearers":
        """Those that are chosen."""
        return Bearers(self.rows[chosen], self.hows[chosen])


NOBODY = Bearers(np.empty(0, np.int32), np.empty(0, np.int8))


class Gazetteer:
    """Columns of places by row, and the bearers of each name. `admin1` and `admin2` are rows, -1 where there is none."""

    def __init__(self, places: pa.Table, names: pa.Table) -> None:
        self.geonames_id = places["geonames_id"].to_numpy()
        self.name = places["name"].combine_chunks()
        self.population = places["population"].to_numpy()
        self.latitude = places["latitude"].to_numpy()
        self.longitude = places["longitude"].to_numpy()
        self.admin1: Rows = places["admin1"].to_numpy()
        self.admin2: Rows = places["admin2"].to_numpy()
        self.country, self.country_codes = _codes(places["country_code"])
        self.feature_code, self.feature_codes = _codes(places["feature_code"])
        self.feature_class, self.feature_classes = _codes(places["feature_class"])
        self.coordinates_from, self.coordinate_sources = _codes(places["coordinates_from"])
        column = names["name"].combine_chunks()
        self._offsets = np.frombuffer(column.buffers()[1], np.int32)
        self._bytes = memoryview(column.buffers()[2])
        self._n_names = len(column)
        bearers = names["places"].combine_chunks()
        self._bearer_offsets = np.frombuffer(bearers.offsets.buffers()[1], np.int32)
        self._bearer_rows = bearers.values.to_numpy()
        self._bearer_hows = names["hows"].combine_chunks().values.to_numpy()
        self._found: dict[str, Bearers] = {}

    def bearers(self, key: str) -> Bearers:
        """The places with this folded name; empty where there is none."""
        found = self._found.get(key)
        if found is None:
            if len(self._found) > 100_000:
                self._found.clear()
            found = self._found[key] = self._look_up(key.encode())
        return found

    def _look_up(self, wanted: bytes) -> Bearers:
        offsets, text = self._offsets, self._bytes
        index = bisect_left(range(self._n_names), wanted, key=lambda i: bytes(text[offsets[i] : offsets[i + 1]]))
        if index == self._n_names or text[offsets[index] : offsets[index + 1]] != wanted:
            return NOBODY
        own = slice(self._bearer_offsets[index], self._bearer_offsets[index + 1])
        return Bearers(self._bearer_rows[own], self._bearer_hows[own])

    @cached_property
    def points(self) -> npt.NDArray[np.float32]:
        """Unit vectors of the places, one a row."""
        latitude, longitude = np.radians(self.latitude), np.radians(self.longitude)
        return np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1)

    @cached_property
    def is_country(self) -> Flags:
        """Whether the place is a country."""
        return self._coded("PCLI")

    @cached_property
    def n_places(self) -> npt.NDArray[np.int64]:
        """By number of a country, how many places it has here; the last value is for -1, no country."""
        return np.append(np.bincount(self.country[self.country >= 0], minlength=len(self.country_codes)), len(self.country))

    @cached_property
    def is_capital(self) -> Flags:
        """Whether the place is a country's capital."""
        return self._coded("PPLC")

    @cached_property
    def is_division(self) -> Flags:
        """Whether the place is a country or a division of one."""
        return np.equal(self.feature_class, self.feature_classes.index("A"))

    @cached_property
    def is_first_division(self) -> Flags:
        """Whether the place is a state, province or the like: a division right below its country."""
        return self._coded("ADM1")

    @cached_property
    def is_region(self) -> Flags:
        """Whether the place is a continent, a sea or a region of several countries."""
        return np.isin(self.feature_class, [self.feature_classes.index(each) for each in "LHT"])

    def _coded(self, code: str) -> Flags:
        return np.equal(self.feature_code, self.feature_codes.index(code))

    @cached_property
    def is_large_area(self) -> Flags:
        """Whether the place is a country, a first division of one or a region."""
        return self.is_country | self.is_first_division | self.is_region

    @cached_property
    def speaks_english(self) -> Flags:
        """By number of a country, whether English is its first language; the last value is for -1, no country."""
        return np.array([*(code in ENGLISH for code in self.country_codes), False])

    @cached_property
    def _country_codes_by_code(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self.country_codes)}

    def country_of(self, code: str) -> int:
        """The number that `country` holds for a country's code; -1 where there is none."""
        return self._country_codes_by_code.get(code, -1)

    def lies_in(self, inner: Rows, outer: Rows) -> Flags:
        """For each pair, whether the inner place lies in the outer division: a matrix, inner by outer."""
        in_country = self.is_country[outer] & (self.country[inner][:, None] == self.country[outer]) & ~self.is_country[inner][:, None]
        in_division = (self.admin1[inner][:, None] == outer) | (self.admin2[inner][:, None] == outer)
        inside: Flags = (in_country | in_division) & (inner[:, None] != outer)
        return inside


def _codes(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int16], list[str]]:
    """A column of few values as numbers (-1 for null), and the values."""
    encoded = column.combine_chunks()
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int16), encoded.dictionary.to_pylist()


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, read on first use."""
    return Gazetteer(pq.read_table(HERE / "gazetteer.parquet"), pq.read_table(HERE / "gazetteer_names.parquet"))
