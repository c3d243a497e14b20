"""Batches that end their worker, workers unlike the others, clocks that jump, locks that do not reach. Workers are stand-ins."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import batch, batches
from flows.batch import AnnotationError
from flows.batches import ModelDiffersError, Pending
from flows.corpus import Engine, Summary, at_once, build
from flows.schema import Row
from flows.settings import Settings
from flows.show import Silent
from flows.steps import Measured
from flows.store import lock, parts, publish
from flows.store.lock import WarehouseBusyError
from flows.workers import WorkerDiedError
from tests.conftest import Run

N_DOCUMENTS = 11


@pytest.fixture
def settings(tmp_path: Path, blank_model: str) -> Settings:
    (tmp_path / "seeds").mkdir()
    for number in range(N_DOCUMENTS):
        (tmp_path / f"seeds/{number}.txt").write_text(f"Anna has {number} boats.")
    return Settings(seeds=(str(tmp_path / "seeds"),), warehouse=str(tmp_path / "warehouse"), model=blank_model)


def run_with(settings: Settings, dies: Callable[[list[str]], Exception | None]) -> tuple[Summary, int]:
    """A run whose workers die of texts, and how many calls for batches there were."""
    n_calls = 0

    def worker(step: str, function: Callable[..., Any], *args: Any) -> Pending:
        nonlocal n_calls
        if batch.make not in args:
            return at_once(step, function, *args)
        n_calls += 1
        _, warehouse, texts, *_ = args
        error = dies(parts.read(warehouse, [texts])["text"].to_pylist())
        return at_once(step, fail, error) if error else at_once(step, function, *args)

    return build(settings, Engine(at_once, worker), Silent()), n_calls


def fail(error: Exception) -> None:
    raise error


def killed(name: str = "batch") -> WorkerDiedError:
    return WorkerDiedError(f"{name}: the worker process was killed by signal 9 (out of memory?)")


def test_a_document_that_ends_its_worker_is_an_issue_and_the_others_are_not(settings: Settings) -> None:
    poison = "Anna has 7 boats."
    done, n_calls = run_with(settings, lambda texts: killed() if poison in texts else None)
    assert (done.outcome, done.n_documents, done.issues) == ("published", N_DOCUMENTS - 1, {"annotation_died": 1})
    assert n_calls <= 12  # halves of halves, and the batch without it
    catalogue = Path(settings.warehouse) / publish.CATALOGUE
    with duckdb.connect(str(catalogue), read_only=True) as connection:
        [(uri, stage, message)] = connection.sql("select source_uri, stage, message from issues").fetchall()
        assert (uri, stage) == ("seeds/7.txt", "annotate")
        assert "alone" in message
        assert connection.sql("select count(*) from documents where text like '% 7 %'").fetchall() == [(0,)]
    # It is not tried again before its seed is another, and then it is.
    assert run_with(settings, lambda _: killed())[0].outcome == "unchanged"
    (Path(settings.seeds[0]) / "7.txt").write_text("Anna has seven boats.")
    done, _ = run_with(settings, lambda _: None)
    assert (done.n_documents, done.issues) == (N_DOCUMENTS, {})


def test_a_document_that_cannot_be_annotated_for_a_fault_of_ours_is_an_issue_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is tried again by a textmart or a model that makes other rows, not before."""
    with monkeypatch.context() as patched:
        patched.setattr("flows.read.stated.rows.rows", partial(broken, of=" 7 "))
        done, _ = run_with(settings, lambda _: None)
        assert (done.n_documents, done.issues) == (N_DOCUMENTS - 1, {"annotation_failed": 1})
        with duckdb.connect(str(Path(settings.warehouse) / publish.CATALOGUE), read_only=True) as connection:
            [(message,)] = connection.sql("select message from issues").fetchall()
        assert re.search(r"fault of textmart.* ZeroDivisionError: .* \(in test_batches.py, line \d+\)", message)
    assert run_with(settings, lambda _: None)[0].outcome == "unchanged"
    other = replace(batch.STATED, version=batch.STATED.version + 1)
    monkeypatch.setattr(batch, "LAYERS", tuple(other if each == batch.STATED else each for each in batch.LAYERS))
    monkeypatch.setattr(batch, "STATED", other)
    done, _ = run_with(settings, lambda _: None)
    assert (done.n_documents, done.issues) == (N_DOCUMENTS, {})


