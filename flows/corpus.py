"""One run over the corpus, step by step: read, batches, resolve, publish. Plain Python: `pipeline` gives it Prefect's shells."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from flows import batch, copies, plan, report, work
from flows.plan import Plan
from flows.schema import RUNS, table
from flows.settings import Settings
from flows.store import batched, changes, files, keyed, lock, parts, publish, upgrade
from flows.store.manifest import Batch, Manifest, Part
from flows.work import Work

# Raised by hand when what `resolve` makes of the same rows changes.
RESOLVE_VERSION = 3

# Batches below this are joined when there are too many of them; a batch above is left as it is. Characters of text.
FULL_BATCH_CHARS = 2_000_000


class Pending(Protocol):
    """A step that was handed out."""

    def result(self) -> Any:
        """What the step returns, when it is done; raises what it raised."""


class Call(Protocol):
    """A way to run a step."""

    def __call__(self, step: str, function: Callable[..., Any], /, *args: Any) -> Pending:
        """Hands out `function(*args)` as the step of that name."""


class Engine(NamedTuple):
    """Where steps run: `here`, in this process, those that need no spaCy; in a `worker` process those that need it, or the lexicons.

    A worker gets what can be pickled: paths, scalars, parts. Steps of a batch may run at once and end in any order.
    """

    here: Call
    worker: Call


def at_once(_step: str, function: Callable[..., Any], /, *args: Any) -> Pending:
    """Runs the step here and now; what it raises is raised when its result is asked for."""
    done: Future[Any] = Future()
    try:
        done.set_result(function(*args))
    except Exception as error:
        done.set_exception(error)
    return done


class Progress(Protocol):
    """Whoever wants to be told how far a run is."""

    def step(self, name: str) -> None:
        """A step begins."""

    def read(self, n_seeds: int, n_documents: int) -> None:
        """So many seeds were looked at, and so many documents read."""

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        """So much is to be annotated."""

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        """A batch was."""


@dataclass(slots=True)
class Summary:
    """What a run did. `outcome` is `published`, `unchanged` or `planned` (a dry run).

    Each input that was found is one of `n_sources`, the live sources of documents, or of `n_unused`, those of which there are only issues;
    both are counted when a run is published.
    """

    outcome: str
    run_id: str
    warehouse: str
    n_seeds: int = 0
    n_documents: int = 0
    n_added: int = 0
    n_edited: int = 0
    n_removed: int = 0
    n_unchanged: int = 0
    n_words: int = 0
    n_sources: int = 0
    n_unused: int = 0
    issues: dict[str, int] = field(default_factory=dict)
    unapplied: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def run_id_now(live: Manifest) -> str:
    """The id of a run that begins now."""
    return publish.run_id(datetime.now(UTC), after=live.run_id)


def build(
    settings: Settings,
    engine: Engine,
    progress: Progress,
    *,
    prune: bool = False,
    only_add: bool = False,
    dry_run: bool = False,
    wait_seconds: float = 0,
) -> Summary:
    """Makes the warehouse hold what the seeds hold now, or with `only_add` that and what it held before; one run, published or not.

    Raises WarehouseBusyError, SeedsError, RefusedError, WarehouseError and CheckError, each with a message for the user; whatever
    it raises, nothing was published.
    """
    warehouse = Path(settings.warehouse)
    if dry_run:
        return _planned(settings, publish.live(warehouse), engine, progress, only_add=only_add)
    with lock.writing(warehouse, wait_seconds=wait_seconds):
        return _run(settings, engine, progress, prune=prune, only_add=only_add)


def unchanged(settings: Settings) -> Summary | None:
    """The summary of a run that has nothing to do, if a glance at the seeds, the parts and the layers is enough to see that."""
    warehouse = Path(settings.warehouse)
    live = publish.live(warehouse)
    if not live.run_id or without_damage(warehouse, live, remove=False)[1] or plan.is_changed(settings, live):
        return None
    if fingerprints(settings) != live.fingerprints:
        return None
    issues = parts.read_or_empty(warehouse, "issues", live.tables.get("issues", ()), ["reason"])["reason"].to_pylist()
    n_seeds = sum(part.n_rows for part in live.tables.get("seed_files", ()))
    n_documents = sum(each.n_documents for each in live.batches)
    return Summary("unchanged", live.run_id, str(warehouse), n_seeds, n_documents, n_unchanged=n_documents, issues=dict(Counter(issues)))


def fingerprints(settings: Settings) -> dict[str, str]:
    """What makes each layer's rows, and what puts entities and copies together: a change of it makes a run, if no seed changes."""
    curation = settings.curated()
    decisions = curation.read_text(encoding="utf-8") if curation.exists() else ""
    layers = batch.fingerprints(settings.model)
    return layers | {
        "resolve": parts.key(str(RESOLVE_VERSION), decisions),
        "duplicates": copies.fingerprint(layers),
        "columns": upgrade.COLUMNS,
    }


