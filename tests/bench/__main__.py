"""`make bench [CORPUS=file.jsonl.gz]`: speed and memory of whole runs, as ratios against what a user would use instead."""

import json
import shutil
import sys
import tempfile
from contextlib import closing
from itertools import count
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests import browser
from tests.bench import answers, documents, scale
from tests.bench.measure import command, textmart
from tests.bench.same_as_stock import same_as_stock
from tests.corpus_hash import corpus_hash

STEPS = ("speed", "nothing", "same", "rows", "memory", "scale", "dask", "answers", "report")
# Those that ask a warehouse.
ASKING = ("answers", "report")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--documents",
    "n",
    default=2_000,
    show_default=True,
    help="Documents to measure with; memory takes half and five times as many, scale these and all of the corpus.",
)
@click.option(
    "--warehouse",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Ask this one for answers and a report, instead of one made for it.",
)
@click.option("--only", multiple=True, type=click.Choice(STEPS), help="Only these measurements.")
def main(corpus: Path | None, n: int, warehouse: Path | None, only: tuple[str, ...]) -> None:
    """Measures, and prints a table to be read; nothing passes or fails here."""
    table = Table(
        title=f"{n:,} documents of {corpus.name if corpus else 'the test stories'}", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    for name in ("what", "measured", "as a ratio"):
        table.add_column(name)
    with tempfile.TemporaryDirectory() as folder:
        for step in [each for each in STEPS if not only or each in only]:
            if step in ASKING:
                warehouse = warehouse or _made(Path(folder), corpus, n)
                globals()[f"_{step}"](Path(folder), warehouse, table)
            else:
                globals()[f"_{step}"](Path(folder), corpus, n, table)
    Console().print(table)


def _seeds(folder: Path, corpus: Path | None, n: int, name: str = "seeds") -> Path:
    return documents.write(folder / name / "documents.jsonl", documents.chosen(corpus, n)).parent


def _speed(folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """A whole run against the model alone, in turn."""
    seeds = _seeds(folder, corpus, n)
    ratios = []
    for _ in range(3):
        shutil.rmtree(folder / "warehouse", ignore_errors=True)
        ours = textmart("run", str(seeds), "-w", str(folder / "warehouse"))
        stock = json.loads(command([sys.executable, "-m", "tests.bench.stock", str(seeds / "documents.jsonl")]).output.splitlines()[-1])
        ratios.append((ours.seconds / stock["seconds"], ours.seconds, stock["seconds"], stock["n_tokens"]))
    ratio, seconds, stock_seconds, n_tokens = sorted(ratios)[1]
    table.add_row("whole run", f"{seconds:.1f} s, {n_tokens / seconds:,.0f} tokens/s", "")
    table.add_row(
        "nlp.pipe(n_process=cores) alone", f"{stock_seconds:.1f} s, {n_tokens / stock_seconds:,.0f} tokens/s", f"{ratio:.2f} (median of 3)"
    )


EMPTY_FLOW = "from prefect import flow; flow(lambda: None, name='empty')()"


def _nothing(folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """A run that changes nothing and one with one edited document, without a Prefect server and with one up, each beside an empty flow."""
    seeds, warehouse = _seeds(folder, corpus, n), folder / "nothing"
    first, *rest = documents.chosen(corpus, n)
    textmart("run", str(seeds), "-w", str(warehouse))
    editions = count(1)

    def measured(where: str, environment: dict[str, str]) -> None:
        turns = []
        for _ in range(3):
            empty = command([sys.executable, "-c", EMPTY_FLOW], environment).seconds
            unchanged = textmart("run", str(seeds), "-w", str(warehouse), environment=environment).seconds
            documents.write(seeds / "documents.jsonl", [{**first, "text": f"{first['text']} Edition {next(editions)}."}, *rest])
            edited = textmart("run", str(seeds), "-w", str(warehouse), environment=environment).seconds
            turns.append((empty, unchanged, edited))
        empty, unchanged, edited = (sorted(each)[1] for each in zip(*turns, strict=True))
        table.add_row(f"an empty Prefect flow, {where}", f"{empty:.1f} s (medians of 3)", "1")
        table.add_row(f"nothing changed, {where}", f"{unchanged:.1f} s", f"{unchanged / empty:.2f}")
        table.add_row(f"one document edited, {where}", f"{edited:.1f} s", f"{edited / empty:.2f}")

    measured("no server up", {"PREFECT_API_URL": "", "PREFECT_HOME": str(folder / "prefect")})
    with closing(_Server()) as server:
        measured("server up", {"PREFECT_API_URL": server.url})


class _Server:
    """A Prefect server as a user has one."""

    def __init__(self) -> None:
        from flows import server

        self._running = server.running(schedules=True)
        self.url = self._running.__enter__()
        server.wait_for(self.url)

    def close(self) -> None:
        self._running.__exit__(None, None, None)


def _same(_folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """What stock spaCy says of our tokens and sentence starts."""
    import spacy

    from flows.annotate.annotate import annotate
    from flows.annotate.fingerprint import DEFAULT_MODEL, folder_of
    from flows.annotate.model import load_nlp

    texts = [(str(line["id"]), line["text"]) for line in documents.chosen(corpus, n)]
    found = same_as_stock(annotate(load_nlp(), texts), spacy.load(folder_of(DEFAULT_MODEL)))
    table.add_row(
        "as stock spaCy annotates it", f"{found.n_tokens:,} tokens, different: {sum(found.n_different.values())}", f"{found.share:.6f}"
    )


def _rows(folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """The same rows from any number of processes."""
    seeds = _seeds(folder, corpus, n // 2, "half")
    hashes = set()
    for n_processes in (1, 2, 4):
        warehouse = folder / f"by-{n_processes}"
        textmart("run", str(seeds), "-w", str(warehouse), "--processes", str(n_processes))
        hashes.add(corpus_hash(warehouse))
    table.add_row("rows of 1, 2 and 4 processes", f"{n // 2:,} documents", "equal" if len(hashes) == 1 else "DIFFERENT")


def _made(folder: Path, corpus: Path | None, n: int) -> Path:
    """A warehouse of the documents."""
    textmart("run", str(_seeds(folder, corpus, n, "asked")), "-w", str(folder / "asked-warehouse"))
    return folder / "asked-warehouse"


def _answers(_folder: Path, warehouse: Path, table: Table) -> None:
    """The catalogue's opening, and every view and macro."""
    table.add_row("opening the catalogue", f"{answers.opening(warehouse):.0f} ms", "")
    for each in answers.answers(warehouse):
        table.add_row(each.what, f"{each.wall_ms:,.0f} ms (95 %), processors {each.cpu_ms:,.0f} ms", f"{each.n_rows:,} rows")


def _report(folder: Path, warehouse: Path, table: Table) -> None:
    """The page to look at: written, and opened by a browser from the disk."""
    page = folder / "report.html"
    written = textmart("report", "-w", str(warehouse), "-o", str(page))
    table.add_row("report written", f"{written.seconds:.1f} s, {page.stat().st_size / 1e6:.1f} MB", "")
    if not (browser.BROWSER and browser.DRIVER):
        table.add_row("report opened", browser.MISSING, "")
        return
    with browser.browser(folder) as opened:
        loaded, drawn = zip(*(browser.opening(opened, page) for _ in range(3)), strict=True)
    table.add_row("report opened", f"{sorted(loaded)[1]:.2f} s, all charts drawn {sorted(drawn)[1]:.2f} s (medians of 3)", "")


def _memory(folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """Peak memory of each process for half as many documents and for five times as many."""
    peaks = []
    for size in (n // 2, n * 5):
        seeds = _seeds(folder, corpus, size, f"memory-{size}")
        peaks.append(textmart("run", str(seeds), "-w", str(folder / f"for-{size}")).peaks)
    for kind in sorted(peaks[1]):
        small, large = peaks[0].get(kind, 0), peaks[1][kind]
        table.add_row(
            f"peak memory of {kind}", f"{small:,.0f} MB for {n // 2:,}, {large:,.0f} MB for {n * 5:,}", f"{large / max(small, 1):.2f}"
        )


def _scale(folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """Time and memory of a first run over half as many, five times as many and all documents, and of one that adds a hundred to each."""
    lines = documents.shuffled(corpus, n * 5 + scale.N_ADDED)
    measured = []
    for each in scale.grown(folder, lines, sorted({min(size, len(lines) - scale.N_ADDED) for size in (n // 2, n * 5, len(lines))})):
        measured.append(each)
        peaks = ", ".join(f"{kind} {peak:,.0f} MB" for kind, peak in sorted(each.first.peaks.items()))
        milliseconds = 1000 * each.first.seconds / each.n_documents
        table.add_row(f"first run over {each.n_documents:,}", f"{each.first.seconds:,.1f} s, {milliseconds:.1f} ms a document; {peaks}", "")
        added = each.added.seconds / measured[0].added.seconds
        table.add_row(f"{scale.N_ADDED} added to {each.n_documents:,}", f"{each.added.seconds:.1f} s", f"{added:.2f}")
    exponent = scale.exponent(measured[0], measured[-1])
    table.add_row("exponent of time by characters", f"{measured[0].n_documents:,} to {measured[-1].n_documents:,}", f"{exponent:.3f}")


def _dask(folder: Path, corpus: Path | None, n: int, table: Table) -> None:
    """The same run on one Dask worker and on two."""
    seeds = _seeds(folder, corpus, n, "dask")
    one, two = (scale.on_dask(folder / f"dask-{n_workers}", seeds, n_workers) for n_workers in (1, 2))
    for what in scale.OnDask._fields:
        before, after = getattr(one, what), getattr(two, what)
        table.add_row(f"{what} on one Dask worker", f"{before:.1f} s", "1")
        table.add_row(f"{what} on two", f"{after:.1f} s", f"{before / after:.2f}")


if __name__ == "__main__":
    main()
