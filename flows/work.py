"""Which batches stay as they are in a run, and which are to be made and of what."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows import batch
from flows.batch import Makers
from flows.plan import Plan
from flows.schema import DOCUMENT_METADATA, in_types_of
from flows.store import batched, changes, parts
from flows.store.manifest import Batch, Part

# A batch that was joined is made again in pieces of so many characters: what makes rows holds all of a batch's in memory.
CHARS_MADE_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """A batch to make: its two parts that are there already, its size, and the batches from which rows may be copied.

    `model` annotates all its documents; None if there is none for their languages. `is_copy`: it lost documents and nothing else, so that
    every row is copied.
    """

    texts: Part
    metadata: Part
    n_documents: int
    n_chars: int
    old: tuple[Batch, ...]
    model: str | None
    is_copy: bool = False


def find(
    warehouse: Path, live: Sequence[Batch], made: Plan, document_history: Sequence[Part], made_by: Makers, *, is_sound: bool
) -> tuple[list[Batch], list[Work]]:
    """Batches that stay, and those to make: new ones, and ones that lost documents, metadata, a layer or a part, or need several models.

    If the live parts are sound, only batches with documents that go are opened. If not, documents may lack a batch and batches may hold
    what the history has forgotten, so each is held against the whole `document_history`.
    """
    new = made.changes.documents_new.select(DOCUMENT_METADATA.names)
    stated = new if is_sound else _stated(warehouse, document_history)
    gone = set(made.changes.documents_gone["doc_id"].to_pylist())
    # By what they are and not by what they say, which takes longer to compare: a corpus has thousands.
    touched = set(map(id, batched.batches_holding(warehouse, live, gone) if is_sound else live))
    current = set(map(id, batch.current(live, made_by)))
    stay: list[Batch] = []
    todo: list[Work] = []
    for each in live:
        if id(each) not in touched:
            mine = None
        else:
            mine = _changed(warehouse, each, gone, stated) if is_sound else _held_against(warehouse, each, stated, restated=new["doc_id"])
        is_current = id(each) in current
        if mine is None and is_current:
            stay.append(each)
        else:
            before = in_types_of(DOCUMENT_METADATA, parts.read(warehouse, [each.parts["document_metadata"]]))
            mine = before if mine is None else mine
            is_copy = is_current and mine.equals(_of(mine["doc_id"].to_pylist(), before))
            divided = _divided(warehouse, each.parts["texts"], each.n_chars, mine, made_by)
            again = [replace(one, old=(each,), is_copy=is_copy) for one in divided]
            todo += again if is_current else [piece for one in again for piece in _pieces(warehouse, one, made_by)]
    for fresh in made.texts:
        todo += _divided(warehouse, fresh.part, fresh.n_chars, _of(parts.doc_ids(warehouse, [fresh.part]), stated), made_by)
    return stay, todo


def _pieces(warehouse: Path, each: Work, made_by: Makers) -> Iterator[Work]:
    """The work, halved until none is too large, or one document."""
    if each.n_chars <= CHARS_MADE_AT_ONCE or each.n_documents == 1:
        yield each
    else:
        for half in halves(warehouse, each, made_by):
            yield from _pieces(warehouse, half, made_by)


def halves(warehouse: Path, each: Work, made_by: Makers) -> list[Work]:
    """The work in two halves, or the work itself if it is one document."""
    stated = parts.read(warehouse, [each.metadata])
    half = (stated.num_rows + 1) // 2
    return [
        replace(one, old=each.old)
        for mine in (stated.slice(0, half), stated.slice(half))
        for one in _divided(warehouse, each.texts, each.n_chars, mine, made_by)
    ]


def _stated(warehouse: Path, document_history: Sequence[Part]) -> pa.Table:
    """What the history says of each live document."""
    with changes.connect(warehouse, {"document_history": document_history}) as connection:
        columns = ", ".join(DOCUMENT_METADATA.names)
        query = f"select {columns} from document_history where removed_run_id is null"  # noqa: S608 column names are ours
        rows: pa.Table = connection.sql(query).to_arrow_table()
    return rows


def _of(doc_ids: Collection[str], rows: pa.Table) -> pa.Table:
    """The rows of these documents, as a batch has them."""
    mine = rows.filter(pc.is_in(rows["doc_id"], pa.array(doc_ids, pa.string())))
    return in_types_of(DOCUMENT_METADATA, mine.take(pc.sort_indices(mine, sort_keys=[("doc_id", "ascending")])))


def _changed(warehouse: Path, each: Batch, gone: set[str], new: pa.Table) -> pa.Table:
    """The metadata of the documents that stay, of a batch that has some of those that go."""
    before = parts.read(warehouse, [each.parts["document_metadata"]])
    doc_ids = set(before["doc_id"].to_pylist())
    return _of(doc_ids, pa.concat_tables([_of(doc_ids - gone, before), _of(doc_ids & gone, new)]))


def _held_against(warehouse: Path, each: Batch, stated: pa.Table, restated: pa.ChunkedArray) -> pa.Table | None:
    """The metadata of the batch's documents that are live, or None if those are all of them and none states anything else than before."""
    doc_ids = parts.doc_ids(warehouse, [each.parts["document_metadata"]])
    mine = _of(doc_ids, stated)
    is_same = mine.num_rows == len(doc_ids) and not pc.any(pc.is_in(mine["doc_id"], restated.combine_chunks())).as_py()
    return None if is_same else mine


def _divided(warehouse: Path, texts: Part, n_chars: int, mine: pa.Table, made_by: Makers) -> Iterator[Work]:
    """A batch for each model that annotates some of the documents, of which `mine` is what they state and which are among the `texts`."""
    of = [made_by.models.of(language) for language in mine["language"].to_pylist()]
    for model in dict.fromkeys(of):
        stated = mine.filter(pa.array([each == model for each in of]))
        its, its_chars = texts, n_chars
        if stated.num_rows < texts.n_rows:
            rows = parts.rows_of(warehouse, [texts], stated["doc_id"].to_pylist())
            name = parts.key("texts", *rows["doc_id"].to_pylist())
            its = parts.find(warehouse, "texts", name) or parts.write(warehouse, "texts", name, rows)
            its_chars = pc.sum(pc.utf8_length(rows["text"])).as_py()
        metadata = parts.write_by_content(warehouse, "document_metadata", stated)
        yield Work(its, metadata, stated.num_rows, its_chars, (), model)
