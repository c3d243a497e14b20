"""The answers of `places_of`, `near`, `mentions_by_country` and `story_locations` over a few rows, worked out by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.views.conftest import Ask
from tests.views.conftest import ask as ask  # the fixture

# An invented country XA with a town of its own, and a town in XB a degree of latitude (111.2 km) north of it.
VESSA = {
    "geonames_id": 1,
    "name": "Vessa",
    "feature_class": "A",
    "feature_code": "PCLI",
    "country_code": "XA",
    "latitude": 5.0,
    "longitude": 5.0,
}
TARN = {
    "geonames_id": 2,
    "name": "Tarn",
    "feature_class": "P",
    "feature_code": "PPL",
    "country_code": "XA",
    "latitude": 10.0,
    "longitude": 179.9,
}
OLM = {
    "geonames_id": 3,
    "name": "Olm",
    "feature_class": "P",
    "feature_code": "PPL",
    "country_code": "XB",
    "latitude": 11.0,
    "longitude": 179.9,
}
TEXTS = {"d1": "Ada Lund left Tarn. Vessan and Vessa and Vessa wept.", "d2": "In Olm the Tarn Club met Ada Lund.", "d3": "It rained."}


def mention(place: dict[str, Any], doc_id: str, sentence_index: int, text: str, start: int, is_demonym: bool = False) -> dict[str, Any]:
    where = {"doc_id": doc_id, "sentence_index": sentence_index, "start_char": start, "end_char": start + len(text), "text": text}
    return place | where | {"is_demonym": is_demonym, "is_part_of_name": False, "confidence": 1.0, "coordinates_from": "geonames"}


PLACES = [
    mention(TARN, "d1", 0, "Tarn", 14),
    mention(VESSA, "d1", 1, "Vessan", 20, is_demonym=True),
    mention(VESSA, "d1", 1, "Vessa", 31),
    mention(VESSA, "d1", 1, "Vessa", 41),
    mention(OLM, "d2", 0, "Olm", 3),
    mention(TARN, "d2", 0, "Tarn", 11),
]
TABLES: dict[str, list[dict[str, Any]]] = {
    "places": PLACES,
    "texts": [{"doc_id": doc_id, "text": text} for doc_id, text in TEXTS.items()],
    "document_history": [{"doc_id": doc_id, "source_uri": doc_id, "added_run_id": "1"} for doc_id in TEXTS],
    "document_counts": [{"doc_id": doc_id, "n_tokens": 1, "n_sentences": 1} for doc_id in TEXTS],
    "document_mentions": [
        {
            "doc_id": doc_id,
            "sentence_index": 0,
            "start_char": start,
            "end_char": end,
            "entity_index": entity,
            "kind": "name",
            "label": "PERSON",
        }
        for doc_id, start, end, entity in [("d1", 0, 8, 0), ("d2", 25, 33, 0), ("d2", 7, 20, 1)]
    ],
    "entity_links": [
        {"doc_id": "d1", "entity_index": 0, "entity_id": "lund"},
        {"doc_id": "d2", "entity_index": 0, "entity_id": "lund"},
        {"doc_id": "d2", "entity_index": 1, "entity_id": "club"},
    ],
    "entities": [{"entity_id": "lund", "name": "Ada Lund", "label": "PERSON"}, {"entity_id": "club", "name": "Tarn Club", "label": "ORG"}],
    "entity_names": [{"entity_id": "lund", "name": "Ada Lund"}, {"entity_id": "club", "name": "Tarn Club"}],
}
CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "places_of: those in a sentence with the entity, in whatever case its name is given": (
        "select name, n_mentions, n_sentences, n_documents from places_of('ada lund')",
        [("Olm", 1, 1, 1), ("Tarn", 2, 2, 2)],
    ),
    "places_of: not the place that the entity is called after": ("select name from places_of('Tarn Club')", [("Olm",)]),
    "places_of: nobody": ("select name from places_of('Nobody at all')", []),
    "near: a degree of latitude is 111.2 km": (
        "select doc_id, name, round(distance_km, 1) from near(11, 179.9, 112)",
        [("d1", "Tarn", 111.2), ("d2", "Olm", 0.0), ("d2", "Tarn", 111.2)],
    ),
    "near: not farther": ("select name from near(11, 179.9, 111)", [("Olm",)]),
    # 0.2 degrees of longitude at latitude 10 are 21.9 km.
    "near: across the date line": ("select distinct name, round(distance_km, 1) from near(10, -179.9, 50)", [("Tarn", 21.9)]),
    "mentions_by_country: of two documents in three, and of one": (
        "select country_code, name, n_mentions, n_demonyms, n_places, n_documents, round(share_of_stories, 2) from mentions_by_country",
        [("XA", "Vessa", 5, 1, 2, 2, 0.67), ("XB", None, 1, 0, 1, 1, 0.33)],
    ),
    # In d1 the country is named more often, but a town says more; in d2 both towns are named once, Olm first; d3 names none.
    "story_locations": (
        "select doc_id, name, n_mentions, round(share_of_mentions, 2) from story_locations",
        [("d1", "Tarn", 1, 0.33), ("d2", "Olm", 1, 0.5)],
    ),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_answers(ask: Callable[..., Ask], query: str, expected: list[tuple[Any, ...]]) -> None:
    assert ask(**TABLES)(f"{query} order by all") == expected
