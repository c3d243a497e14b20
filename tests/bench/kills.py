"""`make torture [KILLS=20]`: real runs that are killed at random, parent or worker; afterwards the corpus is that of an undisturbed run."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import click
import duckdb
import psutil

from tests.bench.documents import Line, made, write
from tests.bench.measure import ROOT, TEXTMART, textmart
from tests.corpus_hash import corpus_hash

PATIENCE_SECONDS = 5.0


@click.command()
@click.option("--kills", default=20, show_default=True, help="How many runs are killed.")
@click.option("--documents", "n", default=60, show_default=True, help="Documents in the seeds.")
def main(kills: int, n: int) -> None:
    """Kills runs, runs again, and compares; ends with an error at the first difference."""
    chance = random.Random(2)
    lines = list(made(n))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seeds, warehouse = folder / "seeds", folder / "warehouse"
        write(seeds / "documents.jsonl", lines)
        textmart("run", str(seeds), "-w", str(warehouse))
        for number in range(1, kills + 1):
            edited(lines, chance)
            write(seeds / "documents.jsonl", lines)
            before = corpus_hash(warehouse)
            victim, survivors = killed(seeds, warehouse, chance)
            if survivors:
                raise SystemExit(f"kill {number} ({victim}): {survivors} outlived it by {PATIENCE_SECONDS} s")
            between = corpus_hash(warehouse)
            textmart("run", str(seeds), "-w", str(warehouse))
            after = corpus_hash(warehouse)
            shutil.rmtree(folder / "fresh", ignore_errors=True)
            textmart("run", str(seeds), "-w", str(folder / "fresh"))
            if after != corpus_hash(folder / "fresh") or between not in {before, after}:
                raise SystemExit(f"kill {number} ({victim}): the rows are not those of an undisturbed run")
            textmart("vacuum", "--keep-days", "0", "-w", str(warehouse))
            left = [str(path) for path in warehouse.rglob("*.tmp-*")]
            if left:
                raise SystemExit(f"kill {number} ({victim}): left behind: {left}")
            print(
                f"kill {number} of {kills}: {victim}, {'after' if between == after != before else 'before'} the commit; made good",
                flush=True,
            )


def edited(lines: list[Line], chance: random.Random) -> None:
    """Some documents are edited, one goes, one comes."""
    for line in chance.sample(lines, len(lines) // 3):
        line["text"] += f" He said it {chance.randint(2, 99)} times."
    lines.pop(chance.randrange(len(lines)))
    lines.append(
        {**chance.choice(lines), "id": f"new-{chance.random()}", "text": f"Mayor Ada Brandt opened {chance.randint(2, 99_999)} bridges."}
    )


def killed(seeds: Path, warehouse: Path, chance: random.Random) -> tuple[str, list[str]]:
    """Starts a run, kills it or one of its workers after a random time; who it was, and what of it still lives some seconds later."""
    run = [*TEXTMART, "run", str(seeds), "-w", str(warehouse), "-q"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    family = psutil.Process(process.pid)
    wants_worker, deadline = chance.random() < 0.4, time.monotonic() + chance.uniform(0.3, 14)
    seen: dict[int, psutil.Process] = {}
    victim = "ended by itself"
    while process.poll() is None:
        for child in family.children(recursive=True):
            seen.setdefault(child.pid, child)
        workers = [child for child in seen.values() if child.is_running() and "flows.workers" in " ".join(_words(child))]
        if time.monotonic() >= deadline and (workers or not wants_worker):
            target = chance.choice(workers).pid if wants_worker else process.pid
            victim = "worker" if wants_worker else "parent"
            os.kill(target, signal.SIGKILL)
            break
        time.sleep(0.02)
    process.wait()
    time.sleep(PATIENCE_SECONDS)
    with duckdb.connect(str(warehouse / "textmart.duckdb"), read_only=True) as reader:
        reader.sql("select count(*), sum(length(text)) from tokens").fetchall()
    return victim, [
        " ".join(_words(child))[:80] for child in seen.values() if child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    ]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


if __name__ == "__main__":
    main()
