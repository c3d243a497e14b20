"""Each check: what it lets pass, and the row that it finds once something is broken."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.schema import TABLES as TABLES_OF_ALL
from flows.store.catalogue import create_base_views, derived, read_behind, sql_files
from flows.store.checks import WIDTHS, Failure, Width, checks, failures, to_be_held
from tests.views.conftest import catalogue, write_parts
from tests.views.corpus import TABLES

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
# A token for each word of the hand-written corpus is more than the checks need: two do.
TOKENS = [
    {"doc_id": "rain", "sentence_index": 0, "token_index": 0, "start_char": 0, "end_char": 2, "text": "It", "head_index": 1},
    {"doc_id": "rain", "sentence_index": 0, "token_index": 1, "start_char": 3, "end_char": 9, "text": "rained", "head_index": 1},
]
# Checked for documents that are not there; tokens by way of their sentences.
OF_DOCUMENTS = [
    *(
        "document_metadata",
        "document_shingles",
        "sentences",
        "amounts",
        "names",
        "times",
        "places",
        "document_mentions",
        "document_entities",
        "document_names",
    ),
    *("document_roles", "document_quotes", "quotation_marks", "statements", "boilerplate"),
]
DECIDED = ["entity_links", "corpus_mentions", "merge_evidence"]
SOURCES = [row | {"seed_uri": row["source_uri"]} for row in TABLES["source_history"]]
SOUND: Tables = TABLES | {
    "source_history": SOURCES,
    "seed_files": [
        {"seed_uri": "a/met.txt", "n_sources": 1, "n_issues": 0},
        {"seed_uri": "a/note.doc", "n_sources": 0, "n_issues": 1},
    ],
    "issues": [{"source_uri": "a/note.doc", "seed_uri": "a/note.doc", "stage": "read", "reason": "unsupported_format"}],
    "document_shingles": [{"doc_id": "rain"}],
    "names": [{"doc_id": "rain", "sentence_index": 0, "start_char": 0, "end_char": 2, "text": "It", "label": "ORG"}],
    "amounts": [{"doc_id": "rain", "start_char": 0, "end_char": 2, "text": "It", "label": "CARDINAL"}],
    "document_metadata": [{"doc_id": "rain"}],
    # A word is no passage; it will do for the checks.
    "duplicates": [
        {"group_id": "g", "doc_id": "met", "is_original": True, "original_doc_id": "met"},
        {"group_id": "g", "doc_id": "sang", "is_original": False, "original_doc_id": "met"},
    ],
    "duplicate_pairs": [{"doc_id": "met", "other_doc_id": "sang"}],
    "duplicate_passages": [
        {"doc_id": "sang", "start_char": 15, "end_char": 21, "text": "Brandt", "original_doc_id": "met"}
        | {"original_start_char": 26, "original_end_char": 32, "original_text": "Brandt"},
    ],
    "statements": [{"doc_id": "rain", "start_char": 0, "end_char": 2, "text": "It", "field": "author", "value": "It"}],
    "boilerplate": [{"doc_id": "rain", "start_char": 0, "end_char": 10, "text": "It rained.", "kind": "headline"}],
    "tokens": TOKENS,
    "document_counts": [row | {"n_tokens": 2 if row["doc_id"] == "rain" else 0} for row in TABLES["document_counts"]],
}


def changed(name: str, number: int, **values: Any) -> Tables:
    """The sound corpus with other values in one row."""
    rows = [dict(row) for row in SOUND[name]]
    rows[number] |= values
    return {**SOUND, name: rows}


def without(name: str, number: int) -> Tables:
    """The sound corpus without a row."""
    rows = list(SOUND[name])
    del rows[number]
    return {**SOUND, name: rows}


def twice(name: str, number: int) -> Tables:
    """The sound corpus with a row twice."""
    return {**SOUND, name: [*SOUND[name], SOUND[name][number]]}


def pieces(*ends: int) -> list[dict[str, int]]:
    """The spans of a quote from start, end, start, end, ..."""
    return [{"start_char": start, "end_char": end} for start, end in zip(ends[::2], ends[1::2], strict=True)]


def nowhere(name: str) -> Tables:
    """The sound corpus with one row more, of a document that is not there."""
    return {**SOUND, name: [*SOUND[name], {**SOUND[name][0], "doc_id": "gone"}]}


BROKEN: list[tuple[Width, str, Tables]] = [
    ("rows", "span_text", changed("sentences", 0, text="Ada Brandt met Tom Okoro!")),
    ("rows", "span_text", changed("sentences", 0, start_char=-1)),
    ("rows", "mention_span", changed("document_mentions", 0, end_char=0, text="")),
    ("rows", "mention_span", changed("document_mentions", 2, start_char=27)),
    ("rows", "span_text", {**SOUND, "amounts": [{"doc_id": "rain", "start_char": 40, "end_char": 42, "text": "10", "label": "CARDINAL"}]}),
    ("rows", "span_text", changed("document_names", 1, text="Okoro")),
    # It ends after the document does, which has no more text for it.
    ("rows", "span_text", changed("document_quotes", 1, cue_end_char=100, cue_text="told Noon.")),
    ("rows", "span_text", changed("document_roles", 0, end_char=20)),
    ("rows", "span_text", changed("document_quotes", 0, text="that he sang")),
    ("rows", "span_text", changed("document_quotes", 0, cue_start_char=21)),
    ("rows", "span_text", changed("document_quotes", 0, speaker_text="Mayor Brandt")),
    ("rows", "span_text", changed("document_quotes", 0, speaker_start_char=None)),
    ("rows", "decided_span", changed("merge_evidence", 0, text="Ada")),
    ("rows", "decided_span", changed("merge_evidence", 0, start_char=-1)),
    ("rows", "decided_span", changed("corpus_mentions", 0, sentence_index=7)),
    ("rows", "span_text", changed("statements", 0, text="He")),
    ("rows", "span_text", changed("boilerplate", 0, end_char=9)),
    ("rows", "quote_spans", changed("document_quotes", 0, spans=[])),
    ("rows", "quote_spans", changed("document_quotes", 0, spans=[{"start_char": 34, "end_char": 42}])),
    ("rows", "quote_spans", changed("document_quotes", 0, spans=[{"start_char": 36, "end_char": 47}])),
    # Two pieces that overlap.
    ("rows", "quote_spans", changed("document_quotes", 0, spans=pieces(34, 40, 38, 47), content="that s … she sang")),
    ("rows", "quote_spans", changed("document_quotes", 0, spans=pieces(34, 38, 39, 47), content="that she sang")),
    ("rows", "document_entity", changed("document_mentions", 0, entity_index=7)),
    ("rows", "document_entity", changed("document_names", 0, entity_index=7)),
    ("rows", "document_entity", changed("document_roles", 0, entity_index=7)),
    ("rows", "document_entity", changed("document_roles", 0, of_entity_index=7)),
    ("rows", "token_span", changed("tokens", 1, text="rains")),
    ("rows", "token_span", changed("tokens", 1, end_char=11)),
    ("rows", "token_span", changed("tokens", 1, sentence_index=1)),
    ("rows", "token_order", changed("tokens", 1, token_index=2)),
    ("rows", "token_order", changed("tokens", 1, start_char=1)),
    ("rows", "sentence_order", changed("sentences", 1, sentence_index=2)),
    ("rows", "sentence_order", changed("sentences", 1, start_char=20)),
    ("rows", "head_in_sentence", changed("tokens", 1, head_index=2)),
    ("rows", "mention_span", changed("document_mentions", 0, sentence_index=1)),
    ("rows", "mention_span", changed("names", 0, start_char=8, end_char=12, text="d.")),
    ("rows", "mention_span", changed("times", 0, text="3 May")),
    ("rows", "mention_span", changed("places", 0, text="Linz")),
    ("rows", "decided_span", changed("corpus_mentions", 0, start_char=63)),
    ("rows", "mention_span", changed("document_mentions", 0, sentence_index=7)),
    ("rows", "labels", changed("document_mentions", 0, label="DATE")),
    ("rows", "labels", changed("document_mentions", 0, kind="Name")),
    ("rows", "labels", {**SOUND, "amounts": [{"doc_id": "rain", "start_char": 0, "end_char": 2, "text": "It", "label": "PERSON"}]}),
    ("rows", "labels", changed("times", 0, type="Date")),
    ("rows", "labels", changed("document_quotes", 0, kind="reported")),
    ("rows", "labels", changed("document_quotes", 0, speaker_kind="person")),
    ("rows", "key_of_document_mentions", twice("document_mentions", 0)),
    ("changed", "key_of_entities", twice("entities", 0)),
    ("rows", "totals", twice("sentences", 0)),
    ("rows", "totals", without("tokens", 0)),
    ("changed", "document_in_all", without("texts", 0)),
    ("changed", "document_in_all", without("document_counts", 0)),
    ("changed", "document_in_all", changed("document_history", 1, removed_run_id="3")),
    ("changed", "document_in_all", changed("document_history", 0, removed_run_id=None)),
    ("changed", "document_in_all", without("source_history", 3)),
    ("changed", "accounted", changed("seed_files", 0, n_sources=2)),
    ("changed", "accounted", changed("seed_files", 0, n_issues=1)),
    ("changed", "accounted", without("issues", 0)),
    # Nothing was found in it, and nobody says so.
    ("changed", "accounted", {**SOUND, "seed_files": [*SOUND["seed_files"], {"seed_uri": "a/gone.csv", "n_sources": 0, "n_issues": 0}]}),
    ("changed", "source_once", changed("source_history", 1, source_uri="a/met.txt", added_run_id="2")),
    *(("rows", "document_missing", nowhere(name)) for name in OF_DOCUMENTS),
    *(("rows", "decided_missing", nowhere(name)) for name in DECIDED),
    ("rows", "entity_link", without("entity_links", 0)),
    ("rows", "entity_link", changed("entity_links", 0, entity_index=7)),
    ("rows", "entity_link", twice("entity_links", 0)),
    ("corpus", "entity_missing", without("entities", 0)),
    ("corpus", "entity_missing", changed("entity_names", 0, entity_id="gone")),
    ("corpus", "entity_missing", changed("merge_evidence", 0, entity_id="gone")),
    ("corpus", "entity_missing", changed("corpus_mentions", 0, entity_id="gone")),
    ("corpus", "entity_counts", changed("entities", 0, n_mentions=4)),
    ("corpus", "entity_counts", changed("entities", 0, n_documents=1)),
    ("corpus", "entity_counts", {**SOUND, "entities": [*SOUND["entities"], {"entity_id": "x", "name": "X", "label": "PERSON"}]}),
    ("corpus", "entity_counts", without("corpus_mentions", 0)),
    ("corpus", "entity_counts", changed("entity_links", 0, entity_id=None)),
    ("corpus", "entity_name", without("entity_names", -1)),
    ("changed", "key_of_duplicates", twice("duplicates", 1)),
    ("changed", "key_of_duplicate_pairs", twice("duplicate_pairs", 0)),
    ("corpus", "duplicate_passage", changed("duplicate_passages", 0, text="brandt")),
    ("corpus", "duplicate_passage", changed("duplicate_passages", 0, original_start_char=25)),
    # It ends after the document does.
    ("corpus", "duplicate_passage", changed("duplicate_passages", 0, start_char=39, end_char=48, text="Okoro.")),
    (
        "corpus",
        "duplicate_passage",
        changed("duplicate_passages", 0, original_doc_id="rain", original_start_char=3, original_text="rained"),
    ),
    ("corpus", "duplicate_passage", changed("duplicates", 1, original_doc_id="sang", is_original=True)),
    ("corpus", "duplicate_group", without("duplicates", 1)),
    ("corpus", "duplicate_group", without("duplicates", 0)),
    ("corpus", "duplicate_group", changed("duplicates", 0, is_original=False)),
    ("corpus", "duplicate_group", changed("duplicates", 1, original_doc_id="rain")),
    ("corpus", "duplicate_group", changed("duplicates", 1, doc_id="gone")),
    ("corpus", "duplicate_pair", changed("duplicates", 1, group_id="h")),
    ("corpus", "duplicate_pair", changed("duplicate_pairs", 0, doc_id="sang", other_doc_id="met")),
    # Stored without a row, where other tables make some.
    *(("derived", f"made_of_others_{name}", {**SOUND, name: []}) for name in derived()),
]


def found(folder: Path, tables: Tables, width: Width) -> list[Failure]:
    if width == "corpus":
        with catalogue(folder, tables) as connection:
            return failures(connection, checks(width))
    with duckdb.connect() as connection:
        create_base_views(connection, write_parts(folder, tables))
        return failures(connection, checks(width))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sound_corpus_breaks_no_rule(tmp_path: Path, width: Width) -> None:
    assert found(tmp_path, SOUND, width) == []


def test_a_name_may_go_on_into_the_next_sentence(tmp_path: Path) -> None:
    across = {"doc_id": "met", "sentence_index": 0, "start_char": 19, "end_char": 32, "text": "Okoro. Brandt", "label": "PERSON"}
    assert found(tmp_path, {**SOUND, "names": [across]}, "rows") == []


@pytest.mark.parametrize(("width", "check", "tables"), BROKEN, ids=[f"{check}-{n}" for n, (_, check, _) in enumerate(BROKEN)])
def test_a_check_finds_what_is_broken(tmp_path: Path, width: Width, check: str, tables: Tables) -> None:
    [failure] = [failure for failure in found(tmp_path, tables, width) if failure.check == check]
    assert failure.n_rows >= 1
    assert failure.example
    assert failure.message.endswith(".")


FILLED = {"texts", "sentences", "tokens", "document_counts", "entities"}


@pytest.mark.parametrize(
    ("check", "changed", "filled", "held"),
    [
        ("totals", {"tokens"}, FILLED, True),
        ("totals", {"sentences"}, FILLED, True),  # what tokens are compared with
        ("totals", {"merge_evidence"}, FILLED, False),  # nothing that it reads has changed
        ("totals", set(), FILLED, False),
        ("document_missing", {"places"}, FILLED, True),  # places have no row any more, sentences have
        ("key_of_sentences", {"sentences"}, {"texts"}, False),  # nothing has the key
        ("document_missing", {"texts"}, {"texts"}, False),  # texts alone are missing in no text
        ("decided_span", {"corpus_mentions"}, FILLED, False),  # it reads sentences, but finds mentions and evidence
        ("decided_span", {"sentences"}, FILLED | {"merge_evidence"}, True),  # what evidence is compared with
        ("entity_counts", {"resolved_mentions"}, FILLED, True),  # read by way of a view
        ("entity_counts", {"sentences"}, FILLED, False),
    ],
)
def test_a_check_is_held_where_it_can_find_something(check: str, changed: set[str], filled: set[str], held: bool) -> None:
    [width] = [width for width in WIDTHS if check in checks(width)]
    assert (check in to_be_held(width, changed, filled)) == held


OF_SOME = [(width, check) for width in WIDTHS[:-1] for check, query in checks(width).items() if "\n-- Rows of: " in query]


@pytest.mark.parametrize(("width", "check"), OF_SOME)
def test_a_check_finds_rows_of_the_tables_that_it_says_and_of_no_others(tmp_path: Path, width: Width, check: str) -> None:
    """Whatever is broken: where these tables are empty, it is not asked."""
    query = checks(width)[check]
    of = {name for name in TABLES_OF_ALL if check in to_be_held(width, set(read_behind(query)), {name})}
    assert of
    for number, tables in enumerate(tables for _, broken, tables in BROKEN if broken == check):
        assert any(tables.get(name) for name in of)
        (tmp_path / str(number)).mkdir()
        emptied = {name: [] if name in of else rows for name, rows in tables.items()}
        assert check not in {failure.check for failure in found(tmp_path / str(number), emptied, width)}


def test_each_shipped_check_has_a_corpus_that_breaks_it() -> None:
    tried = {check for _, check, _ in BROKEN}
    assert {name for width in WIDTHS[:-1] for name in sql_files(f"checks/{width}")} <= tried


def test_a_failure_is_one_line_that_names_the_check_the_rule_and_a_row() -> None:
    failure = Failure("labels", "A label is not one of those that there are.", 1200, {"doc_id": "d", "label": "X"})
    assert str(failure) == "labels: A label is not one of those that there are. 1,200 rows, such as {'doc_id': 'd', 'label': 'X'}"


@pytest.mark.parametrize(
    ("table", "width"),
    [
        ("tokens", "rows"),  # within a document, hence within a part
        ("texts", "changed"),  # a document may be in two parts
        ("entity_names", "changed"),
        ("duplicate_passages", "changed"),  # no batch has them, though they are a document's
        ("document_history", "changed"),  # its rows of several runs lie in several parts
    ],
)
def test_keys_are_looked_at_as_widely_as_they_hold(table: str, width: Width) -> None:
    assert f"key_of_{table}" in checks(width)
