"""The command line: what it says, its exit status, and errors in one line. Runs go without Prefect here; `flow/` has those with it."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import flows
from flows import corpus, server
from flows.cli import main
from flows.corpus import Engine, Summary, at_once
from flows.settings import Settings
from flows.store import files
from flows.workers import Workers
from tests.nobody import as_nobody, public_folder

Textmart = Callable[..., Result]


@pytest.fixture
def textmart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank_model: str) -> Textmart:
    """The command line in a folder of its own, with a model that takes no time and without Prefect."""
    from contextlib import nullcontext

    def run(settings: Settings, progress: corpus.Progress, _workers: Workers, **options: object) -> Summary:
        return corpus.build(settings, Engine(at_once, at_once), progress, **options)  # type: ignore[arg-type]

    monkeypatch.chdir(tmp_path)
    # In place of the module: importing it imports Prefect, which then keeps the settings of that moment for all tests.
    pipeline = SimpleNamespace(run=run)
    monkeypatch.setitem(sys.modules, "flows.pipeline", pipeline)
    monkeypatch.setattr(flows, "pipeline", pipeline, raising=False)
    monkeypatch.setattr(server, "running", lambda: nullcontext())
    monkeypatch.setattr(Workers, "warm", lambda *_: None)
    (tmp_path / "textmart.toml").write_text(f"model = {json.dumps(blank_model)}\n")
    return lambda *words, **options: CliRunner().invoke(main, words, **options)


def seed(tmp_path: Path, name: str = "a.txt", text: str = "Anna met Boris in 12 towns.") -> Path:
    path = tmp_path / "seeds" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_run_says_what_it_did_and_what_to_try(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    seed(tmp_path, "b.txt", "")
    done = textmart("run")
    assert done.exit_code == 0, done.output
    for said in ("added", "1 empty", "annotate", "warehouse/textmart.duckdb", "textmart sql", "textmart issues"):
        assert said in done.output
    assert "Nothing changed: 1 document" in textmart("run").output
    assert textmart("run", "-q").output == ""
    seed(tmp_path, "c.txt", "Clara came.")
    planned = textmart("run", "--dry-run")
    assert "nothing was written" in planned.output
    assert "Nothing changed" not in textmart("run").output


def test_issues_are_shown(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    textmart("run")
    assert "Everything that was found was used" in textmart("issues").output
    seed(tmp_path, "[red]b[/red].txt", "")
    textmart("run")
    assert textmart("issues").output.splitlines() == ["empty: 1 input", "  There is no text in it.", "    seeds/[red]b[/red].txt"]


def test_many_issues_do_not_bury_the_others(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    for number in range(5):
        seed(tmp_path, f"empty{number}.txt", "")
    seed(tmp_path, "rare\x1b[2J.json", "{")
    textmart("run")
    shown = textmart("issues").output
    assert shown.index("broken_json: 1 input") < shown.index("empty: 5 inputs")
    assert "\x1b" not in shown
    assert "empty2.txt" in shown and "empty3.txt" not in shown and "and 2 more" in shown
    assert "empty4.txt" in textmart("issues", "--all").output


READ: dict[str, Callable[[str], object]] = {
    "csv": lambda output: [{"text": row["text"], "n": int(row["n"])} for row in csv.DictReader(output.splitlines())],
    "json": json.loads,
    "jsonl": lambda output: [json.loads(line) for line in output.splitlines()],
}


@pytest.mark.parametrize("form", READ)
def test_sql_in_each_format(form: str, textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    textmart("run")
    query = "select text, count(*) as n from mentions group by text order by text"
    asked = textmart("sql", query, "--format", form)
    assert asked.exit_code == 0, asked.output
    assert READ[form](asked.output) == [{"text": "Anna", "n": 1}, {"text": "Boris", "n": 1}]
    assert textmart("sql", "--format", form, input=query).output == asked.output
    assert textmart("sql", query, "-o", f"answer.{form}").exit_code == 0
    assert (tmp_path / f"answer.{form}").read_text() == asked.output


def test_sql_to_parquet_and_as_a_table(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    textmart("run")
    textmart("sql", "select text from mentions order by text", "-o", "answer.parquet")
    assert pq.read_table(tmp_path / "answer.parquet").to_pydict() == {"text": ["Anna", "Boris"]}
    assert "Anna" in textmart("sql", "from mentions").output


LONG = "select repeat('long ', 40) as text, 'last' as word"


def test_a_table_in_a_pipe_or_file_is_not_cut(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    textmart("run")
    shown = textmart("sql", LONG).output
    assert "long " * 40 in shown and "last" in shown
    assert textmart("sql", LONG, "--format", "table", "-o", "answer.txt").output == ""
    assert (tmp_path / "answer.txt").read_text() == shown


def test_a_table_is_in_its_file_whole_or_not_at_all(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    textmart("run")
    (tmp_path / "answer.txt").write_text("as it was")
    # The first rows can be worked out, and a late one cannot.
    query = "select case when n < 50000 then n else error('no more') end as n from range(100000) as numbers(n)"
    assert textmart("sql", query, "--format", "table", "-o", "answer.txt").exit_code == 1
    assert (tmp_path / "answer.txt").read_text() == "as it was"
    assert not [path for path in tmp_path.iterdir() if files.is_temporary(path)]


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["run", "nowhere"], 2, "there is no nowhere"),
        (["run", "--model", "xx_none_sm"], 1, "no spaCy model 'xx_none_sm' is installed here: get it with"),
        (["run", "--warehouse", "seeds/a.txt/mart"], 1, "Not a directory"),
        (["run", "--no-such-option"], 2, "No such option"),
        (["serve"], 2, "say either --cron or --every"),
        (["serve", "--every", "soon"], 2, "such as 15m"),
        (["sql", "select 1", "-w", "nowhere"], 1, "nowhere has no published run; `textmart run` makes one"),
        (["check", "-w", "nowhere"], 1, "nowhere has no published run"),
        (["publish", "-w", "nowhere"], 1, "nowhere has no published run"),
    ],
)
def test_errors_are_one_line_with_what_to_do(words: list[str], status: int, message: str, textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    done = textmart(*words)
    assert done.exit_code == status
    assert message in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("modle = 'x'", "no setting 'modle'; known are"),
        ("model = 3", "model is of type str, not 3"),
        ("seeds = 'seeds'", "seeds is a list of str"),
        ("batch_chars = 0", "batch_chars is a positive number"),
        ("model = ", "cannot be read"),
    ],
)
def test_wrong_settings_are_named(line: str, message: str, textmart: Textmart, tmp_path: Path) -> None:
    (tmp_path / "textmart.toml").write_text(line)
    done = textmart("run")
    assert done.exit_code == 2
    assert message in done.output


def test_a_warehouse_that_may_not_be_written_ends_a_run_in_one_line(textmart: Textmart, monkeypatch: pytest.MonkeyPatch) -> None:
    with public_folder() as folder:
        monkeypatch.chdir(folder)
        seed(folder)
        (folder / "warehouse").mkdir()

        def said() -> str:
            done = textmart("run")
            return f"{done.exit_code} {done.output}"

        (folder / "warehouse/.lock").mkdir()
        assert said().startswith("1 textmart: Is a directory")
        (folder / "warehouse/.lock").rmdir()
        (folder / "warehouse").chmod(0o555)
        found = as_nobody(said)
        assert found.startswith("1 textmart: Permission denied (warehouse/.lock); what is published is whole")
        assert found.count("\n") == 1


def test_review_lists_its_questions_and_asks_at_a_terminal_only(textmart: Textmart, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("Murad Qazzafi left.", encoding="utf-8")
    (tmp_path / "seeds/b.txt").write_text("Mourad Gazafi won.", encoding="utf-8")
    assert "no published run" in textmart("review", "--list").stderr
    assert textmart("run", "-q").exit_code == 0
    listed = textmart("review", "--list")
    assert listed.exit_code == 0
    assert "spelling" in listed.stdout
    assert "Murad Qazzafi (PERSON, 1 mention in 1 document)" in listed.stdout
    asked = textmart("review")
    assert (asked.exit_code, "--list" in asked.stderr) == (2, True)
    (tmp_path / "curation.toml").write_text('[[different]]\nnames = ["Mourad Gazafi", "Murad Qazzafi"]\n', encoding="utf-8")
    assert "no doubt" in textmart("review").stdout


def test_upkeep_verbs(textmart: Textmart, tmp_path: Path) -> None:
    seed(tmp_path)
    textmart("run")
    seed(tmp_path, "a.txt", "Boris left.")
    textmart("run")
    assert textmart("check").output == "All is well.\n"
    assert textmart("status").exit_code == 0
    (tmp_path / "seeds/b.txt").write_text("Carla came.")
    assert (textmart("status").exit_code, len(textmart("status").output.splitlines())) == (1, 5)
    (tmp_path / "seeds/b.txt").unlink()
    assert "The catalogue is warehouse/textmart.duckdb" in textmart("publish").output
    assert textmart("compact").exit_code == 0
    removed = textmart("vacuum", "--keep-days", "0")
    assert removed.exit_code == 0 and not removed.output.startswith("0 ")
    assert textmart("check").output == "All is well.\n"


def test_help_has_examples() -> None:
    for verb in ("run", "add", "serve", "sql"):
        assert "Example" in CliRunner().invoke(main, [verb, "--help"]).output