def _planned(settings: Settings, live: Manifest, engine: Engine, progress: Progress, *, only_add: bool) -> Summary:
    """What a run would do."""
    progress.step("read")
    made: Plan = engine.here("read", _read, settings, live, (), run_id_now(live), only_add, True, progress).result()
    return _summary("planned", settings, live, made, {})


def _read(settings: Settings, live: Manifest, lost: Sequence[Part], run_id: str, only_add: bool, dry_run: bool, progress: Progress) -> Plan:
    return plan.make(settings, live, lost, run_id, only_add=only_add, dry_run=dry_run, tell=progress.read)


def _run(settings: Settings, engine: Engine, progress: Progress, *, prune: bool, only_add: bool) -> Summary:
    started_at = datetime.now(UTC).replace(tzinfo=None)
    warehouse = Path(settings.warehouse)
    clock = _Clock(progress)
    clock.begin("read")
    live = publish.live(warehouse)
    live, lost = without_damage(warehouse, live)
    live = upgrade.upgraded(warehouse, live)
    made: Plan = engine.here("read", _read, settings, live, lost, run_id_now(live), only_add, False, progress).result()
    made_by = fingerprints(settings)
    if made.is_empty() and not lost and made_by == live.fingerprints:
        return _summary("unchanged", settings, live, made, clock.end())
    if not prune:
        plan.refuse(made, live, sum(each.n_documents for each in live.batches))
    tables = _history(warehouse, live, made)
    stay, todo = work.find(warehouse, live.batches, made, tables.get("document_history", ()), made_by, is_sound=not lost)
    clock.begin("annotate")
    fresh = _batches(settings, todo, engine, progress)
    batches = [*stay, *fresh]
    clock.begin("compact")
    batches = _compacted(settings, batches, engine.worker)
    clock.begin("resolve")
    corpus = replace(live, run_id=made.run_id, seeds=made.seeds, fingerprints=made_by, batches=tuple(batches), tables=tables)
    # In a worker, which has the lexicons of names at hand, and spaCy, which the package imports.
    corpus, unapplied = engine.worker("resolve", _resolved, warehouse, live, corpus, settings.curated()).result()
    clock.begin("copies")
    corpus = engine.worker("copies", copies.found, warehouse, live, corpus).result()
    clock.begin("publish")
    seconds = clock.end()
    summary = _summary("published", settings, corpus, made, seconds)
    summary.unapplied = unapplied
    summary.n_sources, summary.n_unused = _accounted(warehouse, corpus)
    summary.n_words = sum(each.parts["tokens"].n_rows for each in fresh)
    corpus = engine.here("publish", _published, warehouse, live, corpus, summary, started_at).result()
    summary.seconds["publish"] = time.monotonic() - clock.since
    if settings.report:
        clock.begin("report")
        engine.here("report", report.write, warehouse, Path(settings.report)).result()
        summary.seconds["report"] = time.monotonic() - clock.since
    return summary


def without_damage(warehouse: Path, live: Manifest, *, remove: bool = True) -> tuple[Manifest, tuple[Part, ...]]:
    """The live manifest without parts that are missing or damaged, and those parts. Their files are removed, to be made again."""
    path = warehouse / "runs" / f"{live.run_id}.json"
    if not path.exists():
        return live, ()
    written_before = path.stat().st_mtime_ns
    every = [part for each in live.parts().values() for part in each]
    lost = tuple(parts.damaged(warehouse, every, written_before_ns=written_before))
    if not lost:
        return live, ()
    for part in lost if remove else ():
        files.unlink(parts.path_of(warehouse, part))
    batches = []
    for each in live.batches:
        if each.parts["texts"] in lost or each.parts["document_metadata"] in lost:
            continue
        sound = {name: part for name, part in each.parts.items() if part not in lost}
        layers = {layer.name for layer in batch.LAYERS if all(name in sound for name in layer.tables)}
        batches.append(replace(each, parts=sound, made_by={name: made for name, made in each.made_by.items() if name in layers}))
    tables = {name: tuple(part for part in each if part not in lost) for name, each in live.tables.items()}
    if any(part in lost for name in ("source_history", "document_history") for part in live.tables.get(name, ())):
        # What was live cannot be told any more: every seed is read again, and history begins anew.
        tables |= {"source_history": (), "document_history": (), "seed_files": ()}
    return replace(live, batches=tuple(batches), tables=tables), lost


