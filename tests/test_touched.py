"""What a publishing looks at again finds what a look at everything finds, and opens none of the batches that stayed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.schema import TABLES, TABLES_OF_COPIES
from flows.store import parts, touched
from flows.store.checks import checks, failures, has_key, key_checks
from flows.store.manifest import EMPTY, Batch, Manifest, Part
from tests.test_sql_checks import BROKEN, SOUND, Tables, found
from tests.views.conftest import table_of

Rows = Sequence[Mapping[str, Any]]
OF_CORPUS = {
    *("source_history", "document_history", "seed_files", "issues", "runs", "run_steps", "removed_names", "removed_quotes", "forgotten"),
    *("entities", "entity_names", "entity_id_history", *TABLES_OF_COPIES),
}
# Nothing else has a row for each document here.
WHOLE: Tables = {
    **SOUND,
    **{
        name: [{"doc_id": row["doc_id"]} for row in SOUND["texts"]]
        for name in ("document_metadata", "document_shingles", "document_lengths", "quotation_marks")
    },
}
CASES = [(check, {**WHOLE, **{name: rows for name, rows in tables.items() if rows != SOUND.get(name)}}) for _, check, tables in BROKEN]
CHANGED = [(check, tables) for check, tables in CASES if check in checks("changed")]


def manifest(warehouse: Path, tables: Tables, run_id: str) -> Manifest:
    """A corpus of these rows, in which each document is a batch of its own."""
    ids = sorted({row["doc_id"] for row in tables["texts"]})
    of_batches = [name for name in TABLES if name not in OF_CORPUS and "doc_id" in TABLES[name].names]

    def part(name: str, rows: Rows) -> Part:
        return parts.write_by_content(warehouse, name, table_of(name, rows))

    batches = []
    for doc_id in ids:
        mine = {name: part(name, [row for row in tables.get(name, ()) if row["doc_id"] == doc_id]) for name in of_batches}
        batches.append(Batch(1, 1, {}, mine))
    return Manifest(run_id, batches=tuple(batches), tables={name: (part(name, tables.get(name, ())),) for name in sorted(OF_CORPUS)})


def broken_in(warehouse: Path, before: Manifest, made: Manifest) -> set[str]:
    asked = checks("changed")
    rows = touched.rows(warehouse, before, made, touched.tables(warehouse, before, made, asked))
    with duckdb.connect() as connection:
        for name, each in rows.items():
            connection.register(name, each)
        broken = {failure.check for failure in failures(connection, asked)}
    assert {name for name in key_checks("changed").keys() & rows.keys() if not has_key(name, rows[name])} == {
        check.removeprefix("key_of_") for check in broken if check.startswith("key_of_")
    }
    return broken


def test_a_sound_corpus_breaks_no_rule(tmp_path: Path) -> None:
    sound = manifest(tmp_path, WHOLE, "1")
    assert broken_in(tmp_path, EMPTY, sound) == broken_in(tmp_path, sound, sound) == set()


@pytest.mark.parametrize(("check", "tables"), CHANGED, ids=[f"{check}-{n}" for n, (check, _) in enumerate(CHANGED)])
def test_what_is_broken_is_found_from_any_corpus_before(tmp_path: Path, check: str, tables: Tables) -> None:
    sound, made = manifest(tmp_path, WHOLE, "1"), manifest(tmp_path, tables, "2")
    everything = {failure.check for failure in found(tmp_path, tables, "changed")}
    assert check in everything
    assert broken_in(tmp_path, EMPTY, made) == everything
    for kept in {part for batch in sound.batches if batch in made.batches for part in batch.parts.values() if part.n_rows}:
        parts.path_of(tmp_path, kept).unlink()
    assert broken_in(tmp_path, sound, made) == everything


def test_a_document_in_a_new_batch_that_one_which_stayed_has(tmp_path: Path) -> None:
    sound = manifest(tmp_path, WHOLE, "1")
    again = manifest(tmp_path, {**WHOLE, "texts": [row for row in WHOLE["texts"] if row["doc_id"] == "met"]}, "2").batches[0]
    tokens = parts.write_by_content(tmp_path, "tokens", table_of("tokens", []))
    texts = parts.write(tmp_path, "texts", "again", parts.read(tmp_path, [again.parts["texts"]]))
    twice = Batch(1, 1, {}, {**again.parts, "texts": texts, "tokens": tokens})
    made = Manifest("2", batches=(*sound.batches, twice), tables=sound.tables)
    assert {"document_in_all", "key_of_texts"} <= broken_in(tmp_path, sound, made)


def test_a_corpus_whose_batch_was_lost(tmp_path: Path) -> None:
    """Its history still has the documents of the batch, so that the batches which stayed are looked into."""
    sound = manifest(tmp_path, WHOLE, "1")
    damaged = Manifest("1", batches=sound.batches[1:], tables=sound.tables)
    assert broken_in(tmp_path, damaged, sound) == set()
    assert "document_in_all" in broken_in(tmp_path, sound, damaged)


def test_a_place_that_led_to_a_document_which_another_one_leads_to(tmp_path: Path) -> None:
    """The place is touched, the document's other source is not; it is live all the same."""
    [first, *_] = WHOLE["source_history"]
    other = next(row for row in WHOLE["source_history"] if row["doc_id"] != first["doc_id"] and row["seed_uri"] != first["seed_uri"])
    once = {**first, "doc_id": other["doc_id"], "added_run_id": "0", "removed_run_id": "1"}
    before = manifest(tmp_path, WHOLE, "1")
    parts_of = {name: [*each] for name, each in before.tables.items()}
    parts_of["source_history"].insert(0, parts.write_by_content(tmp_path, "source_history", table_of("source_history", [once])))
    before = Manifest("1", batches=before.batches, tables={name: tuple(each) for name, each in parts_of.items()})
    [history] = [part for part in before.tables["source_history"] if part.n_rows > 1]
    restated = table_of("source_history", [{**row, "added_run_id": "2"} if row == first else row for row in WHOLE["source_history"]])
    now = parts.write_by_content(tmp_path, "source_history", restated)
    after = tuple(now if part == history else part for part in before.tables["source_history"])
    made = Manifest("2", batches=before.batches, tables={**before.tables, "source_history": after})
    assert broken_in(tmp_path, before, made) == set()


