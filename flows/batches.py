"""The batches of a run: handed out to be made, isolated where one of their documents ends its worker, joined where they are small."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from flows import batch, plan, steps, work
from flows.annotate.choice import models_of
from flows.batch import AnnotationError, Makers
from flows.read.documents import Reason
from flows.reading import KeptOut
from flows.settings import Settings
from flows.steps import Measured
from flows.store import mirror, parts
from flows.store.manifest import Batch
from flows.work import Work
from flows.workers import WorkerDiedError

# Batches below this are joined when there are too many of them; a batch above is left as it is. Characters of text.
FULL_BATCH_CHARS = 2_000_000
# What batches are joined into is no larger. Twice as much, so that all but the last one are full: otherwise nearly full ones would come to
# be too many, and then every run would join.
JOINED_BATCH_CHARS = 2 * FULL_BATCH_CHARS
# A run that finds more documents that cannot be annotated fails: then it is no fault of theirs.
MAX_POISONOUS = 8


class Pending(Protocol):
    """A step that was handed out."""

    def result(self) -> Any:
        """What the step returns, when it is done; raises what it raised."""


class Call(Protocol):
    """A way to run a step."""

    def __call__(self, step: str, function: Callable[..., Any], /, *args: Any) -> Pending:
        """Hands out `function(*args)` as the step of that name."""


class Watcher(Protocol):
    """Whoever wants to be told of batches."""

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        """So much is to be annotated."""

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        """A batch was."""


class ModelDiffersError(RuntimeError):
    """A worker has another model, spaCy or textmart than the run that it works for; the message says what to do."""


def made(
    settings: Settings, todo: Sequence[Work], made_by: Makers, here: Call, worker: Call, watcher: Watcher
) -> tuple[list[Batch], list[int], dict[str, KeptOut]]:
    """The batches, made in any order; the peak of memory that each needed, in megabytes; and documents that cannot be annotated, since that
    fails or ends the worker, with what their issues say: a batch that has one is not among the batches.

    A batch that fails does not keep the others from being finished; then the first failure is raised. Raises ModelDiffersError if layers
    were made by something else than `made_by`.
    """
    watcher.batches(len(todo), sum(each.n_documents for each in todo), sum(each.n_chars for each in todo))
    # The longest first, so that no long one is left for the end when the other processes are idle. What is only copied comes last,
    # here: it needs nothing that a worker has and would wait for one to start.
    order = sorted(todo, key=lambda each: (each.is_copy, -each.n_chars, each.texts.file))
    pending = [
        _handed_out(settings, each, here if each.is_copy else worker, f"batch {number} of {len(order)}")
        for number, each in enumerate(order, start=1)
    ]
    done, failures, dead = list[Measured](), list[Exception](), list[Work]()
    for each, answer in zip(order, pending, strict=True):
        try:
            done.append(answer.result())
            watcher.batch_done(each.n_documents, each.n_chars)
        except (WorkerDiedError, MemoryError, AnnotationError):
            dead.append(each)
        except Exception as error:  # the others are finished first, so that the next run need not make them again
            failures.append(error)
    if failures:
        raise failures[0]
    poisonous: dict[str, KeptOut] = {}
    for each in dead:
        # One after the other, with nothing beside them: there may have been too little memory for all at once.
        found, died = _isolated(settings, each, made_by, worker, MAX_POISONOUS - len(poisonous))
        done += found
        poisonous |= died
    if not all(batch.is_current(each.value, made_by) for each in done):
        raise ModelDiffersError(
            "a worker has another model, spaCy or textmart than this process, so that its rows would differ; install the same everywhere"
        )
    batches: list[Batch] = sorted((each.value for each in done), key=lambda each: each.parts["texts"].file)
    return batches, [each.peak_memory_mb for each in done], poisonous


def _handed_out(settings: Settings, each: Work, call: Call, step: str) -> Pending:
    warehouse = mirror.folder(settings.warehouse)
    return call(step, steps.measured, batch.make, warehouse, each.texts, each.metadata, each.n_chars, each.old, each.model)


def _isolated(settings: Settings, dead: Work, made_by: Makers, call: Call, at_most: int) -> tuple[list[Measured], dict[str, KeptOut]]:
    """The batch if it can be made now, else the documents in it that cannot be annotated also when they are alone, found by halves.

    Raises what the worker raised or ended with if they are more than `at_most`.
    """
    try:
        return [_handed_out(settings, dead, call, f"batch again, {dead.n_documents} documents").result()], {}
    except (WorkerDiedError, MemoryError, AnnotationError) as error:
        if dead.n_documents == 1:
            [doc_id] = parts.doc_ids(mirror.folder(settings.warehouse), [dead.texts])
            if not at_most:
                raise
            return [], {doc_id: _kept_out(error)}
    poisonous: dict[str, KeptOut] = {}
    for half in work.halves(mirror.folder(settings.warehouse), dead, made_by):
        _, died = _isolated(settings, half, made_by, call, at_most - len(poisonous))
        poisonous |= died
    return [], poisonous


def _kept_out(error: Exception) -> KeptOut:
    """What the issue says of a document that cannot be annotated."""
    if isinstance(error, AnnotationError):
        return KeptOut(
            Reason.ANNOTATION_FAILED, f"Annotating it failed, by a fault of textmart: please report this. {error}", plan.ANNOTATE
        )
    message = f"Annotating it, alone, ended its process ({error or 'out of memory'}); is it text that people wrote?"
    return KeptOut(Reason.ANNOTATION_DIED, message, plan.ANNOTATE)


def compacted_if_many(settings: Settings, batches: Sequence[Batch], call: Call) -> list[Batch]:
    """The batches, small ones joined if there are too many of them."""
    small = [each for each in batches if each.n_chars < FULL_BATCH_CHARS]
    if len(small) <= settings.max_batches:
        return list(batches)
    return compacted(settings, batches, call)


def compacted(settings: Settings, batches: Sequence[Batch], call: Call) -> list[Batch]:
    """The batches, all that are small and of one model joined into as few as there can be, about."""
    models = models_of(settings)
    groups: dict[str | None, list[list[Batch]]] = {}
    for each in sorted(batches, key=lambda each: (each.n_chars, each.parts["texts"].file)):
        of = batch.models_of(each, models)
        if each.n_chars >= FULL_BATCH_CHARS or len(of) != 1:
            continue
        mine = groups.setdefault(of.pop(), [[]])
        if mine[-1] and sum(one.n_chars for one in mine[-1]) + each.n_chars > JOINED_BATCH_CHARS:
            mine.append([])
        mine[-1].append(each)
    joins = [(group, model) for model, mine in groups.items() for group in mine if len(group) > 1]
    joined = {one.parts["texts"].file for group, _ in joins for one in group}
    pending = [
        call(f"join {number} of {len(joins)}", batch.join, mirror.folder(settings.warehouse), tuple(group), model)
        for number, (group, model) in enumerate(joins, start=1)
    ]
    rest = [each for each in batches if each.parts["texts"].file not in joined]
    return sorted([*rest, *(each.result() for each in pending)], key=lambda each: each.parts["texts"].file)
