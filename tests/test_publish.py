"""What is held against the checks before it is published."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import batch, entities
from flows.store import hold, manifest, publish
from flows.store.checks import are_kept
from flows.store.manifest import WarehouseError
from tests.conftest import Run


def write_seeds(folder: Path, *names: str) -> None:
    """A seed file for each name, which is what it says."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"{name} sang.")


def test_rows_that_break_a_rule_are_not_published(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_seeds(tmp_path / "seeds", "Anna")
    run()
    before = publish.live(tmp_path / "warehouse")
    real = batch.extractors("en")

    def label_wrongly(annotated: Any, stated: Mapping[str, Any]) -> Mapping[str, Any]:
        made = real["identity"](annotated, stated)
        return {**made, "document_mentions": [row | {"label": "DATE"} for row in made["document_mentions"]]}  # type: ignore[operator]

    monkeypatch.setattr(batch, "extractors", lambda _language: {**real, "identity": label_wrongly})
    write_seeds(tmp_path / "seeds", "Boris")
    with pytest.raises(hold.CheckError, match="labels: A label, kind or type is not one of those that there are. 1 rows"):
        run()
    assert publish.live(tmp_path / "warehouse") == before


def test_what_the_corpus_decides_is_checked_where_a_batch_was_made_before_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its maker could not see that nobody linked its entities."""
    monkeypatch.setattr(entities, "found", lambda _warehouse, _live, made, _curation: (made, []))
    write_seeds(tmp_path / "seeds", "Anna")
    with pytest.raises(hold.CheckError, match="entity_link: An entity of a document does not lead to the corpus"):
        run()


def test_the_checks_of_rows_see_each_batch_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def watched(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> bool:
        if "span_text" in asked:
            seen.append([text for (text,) in connection.sql("select text from texts order by text").fetchall()])
        return are_kept(connection, asked)

    monkeypatch.setattr(hold, "are_kept", watched)
    write_seeds(tmp_path / "seeds", "Anna", "Boris")
    run(batch_chars=1)
    assert sorted(seen) == [["Anna sang."], ["Boris sang."]]
    seen.clear()
    write_seeds(tmp_path / "seeds", "Clara")
    run(batch_chars=1)
    assert seen == [["Clara sang."]]
    # A batch that lost a document is a new one; with one that only went there is nothing to look at.
    seen.clear()
    (tmp_path / "seeds" / "Anna.txt").unlink()
    run(batch_chars=1, prune=True)
    assert seen == []
    # Batches that are joined are looked at where they are joined.
    write_seeds(tmp_path / "seeds", "Dora")
    run(batch_chars=1, max_batches=1)
    assert sorted(seen) == [["Boris sang.", "Clara sang.", "Dora sang."], ["Dora sang."]]


def test_what_the_corpus_decided_is_checked_of_batches_that_are_joined(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever joins them does not look at it."""
    write_seeds(tmp_path / "seeds", "Anna", "Boris")
    run(batch_chars=1)
    asked: list[set[str]] = []

    def watched(connection: duckdb.DuckDBPyConnection, checks: Mapping[str, str]) -> bool:
        asked.append({*checks})
        return are_kept(connection, checks)

    monkeypatch.setattr(hold, "are_kept", watched)
    write_seeds(tmp_path / "seeds", "Clara")
    run(batch_chars=1, max_batches=1)
    fresh, joined, decided = (checks for checks in asked if checks & {"span_text", "entity_link"})
    assert "span_text" in fresh & joined and "entity_link" not in fresh | joined
    assert "entity_link" in decided and "span_text" not in decided


@pytest.mark.parametrize(
    ("folder", "content"),
    [
        ("runs", None),  # it is gone
        ("runs", "{}"),  # it says nothing of its format
        ("runs", '{"format_version": 2'),  # the half of one
        ("runs", "[]"),  # something else
        ("batches", None),
        ("batches", "{}"),  # it names no parts
        ("batches", "nothing"),
    ],
)
def test_what_a_corpus_consists_of_is_not_to_be_had(folder: str, content: str | None, run: Run, tmp_path: Path) -> None:
    """One line says so, and what to do; doing it makes the corpus again."""
    write_seeds(tmp_path / "seeds", "Anna")
    run()
    warehouse = tmp_path / "warehouse"
    [path] = (warehouse / folder).iterdir()
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    manifest._loaded.cache_clear()
    with pytest.raises(WarehouseError, match=r"cannot be read .*; delete it, if it is there, and the catalogue") as raised:
        publish.live(warehouse)
    assert "\n" not in str(raised.value)
    path.unlink(missing_ok=True)
    (warehouse / publish.CATALOGUE).unlink()
    assert run().n_documents == 1


GARBAGE = (
    "parts/tokens/unnamed.parquet",
    "parts/tokens/unnamed.parquet.tmp-1-2/of/a/folder",  # goes with its folder
    "parts/of_no_table/unnamed.parquet",
    "batches/unnamed.json",
    "textmart.duckdb.tmp-1-2",
    "runs/20300101T000000000000.json.tmp-1-2",
)
NOT_OURS = ("parts/.note", "runs/old/20300101T000000000000.json", "report.html")


@pytest.mark.parametrize("is_elsewhere", [False, True])  # a table's folder may be a link to another disk
def test_vacuum_removes_what_no_manifest_names_and_nothing_else(is_elsewhere: bool, run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", "Anna")
    run()
    warehouse = tmp_path / "warehouse"
    if is_elsewhere:
        (warehouse / "parts/tokens").rename(tmp_path / "elsewhere")
        (warehouse / "parts/tokens").symlink_to(tmp_path / "elsewhere")
    kept = {path for path in warehouse.rglob("*") if path.is_file()}
    for name in (*GARBAGE, *NOT_OURS):
        (warehouse / name).parent.mkdir(parents=True, exist_ok=True)
        (warehouse / name).write_text("{}")
    assert publish.vacuum(warehouse, 30, datetime.now(UTC)) == len(GARBAGE)
    assert {path for path in warehouse.rglob("*") if path.is_file()} == kept | {warehouse / name for name in NOT_OURS}
    assert [path.name for path in (warehouse / "parts/tokens").iterdir()] == [
        Path(part.file).name for part in publish.live(warehouse).parts()["tokens"]
    ]