def _history(warehouse: Path, live: Manifest, made: Plan) -> dict[str, tuple[Part, ...]]:
    """The tables of the corpus's width after this run, but for those that `resolve` makes and `runs`."""
    came, went = pa.scalar(made.run_id), {"removed_run_id": made.run_id}
    tables = dict(live.tables)

    def change(name: str, gone: pa.Table, new: pa.Table, marks: Mapping[str, str] | None = None) -> None:
        tables[name] = keyed.changed(warehouse, name, tables.get(name, ()), gone, new, marks)

    def dated(new: pa.Table) -> pa.Table:
        missing = pa.nulls(new.num_rows, pa.string())
        return new.append_column("added_run_id", pa.repeat(came, new.num_rows)).append_column("removed_run_id", missing)

    change("source_history", made.changes.sources_gone, dated(made.changes.sources_new), went)
    change("document_history", made.changes.documents_gone, dated(made.changes.documents_new), went)
    change("seed_files", made.seed_files_gone, made.seed_files_new)
    change("issues", made.issues_gone, made.issues_new)
    return tables


def _batches(settings: Settings, todo: Sequence[Work], engine: Engine, progress: Progress) -> list[Batch]:
    """The batches, made in any order. One that fails does not keep the others from being finished; then the first failure is raised."""
    progress.batches(len(todo), sum(each.n_documents for each in todo), sum(each.n_chars for each in todo))
    warehouse = Path(settings.warehouse)
    # The longest first, so that no long one is left for the end when the other processes are idle. What is only copied comes last,
    # here: it needs nothing that a worker has and would wait for one to start.
    order = sorted(todo, key=lambda each: (each.is_copy, -each.n_chars, each.texts.file))
    pending = []
    for number, each in enumerate(order, start=1):
        step, call = f"batch {number} of {len(order)}", engine.here if each.is_copy else engine.worker
        pending.append(call(step, batch.make, warehouse, each.texts, each.metadata, each.n_chars, each.old, settings.model))
    made, failures = [], []
    for each, answer in zip(order, pending, strict=True):
        try:
            made.append(answer.result())
            progress.batch_done(each.n_documents, each.n_chars)
        except Exception as error:  # the others are finished first, so that the next run need not make them again
            failures.append(error)
    if failures:
        raise failures[0]
    return sorted(made, key=lambda each: each.parts["texts"].file)


def _compacted(settings: Settings, batches: Sequence[Batch], call: Call) -> list[Batch]:
    """The batches, small ones joined if there are too many of them."""
    small = [each for each in batches if each.n_chars < FULL_BATCH_CHARS]
    if len(small) <= settings.max_batches:
        return list(batches)
    return compacted(settings, batches, call)


def compacted(settings: Settings, batches: Sequence[Batch], call: Call) -> list[Batch]:
    """The batches, all that are small joined into as few as there can be, about."""
    small = sorted((each for each in batches if each.n_chars < FULL_BATCH_CHARS), key=lambda each: (each.n_chars, each.parts["texts"].file))
    groups: list[list[Batch]] = [[]]
    for each in small:
        if groups[-1] and sum(one.n_chars for one in groups[-1]) + each.n_chars > FULL_BATCH_CHARS:
            groups.append([])
        groups[-1].append(each)
    joins = [group for group in groups if len(group) > 1]
    joined = {one.parts["texts"].file for group in joins for one in group}
    pending = [
        call(f"join {number} of {len(joins)}", batch.join, Path(settings.warehouse), tuple(group), settings.model)
        for number, group in enumerate(joins, start=1)
    ]
    rest = [each for each in batches if each.parts["texts"].file not in joined]
    return sorted([*rest, *(each.result() for each in pending)], key=lambda each: each.parts["texts"].file)


