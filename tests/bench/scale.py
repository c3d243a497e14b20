"""How a run's cost grows: with the documents of a corpus, with what is added to it, and with the workers of a Dask cluster."""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.dask_workers import CALM
from tests.bench import documents
from tests.bench.measure import ROOT, Measured, textmart

N_ADDED = 100


class Grown(NamedTuple):
    """Whole runs over a corpus of so many documents: its first run, and one that adds N_ADDED documents more."""

    n_documents: int
    n_chars: int
    first: Measured
    added: Measured


def grown(folder: Path, lines: Sequence[documents.Line], sizes: Sequence[int]) -> Iterator[Grown]:
    """A first run over so many of the documents, and one more with others beside them, for each size."""
    for size in sizes:
        there, more = lines[:size], lines[-N_ADDED:]
        seeds, warehouse = folder / f"seeds-{size}", folder / f"warehouse-{size}"
        documents.write(seeds / "there.jsonl", there)
        first = textmart("run", str(seeds), "-w", str(warehouse))
        documents.write(seeds / "more.jsonl", more)
        added = textmart("run", str(seeds), "-w", str(warehouse))
        yield Grown(len(there), sum(len(line["text"]) for line in there), first, added)


def exponent(smallest: Grown, largest: Grown) -> float:
    """The power of the number of characters that the time grows with: 1 when each costs the same."""
    return math.log(largest.first.seconds / smallest.first.seconds) / math.log(largest.n_chars / smallest.n_chars)


class OnDask(NamedTuple):
    """A whole run on a Dask cluster, and of it the step whose batches the workers make, in seconds."""

    whole: float
    annotate: float


def on_dask(folder: Path, seeds: Path, n_workers: int) -> OnDask:
    """A run on a Dask cluster of so many workers, started before."""
    folder.mkdir()
    with _cluster(folder, n_workers) as address:
        config = folder / "textmart.toml"
        config.write_text(f'engine = "dask"\nscheduler = "{address}"\n')
        whole = textmart("run", str(seeds), "-w", str(folder / "warehouse"), "--config", str(config)).seconds
    with duckdb.connect(str(folder / "warehouse" / "textmart.duckdb"), read_only=True) as connection:
        [(annotate,)] = connection.sql("select seconds from run_steps where step = 'annotate'").fetchall()
    return OnDask(whole, annotate)


@contextmanager
def _cluster(folder: Path, n_workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers, each a process of one thread, with Dask's settings as the README has them."""
    file = folder / "scheduler.json"
    scheduler, worker = ("dask_scheduler", "--port", "0"), ("dask_worker", "--nthreads", "1", "--no-nanny")
    # How Dask names a setting in the environment (https://docs.dask.org/en/stable/configuration.html).
    calm = {f"DASK_{name.replace('.', '__').replace('-', '_').upper()}": str(value) for name, value in CALM.items()}
    common = ("--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1")
    started = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *options, *common],
            env={**os.environ, **calm, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for program, *options in (scheduler, *[worker] * n_workers)
    ]
    try:
        while not file.exists():
            time.sleep(0.1)
        yield str(json.loads(file.read_text())["address"])
    finally:
        for process in started:
            process.kill()
            process.wait()
