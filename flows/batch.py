"""One batch of documents, from texts to parts: annotate, extract, write. Runs in a worker process; knows nothing of other batches."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.annotate.choice import Models
from flows.annotate.fingerprint import fingerprint, language_of
from flows.schema import TABLES, Row, table
from flows.store import parts
from flows.store.manifest import Batch, Part

# An annotated document (naming its type would import spaCy) and its row of `document_metadata` -> rows by table.
Extract = Callable[[Any, Row], Mapping[str, list[Row]]]


class RowCheckError(RuntimeError):
    """A row that does not lead to its characters: a fault of the layer that made it, never of the input."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of rows with one fingerprint. `version` is raised by hand when its rows change.

    `after` is what makes its rows: the `model`, the `texts` alone, or the layer whose rows it reads; `metadata` are the columns of
    `document_metadata` that they depend on. `grammar` is the language whose grammar its rules know, if they know one: of a document that
    the model of another annotates, they make nothing, but for names, which are taken as the model marks them.
    """

    name: str
    version: int
    tables: tuple[str, ...]
    after: str
    metadata: tuple[str, ...] = ()
    grammar: str | None = None


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes rows now: the models, and by model (None for documents that none annotates) the fingerprint of each layer."""

    models: Models
    by_model: Mapping[str | None, Mapping[str, str]]


SHINGLES = Layer("shingles", 1, ("document_shingles",), after="texts")
ANNOTATION = Layer("annotation", 2, ("document_counts", "sentences", "tokens", "names", "amounts"), after="model")
IDENTITY = Layer(
    "identity",
    10,
    ("document_mentions", "document_entities", "document_names", "document_roles", "passed_over"),
    after="annotation",
    grammar="en",
)

QUOTES = Layer("quotes", 5, ("document_quotes", "quotation_marks"), after="annotation", grammar="en")
TIMES = Layer("times", 3, ("times",), after="annotation", metadata=("published_on",), grammar="en")
PLACES = Layer("places", 3, ("places",), after="annotation", metadata=("publisher", "url"), grammar="en")
WORDS = Layer("words", 1, ("word_positions", "document_words", "document_lengths"), after="annotation")
STATED = Layer("stated", 1, ("statements", "boilerplate"), after="annotation")

LAYERS = (SHINGLES, ANNOTATION, IDENTITY, QUOTES, TIMES, PLACES, WORDS, STATED)


def extractors(language: str) -> dict[str, Extract]:
    """What makes the rows of each layer that reads annotated documents, by a model for that language.

    Imported late: they need spaCy, which a run that changes nothing does without.
    """
    from flows.extract import identity, passed_over, places, quotes, times
    from flows.extract.identity import as_marked
    from flows.read.stated.rows import rows as stated_rows

    def who(annotated: Any, _stated: Row) -> Mapping[str, list[Row]]:
        rows = identity.extract(annotated)
        return rows | {"passed_over": passed_over.openings(annotated, rows["document_mentions"])}

    made: dict[str, Extract] = {
        "identity": who,
        "quotes": lambda annotated, _stated: {
            "document_quotes": quotes.extract(annotated),
            "quotation_marks": list(filter(None, [quotes.count_marks(annotated.doc_id, annotated.text)])),
        },
        "places": lambda annotated, stated: {"places": places.extract(annotated, stated)},
        "times": lambda annotated, stated: {"times": times.extract(annotated, stated["published_on"])},
        "stated": lambda annotated, _stated: stated_rows(annotated.doc_id, annotated.text),
    }
    without_grammar: dict[str, Extract] = {"identity": lambda annotated, _stated: as_marked.extract(annotated)}
    return {
        layer.name: made[layer.name] if layer.grammar in (None, language) else without_grammar.get(layer.name, lambda *_: {})
        for layer in LAYERS
        if layer.name in made
    }


def fingerprints(model: str | None) -> dict[str, str]:
    """Each layer's fingerprint: a hash of its version, of the model or library that makes it and of the layers before it.

    None stands for documents that no model annotates: they have tokens and sentences.
    """
    made = {"model": fingerprint(model), "texts": f"rensa {version('rensa')}"}
    for layer in LAYERS:
        made[layer.name] = parts.key(layer.name, str(layer.version), made[layer.after])
    return {layer.name: made[layer.name] for layer in LAYERS}


