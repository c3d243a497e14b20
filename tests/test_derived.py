"""Derived tables: what is stored is what their queries find, made again where a part that they read is another, and only there."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.store import derived, parts
from flows.store.catalogue import create_base_views
from flows.store.catalogue import derived as queries
from flows.store.manifest import Batch
from tests.views.conftest import Rows, write_parts
from tests.views.corpus import TABLES

NAMES = list(queries())
MADE_OF = ("document_mentions", "entity_links", "corpus_mentions", "document_quotes", "document_roles", "times")
BOILERPLATE = [{"doc_id": "sang", "start_char": 12, "end_char": 27, "text": "Ms Brandt left.", "kind": "credit"}]


def batch(warehouse: Path, **tables: Rows) -> Batch:
    """The hand-written corpus as one batch, with other rows in these tables."""
    (warehouse / "hand").mkdir(exist_ok=True)
    written = write_parts(warehouse / "hand", {name: TABLES[name] for name in MADE_OF} | {"boilerplate": BOILERPLATE} | tables)
    made = {name: parts.write_by_content(warehouse, name, pq.read_table(path, partitioning=None)) for name, [path] in written.items()}
    return Batch(n_documents=4, n_chars=1, made_by={}, parts=made)


def rows(warehouse: Path, of: Batch, name: str) -> list[tuple[object, ...]]:
    """The rows of a table: of its part if the batch has one, else of the query."""
    with duckdb.connect() as connection:
        create_base_views(connection, {each: [parts.path_of(warehouse, part)] for each, part in of.parts.items()})
        return connection.sql(f"from {name} order by all").fetchall()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_stored_is_what_the_query_finds(tmp_path: Path, name: str) -> None:
    plain = batch(tmp_path)
    stored = derived.stored(tmp_path, plain)
    assert stored.parts.keys() - plain.parts.keys() == set(NAMES)
    assert rows(tmp_path, stored, name) == rows(tmp_path, plain, name) != []


def test_each_mention_has_its_entity_and_whether_it_is_boilerplate(tmp_path: Path) -> None:
    found = {(row[1], row[3]): (row[0], row[9], row[10]) for row in rows(tmp_path, batch(tmp_path), "resolved_mentions")}
    assert len(found) == 13
    assert found["met", 0] == ("brandt", False, False)
    assert found["sang", 15] == ("brandt", False, True)
    assert found["said", 64] == ("okoro", True, False)  # a name that only the corpus knows
    assert found["said", 79] == (None, False, False)  # people decided that it is to be ignored


WITHOUT_MAYOR = [row for row in TABLES["document_roles"] if row["role"] != "Mayor"]
OTHER_ID = [row | {"entity_id": "b"} if row["entity_id"] == "brandt" else row for row in TABLES["entity_links"]]


@pytest.mark.parametrize(
    ("changed", "made"),
    [
        ({}, []),
        ({"times": []}, []),  # which no query reads
        ({"document_roles": WITHOUT_MAYOR}, ["quote_speakers"]),
        ({"boilerplate": []}, NAMES),  # the one reads the other
        ({"entity_links": OTHER_ID}, NAMES),
    ],
)
def test_a_part_is_made_again_where_one_that_it_reads_is_another(tmp_path: Path, changed: dict[str, Rows], made: list[str]) -> None:
    before = derived.stored(tmp_path, batch(tmp_path))
    now = batch(tmp_path, **changed)
    after = derived.stored(tmp_path, replace(now, parts={**before.parts, **now.parts}))
    assert [name for name in NAMES if after.parts[name] != before.parts[name]] == made
    for name in NAMES:
        assert rows(tmp_path, after, name) == rows(tmp_path, now, name)
