"""Which of the names that may be places are believed to be: names of persons and things are called like small towns."""

from collections.abc import Sequence

import numpy as np

from flows.extract.places.gazetteer import ALTERNATE, NAME, SHORTENED, Gazetteer, Rows
from flows.extract.places.resolve import EARTH_RADIUS_KM, Sense
from flows.extract.places.toponyms import Toponym

REGION_KM = 300.0
LARGE = 200_000  # inhabitants
SMALL = 5_000
FEW_PLACES = 6_000  # of a country in the gazetteer


def believed(toponyms: Sequence[Toponym], senses: Sequence[Sense], homes: Rows, gazetteer: Gazetteer) -> list[bool]:
    """For each toponym whether it is a place after all: one that its name and its surroundings leave in doubt needs support.

    That is a sure toponym of the same name, or that its place is large, or in the region of other places of the document or of its
    publisher's home (`homes`, rows of the gazetteer).
    """
    doubts = [is_doubtful(toponym, sense, gazetteer) for toponym, sense in zip(toponyms, senses, strict=True)]
    others = np.append(homes, np.array([sense.row for sense, doubt in zip(senses, doubts, strict=True) if not doubt], np.int32))
    known = {toponym.key for toponym, doubt in zip(toponyms, doubts, strict=True) if not doubt}
    return [
        not doubt or toponym.key in known or is_supported(toponym, sense, others, gazetteer)
        for toponym, sense, doubt in zip(toponyms, senses, doubts, strict=True)
    ]


def is_doubtful(toponym: Toponym, sense: Sense, gazetteer: Gazetteer) -> bool:
    """Whether two of three speak against it: its label, what stands beside it, and that its place is small or has the name as a by-name."""
    if toponym.is_demonym:
        return False
    is_stated = toponym.holder is not None or toponym.division != ""
    is_small = bool(gazetteer.population[sense.row] < SMALL)
    is_by_name = _how(toponym, sense) in (ALTERNATE, SHORTENED)
    if not toponym.is_sure:
        return not toponym.is_whole or not toponym.is_told or is_small or is_by_name
    if is_stated or _is_large_area(sense.row, gazetteer):
        return False
    return is_by_name or (is_small and not toponym.is_told)


def _is_large_area(row: int, gazetteer: Gazetteer) -> bool:
    """Whether the place is a country, a region of several, or a state or province that is not small."""
    return bool(gazetteer.is_large_area[row] and (gazetteer.population[row] > LARGE or not gazetteer.is_first_division[row]))


def _how(toponym: Toponym, sense: Sense) -> int:
    """How the gazetteer has this name of this place; a by-name where the document alone gives it to the place."""
    found = toponym.bearers.hows[toponym.bearers.rows == sense.row]
    return int(found[0]) if len(found) else SHORTENED


def is_supported(toponym: Toponym, sense: Sense, others: Rows, gazetteer: Gazetteer) -> bool:
    """Whether its place is a large one of that very name, or in the region of other places, whose rows are `others`.

    A whole country is a region only if it has few names: in a large one some town bears any surname.
    """
    row, how = sense.row, _how(toponym, sense)
    if how == NAME and (gazetteer.population[row] > LARGE or _is_large_area(row, gazetteer)):
        return True
    if how == ALTERNATE and not toponym.is_sure:
        return False
    admin1, country = gazetteer.admin1[row], gazetteer.country[row]
    if admin1 >= 0 and (gazetteer.admin1[others] == admin1).any():
        return True
    if gazetteer.n_places[country] < FEW_PLACES and (gazetteer.country[others] == country).any():
        return True
    towns = others[~gazetteer.is_country[others]]
    return bool((gazetteer.points[towns] @ gazetteer.points[row] > np.cos(REGION_KM / EARTH_RADIUS_KM)).any())