def warm_up(model: str) -> None:
    """Loads what the first batch of a process would wait for."""
    from flows.annotate.model import load_nlp
    from flows.extract.identity import gazetteer as names
    from flows.extract.places.gazetteer import gazetteer as places

    load_nlp(model)
    extractors(language_of(model))
    if language_of(model) == IDENTITY.grammar:
        names.load()
        places()


def makers(models: Models) -> Makers:
    """What makes rows now, by these models."""
    return Makers(models, {model: fingerprints(model) for model in (None, models.default, *models.by_language.values())})


def models_of(batch: Batch, models: Models) -> set[str | None]:
    """The models that now annotate documents in the batch's languages; one, unless the settings named other ones when it was made."""
    return {models.of(language) for language in batch.languages}


def is_current(batch: Batch, made_by: Makers) -> bool:
    """Whether one model is for all documents of the batch, and every layer was made by what makes it now."""
    of = models_of(batch, made_by.models)
    return len(of) == 1 and all(batch.made_by.get(layer.name) == made_by.by_model[model][layer.name] for model in of for layer in LAYERS)


def make(warehouse: Path, texts: Part, metadata: Part, n_chars: int, old: Sequence[Batch], model: str | None) -> Batch:
    """The batch of the documents in `texts` and `metadata` (parts with the same documents, sorted by doc_id), every layer's parts written.

    All of them are annotated by the `model`, or all by none.
    A part that is there already is used; rows that `old` batches hold, made by the same, are copied; only the rest is made. `old` parts
    must be sound.
    """
    made_by = fingerprints(model)
    stated = parts.read(warehouse, [metadata])
    doc_ids = stated["doc_id"].to_pylist()
    made: dict[str, Part] = {"texts": texts, "document_metadata": metadata}
    todo: list[Layer] = []
    for layer in LAYERS:
        name = _part_name(layer, made_by[layer.name], stated)
        found = {each: parts.find(warehouse, each, name) for each in layer.tables}
        if all(found.values()):
            made |= {each: part for each, part in found.items() if part}
        elif copied := _copied(warehouse, layer, made_by[layer.name], name, stated, old):
            made |= copied
        else:
            todo.append(layer)
    if todo:
        by_id = dict(_pairs(warehouse, texts))
        made |= _extracted(warehouse, todo, made, by_id, stated, made_by, model)
    languages = sorted(set(stated["language"].to_pylist()), key=str)
    return Batch(n_documents=len(doc_ids), n_chars=n_chars, made_by=made_by, parts=made, languages=tuple(languages))


def join(warehouse: Path, old: Sequence[Batch], model: str | None) -> Batch:
    """One batch with all documents of these, and with what the corpus decided of them."""

    def joined(name: str) -> pa.Table:
        rows = parts.read(warehouse, [each.parts[name] for each in old])
        return rows.take(pc.sort_indices(rows, sort_keys=[("doc_id", "ascending")]))

    rows = joined("texts")
    name = parts.key("texts", *rows["doc_id"].to_pylist())
    texts = parts.find(warehouse, "texts", name) or parts.write(warehouse, "texts", name, rows)
    metadata = parts.write_by_content(warehouse, "document_metadata", joined("document_metadata"))
    made = make(warehouse, texts, metadata, sum(each.n_chars for each in old), old, model)
    decided = set.intersection(*(set(each.parts) for each in old)) - made.parts.keys()
    return replace(made, parts={**made.parts, **{name: parts.write_by_content(warehouse, name, joined(name)) for name in sorted(decided)}})


def _part_name(layer: Layer, fingerprint: str, stated: pa.Table) -> str:
    """The name of the layer's parts: a hash of all that their rows depend on."""
    columns = [stated[name].to_pylist() for name in ("doc_id", *layer.metadata)]
    return parts.key(fingerprint, *(repr(values) for values in zip(*columns, strict=True)))


def _copied(warehouse: Path, layer: Layer, fingerprint: str, name: str, stated: pa.Table, old: Sequence[Batch]) -> dict[str, Part] | None:
    """The layer's parts copied from old batches, if those hold every document, made by the same from the same metadata."""
    same = [batch for batch in old if batch.made_by.get(layer.name) == fingerprint]
    if not same:
        return None
    columns = ["doc_id", *layer.metadata]
    before = parts.read(warehouse, [batch.parts["document_metadata"] for batch in same], columns)
    known = {repr(row) for row in before.to_pylist()}
    if not all(repr(row) in known for row in stated.select(columns).to_pylist()):
        return None
    doc_ids = stated["doc_id"].to_pylist()
    return {
        each: parts.write(warehouse, each, name, parts.rows_of(warehouse, [batch.parts[each] for batch in same], doc_ids))
        for each in layer.tables
    }


