"""`make torture [KILLS=100]`: real commands that are killed at random; afterwards the corpus is that of an undisturbed run.

Killed is the command itself, one of its workers or its Prefect server, in a run, a run of a schedule, a takedown, the joining of parts, or
the removal of what is not needed. Meanwhile somebody reads the corpus, again and again. At the first fault all ends, and what was worked on
stays where it is.
"""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click
import duckdb
import psutil
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.corpus import Engine, at_once, build
from flows.settings import Settings
from flows.show import Silent
from flows.store import forgotten, lock
from tests.bench.documents import Line, made, write
from tests.bench.measure import ROOT, TEXTMART, textmart
from tests.corpus_hash import corpus_hash

PATIENCE_SECONDS = 5.0
# A run of a schedule that had not begun yet still has to notice that nobody is there who gave it its work.
SERVED_PATIENCE_SECONDS = 60.0
# A command that was to end at once, or by its client's patience with a server that is gone, and still goes on, never ends.
END_SECONDS = 900.0
# How long a schedule goes on after one of its processes was killed, at most; by then its next run has published, where nobody else works.
SERVED_SECONDS = 25.0
# By what words in its command line each process is known.
VICTIMS = {"parent": "flows.cli", "worker": "flows.workers", "server": "flows.server", "flow": "multiprocessing.spawn"}


class Deed(NamedTuple):
    """A command that is killed: how often in proportion, in how many seconds at most, and which of its processes. If it ends by itself, or
    goes on for ever and is stopped, soon or when it has published.
    """

    weight: int
    seconds: float
    victims: tuple[str, ...]
    ends: bool = True


class Kill(NamedTuple):
    """Who was killed in what, and whether before or after the commit; neither where nothing was to be committed."""

    deed: str
    victim: str
    when: str

    def __str__(self) -> str:
        return f"{self.deed}, {self.victim}" + (f", {self.when} the commit" if self.when else "")


DEEDS = {
    "run": Deed(10, 12, ("parent", "parent", "worker", "server")),
    "serve": Deed(4, 26, ("parent", "flow", "worker", "server"), ends=False),
    "forget": Deed(4, 4, ("parent",)),
    "compact": Deed(2, 1.2, ("parent", "parent", "worker")),
    "vacuum": Deed(2, 1.5, ("parent",)),
}


class TortureError(SystemExit):
    """The rows are not those of an undisturbed run, or something else is left that must not be."""


@click.command()
@click.option("--kills", default=20, show_default=True, help="How many commands are killed.")
@click.option("--documents", "n", default=60, show_default=True, help="Documents in the seeds.")
@click.option("--chance", "seed", default=2, show_default=True, help="Another number is another series of kills.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Where to work, on a disk of your choice.")
def main(kills: int, n: int, seed: int, folder: Path | None) -> None:
    """Kills commands, repeats them, and compares; ends with an error at the first difference."""
    chance = random.Random(seed)
    lines = list(made(n))
    here = Path(tempfile.mkdtemp(dir=folder))
    # What was served and killed stays scheduled, which is nobody else's business.
    os.environ["PREFECT_HOME"] = str(here / "prefect")
    # A command whose server is gone ends when Prefect's client gives up: by default after some minutes, most of all time.
    os.environ["PREFECT_CLIENT_MAX_RETRIES"] = "1"
    write(here / "seeds" / "documents.jsonl", lines)
    textmart("run", str(here / "seeds"), "-w", str(here / "warehouse"))
    if corpus_hash(here / "warehouse") != undisturbed(here):
        raise TortureError("a command and a call in this process do not come to the same rows")
    made_good: Counter[Kill] = Counter()
    seconds = {deed: each.seconds for deed, each in DEEDS.items()}
    started = time.monotonic()
    try:
        while made_good.total() < kills:
            deed = chance.choices(list(DEEDS), [each.weight for each in DEEDS.values()])[0]
            try:
                kill, lasted = tortured(here, deed, lines, seconds[deed], chance)
            except TortureError as error:
                raise TortureError(f"kill {made_good.total() + 1}, {deed}: {error}; it is in {here}") from None
            # Not killed too late again, nor for ever in the beginning alone: the machine may be less busy at one time than at another.
            seconds[deed] = min(1.1 * seconds[deed] if kill else lasted, DEEDS[deed].seconds)
            if kill is None:
                print(f"{deed} had ended before it was killed", flush=True)
                continue
            made_good[kill] += 1
            print(f"kill {made_good.total()} of {kills}: {kill}; made good", flush=True)
    finally:
        print(summary(made_good, time.monotonic() - started), flush=True)
    shutil.rmtree(here)


