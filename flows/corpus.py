"""One run over the corpus, step by step: read, batches, resolve, publish. Plain Python: `pipeline` gives it Prefect's shells."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from flows import batch, batches, copies, entities, forget, plan, removed, report, steps, unmodelled, work
from flows.annotate.choice import models_of
from flows.batches import Call, Pending
from flows.plan import Plan, RefusedError
from flows.read.language import DETECTOR
from flows.reading import KeptOut
from flows.schema import RUN_STEPS, RUNS, Row, empty, table
from flows.settings import Settings
from flows.steps import Clock, Measured, Step
from flows.store import derived, files, keyed, lock, manifest, mirror, parts, publish, upgrade
from flows.store.holding import holding
from flows.store.manifest import Batch, Manifest, Part


def at_once(_step: str, function: Callable[..., Any], /, *args: Any) -> Pending:
    """Runs the step here and now; what it raises is raised when its result is asked for."""
    done: Future[Any] = Future()
    try:
        done.set_result(function(*args))
    except Exception as error:
        done.set_exception(error)
    return done


class Engine(NamedTuple):
    """Where steps run: `here`, in this process; those of a batch in any `worker` process, where a model stays loaded; those of the corpus's
    width in one `beside` this one, which never annotated anything and so needs little memory.

    The other processes get what can be pickled: paths, scalars, parts. Steps of a batch may run at once and end in any order.
    """

    here: Call
    worker: Call
    beside: Call = at_once


class Progress(steps.Watcher, Protocol):
    """Whoever wants to be told how far a run is."""

    def read(self, n_seeds: int, n_documents: int) -> None:
        """So many seeds were looked at, and so many documents read."""

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        """So much is to be annotated."""

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        """A batch was."""

    def done(self, summary: "Summary") -> None:
        """The run ended well."""

    def failed(self, error: BaseException) -> None:
        """The run ended otherwise."""


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
    steps: list[Step] = field(default_factory=list)


def utc_now() -> datetime:
    """The time of day, UTC and without a zone, as tables have it."""
    return datetime.now(UTC).replace(tzinfo=None)


def build(
    settings: Settings,
    engine: Engine,
    progress: Progress,
    *,
    prune: bool = False,
    only_add: bool = False,
    dry_run: bool = False,
    wait_seconds: float = 0,
    now: Callable[[], datetime] = utc_now,
) -> Summary:
    """Makes the warehouse hold what the seeds hold now, or with `only_add` that and what it held before; one run, published or not.

    Raises WarehouseBusyError, SeedsError, RefusedError, WarehouseError and CheckError, each with a message for the user; whatever
    it raises, nothing was published.
    """
    warehouse = mirror.folder(settings.warehouse)
    try:
        if dry_run:
            summary = _planned(settings, publish.live(warehouse), engine, progress, now, only_add=only_add)
        else:
            with lock.writing(warehouse, wait_seconds=wait_seconds):
                summary = _run(settings, engine, progress, now, prune=prune, only_add=only_add)
    except BaseException as error:
        progress.failed(error)
        raise
    progress.done(summary)
    return summary


def unchanged(settings: Settings) -> Summary | None:
    """The summary of a run that has nothing to do, if a glance at the seeds, the parts and the layers is enough to see that."""
    warehouse = mirror.folder(settings.warehouse)
    live = publish.live(warehouse)
    if not live.run_id or without_damage(warehouse, live, remove=False)[1] or plan.is_changed(settings, live):
        return None
    if not forget.is_finished(warehouse, live):
        return None
    if not is_current(settings, live):
        return None
    issues = parts.read_or_empty(warehouse, "issues", live.tables.get("issues", ()), ["reason"])["reason"].to_pylist()
    n_seeds = sum(part.n_rows for part in live.tables.get("seed_files", ()))
    n_documents = sum(each.n_documents for each in live.batches)
    return Summary(
        "unchanged", live.run_id, mirror.told(str(warehouse)), n_seeds, n_documents, n_unchanged=n_documents, issues=dict(Counter(issues))
    )


def fingerprints(settings: Settings) -> dict[str, str]:
    """What makes each layer's rows, and what puts entities and copies together: a change of it makes a run, if no seed changes."""
    layers = batch.fingerprints(settings.model)
    return layers | {
        "resolve": entities.fingerprint(settings.curated()),
        "derived": derived.fingerprint(),
        "duplicates": copies.fingerprint(layers),
        "columns": upgrade.COLUMNS,
        "language": DETECTOR,
    }


