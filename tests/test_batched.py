"""Tables of the corpus by batch: a batch's part holds its documents' rows, and is written only where they changed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.schema import TABLES, Row, table
from flows.store import batched, memory, parts
from flows.store.manifest import Batch

DOCUMENTS = [f"d{number}" for number in range(8)]
Links = dict[str, list[str]]
links = st.dictionaries(st.sampled_from(DOCUMENTS), st.lists(st.sampled_from(["e1", "e2", "e3"]), max_size=3))


def made(warehouse: Path, doc_ids: Sequence[str]) -> Batch:
    """A batch of these documents with nothing but their counts."""
    counts: list[Row] = [{"doc_id": doc_id, "n_tokens": 1, "n_sentences": 1} for doc_id in doc_ids]
    part = parts.write_by_content(warehouse, "document_counts", table(TABLES["document_counts"], counts))
    return Batch(n_documents=len(doc_ids), n_chars=1, made_by={}, parts={"document_counts": part})


def rows(of: Links) -> pa.Table:
    return table(
        TABLES["entity_links"],
        [
            {"doc_id": doc_id, "entity_index": index, "key": entity_id, "entity_id": entity_id}
            for doc_id, each in of.items()
            for index, entity_id in enumerate(each)
        ],
    )


def divided(warehouse: Path, batches: Sequence[Batch], name: str, now: pa.Table) -> tuple[Batch, ...]:
    """The batches with those rows of the table."""
    with memory.connect() as connection:
        connection.register("now", now)
        return batched.divided(connection, warehouse, batches, name, "from now")


def held(warehouse: Path, batch: Batch) -> Links:
    found: Links = {}
    for row in parts.read(warehouse, [batch.parts["entity_links"]]).to_pylist():
        found.setdefault(row["doc_id"], []).append(row["entity_id"])
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(links, min_size=1, max_size=4), size=st.integers(1, 4))
def test_each_batch_has_its_documents_rows_and_keeps_its_part_while_they_stay(steps: list[Links], size: int, tmp_path: Path) -> None:
    cut = [DOCUMENTS[i : i + size] for i in range(0, len(DOCUMENTS), size)]
    batches: tuple[Batch, ...] = tuple(made(tmp_path, each) for each in cut)
    before: Links = {}
    for i, now in enumerate(steps):
        after = divided(tmp_path, batches, "entity_links", rows(now))
        for doc_ids, old, new in zip(cut, batches, after, strict=True):
            mine = {doc_id: now[doc_id] for doc_id in doc_ids if now.get(doc_id)}
            assert held(tmp_path, new) == mine
            if i and mine == {doc_id: before[doc_id] for doc_id in doc_ids if before.get(doc_id)}:
                assert new is old
        batches, before = after, now


def test_a_batch_that_lost_its_part_gets_it_again(tmp_path: Path) -> None:
    batch = made(tmp_path, ["d0", "d1"])
    (one,) = divided(tmp_path, [batch], "entity_links", rows({"d0": ["e1"]}))
    (again,) = divided(tmp_path, [replace(one, parts=batch.parts)], "entity_links", rows({"d0": ["e1"]}))
    assert again == one


@pytest.mark.parametrize("name", ["entity_links", "merge_evidence", "corpus_mentions"])
def test_no_batches_no_parts(name: str, tmp_path: Path) -> None:
    assert divided(tmp_path, [], name, TABLES[name].empty_table()) == ()
