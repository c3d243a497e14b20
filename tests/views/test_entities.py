"""The macros about entities, on the corpus of four documents: each answer worked out by hand."""

import math
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.views.conftest import Ask
from tests.views.corpus import TABLES

# Documents with both, with one, with the other, of four: observed and expected by chance.
OKORO = 2 * (3 * math.log(3 / 2.25) + 1 * math.log(1 / 0.25))
ULM = 2 * (1 * math.log(1 / 0.75) + 2 * math.log(2 / 2.25) + 1 * math.log(1 / 0.75))

CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "find_entity: a name that it has": (
        "select name, matched_name, match, is_meant, n_candidates, n_mentions, n_documents from find_entity('BRANDT')",
        [("Ada Brandt", "Brandt", "same name", True, 1, 6, 3)],
    ),
    "find_entity: words of a name, in any order": (
        "select name, matched_name, match from find_entity('Brandt, Ada')",
        [("Ada Brandt", "Ada Brandt", "words of the name")],
    ),
    "find_entity: the beginning of a word": ("select name, match from find_entity('bran')", [("Ada Brandt", "beginning of words")]),
    "find_entity: a letter is missing": ("select name, match from find_entity('okro')", [("Tom Okoro", "similar spelling")]),
    "find_entity: two letters changed places": ("select name, match from find_entity('Tom Okoor')", [("Tom Okoro", "similar spelling")]),
    "find_entity: a short word must be right": ("from find_entity('uln')", []),
    "find_entity: nobody": ("from find_entity('Zylberstein')", []),
    "find_entity: nothing": ("from find_entity(' . ')", []),
    "co_mentions: how sure it is that they belong together": (
        "select name, n_documents, n_sentences, n_expected, round(log_likelihood, 6) from co_mentions('brandt')",
        [("Tom Okoro", 3, 2, 2.25, round(OKORO, 6)), ("Ulm", 1, 1, 0.75, round(ULM, 6))],
    ),
    "co_mentions: a name that is nobody's": ("from co_mentions('Nobody at all')", []),
    "dossier: what it was found by": (
        "select section, item, detail, n from dossier('ada') where section in ('entity', 'seen', 'name', 'role', 'beside', 'place')",
        [
            ("entity", "Ada Brandt", "PERSON, found by words of the name (1 candidates)", 6),
            ("seen", "first and last", "2024-05-04 to 2024-05-04", 3),
            ("name", "Brandt", "same name", 2),
            ("name", "Ada Brandt", "same name", 1),
            ("role", "Mayor", "Ulm", 1),
            ("beside", "Tom Okoro", "PERSON", 2),
            ("place", "Ulm", "GPE", 1),
        ],
    ),
    "dossier: what shows it": (
        "select section, doc_id, start_char, end_char, text from dossier('Ada Brandt', 1) where doc_id is not null",
        [
            ("name", "met", 26, 32, "Brandt"),
            ("role", "said", 0, 19, "Mayor Brandt of Ulm"),
            ("quote", "said", 34, 47, "that she sang"),
            ("sentence", "met", 0, 25, "Ada Brandt met Tom Okoro."),
        ],
    ),
    "top_entities: of a label": (
        "select name, n_mentions, n_documents, n_publishers from top_entities('person')",
        [("Ada Brandt", 6, 3, 2), ("Tom Okoro", 5, 3, 2)],
    ),
    "top_entities: on a day, both ends included": (
        "select name, n_mentions, n_documents from top_entities(first_day := '2024-05-04', last_day := '2024-05-04')",
        [("Ada Brandt", 3, 1), ("Tom Okoro", 1, 1), ("Ulm", 1, 1)],
    ),
    # Both persons were in documents of the first run; of the story of the meeting only the title changed later.
    "new_entities": (
        "select name, n_documents, added_at, doc_id from new_entities('2024-05-04')",
        [("Ulm", 1, datetime(2024, 5, 5, 6), "said")],
    ),
    "new_entities: from the beginning": ("select name from new_entities('2024-01-01')", [("Ada Brandt",), ("Tom Okoro",), ("Ulm",)]),
    "entity_network": (
        "select source, target, weight, n_documents, source_label, target_label from entity_network()",
        [("Ada Brandt", "Tom Okoro", 2, 2, "PERSON", "PERSON"), ("Ada Brandt", "Ulm", 1, 1, "PERSON", "GPE")],
    ),
    "entity_network: of the two that are in most documents": (
        "select source, target from entity_network(2)",
        [("Ada Brandt", "Tom Okoro")],
    ),
    "entity_network: of a label": ("from entity_network(of_label := 'gpe')", []),
    "path_between: by way of a third": (
        "select step, from_name, to_name, n_shared, doc_id, sentence_index, text from path_between('ulm', 'okoro', 1)",
        [
            (1, "Ulm", "Ada Brandt", 1, "said", 0, "Mayor Brandt of Ulm said on 2 May that she sang."),
            (2, "Ada Brandt", "Tom Okoro", 2, "met", 0, "Ada Brandt met Tom Okoro."),
        ],
    ),
    "path_between: at once": (
        "select step, from_name, to_name, doc_id, start_char, end_char from path_between('Okoro', 'Brandt')",
        [(1, "Tom Okoro", "Ada Brandt", "met", 0, 25), (1, "Tom Okoro", "Ada Brandt", "said", 49, 84)],
    ),
    "path_between: to nobody": ("from path_between('Okoro', 'Nobody at all')", []),
    "entity_sentences": (
        "select doc_id, sentence_index, n_mentions from entity_sentences where entity_id = 'okoro'",
        [("met", 0, 1), ("said", 1, 1), ("sang", 0, 1), ("sang", 2, 2)],
    ),
    "sentences_with: a name that is spelled wrong": (
        "select doc_id, sentence_index from sentences_with('Okorro') where doc_id <> 'sang'",
        [("met", 0), ("said", 1)],
    ),
}


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=CASES.keys())
def test_entities(ask: Callable[..., Ask], query: str, expected: list[tuple[Any, ...]]) -> None:
    assert sorted(ask(**TABLES)(query), key=repr) == sorted(expected, key=repr)