def is_current(settings: Settings, live: Manifest) -> bool:
    """Whether all that made the corpus is what makes it now: layers, the model for each of its languages, people's decisions."""
    made_by = batch.makers(models_of(settings))
    return fingerprints(settings) == live.fingerprints and len(batch.current(live.batches, made_by)) == len(live.batches)


def _planned(
    settings: Settings, live: Manifest, engine: Engine, progress: Progress, now: Callable[[], datetime], *, only_add: bool
) -> Summary:
    """What a run would do."""
    progress.step("read")
    run_id = publish.run_id(now(), after=live.run_id)
    made: Plan = engine.here("read", _read, settings, live, (), run_id, only_add, True, progress, {}).result()
    return _summary("planned", settings, live, made)


def _read(
    settings: Settings,
    live: Manifest,
    lost: Sequence[Part],
    run_id: str,
    only_add: bool,
    dry_run: bool,
    progress: Progress,
    unusable: Mapping[str, KeptOut],
) -> Plan:
    made_by = batch.makers(models_of(settings))
    stated = batch.current(live.batches, made_by, [batch.STATED])
    return plan.make(
        settings,
        live,
        lost,
        run_id,
        only_add=only_add,
        dry_run=dry_run,
        tell=progress.read,
        unusable=unusable,
        stated=stated,
        is_made_anew=bool(live.run_id) and fingerprints(settings) != live.fingerprints,
    )


