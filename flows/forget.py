"""Takedown: documents and all that was made from them leave the warehouse, what is live and what is on the disk, and stay out.

First a line in `forgotten.jsonl`, then a publishing without them, then all that only earlier runs need is removed: their manifests and
parts, which hold the text. Ended anywhere, the next run (or `forget`) goes on from there.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows import copies, entities, plan
from flows.schema import FORGOTTEN, TABLES, table
from flows.settings import Settings
from flows.store import files, forgotten, lock, mirror, parts, publish
from flows.store.forgotten import Forgotten
from flows.store.manifest import Batch, Manifest, Part, WarehouseError


class ForgetError(LookupError):
    """There is no document of that name, or it cannot be taken out now; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A near-duplicate of a document that was forgotten, which is a document of its own and stays: how similar, and where it was found."""

    doc_id: str
    similarity: float
    source_uri: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """What was forgotten: the documents (none if they had been before), where they were found, and copies of them that stay."""

    doc_ids: tuple[str, ...]
    source_uris: tuple[str, ...]
    copies: tuple[Copy, ...]


def forget(settings: Settings, which: str, why: str | None, now: Callable[[], datetime], *, wait_seconds: float = 0) -> Done:
    """Forgets the document of this `doc_id`, or every one that this `source_uri` leads to or ever led to.

    Raises ForgetError, WarehouseBusyError and WarehouseError, each with a message for the user.
    """
    warehouse = mirror.folder(settings.warehouse)
    with lock.writing(warehouse, wait_seconds=wait_seconds):
        live = publish.live(warehouse)
        if not live.run_id:
            raise WarehouseError(f"{warehouse} has no published run; `textmart run` makes one")
        sources = _read(warehouse, live, "source_history", ("source_uri", "doc_id"))
        mine = sources.filter(pc.or_(pc.equal(sources["doc_id"], which), pc.equal(sources["source_uri"], which)))
        doc_ids = set(mine["doc_id"].to_pylist())
        if not doc_ids:
            was_finished = is_finished(warehouse, live)
            finished(settings, live, now)
            if which in forgotten.read(warehouse) or not was_finished:
                return Done((), (), ())
            raise ForgetError(
                f"{warehouse} has no document {which!r}, now or in its history; a doc_id or source_uri is written out in full"
            )
        uris = sources.filter(_in(sources["doc_id"], doc_ids))["source_uri"].to_pylist()
        near = _copies(warehouse, live, doc_ids)
        forgotten.add(warehouse, [Forgotten(doc_id, now(), why) for doc_id in sorted(doc_ids)])
        finished(settings, live, now)
    return Done(tuple(sorted(doc_ids)), tuple(sorted(set(uris))), near)


def is_finished(warehouse: Path, live: Manifest) -> bool:
    """Whether all that is to be forgotten is out of the live corpus, if there is one, and nothing of an earlier run is left."""
    wanted = forgotten.read(warehouse)
    if not wanted or not live.run_id:
        return True
    done = _read(warehouse, live, "forgotten", ("doc_id", "run_id"))
    return wanted.keys() <= set(done["doc_id"].to_pylist()) and not publish.is_before(warehouse, pc.max(done["run_id"]).as_py())


def finished(settings: Settings, live: Manifest, now: Callable[[], datetime]) -> Manifest:
    """The live corpus without what is to be forgotten: published, and everything else removed. The lock is held; parts must be sound."""
    warehouse = mirror.folder(settings.warehouse)
    if is_finished(warehouse, live):
        return live
    lost = list(parts.damaged(warehouse, [part for each in live.parts().values() for part in each]))
    if lost:
        raise WarehouseError(f"{parts.path_of(warehouse, lost[0])} is damaged or missing; `textmart run` makes it again, and then forgets")
    wanted = forgotten.read(warehouse)
    todo = wanted.keys() - set(_read(warehouse, live, "forgotten", ("doc_id",))["doc_id"].to_pylist())
    for page in (warehouse / "report.html", *map(Path, filter(None, [settings.report])), *(warehouse / f"{each}.html" for each in todo)):
        files.unlink(page)
    if todo:
        made = _without(settings, live, {doc_id: wanted[doc_id] for doc_id in todo}, now())
        publish.publish(warehouse, live, made)
        live = made
    publish.keep_only(warehouse, live)
    return live


def _without(settings: Settings, live: Manifest, todo: Mapping[str, Forgotten], now: datetime) -> Manifest:
    """The corpus without these documents, as if they had never been; its parts are written."""
    warehouse = mirror.folder(settings.warehouse)
    run_id = publish.run_id(now, after=max([live.run_id, *publish.run_ids(warehouse)]))
    sources = _read(warehouse, live, "source_history", ("source_uri", "seed_uri", "doc_id"))
    mine = sources.filter(_in(sources["doc_id"], todo))
    uris, seeds = set(mine["source_uri"].to_pylist()), set(mine["seed_uri"].to_pylist())
    # The seeds are read again by the next run: what they still hold of this becomes an issue.
    plan.save_glances(warehouse, {uri: glance for uri, glance in plan.load_glances(warehouse).items() if uri not in seeds})
    gone = {"seed_files": ("seed_uri", seeds), "issues": ("source_uri", uris)}
    tables = {}
    for name, each in live.tables.items():
        column, values = gone.get(name, ("doc_id", todo))
        tables[name] = tuple(_parts_without(warehouse, name, each, column, values)) if column in TABLES[name].names else each
    rows = [{"doc_id": each.doc_id, "forgotten_at": each.forgotten_at, "why": each.why, "run_id": run_id} for each in todo.values()]
    tables["forgotten"] = (*tables.get("forgotten", ()), parts.write_by_content(warehouse, "forgotten", table(FORGOTTEN, rows)))
    made = replace(live, run_id=run_id, batches=tuple(_batches_without(warehouse, live, todo)), tables=tables)
    made, _ = entities.found(warehouse, live, made, settings.curated())
    return copies.found(warehouse, live, made)


def _batches_without(warehouse: Path, live: Manifest, doc_ids: Collection[str]) -> list[Batch]:
    """The batches, rows of these documents taken out of every part: no layer is made again, whatever made it."""
    made = []
    for batch in live.batches:
        texts = batch.parts["texts"]
        here = parts.read(warehouse, [texts], ["doc_id"])["doc_id"]
        if not pc.any(_in(here, doc_ids)).as_py():
            made.append(batch)
            continue
        rest = {name: _part_without(warehouse, name, part, "doc_id", doc_ids) for name, part in batch.parts.items()}
        if rest["texts"].n_rows:
            n_chars = pc.sum(pc.utf8_length(parts.read(warehouse, [rest["texts"]], ["text"])["text"])).as_py()
            made.append(replace(batch, n_documents=rest["texts"].n_rows, n_chars=n_chars, parts=rest))
    return made


def _parts_without(warehouse: Path, name: str, live: Collection[Part], column: str, values: Collection[str]) -> list[Part]:
    every = [_part_without(warehouse, name, part, column, values) for part in live]
    return [part for part in every if part.n_rows] or every[:1]


def _part_without(warehouse: Path, name: str, part: Part, column: str, values: Collection[str]) -> Part:
    """The part without rows that have one of the values; itself if there are none."""
    rows = parts.read(warehouse, [part])
    rest = rows.filter(pc.invert(_in(rows[column], values)))
    return part if rest.num_rows == rows.num_rows else parts.write_by_content(warehouse, name, rest)


def _copies(warehouse: Path, live: Manifest, doc_ids: Collection[str]) -> tuple[Copy, ...]:
    """Near-duplicates of these documents that are none of them, most similar first."""
    columns = ("doc_id", "other_doc_id", "similarity")
    found: dict[str, float] = {}
    for one, other, similarity in zip(*_read(warehouse, live, "duplicate_pairs", columns).to_pydict().values(), strict=True):
        for each, its_copy in ((one, other), (other, one)):
            if each in doc_ids and its_copy not in doc_ids:
                found[its_copy] = max(similarity, found.get(its_copy, 0.0))
    metadata = [batch.parts["document_metadata"] for batch in live.batches]
    rows = parts.read(warehouse, metadata, ["doc_id", "source_uri", "title"]) if found else DOCUMENTS
    stated = rows.filter(_in(rows["doc_id"], found)).to_pylist()
    near = [Copy(row["doc_id"], found[row["doc_id"]], row["source_uri"], row["title"]) for row in stated]
    return tuple(sorted(near, key=lambda each: (-each.similarity, each.doc_id)))


DOCUMENTS = pa.table({name: pa.array([], pa.string()) for name in ("doc_id", "source_uri", "title")})


def _read(warehouse: Path, live: Manifest, name: str, columns: Collection[str]) -> pa.Table:
    return parts.read_or_empty(warehouse, name, live.tables.get(name, ()), list(columns))


def _in(column: pa.ChunkedArray, values: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(column, pa.array(sorted(values), pa.string()))
