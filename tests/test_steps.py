"""What a run tells of its steps: as rows, as lines of JSON, and the memory they needed."""

import io
import json
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from flows.corpus import Engine, at_once, build
from flows.log import JsonLog
from flows.plan import RefusedError
from flows.settings import Settings, SettingsError, load
from flows.steps import measured
from tests.conftest import Run

STEPS = ["read", "annotate", "compact", "resolve", "copies"]
SECRET = "Anna has 3 boats."


def test_a_run_publishes_what_its_steps_took(run: Run, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for text in (SECRET, "Boris has none."):
        (tmp_path / f"seeds/{text[:5]}.txt").write_text(text)
        done = run()
    with duckdb.connect(str(tmp_path / "warehouse/textmart.duckdb"), read_only=True) as connection:
        rows = connection.sql("""
            select step, n_rows > 0, n_words, words_per_second > 0, peak_memory_mb > 9, worker_peak_memory_mb > 9,
                seconds >= 0, run_steps.started_at between runs.started_at and runs.ended_at
            from run_steps inner join runs using (run_id) where run_id = (select max(run_id) from runs) order by step_index
        """).fetchall()
        [(n_steps,)] = connection.sql("select count(*) from run_steps").fetchall()
    assert [row[0] for row in rows] == STEPS
    # The second run annotates one document of four words; the other one's rows are not made again.
    assert [row[2] for row in rows] == [None, 4, None, None, None]
    assert [row[1] for row in rows] == [True, True, False, True, False]  # nothing was joined, and no copies are as before
    assert [row[3] for row in rows] == [None, True, None, None, None]
    assert [row[5] for row in rows] == [None, True, None, True, True]
    assert all(row[4] and row[6] and row[7] for row in rows)
    assert n_steps == 2 * len(STEPS)
    assert [step.step for step in done.steps] == [*STEPS, "publish"]


def test_words_that_are_copied_are_not_counted_as_annotated(run: Run, tmp_path: Path) -> None:
    """Two documents in one batch, of which one goes; then the other one states something new."""
    seed = tmp_path / "seeds/both.jsonl"
    seed.parent.mkdir()
    lines = [{"id": text[:5], "text": text} for text in (SECRET, "Boris has none.")]
    n_words = []
    for rows in (lines, lines[1:], [lines[1] | {"title": "Boats"}]):
        seed.write_text("".join(json.dumps(row) + "\n" for row in rows))
        n_words.append(run(prune=True).n_words)
    assert n_words == [9, 0, 0]


def told(settings: Settings) -> list[dict[str, object]]:
    """The lines of a run's log, which must not tell of the text."""
    stream = io.StringIO()
    with suppress(RefusedError):
        build(settings, Engine(at_once, at_once), JsonLog(stream))
    assert "Anna" not in stream.getvalue()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_the_log_is_a_json_object_a_line(tmp_path: Path, blank_model: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text(SECRET)
    settings = Settings(seeds=(str(tmp_path / "seeds"),), warehouse=str(tmp_path / "warehouse"), model=blank_model)
    lines = told(settings)
    assert [line["step"] for line in lines if line["event"] == "step_done"] == [*STEPS, "publish"]
    assert [line["event"] for line in lines[:4]] == ["step", "step_done", "step", "batches"]
    assert (lines[-1]["event"], lines[-1]["outcome"], lines[-1]["n_added"]) == ("done", "published", 1)
    assert all(line["at"] for line in lines)
    (tmp_path / "seeds/a.txt").unlink()
    lines = told(settings)
    assert (lines[-1]["event"], lines[-1]["error"]) == ("failed", "RefusedError")
    assert "--prune" in str(lines[-1]["message"])


def test_a_log_of_another_kind_is_refused() -> None:
    assert load(None, log="json").log == "json"
    with pytest.raises(SettingsError, match="log is json or nothing"):
        load(None, log="xml")


def hold(n_megabytes: int) -> int:
    return len(b"x" * (n_megabytes * 1_000_000))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="elsewhere the peak is that of the whole life")
def test_the_peak_of_memory_is_that_of_the_call() -> None:
    small, large, again = (measured(hold, n).peak_memory_mb for n in (1, 200, 1))
    assert large > small + 150
    assert again < large - 150