def _run(settings: Settings, engine: Engine, progress: Progress, now: Callable[[], datetime], *, prune: bool, only_add: bool) -> Summary:
    started_at = now()
    warehouse = mirror.folder(settings.warehouse)
    clock = Clock(progress, now)
    clock.begin("read")
    unusable: dict[str, KeptOut] = {}

    def read_seeds(live: Manifest, lost: Sequence[Part]) -> Plan:
        run_id = publish.run_id(started_at, after=live.run_id)
        made: Plan = engine.here("read", _read, settings, live, lost, run_id, only_add, False, progress, unusable).result()
        return made

    live = publish.live(warehouse)
    if upgrade.is_done(live) and forget.is_finished(warehouse, live):
        live, lost, made = _read_beside_a_glance(warehouse, live, read_seeds)
    else:
        live, lost = without_damage(warehouse, live)
        live = upgrade.upgraded(warehouse, live)
        if not lost:
            live = forget.finished(settings, live, now)
        made = read_seeds(live, lost)
    run_id = made.run_id
    is_first_of_day = not run_id.startswith(live.run_id[: len("20300102")] or "-")
    made_by = batch.makers(models_of(settings))
    while True:
        if made.is_empty() and not lost and is_current(settings, live):
            unchanged = _summary("unchanged", settings, live, made)
            unchanged.steps = clock.end()
            return unchanged
        if not prune:
            plan.refuse(made, live, sum(each.n_documents for each in live.batches))
        tables = _history(warehouse, live, made)
        if is_first_of_day:
            tables = _without_old(settings, tables, started_at)
        stay, todo = work.find(warehouse, live.batches, made, tables.get("document_history", ()), made_by, is_sound=not lost)
        read = replace(live, run_id=run_id, seeds=made.seeds, fingerprints=fingerprints(settings), batches=(), tables=tables)
        clock.made(n_rows=_n_rows_made(read, live) + sum(each.part.n_rows for each in made.texts))
        clock.begin("annotate")
        with publish.preparing(warehouse, live):
            fresh, peaks, died = batches.made(settings, todo, made_by, engine.here, engine.worker, progress)
        if not died:
            break
        if unusable.keys() >= died.keys():
            [one, *_] = died.values()
            raise RefusedError(
                f"{one.message} Its seed is not one of this run's; `textmart run` with the seeds of the last run leaves it out"
            )
        unusable |= died
        clock.begin("read")
        made = read_seeds(live, lost)
    corpus = replace(read, batches=(*stay, *fresh))
    # Nobody annotates a batch that lost documents, or whose documents state something new.
    copied = {each.texts.file for each in todo if each.is_copy}
    new = [each.parts for each in fresh if each.parts["texts"].file not in copied]
    known = {each.parts["tokens"].file for each in live.batches if "tokens" in each.parts}
    n_words = sum(each["tokens"].n_rows for each in new if each["tokens"].file not in known)
    clock.made(n_rows=_n_rows_made(corpus, live, read), n_words=n_words, worker_peaks_mb=peaks)
    clock.begin("compact")
    corpus, before = replace(corpus, batches=tuple(batches.compacted_if_many(settings, corpus.batches, engine.worker))), corpus
    checked = [batch.as_made(each) for each in (*fresh, *corpus.without(before).batches)]
    corpus = unmodelled.told(warehouse, corpus, made_by.models)
    clock.made(n_rows=_n_rows_made(corpus, before))
    clock.begin("resolve")
    answer: Measured = engine.beside("resolve", steps.measured, entities.found, warehouse, live, corpus, settings.curated()).result()
    (corpus, unapplied), before = answer.value, corpus
    clock.made(n_rows=_n_rows_made(corpus, live, before), worker_peaks_mb=[answer.peak_memory_mb])
    clock.begin("copies")
    answer = engine.beside("copies", steps.measured, copies.found, warehouse, live, corpus).result()
    corpus, before = answer.value, corpus
    clock.made(n_rows=_n_rows_made(corpus, live, before), worker_peaks_mb=[answer.peak_memory_mb])
    clock.begin("publish")
    summary = _summary("published", settings, corpus, made)
    summary.unapplied, summary.n_words, summary.steps = unapplied, n_words, clock.done
    summary.n_sources, summary.n_unused = _accounted(warehouse, corpus)
    row = {
        "run_id": corpus.run_id,
        "started_at": started_at,
        "ended_at": now(),
        "n_documents": summary.n_documents,
        "n_added": summary.n_added,
        "n_removed": summary.n_removed,
        "n_edited": summary.n_edited,
        "n_issues": sum(summary.issues.values()),
    }
    before = corpus
    corpus = engine.here("publish", _published, warehouse, live, corpus, checked, row, tuple(clock.done)).result()
    summary.rows = dict.fromkeys(corpus.parts(), 0) | {name: sum(part.n_rows for part in each) for name, each in corpus.filled().items()}
    clock.made(n_rows=_n_rows_made(corpus, live, before))
    forget.finished(settings, corpus, now)
    if is_first_of_day:
        publish.vacuum(warehouse, settings.keep_days, started_at)
    if settings.report:
        clock.begin("report")
        engine.here("report", report.write, warehouse, Path(settings.report)).result()
    clock.end()
    return summary


def _read_beside_a_glance(
    warehouse: Path, live: Manifest, read_seeds: Callable[[Manifest, Sequence[Part]], Plan]
) -> tuple[Manifest, tuple[Part, ...], Plan]:
    """The live manifest without parts that are missing or damaged, those parts, and what is to be done.

    Nearly always all are sound, so the seeds are read while the parts are looked at; if not, they are read again, knowing it.
    """
    with ThreadPoolExecutor(1) as beside:
        glance = beside.submit(without_damage, warehouse, live, remove=False)
        try:
            made = read_seeds(live, ())
        except Exception:  # it may be that of a part which is not there
            if not glance.result()[1]:
                raise
        else:
            if not glance.result()[1]:
                return live, (), made
    live, lost = without_damage(warehouse, live)
    return live, lost, read_seeds(live, lost)


