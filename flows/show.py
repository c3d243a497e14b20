"""What a person sees at the terminal: progress while a run works, and one summary at its end."""

import shlex
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from flows.corpus import Summary
from flows.steps import Step

# Tables of the store that people do not ask for by that name; the views over them are counted instead.
_VIEWS = {"documents": "texts", "mentions": "document_mentions"}
_SHOWN = ("documents", "sentences", "tokens", "mentions", "amounts", "entities", "entity_names", "issues")


class Silent:
    """Progress that nobody watches."""

    def step(self, name: str) -> None:
        """Says nothing."""

    def step_done(self, step: Step) -> None:
        """Says nothing."""

    def read(self, n_seeds: int, n_documents: int) -> None:
        """Says nothing."""

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        """Says nothing."""

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        """Says nothing."""

    def done(self, summary: Summary) -> None:
        """Says nothing."""

    def failed(self, error: BaseException) -> None:
        """Says nothing."""


class Bar(Silent):
    """A line that tells the step and, while documents are annotated, how many are done, how fast, and how long it will take."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=None, rate="")
        self._done = 0
        self._since = time.monotonic()

    def step(self, name: str) -> None:
        """A step begins."""
        self._progress.update(self._task, description=name, rate="")

    def read(self, n_seeds: int, n_documents: int) -> None:
        """So many seeds were looked at, and so many documents read."""
        self._progress.update(self._task, rate=f"{n_seeds:,} seeds, {n_documents:,} documents")

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        """So much is to be annotated. Characters are the measure: documents differ in length."""
        self._done, self._since = 0, time.monotonic()
        self._progress.update(self._task, total=max(n_chars, 1), completed=0, rate=f"{n_documents:,} documents in {n_batches:,} batches")

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        """A batch was."""
        self._done += n_documents
        rate = self._done / max(time.monotonic() - self._since, 0.001)
        self._progress.update(self._task, advance=n_chars, rate=f"{self._done:,} documents, {rate:,.0f}/s")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Silent]:
    """Progress on standard error, if that is a terminal and nobody asked for quiet."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield Silent()
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        yield Bar(shown)


def summary(done: Summary, console: Console) -> None:
    """One table that tells what the run did, and what to try next."""
    if done.outcome == "unchanged":
        console.print(
            f"Nothing changed: {done.n_documents:,} documents from {_count(done.n_seeds, 'seed')}; {done.warehouse} is as it was."
        )
        return
    heading = "A run would do this (nothing was written)" if done.outcome == "planned" else f"Run {done.run_id}"
    console.print(heading, highlight=False)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    table.add_row("documents", f"{done.n_documents:,}", f"from {_count(done.n_seeds, 'seed')}")
    table.add_row("  added", f"{done.n_added - done.n_edited:,}", "")
    table.add_row("  edited", f"{done.n_edited:,}", "")
    table.add_row("  removed", f"{max(done.n_removed - done.n_edited, 0):,}", "")
    table.add_row("  unchanged", f"{done.n_unchanged:,}", "")
    if done.outcome == "published":
        table.add_row(
            "inputs", f"{done.n_sources + done.n_unused:,}", f"{done.n_sources:,} are documents' sources, {done.n_unused:,} were not used"
        )
    table.add_row("issues", f"{sum(done.issues.values()):,}", ", ".join(f"{n:,} {reason}" for reason, n in sorted(done.issues.items())))
    if done.outcome == "published":
        for name in _SHOWN[1:-1]:
            table.add_row(name, f"{_rows(done.rows, name):,}", "")
        for step in done.steps:
            speed = f"{step.words_per_second:,.0f} words/s" if step.words_per_second else ""
            table.add_row(step.step, f"{step.seconds:.1f} s", speed)
    console.print(table)
    for line in done.unapplied:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if done.outcome == "published":
        console.print(f"\nThe catalogue is {done.warehouse}/textmart.duckdb. Try:")
        console.print(
            f'  textmart sql{_option(done.warehouse)} "from entity_coverage order by n_stories desc limit 10"',
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if done.issues:
        console.print(
            f"What was not used, and why:  textmart issues{_option(done.warehouse)}", markup=False, highlight=False, soft_wrap=True
        )


def _rows(rows: Mapping[str, int], view: str) -> int:
    return rows.get(_VIEWS.get(view, view), 0)


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}" + ("" if n == 1 else "s")


def _option(warehouse: str) -> str:
    return "" if warehouse == "warehouse" else f" --warehouse {shlex.quote(warehouse)}"
