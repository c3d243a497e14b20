"""The fictional newsroom in `tests/newsroom/` and its hand-made gold in `tests/newsroom_gold/` fit each other.

The README beside the gold describes the outlets, the story lines, the format and which story holds which trap. These tests hold the files
against each other and need neither a model nor textmart.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

NEWSROOM = Path(__file__).parent / "newsroom"
GOLD = Path(__file__).parent / "newsroom_gold"

LAYERS = {"sentences", "mentions", "places", "boilerplate", "pronouns", "roles", "quotes", "times"}
LABELS = {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"}
BOILERPLATE = {"byline", "dateline", "source", "headline", "published", "contributed", "correction", "follow", "copyright"}
TIMEX_VALUES = {
    "DATE": r"(PAST|PRESENT|FUTURE)_REF|FY\d{4}|\d{3}|[\dX]{4}(-(\d\d(-\d\d)?|W[\dX]{2}(-(\d|WE))?|Q[1-4]|SP|SU|FA|WI))?",
    "TIME": r"\d{4}-\d\d-\d\dT(\d\d:\d\d|MO|MI|AF|EV|NI)",
    "DURATION": r"PT?[\dX]+(Y|M|W|D|H|DE)",
    "SET": r"XXXX-(WXX-\d|XX-XXT(MO|NI))|P\d[YMWD]",
}


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _documents() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every document of the seeds: its source id, its text, and what a JSON line says besides."""
    for path in sorted(NEWSROOM.rglob("*")):
        if path.suffix == ".txt":
            yield path.stem, path.read_text("utf-8"), {}
        elif path.is_file():
            content = path.read_bytes()
            if path.suffix == ".gz":
                content = gzip.decompress(content)
            elif path.suffix == ".zst":
                content = pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()
            for line in _lines(content.decode("utf-8")):
                yield line["id"], line["text"], line


DOCUMENTS = list(_documents())
TEXTS = {source_id: text for source_id, text, _ in DOCUMENTS}
STORIES = {story["id"]: story for story in _lines((GOLD / "stories.jsonl").read_text("utf-8"))}
ENTITIES = {entity["entity"]: entity for entity in _lines((GOLD / "entities.jsonl").read_text("utf-8"))}
PAIRS = _lines((GOLD / "pairs.jsonl").read_text("utf-8"))