def summary(made_good: Counter[Kill], seconds: float) -> str:
    """A line for each way to be killed, and two for all."""
    before, after, neither = (sum(n for kill, n in made_good.items() if kill.when == when) for when in ("before", "after", ""))
    kinds = ", ".join(f"{sum(n for kill, n in made_good.items() if kill.deed == deed)} {deed}" for deed in DEEDS)
    told = [f"{n} × {kill}" for kill, n in sorted(made_good.items())]
    told += [f"{made_good.total()} kills made good in {seconds:.0f} s: {kinds}"]
    told += [f"{before} before the commit, {after} after it, {neither} where nothing was to be committed"]
    return "\n".join(told)


def tortured(here: Path, deed: str, lines: list[Line], seconds: float, chance: random.Random) -> tuple[Kill | None, float]:
    """Kills the deed once within the seconds, repeats it, and compares with an undisturbed run; says who was killed when, if it was not too
    late for that, and how long the deed lasted.
    """
    seeds, warehouse = here / "seeds", here / "warehouse"
    words = [deed, "-w", str(warehouse)]
    again = ["run", str(seeds), "-q", "-w", str(warehouse)]
    doc_id = ""
    if deed in {"run", "serve"}:
        edited(lines, chance)
        write(seeds / "documents.jsonl", lines)
        words = again if deed == "run" else [*words, "--seeds", str(seeds), "--every", "8s", "-q"]
    elif deed == "forget":
        doc_id = chance.choice(sorted(doc_ids(warehouse)))
        if not holding(warehouse, doc_id):
            raise TortureError(f"{doc_id} is not found where it is")
        words += [doc_id]
    elif deed == "vacuum":
        words += ["--keep-days", "0"]
    before = corpus_hash(warehouse)
    with read_all_the_while(warehouse, takes_away=deed in {"forget", "vacuum"}) as errors:
        started = time.monotonic()
        victim, survivors = killed(words, DEEDS[deed], seconds, warehouse, chance)
        lasted = time.monotonic() - started
    if survivors:
        raise TortureError(f"{survivors} outlived it ({victim})")
    if errors:
        raise TortureError(f"somebody who read saw {errors[0]} ({victim})")
    if holder := lock.holder(warehouse):
        raise TortureError(f"{holder} has the lock ({victim})")
    if victim is None:
        return None, lasted
    between = corpus_hash(warehouse)
    textmart(*(words if DEEDS[deed].ends else again))
    after = corpus_hash(warehouse)
    if between not in {before, after}:
        raise TortureError(f"a half state was seen ({victim})")
    if doc_id and (left := holding(warehouse, doc_id)):
        raise TortureError(f"what was forgotten is in {left[0]} ({victim})")
    when = "after" if between == after != before else "before"
    textmart(*again)
    if corpus_hash(warehouse) != undisturbed(here):
        raise TortureError(f"the rows are not those of an undisturbed run ({victim})")
    textmart("vacuum", "--keep-days", "0", "-w", str(warehouse))
    if left := list(warehouse.rglob("*.tmp-*")):
        raise TortureError(f"left behind: {left[0]} ({victim})")
    return Kill(deed, victim, when if before != after else ""), lasted


def undisturbed(here: Path) -> str:
    """The hash of a warehouse that was made at once of these seeds, and without what was forgotten; made again where they are others.

    It is made in this process, which has the model already, and without Prefect: in a fifth of the time.
    """
    seeds = here / "seeds"
    told = here / "warehouse" / forgotten.FILE
    of = ((seeds / "documents.jsonl").read_bytes(), told.read_bytes() if told.exists() else b"")
    if _undisturbed.get("of") != of:
        # A folder that no other corpus was in, of which this process could know something.
        fresh = Path(tempfile.mkdtemp(dir=here, prefix="fresh-"))
        if told.exists():
            shutil.copy(told, fresh)
        build(Settings(seeds=(str(seeds),), warehouse=str(fresh)), Engine(at_once, at_once), Silent())
        _undisturbed.update(of=of, hash=corpus_hash(fresh))
        shutil.rmtree(fresh)
    return str(_undisturbed["hash"])


_undisturbed: dict[str, object] = {}


def doc_ids(warehouse: Path) -> set[str]:
    """The documents of the live corpus."""
    with duckdb.connect(str(warehouse / "textmart.duckdb"), read_only=True) as connection:
        return {doc_id for (doc_id,) in connection.sql("select doc_id from documents").fetchall()}


