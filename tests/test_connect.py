"""`flows.connect`: what a notebook does first."""

import shutil
from pathlib import Path

import pytest

import flows
from flows.store.manifest import WarehouseError
from tests.conftest import Run


def test_a_connection_has_the_views_and_macros_wherever_the_warehouse_lies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Ada Lund sang. She left.")
    run()
    shutil.move(tmp_path / "warehouse", tmp_path / "moved")
    with flows.connect(tmp_path / "moved") as corpus:
        assert corpus.sql("select source_id from documents").fetchall() == [("a",)]
        assert corpus.sql("select name from find_entity('lund')").to_arrow_table().to_pylist() == [{"name": "Ada Lund"}]
        corpus.execute("create table mine as select doc_id from search('sang')")
        assert corpus.sql("select count(*) from mine").fetchall() == [(1,)]


def test_without_a_run_there_is_nothing_to_connect_to(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no published run"):
        flows.connect(tmp_path)