each_story = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with `start` and `end`, however deep."""
    if isinstance(value, dict):
        if "start" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _spans(part)


def _inside_one_sentence(span: dict[str, Any], gold: dict[str, Any]) -> bool:
    return any(sentence["start"] <= span["start"] and span["end"] <= sentence["end"] for sentence in gold["sentences"])


def test_every_document_has_gold_and_every_gold_a_document() -> None:
    assert Counter(source_id for source_id, _, _ in DOCUMENTS) == Counter(list(STORIES))


def test_the_size_that_the_readme_promises() -> None:
    assert 36 <= len(STORIES) <= 44
    assert len({story["publisher"] for story in STORIES.values()}) == 7
    assert {source_id for source_id, text in TEXTS.items() if not 80 <= len(text.split()) <= 350} == set()


def test_formats() -> None:
    endings = Counter("".join(path.suffixes) for path in NEWSROOM.rglob("*") if path.is_file())
    assert set(endings) == {".txt", ".jsonl", ".jsonl.gz", ".jsonl.zst"}


def test_json_lines_say_what_the_gold_says() -> None:
    for source_id, _, line in DOCUMENTS:
        if line:
            assert set(line) == {"id", "title", "published_at", "url", "publisher", "authors", "language", "text"}
            datetime.fromisoformat(line["published_at"])
            assert line["published_at"] == STORIES[source_id]["published_at"]


def test_file_names_that_state_a_date_state_that_of_the_gold() -> None:
    for source_id in TEXTS:
        if stated := re.search(r"\d{4}-\d\d-\d\d", source_id):
            assert STORIES[source_id]["published_at"] == stated[0]


@each_story
def test_surface_of_every_span_is_the_text(story: dict[str, Any]) -> None:
    text = TEXTS[story["id"]]
    for span in _spans(story["gold"]):
        surface = text[span["start"] : span["end"]]
        assert surface == surface.strip() != ""
        assert span.get("text", surface) == surface, "only sentences go without a surface"


@each_story
def test_layers(story: dict[str, Any]) -> None:
    layers = set(story["layers"])
    assert {"sentences", "mentions", "places", "boilerplate"} <= layers <= LAYERS
    assert set(story["gold"]) == layers - {"pronouns"}, "pronouns are rows of mentions"
    kinds = {mention["kind"] for mention in story["gold"]["mentions"]}
    assert "pronouns" in layers or kinds == {"name"}


@each_story
def test_sentences_tile_the_text(story: dict[str, Any]) -> None:
    text = TEXTS[story["id"]]
    end = 0
    for sentence in story["gold"]["sentences"]:
        assert text[end : sentence["start"]].strip() == ""
        end = sentence["end"]
    assert text[end:].strip() == ""


@each_story
def test_mentions_roles_times_and_cues_lie_inside_a_sentence(story: dict[str, Any]) -> None:
    gold = story["gold"]
    quotes = gold.get("quotes", [])
    spans = [*gold["mentions"], *gold["places"], *gold.get("roles", []), *gold.get("times", [])]
    spans += [span for quote in quotes for span in [*quote["cue"], *quote["speaker"]]]
    assert [span for span in spans if not _inside_one_sentence(span, gold)] == []


@each_story
def test_names_do_not_overlap(story: dict[str, Any]) -> None:
    names = [mention for mention in story["gold"]["mentions"] if mention["kind"] == "name"]
    assert [(a["text"], b["text"]) for a, b in pairwise(names) if a["end"] > b["start"]] == []


@each_story
def test_entities_are_those_of_the_list(story: dict[str, Any]) -> None:
    for mention in story["gold"]["mentions"]:
        assert mention["label"] == ENTITIES[mention["entity"]]["label"]
    for role in story["gold"].get("roles", []):
        assert role["entity"] in ENTITIES
        assert role["of_entity"] is None or role["of_entity"] in ENTITIES
    for quote in story["gold"].get("quotes", []):
        assert quote["speaker_entity"] is None or quote["speaker_entity"] in ENTITIES


@each_story
def test_pronouns_refer_to_entities_that_the_story_names(story: dict[str, Any]) -> None:
    mentions = story["gold"]["mentions"]
    named = {mention["entity"] for mention in mentions if mention["kind"] == "name"}
    assert {mention["entity"] for mention in mentions} <= named


@each_story
def test_quotes(story: dict[str, Any]) -> None:
    for quote in story["gold"].get("quotes", []):
        assert quote["content"]
        assert quote["direct"] in {"direct", "indirect", "mixed"}
        assert (quote["speaker_kind"] == "none") == (quote["speaker"] == [])
        pieces = [*quote["content"], *quote["cue"], *quote["speaker"]]
        overlaps = [(a["text"], b["text"]) for a, b in combinations(pieces, 2) if a["start"] < b["end"] and b["start"] < a["end"]]
        assert overlaps == [], "a quote's own pieces, cue and speaker lie apart"


@each_story
def test_times_are_timex3(story: dict[str, Any]) -> None:
    for time in story["gold"].get("times", []):
        assert time["value"] is None or re.fullmatch(TIMEX_VALUES[time["type"]], time["value"]), time


@each_story
def test_places_are_the_names_of_places(story: dict[str, Any]) -> None:
    mentions = story["gold"]["mentions"]
    names = {(m["start"], m["end"], m["entity"]) for m in mentions if m["kind"] == "name" and m["label"] in {"GPE", "LOC", "FAC"}}
    assert {(place["start"], place["end"], place["entity"]) for place in story["gold"]["places"]} == names


@each_story
def test_boilerplate_kinds(story: dict[str, Any]) -> None:
    assert {span["kind"] for span in story["gold"]["boilerplate"]} <= BOILERPLATE


def test_labels_and_names_of_entities() -> None:
    names: dict[str, set[str]] = {entity: set() for entity in ENTITIES}
    for story in STORIES.values():
        for mention in story["gold"]["mentions"]:
            if mention["kind"] == "name":
                names[mention["entity"]].add(re.sub(r"\s+", " ", mention["text"]))
    assert {entity["label"] for entity in ENTITIES.values()} <= LABELS
    assert {entity: set(row["names"]) for entity, row in ENTITIES.items()} == names


def test_a_place_is_in_one_spot() -> None:
    spots: dict[str, set[tuple[int | None, str | None]]] = {}
    for story in STORIES.values():
        for place in story["gold"]["places"]:
            spots.setdefault(place["entity"], set()).add((place.get("geonames_id"), place.get("country_code")))
    assert {entity for entity, found in spots.items() if len(found) > 1} == set()


def test_copies_are_exact_and_the_only_ones() -> None:
    stated = {frozenset((story["id"], story["copy_of"])) for story in STORIES.values() if "copy_of" in story}
    found = {frozenset((a, b)) for a, b in combinations(TEXTS, 2) if TEXTS[a] == TEXTS[b]}
    assert stated == found
    for story in STORIES.values():
        assert story["gold"] == STORIES[story.get("copy_of", story["id"])]["gold"]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def test_pairs_are_the_true_jaccard_similarities() -> None:
    shingles = {source_id: _shingles(text) for source_id, text in TEXTS.items()}
    similar = {}
    for a, b in combinations(sorted(shingles), 2):
        both = len(shingles[a] & shingles[b])
        similarity = both / len(shingles[a] | shingles[b])
        containment = both / min(len(shingles[a]), len(shingles[b]))
        if similarity >= 0.15:
            similar[a, b] = (round(similarity, 4), round(containment, 4))
    assert {(min(p["id1"], p["id2"]), max(p["id1"], p["id2"])): (p["similarity"], p["containment"]) for p in PAIRS} == similar


def test_readme_names_stories_that_exist() -> None:
    table = (GOLD / "README.md").read_text("utf-8").partition("## Traps")[2]
    cited = set(re.findall(r"`([a-z0-9-]+)`", table))
    assert cited - set(STORIES) - set(ENTITIES) == set()
    assert cited & set(STORIES), "the table of traps cites stories"