def holding(warehouse: Path, doc_id: str) -> list[Path]:
    """The parts, of the live corpus or not, that have a row of this document."""
    found = []
    for path in sorted((warehouse / "parts").rglob("*.parquet")):
        if path.parent.name == "forgotten" or "doc_id" not in pq.read_schema(path).names:
            continue
        if pc.any(pc.equal(pq.read_table(path, columns=["doc_id"])["doc_id"], doc_id)).as_py():
            found.append(path)
    return found


def edited(lines: list[Line], chance: random.Random) -> None:
    """Some documents are edited, one goes, one comes."""
    for line in chance.sample(lines, len(lines) // 3):
        line["text"] += f" He said it {chance.randint(2, 99)} times."
    lines.pop(chance.randrange(len(lines)))
    lines.append(
        {**chance.choice(lines), "id": f"new-{chance.random()}", "text": f"Mayor Ada Brandt opened {chance.randint(2, 99_999)} bridges."}
    )


@contextmanager
def read_all_the_while(warehouse: Path, *, takes_away: bool) -> Iterator[list[str]]:
    """Meanwhile opens the catalogue and reads it, again and again, and somebody has it open from the beginning to the end; the errors that
    this met, and what did not fit together.

    A deed that `takes_away` may take parts from a reader who opened the catalogue before it: that is what it is for.
    """
    errors: list[str] = []
    ended = threading.Event()
    path = warehouse / "textmart.duckdb"
    held = duckdb.connect(str(path), read_only=True)
    everything = "select count(*), sum(hash(tokens)) from tokens"
    at_first = held.sql(everything).fetchall()

    def read() -> None:
        while not ended.wait(0.1):
            try:
                with duckdb.connect(str(path), read_only=True) as connection:
                    [(n_documents, n_counted)] = connection.sql(
                        "select (select count(*) from documents), (select count(distinct doc_id) from tokens)"
                    ).fetchall()
                if n_documents != n_counted:
                    errors.append(f"{n_documents} documents, of which {n_counted} have tokens")
            except duckdb.Error as error:
                if not takes_away:
                    errors.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield errors
        if not takes_away and held.sql(everything).fetchall() != at_first:
            errors.append("other rows than at first")
    finally:
        ended.set()
        thread.join()
        held.close()


def killed(words: list[str], deed: Deed, seconds: float, warehouse: Path, chance: random.Random) -> tuple[str | None, list[str]]:
    """Starts the command, kills it or one of its processes after a random time; who was killed, and what of it lives some seconds later."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*TEXTMART, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, preexec_fn=_heeds_interrupts
    )
    family = psutil.Process(process.pid)
    wanted, deadline = chance.choice(deed.victims), time.monotonic() + chance.uniform(0.1, seconds)
    if not deed.ends and wanted in {"flow", "worker"}:
        # They come late, and workers only once.
        deadline = time.monotonic() + END_SECONDS
    too_late = time.monotonic() + 2 * deed.seconds
    seen: dict[int, psutil.Process] = {process.pid: family}
    victim = None
    while process.poll() is None:
        for child in family.children(recursive=True):
            seen.setdefault(child.pid, child)
        there = [each.pid for each in seen.values() if each.is_running() and VICTIMS[wanted] in " ".join(_words(each))]
        if there and deadline > too_late:
            deadline = time.monotonic() + chance.uniform(0, 4)
        if time.monotonic() >= deadline and there:
            victim = wanted
            os.kill(chance.choice(there), signal.SIGKILL)
            break
        if not deed.ends and time.monotonic() >= too_late:
            break
        time.sleep(0.02)
    try:
        if not deed.ends and victim != "parent":
            # It goes on, and makes good by itself what it can.
            _wait_for_publishing(process, warehouse, chance.choice((chance.uniform(0, 5), SERVED_SECONDS)))
            process.send_signal(chance.choice((signal.SIGINT, signal.SIGTERM)))
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise TortureError(f"it had not ended {END_SECONDS:.0f} s after that ({victim})") from None
    for _ in range(round(10 * (PATIENCE_SECONDS if deed.ends else SERVED_PATIENCE_SECONDS))):
        if not (alive := [each for each in seen.values() if _is_alive(each)]):
            break
        time.sleep(0.1)
    return victim, [" ".join(_words(child))[:80] for child in alive]


def _wait_for_publishing(process: subprocess.Popen[bytes], warehouse: Path, seconds: float) -> None:
    """Until the process has published or has ended, at most so long."""
    catalogue, deadline = warehouse / "textmart.duckdb", time.monotonic() + seconds
    before = catalogue.stat().st_mtime_ns
    while time.monotonic() < deadline and process.poll() is None and catalogue.stat().st_mtime_ns == before:
        time.sleep(0.1)


def _heeds_interrupts() -> None:
    """A shell's background command does not, and neither do those that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


if __name__ == "__main__":
    main()
