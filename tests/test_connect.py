"""`flows.connect`: what a notebook does first."""

import ast
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import flows
from flows.store.manifest import WarehouseError
from tests.conftest import Run

NOTEBOOK = Path(__file__).with_name("corpus.ipynb")


def test_a_connection_has_the_views_and_macros_wherever_the_warehouse_lies(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Ada Lund sang. She left.")
    run()
    shutil.move(tmp_path / "warehouse", tmp_path / "moved")
    with flows.connect(tmp_path / "moved") as corpus:
        [(source_id, doc_id)] = corpus.sql("select source_id, doc_id from documents").fetchall()
        assert source_id == "a"
        assert corpus.sql("select name from find_entity('lund')").to_arrow_table().to_pylist() == [{"name": "Ada Lund"}]
        corpus.execute("create table mine as select doc_id from search('sang')")
        assert corpus.sql("select count(*) from mine").fetchall() == [(1,)]
    shutil.move(tmp_path / "moved", tmp_path / "warehouse")
    monkeypatch.chdir(tmp_path)
    values = cells_of(NOTEBOOK)
    assert [value.fetchall()[0][0] if hasattr(value, "fetchall") else value for value in values] == [
        "a",
        "Ada Lund",
        [(doc_id, 0, "Ada Lund sang.")],
        "Ada Lund",
    ]


def cells_of(path: Path) -> list[Any]:
    """The values of the notebook's cells, run one after the other as Jupyter runs them."""
    names: dict[str, Any] = {}
    values = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            *statements, last = ast.parse("".join(cell["source"])).body
            assert isinstance(last, ast.Expr)
            exec(compile(ast.Module(statements, []), path.name, "exec"), names)
            values.append(eval(compile(ast.Expression(last.value), path.name, "eval"), names))
    return values


def test_without_a_run_there_is_nothing_to_connect_to(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no published run"):
        flows.connect(tmp_path)