CHAIN = ["ann", "ben", "cleo", "dan", "eve"]


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("ann", "ben", [("ann", "ben")]),
        ("ann", "cleo", [("ann", "ben"), ("ben", "cleo")]),
        ("dan", "ann", [("dan", "cleo"), ("cleo", "ben"), ("ben", "ann")]),
        ("ann", "eve", []),  # four steps are too many
        ("ann", "ann", []),
    ],
)
def test_a_path_has_the_fewest_steps(ask: Callable[..., Ask], one: str, other: str, steps: list[tuple[str, str]]) -> None:
    """Five people, each of whom is in a sentence with the next one."""
    pairs = list(enumerate(pairwise(CHAIN)))
    asked = ask(
        entities=[{"entity_id": name, "name": name, "label": "PERSON", "n_mentions": 1} for name in CHAIN],
        entity_names=[{"entity_id": name, "name": name} for name in CHAIN],
        entity_links=[{"doc_id": "d", "entity_index": index, "entity_id": name} for index, name in enumerate(CHAIN)],
        document_mentions=[
            {"doc_id": "d", "sentence_index": index, "start_char": 10 * index + 5 * at, "entity_index": CHAIN.index(name)}
            for index, pair in pairs
            for at, name in enumerate(pair)
        ],
        sentences=[{"doc_id": "d", "sentence_index": index, "text": " ".join(pair)} for index, pair in pairs],
    )
    assert asked(f"select from_name, to_name from path_between('{one}', '{other}') order by step") == steps


def test_all_that_bear_exactly_the_name_are_meant_and_the_most_mentioned_comes_first(ask: Callable[..., Ask]) -> None:
    asked = ask(
        entities=[
            {"entity_id": "a", "name": "Jo Lund", "n_mentions": 2},
            {"entity_id": "b", "name": "Jo Lund", "n_mentions": 7},
            {"entity_id": "c", "name": "Jo Lund Olsen", "n_mentions": 99},
        ]
    )
    assert asked("select rank, entity_id, is_meant from find_entity('jo lund') order by rank") == [
        (1, "b", True),
        (2, "a", True),
        (3, "c", False),
    ]