# Rows of few values, so that parts have many of them in common, nulls among them.
PARTS = st.lists(st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.sampled_from("cd")), max_size=5), max_size=4)


@given(before=PARTS, kept=st.lists(st.booleans(), max_size=4), after=PARTS)
def test_changed_are_the_rows_that_are_more_often_before_or_after(
    before: list[list[tuple[str, str | None]]],
    kept: list[bool],
    after: list[list[tuple[str, str | None]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whichever parts they are in, and whatever parts begin or end with the same ones."""
    warehouse = tmp_path_factory.mktemp("warehouse")

    def written(name: str, of_parts: Sequence[Sequence[tuple[str, str | None]]]) -> list[Part]:
        tables = [table_of("document_history", [{"doc_id": one, "removed_run_id": other} for one, other in rows]) for rows in of_parts]
        return [parts.write(warehouse, "document_history", f"{name}{number}", rows) for number, rows in enumerate(tables)]

    # A part of before without its last row, or with all, most often is one of after.
    after = [*(rows if is_whole else rows[:-1] for rows, is_whole in zip(before, kept, strict=False)), *after]
    came, went = written("came", after), written("went", before)
    changed = touched.ChangedTable("document_history", warehouse, ("doc_id", "removed_run_id"), came, went, (), {}).changed
    found = Counter((row["doc_id"], row["removed_run_id"]) for row in changed.to_pylist())
    old, new = (Counter(row for rows in each for row in rows) for each in (before, after))
    assert found.keys() == (old - new).keys() | (new - old).keys()


def test_the_documents_of_a_batch_that_went_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all tables that have a row of each: to join sixty batches would take as many looks into each of them."""
    before, made = manifest(tmp_path, WHOLE, "1"), manifest(tmp_path, WHOLE, "2")
    gone = before.batches[0]
    made = Manifest("2", batches=made.batches[1:], tables=made.tables)
    monkeypatch.setattr(parts, "_kept", parts._Kept())
    asked = checks("changed")
    assert "document_in_all" in broken_in(tmp_path, before, made)
    for name in ("texts", "document_counts", "document_shingles", "document_lengths"):
        parts.path_of(tmp_path, gone.parts[name]).unlink()
    monkeypatch.setattr(parts, "_kept", parts._Kept())
    rows = touched.rows(tmp_path, before, made, touched.tables(tmp_path, before, made, asked))
    assert rows["texts"].num_rows == 0