def _resolved(warehouse: Path, live: Manifest, corpus: Manifest, curation: Path) -> tuple[Manifest, list[str]]:
    """The corpus with the tables that `resolve` makes of it, and a line for each decision of people that could not be applied."""
    # Imported late: with the lexicons of names comes spaCy, which a run that changes nothing does without.
    from flows import resolve
    from flows.resolve.curation import read_decisions

    decisions = read_decisions(curation)
    made, before = corpus.parts(), live.parts()
    tables = {name: made.get(name, []) for name in resolve.TABLES_READ} | {
        f"previous_{name}": before.get(name, []) for name in resolve.TABLES_KEPT
    }
    with changes.connect(warehouse, tables) as connection:
        found = dict(resolve.resolve(connection, decisions))
    messages = [f"{curation}:{row['line']}: {row['message']}" for row in found.pop("decision_messages").to_pylist()]
    batches = corpus.batches
    for name in resolve.TABLES_OF_DOCUMENTS:
        batches = batched.divided(warehouse, batches, name, found[name])
    written = {name: (parts.write_by_content(warehouse, name, found[name]),) for name in resolve.TABLES_OF_CORPUS}
    rest = {name: each for name, each in corpus.tables.items() if name not in resolve.TABLES_OF_DOCUMENTS}
    return replace(corpus, batches=batches, tables=rest | written), messages


def _published(warehouse: Path, live: Manifest, corpus: Manifest, summary: Summary, started_at: datetime) -> Manifest:
    """The corpus with this run's row of `runs`, checked and published."""
    row = {
        "run_id": corpus.run_id,
        "started_at": started_at,
        "ended_at": datetime.now(UTC).replace(tzinfo=None),
        "n_documents": summary.n_documents,
        "n_added": summary.n_added,
        "n_removed": summary.n_removed,
        "n_edited": summary.n_edited,
        "n_issues": sum(summary.issues.values()),
    }
    runs = keyed.changed(warehouse, "runs", corpus.tables.get("runs", ()), RUNS.empty_table(), table(RUNS, [row]))
    corpus = replace(corpus, tables={**corpus.tables, "runs": runs})
    publish.publish(warehouse, live, corpus)
    summary.rows = {name: sum(part.n_rows for part in each) for name, each in corpus.parts().items()}
    return corpus


def _summary(outcome: str, settings: Settings, live: Manifest, made: Plan, seconds: Mapping[str, float]) -> Summary:
    warehouse = Path(settings.warehouse)
    issues = parts.read_or_empty(warehouse, "issues", live.tables.get("issues", ()), ["reason"])["reason"].to_pylist()
    counts = Counter(issues)
    if outcome == "planned":
        counts += Counter(made.issues_new["reason"].to_pylist())
        counts -= Counter(made.issues_gone["reason"].to_pylist())
    n_live = sum(each.n_documents for each in live.batches)
    added, removed = made.changes.documents_added(), made.changes.documents_removed()
    n_edited = made.changes.n_edited
    if outcome == "planned":
        n_live += len(added) - len(removed)
    return Summary(
        outcome=outcome,
        run_id=live.run_id,
        warehouse=str(warehouse),
        n_seeds=made.n_seeds,
        n_documents=n_live,
        n_added=len(added),
        n_edited=n_edited,
        n_removed=len(removed),
        n_unchanged=n_live - len(added),
        issues=dict(counts),
        seconds=dict(seconds),
    )


def _accounted(warehouse: Path, corpus: Manifest) -> tuple[int, int]:
    """How many inputs are live sources of documents, and how many others there are issues of."""
    rows = parts.read_or_empty(warehouse, "source_history", corpus.tables["source_history"], ["source_uri", "removed_run_id"])
    live = rows.filter(pc.is_null(rows["removed_run_id"]))["source_uri"].combine_chunks()
    told = pc.unique(parts.read_or_empty(warehouse, "issues", corpus.tables["issues"], ["source_uri"])["source_uri"].combine_chunks())
    return len(live), len(told) - pc.sum(pc.is_in(told, live)).as_py() if len(told) else 0


class _Clock:
    """Seconds per step."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.seconds = progress, dict[str, float]()
        self.name, self.since = "", time.monotonic()

    def begin(self, name: str) -> None:
        """Ends the step before and begins this one."""
        self.end()
        self.name, self.since = name, time.monotonic()
        self.progress.step(name)

    def end(self) -> dict[str, float]:
        """The seconds of all steps so far."""
        if self.name:
            self.seconds[self.name] = time.monotonic() - self.since
        return self.seconds
