"""The corpus in files that need no warehouse."""

import json
import shutil
from pathlib import Path

import duckdb
import networkx as nx
import openpyxl
import pyarrow.parquet as pq
from click.testing import CliRunner, Result

from flows.cli import main
from flows.schema import TABLES
from flows.store.catalogue import sql_files
from tests.conftest import Run


def test_a_colleague_has_everything_without_the_warehouse(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Ada Lund sang in Paris. She left.")
    run()
    warehouse, file, folder = tmp_path / "warehouse", tmp_path / "it's.duckdb", tmp_path / "tables"
    done = CliRunner().invoke(main, ["export", "--duckdb", str(file), "--parquet", str(folder), "-w", str(warehouse)])
    assert done.exit_code == 0, done.output
    the_ending_of_a_file_says_the_format(tmp_path)
    shutil.rmtree(warehouse)
    with duckdb.connect(str(file), read_only=True) as corpus:
        assert corpus.sql("select source_id, text from documents").fetchall() == [("a", "Ada Lund sang in Paris. She left.")]
        assert corpus.sql("select name from find_entity('lund')").fetchall() == [("Ada Lund",)]
        assert corpus.sql("select comment from duckdb_tables() where table_name = 'texts'").fetchall() != [(None,)]
    assert {path.stem for path in folder.iterdir()} == TABLES.keys() | sql_files("views").keys()
    assert pq.read_table(folder / "documents.parquet")["source_id"].to_pylist() == ["a"]


def the_ending_of_a_file_says_the_format(folder: Path) -> None:
    def sql(query: str, name: str) -> Result:
        return CliRunner().invoke(main, ["sql", query, "-o", str(folder / name), "-w", str(folder / "warehouse")])

    assert sql("select name from entities order by name", "names.xlsx").exit_code == 0
    assert openpyxl.load_workbook(folder / "names.xlsx")["rows"]["A2"].value == "Ada Lund"
    assert sql("from entity_network()", "network.graphml").exit_code == 0
    assert "Ada Lund" in {label for _, label in nx.read_graphml(folder / "network.graphml").nodes(data="label")}
    assert sql("select name, latitude, longitude from places", "places.GeoJSON").exit_code == 0
    assert [each["properties"] for each in json.loads((folder / "places.GeoJSON").read_text())["features"]] == [{"name": "Paris"}]
    refused = sql("from entities", "names.graphml")
    assert (refused.exit_code, (folder / "names.graphml").exists()) == (1, False)
    assert "columns named source and target" in refused.output
    assert sql("from entities", "names.ods").exit_code == 2


def test_one_must_say_where_to_and_there_must_be_a_run(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["export", "-w", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(main, ["export", "--duckdb", str(tmp_path / "x"), "-w", str(tmp_path)]).exit_code == 1
