"""A warehouse of an earlier textmart: what it lacks is null until its seeds are read again, and the next run reads them again."""

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows import upkeep
from flows.read import formats
from flows.schema import TABLES
from flows.settings import Settings
from flows.store import publish
from flows.store.ask import answer
from flows.store.parts import paths_of
from tests.conftest import Run
from tests.corpus_hash import corpus_hash

COLUMNS = ("title_from", "media_type")
STATED = "select source_uri, title, title_from, media_type from sources order by all"


@pytest.fixture
def earlier(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse as an earlier textmart left it: by other readers, and without COLUMNS in any part."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.jsonl").write_text(json.dumps({"id": "1", "title": "Boats", "text": "Anna went to town."}))
    with monkeypatch.context() as before:
        before.setattr(formats, "VERSION", 0)
        run()
    warehouse = tmp_path / "warehouse"
    [path] = (warehouse / "runs").glob("*.json")
    body = json.loads(path.read_text())
    body["fingerprints"].pop("columns")
    # The first format: a manifest held its batches itself.
    body |= {"format_version": 1, "batches": [json.loads((warehouse / f"batches/{name}.json").read_text()) for name in body["batches"]]}
    shutil.rmtree(warehouse / "batches")
    lists = [*body["tables"].values(), *([part] for batch in body["batches"] for part in batch["parts"].values())]
    for part in [part for each in lists for part in each]:
        file = warehouse / "parts" / part["file"]
        rows = pq.read_table(file, partitioning=None)
        pq.write_table(rows.drop_columns([name for name in COLUMNS if name in rows.column_names]), file)
        part |= {"n_bytes": file.stat().st_size, "sha256": sha256(file.read_bytes()).hexdigest()}
    path.write_text(json.dumps(body))
    upkeep.publish_again(warehouse)
    return warehouse


def stated(warehouse: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse / publish.CATALOGUE), read_only=True) as connection:
        return connection.sql(STATED).fetchall()


def test_it_can_be_asked(earlier: Path) -> None:
    without = [("seeds/a.jsonl#1", "Boats", None, None)]
    assert stated(earlier) == without
    parts = {name: paths_of(earlier, each) for name, each in publish.live(earlier).parts().items()}
    with answer(parts, STATED) as rows:
        assert [tuple(row.values()) for row in rows.read_all().to_pylist()] == without
    assert upkeep.check(earlier) == []


def test_the_next_run_reads_its_seeds_again_and_is_a_fresh_run(earlier: Path, run: Run, tmp_path: Path) -> None:
    assert run(dry_run=True).outcome == "planned"
    assert run().outcome == "published"
    assert stated(earlier) == [("seeds/a.jsonl#1", "Boats", "field", "application/jsonl")]
    assert run().outcome == "unchanged"
    run(warehouse=str(tmp_path / "fresh"))
    assert corpus_hash(earlier) == corpus_hash(tmp_path / "fresh")


def test_an_addition_leaves_the_rest_as_it_is(earlier: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text(json.dumps({"id": "2", "title": "Ships", "text": "Boris went too."}))
    run(tmp_path / "more.jsonl", only_add=True)
    assert stated(earlier) == [("more.jsonl#2", "Ships", "field", "application/jsonl"), ("seeds/a.jsonl#1", "Boats", None, None)]


def test_it_can_be_compacted(earlier: Path, run: Run, tmp_path: Path, blank_model: str) -> None:
    (tmp_path / "more.jsonl").write_text(json.dumps({"id": "2", "title": "Ships", "text": "Boris went too."}))
    run(tmp_path / "more.jsonl", only_add=True)
    before, after = upkeep.compact(Settings(warehouse=str(earlier), model=blank_model))
    assert after < before
    assert [title for _, title, *_ in stated(earlier)] == ["Ships", "Boats"]


REALLY_EARLIER = Path(__file__).with_name("warehouse_of_2026_11_22.zip")


def extracted(folder: Path) -> None:
    """A warehouse that textmart made on 22 November 2026 of three of the test stories, in /srv/textmart, and they."""
    with zipfile.ZipFile(REALLY_EARLIER) as archive:
        archive.extractall(folder)
    [path] = (folder / "warehouse/runs").glob("*.json")
    path.write_text(path.read_text().replace("/srv/textmart/", f"{folder}/"))
    upkeep.publish_again(folder / "warehouse")


def test_a_warehouse_that_was_really_made_earlier(run: Run, tmp_path: Path) -> None:
    extracted(tmp_path)
    warehouse = tmp_path / "warehouse"
    live = publish.live(warehouse)
    held = {name: pq.read_schema(paths_of(warehouse, each)[0]).names for name, each in live.parts().items() if each}
    # Tables of today that it lacks, and columns that its tables lack.
    assert len(TABLES.keys() - held.keys()) > 10
    assert sum(not set(TABLES[name].names) <= set(names) for name, names in held.items() if name in TABLES) == 3
    # It can be asked before a run: what it has is there, what it lacks is null or no row.
    assert upkeep.check(warehouse) == []
    with duckdb.connect(str(warehouse / publish.CATALOGUE), read_only=True) as connection:

        def asked(query: str) -> list[tuple[object, ...]]:
            return connection.sql(query).fetchall()

        assert asked("select count(*), count(title_from) from documents") == [(3, 0)]
        assert asked("select count(*) > 500 from tokens") == [(True,)]
        assert asked("select count(*) from sentences_with('Nadia Orel')") == [(1,)]
        assert asked("from duplicates") == asked("from passed_over") == []
        views = asked("select view_name from duckdb_views() where not internal and schema_name = 'main'")
        assert len(views) > 40
        for (view,) in views:
            asked(f'from "{view}"')
    assert run(dry_run=True).outcome == "planned"
    assert run().outcome == "published"
    run(warehouse=str(tmp_path / "fresh"))
    assert corpus_hash(warehouse) == corpus_hash(tmp_path / "fresh")
    assert upkeep.check(warehouse) == []
    # What went before stays told.
    with duckdb.connect(str(warehouse / publish.CATALOGUE), read_only=True) as connection:
        assert connection.sql("select count(*) from source_history where added_run_id = ?", params=[live.run_id]).fetchall() == [(3,)]
    assert run().outcome == "unchanged"
