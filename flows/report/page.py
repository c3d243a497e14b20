"""The report as one HTML file: styles, scripts, charts and data are all in it, and nothing in it comes from a network.

What the corpus says is escaped by the template or goes in as JSON, which the page's script puts in as text. The page's own policy lets
none but its two scripts run (https://www.w3.org/TR/CSP3/).
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import duckdb
import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from flows.report.charts import charts
from flows.report.gather import SHOWN, Gathered, Row, gather

# OntoNotes' labels in words.
LABELS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "country, state, town",
    "LOC": "place",
    "FAC": "building, road",
    "NORP": "group of people",
    "EVENT": "event",
    "PRODUCT": "product",
    "WORK_OF_ART": "work",
    "LAW": "law",
    "LANGUAGE": "language",
}
# What the page begins with: these kinds of names, and so many of each.
LEADING = {"People": {"PERSON"}, "Organisations": {"ORG"}, "Places": {"GPE", "LOC", "FAC"}}
N_LEADING = 8
SPARK_WIDTH, SPARK_HEIGHT = 110, 22


def render(connection: duckdb.DuckDBPyConnection, title: str) -> str:
    """The page for the corpus whose views the connection has."""
    gathered = gather(connection)
    drawn = charts(gathered)
    data = _data(gathered, drawn)
    scripts = [vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"), _own("page.js")]
    environment = Environment(loader=PackageLoader("flows.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.policies["json.dumps_function"] = _dumps
    return environment.get_template("page.html.j2").render(
        title=title,
        about=gathered.about,
        unit=gathered.unit,
        time_unit=gathered.time_unit,
        tables=gathered.tables,
        changes=gathered.tables["changes"],
        leading=_leading(gathered.tables["shown_entities"]),
        figures=_figures(gathered.about),
        shown=SHOWN,
        entities=data["entities"],
        places=data["places"],
        days=data["days"],
        names={row["entity_id"]: row["name"] for row in data["entities"]},
        labels=LABELS,
        present={row["label"] for row in data["entities"]},
        charts=drawn,
        report=data,
        css=Markup(_own("page.css")),  # noqa: S704 a file of ours
        scripts=[Markup(script) for script in scripts],  # noqa: S704 files of ours and of a package
        script_hashes=[Markup(_policy_hash(script)) for script in scripts],  # noqa: S704
    )


def _own(name: str) -> str:
    return (files("flows.report") / name).read_text(encoding="utf-8")


def _policy_hash(script: str) -> str:
    """The script as the page's policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _dumps(value: Any, **options: Any) -> str:
    return htmlsafe_json_dumps(value, default=lambda each: each.isoformat(), separators=(",", ":"), **options)


def _figures(about: Row) -> list[tuple[str, int]]:
    words = {
        "n_documents": "documents",
        "n_stories": "stories",
        "n_publishers": "publishers",
        "n_entities": "names",
        "n_quotes": "statements",
        "n_places": "places",
        "n_times": "times",
        "n_issues": "inputs not used",
    }
    return [(word, about[name]) for name, word in words.items()]


def _leading(entities: Iterable[Row]) -> dict[str, list[Row]]:
    """Whom and what most stories mention, by kind."""
    return {title: [row for row in entities if row["label"] in labels][:N_LEADING] for title, labels in LEADING.items()}


def _data(gathered: Gathered, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """What the page's script knows: entities, places and days with the excerpts behind them, the documents these are from, the charts."""
    tables = gathered.tables
    by_entity = {name.removeprefix("entity_"): _grouped(rows, "entity_id") for name, rows in tables.items() if name.startswith("entity_")}
    periods = by_entity.pop("periods")
    every = sorted({row["period"] for rows in periods.values() for row in rows})
    return {
        "labels": LABELS,
        "documents": gathered.documents,
        "entities": [
            row
            | {name: found.get(row["entity_id"], []) for name, found in by_entity.items()}
            | {"spark": spark({each["period"]: each["n_stories"] for each in periods.get(row["entity_id"], [])}, every)}
            for row in tables["shown_entities"]
        ],
        "places": _with_sentences(tables["shown_places"], tables["place_sentences"], "geonames_id"),
        "days": _with_sentences(tables["moments"], tables["moment_sentences"], "day"),
        "charts": drawn,
    }


def _grouped(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append({name: value for name, value in row.items() if name != key})
    return dict(found)


def _with_sentences(rows: Iterable[Row], sentences: Iterable[Row], key: str) -> list[Row]:
    found = _grouped(sentences, key)
    return [row | {"sentences": found.get(row[key], [])} for row in rows]


def spark(counts: Mapping[date, int], periods: list[date]) -> str:
    """A line over all periods as the path of an SVG image; empty where there is no more than one period."""
    if len(periods) < 2 or not counts:
        return ""
    first, n_days = periods[0], (periods[-1] - periods[0]).days
    most = max(counts.values())
    points = [
        (
            (period - first).days / n_days * (SPARK_WIDTH - 2) + 1,
            SPARK_HEIGHT - 2 - counts.get(period, 0) / most * (SPARK_HEIGHT - 4),
        )
        for period in periods
    ]
    return "M" + "L".join(f"{x:.0f} {y:.1f}" for x, y in points)
