"""The corpus in files that need no warehouse."""

import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from click.testing import CliRunner

from flows.cli import main
from flows.schema import TABLES
from flows.store.catalogue import sql_files
from tests.conftest import Run


def test_a_colleague_has_everything_without_the_warehouse(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Ada Lund sang. She left.")
    run()
    warehouse, file, folder = tmp_path / "warehouse", tmp_path / "it's.duckdb", tmp_path / "tables"
    done = CliRunner().invoke(main, ["export", "--duckdb", str(file), "--parquet", str(folder), "-w", str(warehouse)])
    assert done.exit_code == 0, done.output
    shutil.rmtree(warehouse)
    with duckdb.connect(str(file), read_only=True) as corpus:
        assert corpus.sql("select source_id, text from documents").fetchall() == [("a", "Ada Lund sang. She left.")]
        assert corpus.sql("select name from find_entity('lund')").fetchall() == [("Ada Lund",)]
        assert corpus.sql("select comment from duckdb_tables() where table_name = 'texts'").fetchall() != [(None,)]
    assert {path.stem for path in folder.iterdir()} == TABLES.keys() | sql_files("views").keys()
    assert pq.read_table(folder / "documents.parquet")["source_id"].to_pylist() == ["a"]


def test_one_must_say_where_to_and_there_must_be_a_run(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["export", "-w", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(main, ["export", "--duckdb", str(tmp_path / "x"), "-w", str(tmp_path)]).exit_code == 1
