"""A run as a Prefect flow: each step a task, those of a batch waiting for a worker process. The only module that imports Prefect.

The steps themselves are plain functions in plain order, in `corpus`. Prefect sees a task begin and end, and nothing of what goes in and
out: its cache knows neither the function behind a shell nor the content behind a path, so no task has one.
"""

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import httpx
from prefect import State, Task, flow, runtime, tags
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL
from prefect.states import Cancelled
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.types.entrypoint import EntrypointType

from flows import corpus, entities, past_runs, server
from flows.batches import Call, Pending
from flows.corpus import Engine, Progress, Summary
from flows.dask_workers import seen_from_everywhere
from flows.log import JsonLog
from flows.settings import Settings, absolute
from flows.show import Silent
from flows.steps import Step
from flows.store import mirror
from flows.store.lock import WarehouseBusyError
from flows.workers import ClusterError, Workers, WorkersClosedError

# Read by `_watched`, `_beside` and `_batches` alone: Prefect's runner pickles `build` with all that it names, and a ContextVar cannot be.
_watcher: ContextVar[Progress | None] = ContextVar("watcher", default=None)
_at_hand: ContextVar[Workers | None] = ContextVar("at_hand", default=None)


def run(settings: Settings, progress: Progress, workers: Workers, **options: Any) -> Summary:
    """One run of the flow, here and now, watched by `progress`; see `build` for the options and `corpus.build` for what it raises,
    besides ServerError.

    `workers` may be at work already: the model loads while Prefect is imported and its server starts.
    """
    if settings.engine == "dask":
        with suppress(ImportError):  # `_batches` says so
            import_module("flows.cluster")  # while the server starts
    server.wait_for(str(PREFECT_API_URL.value()))
    tokens = _watcher.set(progress), _at_hand.set(workers)
    try:
        with tags(past_runs.TAG):
            summary: Summary = build(settings, **options)
    except httpx.TransportError as error:
        raise server.ServerError(
            f"the Prefect server ended, or is out of reach ({error}); what is published is whole, and running again does what is missing"
        ) from error
    finally:
        _watcher.reset(tokens[0])
        _at_hand.reset(tokens[1])
    return summary


def _run_name() -> str:
    return f"{Path(runtime.flow_run.parameters['settings'].warehouse).name} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


def _end_with(runner: BaseProcess) -> None:
    runner.join()
    os._exit(1)


# A scheduled run is a process of Prefect's runner, which imports this before all else. It ends with the runner, also where it has not begun
# yet and would wait for ever for a server that was killed, too.
if runner := multiprocessing.parent_process():
    threading.Thread(target=_end_with, args=(runner,), daemon=True).start()


@flow(name="build", flow_run_name=_run_name, persist_result=False)
def build(settings: Settings, prune: bool = False, only_add: bool = False, wait_seconds: float = 0) -> Summary | State[Any]:
    """Make the warehouse hold what the seeds hold now; the summary is an artifact of the run.

    A scheduled run that finds another one writing the warehouse is cancelled with the word `skipped`: the next one does its work.
    """
    # The workers end first, whatever happens, so that no thread of the task runner is left waiting for one.
    with _threads(settings.processes()) as threads, closing(_beside()) as beside, _batches(settings, threads) as worker:
        try:
            summary = corpus.build(
                seen_from_everywhere(settings) if settings.engine else settings,
                _engine(threads, worker, beside),
                _watched(settings),
                prune=prune,
                only_add=only_add,
                wait_seconds=wait_seconds,
            )
        except WarehouseBusyError as error:
            if runtime.deployment.id is None:
                raise
            return Cancelled(message=f"skipped: {error}")
    past_runs.take_out(datetime.now(UTC))
    create_markdown_artifact(_markdown(summary), key="summary", description=f"{summary.outcome}: {summary.warehouse}")
    return summary


def _watched(settings: Settings) -> Progress:
    """A scheduled run has nobody who watches: what it says goes where the process of `serve` writes."""
    return _Watched(_watcher.get() or (JsonLog(sys.stderr) if settings.log == "json" else Silent()))


def _threads(n: int) -> ThreadPoolTaskRunner[Any]:
    return ThreadPoolTaskRunner(max_workers=n)


def _beside() -> Workers:
    """The process for the corpus. It warms up while seeds are read, where the command has seen that there is something to do."""
    beside, at_hand = Workers(1), _at_hand.get()
    if at_hand and at_hand.has_started():
        beside.warm(entities.warm_up)
    return beside


@contextmanager
def _batches(settings: Settings, threads: ThreadPoolTaskRunner[Any]) -> Iterator[Call]:
    """Where batches are made: in processes of this machine, or on a Dask cluster."""
    if settings.engine != "dask":
        with closing(_at_hand.get() or Workers(settings.processes())) as workers:
            yield partial(_in_process, threads, workers)
        return
    try:
        from flows import cluster
    except ImportError as error:
        raise ClusterError(f'engine = "dask" needs Dask: pip install "textmart[dask]" ({error})') from error
    with cluster.connected(settings) as hand_out:

        def on_cluster(step: str, function: Callable[..., Any], *args: Any) -> Pending:
            return hand_out(step, _shell(step, partial(mirror.called, function, *map(mirror.sent, args))))

        yield on_cluster