def test_if_annotating_fails_for_every_document_so_does_the_run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.read.stated.rows.rows", partial(broken, of="Anna"))
    with pytest.raises(AnnotationError, match="ZeroDivisionError"):
        run_with(settings, lambda _: None)
    assert not publish.live(Path(settings.warehouse)).run_id


def broken(_: str, text: str, *, of: str) -> dict[str, list[Row]]:
    """Rules that fail on a text."""
    return {"statements": [], "boilerplate": []} if 1 // (of not in text) else {}


def test_a_worker_that_fails_for_memory_once_costs_nothing_but_time(settings: Settings) -> None:
    deaths: Iterator[Exception | None] = iter([MemoryError()])
    done, n_calls = run_with(settings, lambda _: next(deaths, None))
    assert (done.n_documents, done.issues, n_calls) == (N_DOCUMENTS, {}, 2)


def test_if_every_document_ends_its_worker_it_is_no_fault_of_theirs(settings: Settings) -> None:
    with pytest.raises(WorkerDiedError, match="signal 9"):
        run_with(settings, lambda _: killed())
    assert not publish.live(Path(settings.warehouse)).run_id
    assert batches.MAX_POISONOUS < N_DOCUMENTS


def test_a_worker_with_another_model_is_refused(settings: Settings) -> None:
    def worker(step: str, function: Callable[..., Any], *args: Any) -> Pending:
        answer = at_once(step, function, *args)
        if batch.make in args:
            value = replace(answer.result().value, made_by={**answer.result().value.made_by, "annotation": "of another model"})
            return at_once(step, Measured, value, 0)
        return answer

    with pytest.raises(ModelDiffersError, match="install the same everywhere"):
        build(settings, Engine(at_once, worker), Silent())
    assert not publish.live(Path(settings.warehouse)).run_id


def test_a_clock_that_jumps_changes_no_order(settings: Settings) -> None:
    seeds, warehouse = Path(settings.seeds[0]), Path(settings.warehouse)
    clock = datetime(2030, 1, 1)
    for jump in (timedelta(0), timedelta(days=-4000), timedelta(days=9000)):
        clock += jump
        (seeds / "more.txt").write_text(f"Boris came {jump.days} days later.")
        build(settings, Engine(at_once, at_once), Silent(), now=partial(datetime.__add__, clock, timedelta(0)))
    with duckdb.connect(str(warehouse / publish.CATALOGUE), read_only=True) as connection:
        # Ids are in the order in which runs were published; each row of history ends in the run after the one that it came in.
        came = "select removed_run_id from source_history where source_uri = 'seeds/more.txt' order by added_run_id"
        runs = [run_id for (run_id,) in connection.sql("select run_id from runs order by run_id").fetchall()]
        assert connection.sql(came).fetchall() == [*((run_id,) for run_id in runs[1:]), (None,)]
        assert connection.sql("select n_documents from runs order by run_id limit 1").fetchall() == [(N_DOCUMENTS + 1,)]


def test_two_machines_whose_locks_do_not_meet_do_not_undo_each_other(settings: Settings, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second publishes while the first is at work: the first one ends without having published."""
    run_with(settings, lambda _: None)  # what the first run of a day removes is not in the way
    (Path(settings.seeds[0]) / "more.txt").write_text("Boris came later.")

    @contextmanager
    def no_lock(*_: object, **__: object) -> Iterator[None]:
        yield

    monkeypatch.setattr(lock, "writing", no_lock)
    other: list[str] = []

    def meanwhile(_: list[str]) -> None:
        if not other:
            other.append(run(settings.seeds[0], batch_chars=50).run_id)

    with pytest.raises(WarehouseBusyError, match="another machine published .* one machine at a time"):
        run_with(settings, meanwhile)
    assert publish.live(Path(settings.warehouse)).run_id == other[0]
