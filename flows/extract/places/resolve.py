"""Which of the places that bear its name a toponym means.

Each bearer is scored by what it is (population, kind, whether the name is its own) and by what the document's other places, its
publisher's home and its dateline say: places near by, in the same division, in the same country. Those others are ambiguous too, so
scores are turned into shares and computed a few times over, each round with the shares of the last (a soft form of the spatial
minimality of Leidner 2007 and of the context-hierarchy fusion of Kamalloo and Rafiei 2018; that local papers speak of their own region
is Lieberman, Samet and Sankaranarayanan 2010).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.extract.places.gazetteer import ALTERNATE, NAME, SHORTENED, Bearers, Gazetteer, Rows
from flows.extract.places.home import Home
from flows.extract.places.toponyms import Toponym

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, in units of the logarithm of odds."""

    population: float = 0.45
    country: float = 3.0
    region: float = 8.0
    division: float = 1.5
    capital: float = 1.6
    alternate: float = -3.0
    shortened: float = -2.0
    near: float = 1.8
    same_division: float = 1.2
    same_country: float = 1.2
    home: float = 3.0
    home_country: float = 2.5
    near_km: float = 40.0
    english: float = 3.0
    listed: float = 3.0


WEIGHTS = Weights()
ROUNDS = 3
MOST_BEARERS = 40  # of a name, by score without context
MOST_CONTEXT = 60  # names that speak for others
EARTH_RADIUS_KM = 6371.0
SPOT_KM = 50.0


@dataclass(frozen=True, slots=True)
class Sense:
    """What a toponym was resolved to: a row of the gazetteer, how sure that is and the row of the best elsewhere, -1 if there is none.

    `share` (0 to 1) is that of all bearers at the spot: a town and the district called after it are one answer.
    """

    row: int
    share: float
    runner_up: int


@dataclass(slots=True)
class _Group:
    """Toponyms of one name and holder, which share their sense; or a name of the publisher's home.

    `listed_kind` is the feature code (its number) of what it is listed with.
    """

    bearers: Bearers
    weight: float = 0.0
    is_home: bool = False
    listed_kind: int = -1


def resolve(toponyms: Sequence[Toponym], home: Home, gazetteer: Gazetteer, weights: Weights = WEIGHTS) -> tuple[list[Sense], Rows]:
    """The sense of each toponym; those of one name share it, unless the text says in different places where they lie.

    Beside them the rows of the publisher's home, as far as its names tell it.
    """
    groups: dict[tuple[str, bool, bytes], _Group] = {}
    stated = _stated(toponyms)
    keys = [_sense_key(toponym, stated) for toponym in toponyms]
    for key, bearers in keys:
        groups.setdefault(key, _Group(bearers)).weight += 1.0
    for (key, _), kind in zip(keys, _listed_kinds(toponyms, gazetteer), strict=True):
        if kind >= 0:
            groups[key].listed_kind = kind
    for name, bearers in home.names.items():
        own = [group for (key, _, _), group in groups.items() if key == name]
        for group in own or [groups.setdefault((name, False, b"home"), _Group(bearers))]:
            group.weight += weights.home
            group.is_home = True
    senses = dict(zip(groups, _senses(list(groups.values()), home.country, gazetteer, weights), strict=True))
    homes = [sense.row for group, sense in zip(groups.values(), senses.values(), strict=True) if group.is_home and sense.share > 0.5]
    return [senses[key] for key, _ in keys], np.array(homes, np.int32)