def _in_process(threads: ThreadPoolTaskRunner[Any], workers: Workers, step: str, function: Callable[..., Any], *args: Any) -> Pending:
    def call() -> Any:
        try:
            return workers.run(step, function, *args)
        except WorkersClosedError as error:
            return Cancelled(message=str(error))  # raised, it would leave a traceback in the log of an interrupted run

    return threads.submit(_shell(step, call), parameters={})


def _engine(threads: ThreadPoolTaskRunner[Any], batches: Call, beside: Workers) -> Engine:
    def here(step: str, function: Callable[..., Any], *args: Any) -> Pending:
        return corpus.at_once(step, _shell(step, lambda: function(*args)))

    def worker(step: str, function: Callable[..., Any], *args: Any) -> Pending:
        pending = batches(step, function, *args)
        if not beside.has_started():
            beside.warm(entities.warm_up)
        return pending

    return Engine(here, worker, partial(_in_process, threads, beside))


def _shell(step: str, call: Callable[[], Any]) -> Task[[], Any]:
    """A task without parameters, named by the step's first word: `batch 3 of 12` is a run of the task `batch`."""
    return Task(call, name=step.split()[0], task_run_name=step, cache_policy=NO_CACHE, persist_result=False)


class _Watched:
    """Tells the watcher, and Prefect's UI at most once in two seconds, how far the batches are."""

    def __init__(self, watcher: Progress) -> None:
        self._watcher = watcher
        self._artifact: UUID | None = None
        self._n_chars, self._n_done, self._told_at = 0, 0, 0.0
        self.step, self.step_done, self.read = watcher.step, watcher.step_done, watcher.read
        self.done, self.failed = watcher.done, watcher.failed

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        self._watcher.batches(n_batches, n_documents, n_chars)
        if n_batches:
            self._n_chars = n_chars
            size = f"{n_documents:,} documents in {n_batches:,} batches"
            self._artifact = cast(UUID, create_progress_artifact(0.0, key="batches", description=size))

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        self._watcher.batch_done(n_documents, n_chars)
        self._n_done += n_chars
        now = time.monotonic()
        if self._artifact and (now > self._told_at + 2 or self._n_done == self._n_chars):
            self._told_at = now
            update_progress_artifact(self._artifact, 100 * self._n_done / max(self._n_chars, 1))


def _markdown(summary: Summary) -> str:
    """The summary as Markdown tables."""

    def rows(of: dict[str, Any]) -> str:
        return "\n".join(f"| {name.removeprefix('n_')} | {value:,} |" for name, value in of.items())

    counts = {name: value for name, value in asdict(summary).items() if name.startswith("n_")}
    sections = {
        "Documents": counts,
        "Issues by reason": summary.issues,
        "Rows": summary.rows,
    }
    tables = [f"\n| {title} | |\n| :-- | --: |\n{rows(section)}\n" for title, section in sections.items() if section]
    return f"Run {summary.run_id} of {summary.warehouse}: {summary.outcome}.\n" + "".join(tables) + _steps(summary.steps)


def _steps(steps: Sequence[Step]) -> str:
    """A Markdown table of what each step took."""
    heading = "\n| Step | seconds | rows | words/s | MB | MB of a worker |\n| :-- | --: | --: | --: | --: | --: |\n"
    return heading + "".join(
        f"| {step.step} | {step.seconds:,.1f} | {step.n_rows:,} | {step.words_per_second or 0:,.0f} | {step.peak_memory_mb:,} |"
        f" {step.worker_peak_memory_mb or ''} |\n"
        for step in steps
    )


def serve(settings: Settings, *, cron: str | None = None, every: timedelta | None = None, wait_seconds: float = 0) -> None:
    """Run the flow on a schedule until interrupted; needs a server that has schedules.

    A run that comes due while another is at work ends as skipped, so that none queue up: the warehouse's lock says so, and dies with its
    holder. (A limit of the deployment would not: Prefect's server keeps its leases in memory, so that the slot of a run that was killed
    together with the server stays taken.) Serving again takes out what an earlier `serve` left scheduled.
    """
    server.wait_for(str(PREFECT_API_URL.value()))
    settings = replace(settings, seeds=tuple(map(absolute, settings.seeds)), warehouse=absolute(settings.warehouse))
    try:
        build.serve(
            name="-".join(Path(settings.warehouse.replace("s3://", "/s3/")).parts[1:]),
            cron=cron,
            interval=every,
            parameters={"settings": asdict(settings), "wait_seconds": wait_seconds},
            tags=[past_runs.TAG],
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )
    finally:
        _end_runs(multiprocessing.active_children())


# In which a run that is told to end tells the server that it did.
_RUN_ENDS_SECONDS = 2.0


def _end_runs(runs: Sequence[BaseProcess]) -> None:
    """Ends scheduled runs that are under way; the next one does what is missing. One that has not begun waits for the server, which ends
    now, too: it would wait for ever, and Prefect's runner for it.
    """
    until = time.monotonic() + _RUN_ENDS_SECONDS
    for run in runs:
        run.terminate()
    for run in runs:
        run.join(max(0, until - time.monotonic()))
        run.kill()