def _extracted(
    warehouse: Path,
    todo: Sequence[Layer],
    made: Mapping[str, Part],
    texts: Mapping[str, str],
    stated: pa.Table,
    made_by: Mapping[str, str],
    model: str | None,
) -> dict[str, Part]:
    """The parts of the layers to do. With the annotation among them the model runs; without, its stored rows are enough."""
    written: dict[str, Part] = {}

    def write(layer: Layer, each: str, found: pa.Table) -> None:
        _check_spans(each, found, texts)
        written[each] = parts.write(warehouse, each, _part_name(layer, made_by[layer.name], stated), found)

    # Each kind imports what it needs: a layer that is made of the texts alone must not wait for spaCy.
    if SHINGLES in todo:
        from flows.extract import shingles

        write(SHINGLES, "document_shingles", shingles.rows(texts.items()))
    annotated = None
    if ANNOTATION in todo:
        from flows.annotate.annotate import annotate
        from flows.annotate.model import load_nlp
        from flows.annotate.rows import rows

        annotated = list(annotate(load_nlp(model), texts.items()))
        found_rows = rows(annotated)
        for each, found in found_rows._asdict().items():
            write(ANNOTATION, each, found)
        write(ANNOTATION, "document_counts", _counts(stated["doc_id"], found_rows.tokens, found_rows.sentences))
    if WORDS in todo:
        from flows.extract import words

        sentences = parts.read(warehouse, [written.get("sentences") or made["sentences"]])
        for each, found in words.rows(texts, sentences).items():
            write(WORDS, each, found)
    rest = [layer for layer in todo if layer not in {SHINGLES, ANNOTATION, WORDS}]
    if not rest:
        return written
    if annotated is None:
        from flows.annotate.model import load_vocab
        from flows.annotate.stored import stored as stored_annotation

        kept = {each: parts.read(warehouse, [made[each]]) for each in ("tokens", "names", "amounts")}
        annotated = list(stored_annotation(load_vocab(model), texts.items(), **kept))
    extract = extractors(language_of(model))
    extracted: dict[str, list[Row]] = {each: [] for layer in rest for each in layer.tables}
    for document, row in zip(annotated, stated.to_pylist(), strict=True):
        for layer in rest:
            for each, rows_of_document in extract[layer.name](document, row).items():
                extracted[each] += rows_of_document
    for layer in rest:
        for each in layer.tables:
            write(layer, each, table(TABLES[each], extracted[each]))
    return written


def _counts(doc_ids: pa.ChunkedArray, tokens: pa.Table, sentences: pa.Table) -> pa.Table:
    """Rows of `document_counts`, for documents without any token too."""
    n_tokens, n_sentences = (
        dict(zip(*(column.to_pylist() for column in rows["doc_id"].value_counts().flatten()), strict=True)) for rows in (tokens, sentences)
    )
    ids = doc_ids.to_pylist()
    columns = [ids, [n_tokens.get(doc_id, 0) for doc_id in ids], [n_sentences.get(doc_id, 0) for doc_id in ids]]
    return pa.table(columns, schema=TABLES["document_counts"])


def _pairs(warehouse: Path, part: Part) -> Iterable[tuple[str, str]]:
    rows = parts.read(warehouse, [part])
    return zip(rows["doc_id"].to_pylist(), rows["text"].to_pylist(), strict=True)


def _check_spans(name: str, rows: pa.Table, texts: Mapping[str, str]) -> None:
    """Raises RowCheckError unless each span of the rows lies in its document and has exactly its characters.

    A span is three columns, `start_char`, `end_char` and `text`, with or without a prefix such as `cue_`; all are null or none is.
    """
    for column in rows.column_names:
        prefix, is_text, rest = column.rpartition("text")
        if not is_text or rest or f"{prefix}start_char" not in rows.column_names:
            continue
        columns = (rows[each].to_pylist() for each in ("doc_id", f"{prefix}start_char", f"{prefix}end_char", column))
        for doc_id, start, end, text in zip(*columns, strict=True):
            if start is None and end is None and text is None:
                continue
            if start is None or end is None or not 0 <= start < end or texts[doc_id][start:end] != text:
                raise RowCheckError(f"{name}: {text!r} is not what document {doc_id} has at {start} to {end}")