def _listed_kinds(toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[int]:
    """For each toponym the number of the feature code that most names of its list may have, when they are three or more; else -1.

    So "Utah, Georgia and Washington" are three states.
    """
    lists: defaultdict[int, list[Toponym]] = defaultdict(list)
    for toponym in toponyms:
        if toponym.enumeration >= 0:
            lists[toponym.enumeration].append(toponym)
    kinds = {}
    divisions = [gazetteer.feature_codes.index(code) for code in ("PCLI", "ADM1")]
    for number, members in lists.items():
        own = [gazetteer.feature_code[member.bearers.rows[member.bearers.hows == NAME]] for member in members]
        counts = {kind: sum(kind in codes for codes in own) for kind in divisions}
        kind = max(divisions, key=lambda kind: counts[kind])
        if len(members) > 2 and counts[kind] > 0.6 * len(members):
            kinds[number] = kind
    return [kinds.get(toponym.enumeration, -1) for toponym in toponyms]


def _stated(toponyms: Sequence[Toponym]) -> dict[tuple[str, bool], list[Toponym]]:
    """For each name the toponyms whose holder is stated."""
    stated: defaultdict[tuple[str, bool], list[Toponym]] = defaultdict(list)
    for toponym in toponyms:
        if toponym.holder is not None:
            stated[toponym.key, toponym.is_demonym].append(toponym)
    return stated


def _sense_key(toponym: Toponym, stated: dict[tuple[str, bool], list[Toponym]]) -> tuple[tuple[str, bool, bytes], Bearers]:
    """What toponyms of one sense have in common. One without a holder takes that of the nearest before it, else of the next."""
    bearers = toponym.bearers
    if toponym.holder is None:
        others = stated.get((toponym.key, toponym.is_demonym), ())
        before = [other for other in others if other.start < toponym.start]
        if others:
            bearers = (before[-1] if before else others[0]).bearers
    return (toponym.key, toponym.is_demonym, bearers.rows.tobytes()), bearers


def _senses(groups: list[_Group], home_country: int, gazetteer: Gazetteer, weights: Weights) -> list[Sense]:
    if not groups:
        return []
    priors = [_prior(group, home_country, gazetteer, weights) for group in groups]
    for index, (group, prior) in enumerate(zip(groups, priors, strict=True)):
        if len(prior) > MOST_BEARERS:
            kept = np.sort(np.argsort(-prior, kind="stable")[:MOST_BEARERS])
            group.bearers, priors[index] = Bearers(group.bearers.rows[kept], group.bearers.hows[kept]), prior[kept]
    sizes = [len(prior) for prior in priors]
    owner = np.repeat(np.arange(len(groups)), sizes)
    rows = np.concatenate([group.bearers.rows for group in groups])
    prior = np.concatenate(priors)
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    shares = _shares(prior, owner, firsts)
    if len(groups) > 1:
        evidence = _Evidence(rows, owner, groups, gazetteer, weights)
        for _ in range(ROUNDS):
            shares = _shares(prior + evidence.of(shares), owner, firsts)
    senses = []
    for first, size in zip(firsts, sizes, strict=True):
        own = shares[first : first + size]
        candidates = rows[first : first + size]
        best = int(np.argmax(own))
        points = gazetteer.points[candidates]
        elsewhere = points @ points[best] < np.cos(SPOT_KM / EARTH_RADIUS_KM)
        runner_up = int(candidates[np.argmax(np.where(elsewhere, own, -1.0))]) if elsewhere.any() else -1
        senses.append(Sense(int(candidates[best]), float(1.0 - own[elsewhere].sum()), runner_up))
    return senses


def _prior(group: _Group, home_country: int, gazetteer: Gazetteer, weights: Weights) -> Floats:
    """The score of each bearer without the other names."""
    rows, hows = group.bearers.rows, group.bearers.hows
    score: Floats = weights.population * np.log(gazetteer.population[rows] + 200.0)
    is_country = gazetteer.is_country[rows]
    # A region of several countries: no other name speaks for it, as the names around do for a quarter of a town.
    score = score + weights.region * (gazetteer.country[rows] < 0) * (not is_country.any())
    score = score + weights.country * is_country + weights.division * gazetteer.is_first_division[rows]
    score += weights.capital * gazetteer.is_capital[rows]
    score += weights.alternate * (hows == ALTERNATE) + weights.shortened * (hows == SHORTENED)
    if group.listed_kind >= 0:
        score += weights.listed * (gazetteer.feature_code[rows] == group.listed_kind)
    if home_country >= 0:
        score += weights.home_country * (gazetteer.country[rows] == home_country)
    elif group.is_home:
        # What is written in English is mostly published where English is spoken, and called after a town sooner than a country.
        score += weights.english * gazetteer.speaks_english[gazetteer.country[rows]] - weights.country * is_country
    return score


def _shares(score: Floats, owner: Indices, firsts: Indices) -> Floats:
    """Scores as shares of their name: softmax."""
    best = np.maximum.reduceat(score, firsts)
    odds = np.exp(score - best[owner])
    return np.divide(odds, np.add.reduceat(odds, firsts)[owner])


class _Evidence:
    """What the names of a document say for each other's bearers."""

    def __init__(self, rows: Rows, owner: Indices, groups: list[_Group], gazetteer: Gazetteer, weights: Weights) -> None:
        self.weights = weights
        self.owner = owner
        weight = np.array([1.0 + np.log(group.weight) for group in groups])
        speaking = np.sort(np.argsort(-weight, kind="stable")[:MOST_CONTEXT])
        self.columns = np.flatnonzero(np.isin(owner, speaking))
        self.weight = weight[owner[self.columns]]
        points, others = gazetteer.points[rows], gazetteer.points[rows[self.columns]]
        chord = np.maximum(2.0 - 2.0 * (points @ others.T), 0.0)  # squared, of the unit sphere
        other = (owner[:, None] != owner[self.columns]).astype(np.float32)
        # A country or region lies near nothing: its point is only its centre.
        wide = gazetteer.is_country[rows] | (gazetteer.country[rows] < 0)
        narrow = (~wide).astype(np.float32)
        division = narrow * (1 - 0.5 * gazetteer.is_first_division[rows])
        near = 1.0 / (1.0 + chord * (EARTH_RADIUS_KM / weights.near_km) ** 2)
        self.near = near * other * division[:, None] * division[self.columns]
        admin1, country = gazetteer.admin1[rows], gazetteer.country[rows]
        self.same_division = ((admin1[:, None] == admin1[self.columns]) & (admin1 >= 0)[:, None]) * other
        self.same_country = ((country[:, None] == country[self.columns]) & (country >= 0)[:, None]) * other

    def of(self, shares: Floats) -> Floats:
        """The score that each bearer gets from the others, given their shares."""
        voice = shares[self.columns] * self.weight
        weights = self.weights
        near: Floats = weights.near * np.log1p(4.0 * (self.near @ voice))
        near += weights.same_division * np.log1p(2.0 * (self.same_division @ voice))
        near += weights.same_country * np.log1p(self.same_country @ voice)
        return near