def _n_rows_made(made: Manifest, *before: Manifest) -> int:
    """Rows in the parts that none of the corpora before has. What stayed, batches or whole tables, is not looked at."""
    fresh = made
    for each in before:
        fresh = fresh.without(each)
    gone = [each.without(made).parts() for each in before]
    n_rows = 0
    for name, those in fresh.parts().items():
        if not any(those == each.get(name) for each in gone):
            known = set[Part]().union(*(each.get(name, ()) for each in gone))
            n_rows += sum(part.n_rows for part in {*those} - known)
    return n_rows


def without_damage(warehouse: Path, live: Manifest, *, remove: bool = True) -> tuple[Manifest, tuple[Part, ...]]:
    """The live manifest without parts that are missing or damaged, and those parts. Their files are removed, to be made again."""
    if not live.run_id:
        return live, ()
    every = [part for each in live.parts().values() for part in each]
    lost = tuple(parts.damaged(warehouse, every, since=manifest.path_of(warehouse, live.run_id)))
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
    for name, rows in removed.found(warehouse, live, made.changes.documents_removed(), made.run_id).items():
        change(name, rows.slice(0, 0), rows)
    change("seed_files", made.seed_files_gone, made.seed_files_new)
    change("issues", made.issues_gone, made.issues_new)
    return tables


# What goes with `keep_history_days`, by the run that says how old it is. `runs` stays: history names them, and they are few.
_OLD = dict.fromkeys(("source_history", "document_history", "removed_names", "removed_quotes"), "removed_run_id") | {"run_steps": "run_id"}


def _without_old(settings: Settings, tables: Mapping[str, tuple[Part, ...]], now: datetime) -> dict[str, tuple[Part, ...]]:
    """The tables without history that is older than it is to be kept."""
    if not settings.keep_history_days:
        return dict(tables)
    least = publish.run_id(now - timedelta(days=settings.keep_history_days))
    warehouse = mirror.folder(settings.warehouse)
    return {name: keyed.without_before(warehouse, name, each, _OLD[name], least) if name in _OLD else each for name, each in tables.items()}


def _published(warehouse: Path, live: Manifest, corpus: Manifest, checked: Sequence[Batch], run: Row, done: Sequence[Step]) -> Manifest:
    """The corpus with this run's row of `runs` and those of its steps, checked and published; `checked` are batches as made."""
    measured = [
        {"run_id": corpus.run_id, "step_index": index, "words_per_second": step.words_per_second, **asdict(step)}
        for index, step in enumerate(done)
    ]
    tables = dict(corpus.tables)
    for name, rows in (("runs", table(RUNS, [run])), ("run_steps", table(RUN_STEPS, measured))):
        tables[name] = keyed.changed(warehouse, name, tables.get(name, ()), empty(name), rows)
    corpus = replace(corpus, tables=tables)
    publish.publish(warehouse, live, corpus, checked)
    return corpus


def _summary(outcome: str, settings: Settings, live: Manifest, made: Plan) -> Summary:
    warehouse = mirror.folder(settings.warehouse)
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
        warehouse=mirror.told(str(warehouse)),
        n_seeds=made.n_seeds,
        n_documents=n_live,
        n_added=len(added),
        n_edited=n_edited,
        n_removed=len(removed),
        n_unchanged=n_live - len(added),
        issues=dict(counts),
    )


_LIVE = ["source_uri", "removed_run_id"]


def _accounted(warehouse: Path, corpus: Manifest) -> tuple[int, int]:
    """How many inputs are live sources of documents, and how many others there are issues of."""
    sources = corpus.tables["source_history"]
    told = pc.unique(parts.read_or_empty(warehouse, "issues", corpus.tables["issues"], ["source_uri"])["source_uri"])
    known = parts.read_or_empty(warehouse, "source_history", holding(warehouse, sources, "source_uri", [told]), _LIVE)
    live = known.filter(pc.is_null(known["removed_run_id"]))["source_uri"]
    n_unused = pc.sum(pc.invert(pc.is_in(told, live.combine_chunks()))).as_py() or 0
    return parts.n_nulls(warehouse, sources, "removed_run_id"), n_unused
