"""What a run has to do: the seeds as they are now, held against the live corpus."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.annotate.choice import models_of
from flows.read.documents import Origin, Reason
from flows.read.intake import Glance, Read, Unchanged, look
from flows.read.language import DETECTOR
from flows.read.rules import rules_of
from flows.read.seeds import named, root_of
from flows.read.stated.rows import statement
from flows.read.stated.statement import Statement
from flows.reading import KeptOut, NewTexts, Reading
from flows.schema import ISSUES, SEED_FILES, Row, key_of, table
from flows.settings import Settings
from flows.store import changes, files, forgotten, mirror, parts
from flows.store.changes import Changes
from flows.store.forgotten import Forgotten
from flows.store.manifest import Batch, Manifest, Part

GLANCES = "seeds.cache.parquet"
# The stage of issues of documents that were read and could not be annotated.
ANNOTATE = "annotate"
_RUN_AGAIN = "`textmart run` with the seeds of the last run reads again what they hold, and takes out what they do not"


class RefusedError(RuntimeError):
    """The run would take out more than was plausibly meant; the message says what, and how to mean it."""


@dataclass(slots=True)
class Plan:
    """What changes by this run, before anything is annotated. Tables have the rows to take out (by key) and to bring in."""

    run_id: str
    seeds: tuple[str, ...]
    changes: Changes
    texts: list[NewTexts] = field(default_factory=list)
    seed_files_gone: pa.Table = field(default_factory=SEED_FILES.empty_table)
    seed_files_new: pa.Table = field(default_factory=SEED_FILES.empty_table)
    issues_gone: pa.Table = field(default_factory=ISSUES.empty_table)
    issues_new: pa.Table = field(default_factory=ISSUES.empty_table)
    n_seeds: int = 0
    n_sources: int = 0
    n_chars_new: int = 0

    def is_empty(self) -> bool:
        """Whether the seeds hold what the corpus holds, to the letter."""
        tables = (self.changes.sources_gone, self.changes.sources_new, self.changes.documents_gone, self.changes.documents_new)
        rest = (self.seed_files_gone, self.seed_files_new, self.issues_gone, self.issues_new)
        return not any(rows.num_rows for rows in (*tables, *rest))


def make(
    settings: Settings,
    live: Manifest,
    lost: Sequence[Part],
    run_id: str,
    *,
    only_add: bool,
    dry_run: bool,
    tell: Callable[[int, int], None],
    unusable: Mapping[str, KeptOut] = MappingProxyType({}),
    stated: Sequence[Batch] = (),
    is_made_anew: bool = False,
) -> Plan:
    """Reads the seeds that changed, writes the texts that are new as parts (unless dry), and says what is to be done.

    `lost` are damaged parts: documents whose text was in one are read again. `tell` is told how many seeds were looked at and how many
    documents read. Documents that are `unusable`, by doc_id, become issues, as do those that were forgotten. What texts state of
    themselves is taken from the batches that are `stated`, which were made by the rules that are here now. If rows are made by another
    model or textmart than before, `is_made_anew`, seeds with documents that could not be annotated are read again.
    """
    warehouse = mirror.folder(settings.warehouse)
    if only_add and any(part.file.split("/")[0] in ("source_history", "document_history") for part in lost):
        raise RefusedError(
            f"a part with the history of what is live is damaged or missing, so that nothing can be added to it: {_RUN_AGAIN}"
        )
    roots = [root_of(seed) for seed in settings.seeds]
    live_parts = live.parts()
    seed_rows = parts.read_or_empty(warehouse, "seed_files", live_parts.get("seed_files", ())).to_pylist()
    known = {row["seed_uri"]: row["content_hash"] for row in seed_rows}
    sound = [part for part in live_parts.get("texts", ()) if part not in lost]

    @cache
    def live_ids() -> set[str]:
        return set(parts.doc_ids(warehouse, sound))

    @cache
    def languages() -> dict[str, str | None]:
        return {} if lost or live.fingerprints.get("language") != DETECTOR else _languages(warehouse, live_parts.get("source_history", ()))

    @cache
    def statements() -> dict[str, list[Statement]]:
        return _statements(warehouse, stated)

    glances = load_glances(warehouse)
    kept_out = {doc_id: _as_forgotten(each) for doc_id, each in forgotten.read(warehouse).items()} | dict(unusable)
    reading = Reading(
        warehouse, settings.batch_chars, models_of(settings), live_ids, languages, statements, kept_out, dry_run=dry_run, tell=tell
    )
    try:
        again = _by_seed(warehouse, live, lambda doc_id: doc_id not in live_ids()) if lost else {}
        led_to_unusable = set(_by_seed(warehouse, live, unusable.__contains__)) if unusable else set()
        issue_rows = _issues_of_seeds(warehouse, live_parts.get("issues", ()))
        tried_again = {row["seed_uri"] for row in issue_rows if is_made_anew and row["stage"] == ANNOTATE}
        # `--checksum`: with no glance to go by, every content is hashed.
        trusted = {} if settings.checksum else glances
        unknown = led_to_unusable.union(again, tried_again)
        for found in look(roots, settings.include, settings.exclude, known, trusted, unknown, rules_of(settings)):
            reading.take(found)
        reading.finish()
        if only_add:
            _refuse_unread(again, reading.seen, reading.new_ids)
            reading.kept += [uri for uri in known if uri not in reading.seen]
        kept, before = set(reading.kept), set(known)
        if lost:
            sources = parts.read_or_empty(warehouse, "source_history", live_parts.get("source_history", ()), ["seed_uri"])
            before |= set(sources["seed_uri"].to_pylist())
        found_changes = changes.find(warehouse, live_parts, reading.spooled, (before | reading.seen) - kept)
    finally:
        reading.clean()
    seeds = tuple(map(named, roots))
    plan = Plan(
        run_id=run_id,
        seeds=tuple(dict.fromkeys((*live.seeds, *seeds))) if only_add else seeds,
        changes=found_changes,
        texts=reading.texts,
        n_seeds=len(reading.seen),
        n_sources=reading.n_sources,
        n_chars_new=reading.n_chars,
    )
    plan.seed_files_gone, plan.seed_files_new = difference(
        SEED_FILES, [row for row in seed_rows if row["seed_uri"] not in kept], reading.seed_files
    )
    plan.issues_gone, plan.issues_new = difference(
        ISSUES,
        [row for row in issue_rows if row["seed_uri"] not in kept and (not only_add or row["seed_uri"] in reading.looked_at())],
        [{**issue, "run_id": run_id} for issue in reading.issues],
    )
    if not dry_run:
        save_glances(warehouse, {uri: glance for uri, glance in glances.items() if only_add or uri in reading.seen} | reading.glances)
    return plan


def is_changed(settings: Settings, live: Manifest) -> bool:
    """Whether any seed is not as it was when it was read: a glance that ends at the first one that is not."""
    warehouse = mirror.folder(settings.warehouse)
    seed_rows = parts.read_or_empty(warehouse, "seed_files", live.tables.get("seed_files", ())).to_pylist()
    issue_rows = _issues_of_seeds(warehouse, live.tables.get("issues", ()))
    known = {row["seed_uri"]: row["content_hash"] for row in seed_rows}
    elsewhere = {(row["source_uri"], row["reason"], row["message"]) for row in issue_rows if row["seed_uri"] not in known}
    roots = [root_of(seed) for seed in settings.seeds]
    glances = {} if settings.checksum else load_glances(warehouse)
    for found in look(roots, settings.include, settings.exclude, known, glances, set(), rules_of(settings)):
        if isinstance(found, Read):
            return True
        if isinstance(found, Unchanged):
            known.pop(found.seed.seed_uri)
        elif (issue := (found.source_uri, str(found.reason), found.message)) in elsewhere:
            elsewhere.discard(issue)
        else:
            return True
    return bool(known or elsewhere)


def refuse(plan: Plan, live: Manifest, n_live: int) -> None:
    """Raises RefusedError when the run would take out much that nobody plausibly meant to take out."""
    n_lost = plan.changes.n_lost
    if not live.run_id or not n_lost:
        return
    would = f"this run would take out {n_lost:,} of {n_live:,} documents"
    if plan.n_seeds == 0:
        raise RefusedError(f"no seeds were found: {would}; is a folder unmounted? Say --prune if they are really gone")
    if set(plan.seeds) != set(live.seeds):
        raise RefusedError(
            f"the seeds are not those of the last run ({', '.join(live.seeds)}): {would}; "
            "say --prune if that is meant, or use `textmart add` to keep what is there"
        )
    if n_lost > 0.2 * n_live:
        raise RefusedError(f"{would}, more than a fifth; say --prune if they are really gone")


def _languages(warehouse: Path, history: Sequence[Part]) -> dict[str, str | None]:
    """By document, what was told of the language of each whose source states none; None where it could not be told."""
    rows = parts.read_or_empty(warehouse, "source_history", history, ["doc_id", "language", "language_from", "removed_run_id"])
    unstated = pc.or_kleene(pc.is_null(rows["language_from"]), pc.equal(rows["language_from"], str(Origin.DETECTED)))
    rows = rows.filter(pc.and_kleene(pc.is_null(rows["removed_run_id"]), unstated))
    return dict(zip(rows["doc_id"].to_pylist(), rows["language"].to_pylist(), strict=True))


def _statements(warehouse: Path, stated: Sequence[Batch]) -> dict[str, list[Statement]]:
    """By document of these batches, what its text states."""
    found: dict[str, list[Statement]] = {
        doc_id: [] for doc_id in parts.doc_ids(warehouse, [each.parts["document_metadata"] for each in stated])
    }
    for row in parts.read_or_empty(warehouse, "statements", [each.parts["statements"] for each in stated]).to_pylist():
        found[row["doc_id"]].append(statement(row))
    return found


def _as_forgotten(known: Forgotten) -> KeptOut:
    when = f"{known.forgotten_at:%Y-%m-%d}"
    return KeptOut(Reason.FORGOTTEN, f"Its text was forgotten on {when} and is not read again; take it out of the seeds.", "read")


def _issues_of_seeds(warehouse: Path, live: Sequence[Part]) -> list[Row]:
    """The live issues that are known once the seeds are read; that there is no model is one of settings."""
    rows = parts.read_or_empty(warehouse, "issues", live).to_pylist()
    return [row for row in rows if row["reason"] != Reason.NO_MODEL_FOR_LANGUAGE]


def difference(schema: pa.Schema, before: Sequence[Row], now: Sequence[Row]) -> tuple[pa.Table, pa.Table]:
    """The rows that go and those that come; the run that found a row makes no difference, and no row comes twice."""

    def identity(row: Row) -> tuple[object, ...]:
        return tuple(value for name, value in sorted(row.items()) if name != "run_id")

    old, new = {identity(row): row for row in before}, {identity(row): row for row in now}
    gone = [row for each, row in old.items() if each not in new]
    come = [row for each, row in new.items() if each not in old]
    keys = pa.schema([schema.field(name) for name in key_of(schema)])
    return table(keys, [{name: row[name] for name in keys.names} for row in gone]), table(schema, come)


def _by_seed(warehouse: Path, live: Manifest, is_wanted: Callable[[str], bool]) -> dict[str, set[str]]:
    """The seeds that lead to live documents that are wanted, each with those documents."""
    columns = ["seed_uri", "doc_id", "removed_run_id"]
    found: dict[str, set[str]] = {}
    for row in parts.read_or_empty(warehouse, "source_history", live.parts().get("source_history", ()), columns).to_pylist():
        if row["removed_run_id"] is None and is_wanted(row["doc_id"]):
            found.setdefault(row["seed_uri"], set()).add(row["doc_id"])
    return found


def _refuse_unread(lost_by_seed: Mapping[str, set[str]], seen: set[str], read_ids: set[str]) -> None:
    """Raises RefusedError if documents that lost their text stay, and none of the seeds that were read has it."""
    unread = sorted(uri for uri, doc_ids in lost_by_seed.items() if uri not in seen and not doc_ids <= read_ids)
    if unread:
        more = f" and {len(unread) - 1:,} more seeds" if len(unread) > 1 else ""
        raise RefusedError(f"a damaged or missing part held the texts of {unread[0]}{more}, which `add` did not read: {_RUN_AGAIN}")


def load_glances(warehouse: Path) -> dict[str, Glance]:
    """What the seeds looked like at the last run; nothing if the file is missing or damaged, since it only saves time."""
    files.refreshed(warehouse / GLANCES)
    try:
        rows = pq.read_table(warehouse / GLANCES, partitioning=None)
        columns = [rows[name].to_pylist() for name in ("seed_uri", "n_bytes", "modified_ns", "content_hash")]
    except (OSError, KeyError, pa.ArrowInvalid):
        return {}
    return {uri: Glance(*rest) for uri, *rest in zip(*columns, strict=True)}


def save_glances(warehouse: Path, glances: dict[str, Glance]) -> None:
    """Keeps what the seeds looked like, if that differs from what is kept."""
    if glances == load_glances(warehouse):
        return
    rows = pa.table(
        {
            "seed_uri": pa.array(glances.keys(), pa.string()),
            "n_bytes": pa.array([glance.n_bytes for glance in glances.values()], pa.int64()),
            "modified_ns": pa.array([glance.modified_ns for glance in glances.values()], pa.int64()),
            "content_hash": pa.array([glance.content_hash for glance in glances.values()], pa.string()),
        }
    )
    files.write(warehouse / GLANCES, lambda stream: pq.write_table(rows, stream))
