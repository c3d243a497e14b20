"""The report's charts as Vega and Vega-Lite specifications (https://vega.github.io): those of `charts/`, with their rows filled in.

A colour such as `var(--ink)` in them is one of the page's, so that a chart follows its light and dark.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from flows.report.gather import Gathered, Row

Spec = dict[str, Any]

# How the first day of a period is written on an axis (https://d3js.org/d3-time-format).
TIME_FORMATS = {"day": "%-d %b %Y", "week": "%-d %b %Y", "month": "%b %Y", "quarter": "%b %Y", "year": "%Y"}
# Pixels for each speaker.
BAR_HEIGHT = 20
KINDS = ("direct", "mixed", "indirect")
# Degrees that a map shows at least, so that a single town is seen in its surroundings, and the share of mentions it has to show.
LEAST_DEGREES = 14.0
SHARE_SHOWN = 0.96
# Where Mercator's projection is cut off.
NORTHERNMOST, SOUTHERNMOST = 76.0, -56.0


def charts(gathered: Gathered) -> dict[str, Spec]:
    """The specification of each chart that has anything to show, by the name of its file."""
    tables = gathered.tables
    names = {row["entity_id"]: row["name"] for row in tables["shown_entities"]}
    made: dict[str, Spec] = {}
    for name, unit in (("documents", gathered.unit), ("times", gathered.time_unit)):
        if rows := tables[f"{name}_by_period"]:
            made[name] = _read(name) | {"data": {"values": _dated(rows)}}
            made[name]["encoding"]["x"]["axis"] |= {"format": TIME_FORMATS[unit]}
            made[name]["encoding"]["tooltip"][0] |= {"format": TIME_FORMATS[unit]}
    if tables["speakers"]:
        rows = [row | {"speaker": names[row["entity_id"]], "kind_rank": KINDS.index(row["kind"])} for row in tables["speakers"]]
        height = BAR_HEIGHT * len({row["entity_id"] for row in rows})
        made["speakers"] = _read("speakers") | {"data": {"values": rows}, "height": height}
    if tables["network"]:
        made["network"] = _network(tables["network"], tables["shown_entities"])
    if tables["shown_places"]:
        made["map"] = _map(tables["shown_places"])
    return made


def _read(name: str) -> Spec:
    spec: Spec = json.loads((files("flows.report") / "charts" / f"{name}.json").read_text(encoding="utf-8"))
    return spec


def _dated(rows: Sequence[Row]) -> list[Row]:
    return [row | {name: row[name].isoformat() for name in ("period", "ends")} for row in rows]


def _network(pairs: Sequence[Row], entities: Sequence[Row]) -> Spec:
    """Each pair with its rank, and each entity with that of its strongest pair: the less room there is, the fewer the chart draws."""
    spec = _read("network")
    links = [
        {"source": row["entity_id"], "target": row["other_entity_id"], "n_stories": row["n_stories"], "rank": rank}
        for rank, row in enumerate(pairs, 1)
    ]
    ranks = {link[end]: link["rank"] for link in reversed(links) for end in ("source", "target")}
    shown = ("entity_id", "name", "label", "n_stories", "n_mentions")
    nodes = [{name: row[name] for name in shown} | {"rank": ranks[row["entity_id"]]} for row in entities if row["entity_id"] in ranks]
    _fill(spec, {"pairs": links, "entities": nodes})
    return spec


def _map(places: Sequence[Row]) -> Spec:
    spec = _read("map")
    shown = ("geonames_id", "name", "latitude", "longitude", "n_stories", "n_mentions")
    points = [
        {name: row[name] for name in shown}
        | {"rank": rank, "label": ", ".join(filter(None, (row["name"], row["admin1_name"], row["country_code"])))}
        for rank, row in enumerate(places, 1)
    ]
    countries = json.loads((files("flows.report") / "basemap.json").read_text(encoding="utf-8"))
    _fill(spec, {"bounds": [bounds(places)], "countries": countries, "places": points})
    return spec


def _fill(spec: Spec, values: Mapping[str, Any]) -> None:
    """Puts the values of each data set of a Vega specification in their place."""
    for each in spec["data"]:
        each["values"] = values[each["name"]]


def bounds(places: Sequence[Row]) -> Row:
    """What the map shows, as a GeoJSON feature of two corners: the box that holds almost all mentions, and some degrees around."""
    west, east = _middle([(row["longitude"], row["n_mentions"]) for row in places])
    south, north = _middle([(row["latitude"], row["n_mentions"]) for row in places])
    margin = max(2.0, 0.08 * (east - west), (LEAST_DEGREES - (east - west)) / 2)
    west, east = max(-180.0, west - margin), min(180.0, east + margin)
    margin = max(2.0, 0.08 * (north - south), (LEAST_DEGREES / 2 - (north - south)) / 2)
    south, north = max(SOUTHERNMOST, south - margin), min(NORTHERNMOST, north + margin)
    corners = [[west, south], [east, north]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": corners}}


def _middle(weighted: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """The least and greatest value when the outermost ones, up to a small share of the weight on either side, are left out."""
    total = sum(weight for _, weight in weighted)
    spare = total * (1 - SHARE_SHOWN) / 2
    return _edge(sorted(weighted), spare), _edge(sorted(weighted, reverse=True), spare)


def _edge(ordered: Sequence[tuple[float, int]], spare: float) -> float:
    for value, weight in ordered:
        spare -= weight
        if spare < 0:
            return value
    return ordered[-1][0]
