"""One batch of documents, from texts to parts: annotate, extract, write. Runs in a worker process; knows nothing of other batches."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from itertools import islice, takewhile, tee
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.choice import Models
from flows.annotate.fingerprint import ModelError, fingerprint, language_of
from flows.annotate.sections import Placed, Section, groups, taken
from flows.schema import TABLES, Row, empty, table
from flows.store import files, hold, parts
from flows.store.manifest import Batch, Part

# An annotated document and its row of `document_metadata` -> rows by table.
Extract = Callable[[AnnotatedDocument, Row], Mapping[str, list[Row]]]


class AnnotationError(RuntimeError):
    """What makes rows fails on a text of the batch: a fault of ours or of the model's, never of the input. The message says where."""


class RowCheckError(AnnotationError):
    """A row that does not lead to its characters."""


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
ANNOTATION = Layer("annotation", 3, ("document_counts", "sentences", "tokens", "names", "amounts"), after="model")
IDENTITY = Layer(
    "identity",
    12,
    ("document_mentions", "document_entities", "document_names", "document_roles", "passed_over"),
    after="annotation",
    grammar="en",
)

QUOTES = Layer("quotes", 6, ("document_quotes", "quotation_marks"), after="annotation", grammar="en")
TIMES = Layer("times", 6, ("times",), after="annotation", metadata=("published_on",), grammar="en")
PLACES = Layer("places", 5, ("places",), after="annotation", metadata=("publisher", "url"), grammar="en")
WORDS = Layer("words", 1, ("word_positions", "document_words", "document_lengths"), after="annotation")
STATED = Layer("stated", 1, ("statements", "boilerplate"), after="annotation")

LAYERS = (SHINGLES, ANNOTATION, IDENTITY, QUOTES, TIMES, PLACES, WORDS, STATED)


def extractors(language: str) -> dict[str, Extract]:
    """What makes the rows of each layer that reads annotated documents, by a model for that language.

    Imported late: they need spaCy, which a run that changes nothing does without.
    """
    from flows.extract import identity, passed_over, places, quotes, times
    from flows.extract.identity import as_marked

    def who(annotated: AnnotatedDocument, _stated: Row) -> Mapping[str, list[Row]]:
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


def is_current(batch: Batch, made_by: Makers, layers: Sequence[Layer] | None = None) -> bool:
    """Whether one model is for all documents of the batch, and every layer, or each of these, was made by what makes it now."""
    of = models_of(batch, made_by.models)
    if len(of) != 1:
        return False
    now = made_by.by_model[of.pop()]
    wanted = now if layers is None else {layer.name: now[layer.name] for layer in layers}
    return wanted.items() <= batch.made_by.items()


def current(batches: Iterable[Batch], made_by: Makers, layers: Sequence[Layer] | None = None) -> list[Batch]:
    """Those of the batches that are (`is_current`). A corpus has thousands, made by the same, so few are looked at."""
    asked: dict[tuple[int, tuple[str | None, ...]], bool] = {}
    found = []
    for each in batches:
        kind = id(each.made_by), each.languages
        if kind not in asked:
            asked[kind] = is_current(each, made_by, layers)
        if asked[kind]:
            found.append(each)
    return found


def make(warehouse: Path, texts: Part, metadata: Part, n_chars: int, old: Sequence[Batch], model: str | None) -> Batch:
    """The batch of the documents in `texts` and `metadata` (parts with the same documents, sorted by doc_id), every layer's parts written.

    All of them are annotated by the `model`, or all by none.
    A part that is there already is used; rows that `old` batches hold, made by the same, are copied; only those of the rest of the
    documents are made. `old` parts must be sound. Raises AnnotationError, and CheckError if rows break a rule.
    """
    made_by = fingerprints(model)
    stated = parts.read(warehouse, [metadata])
    doc_ids = stated["doc_id"].to_pylist()
    made: dict[str, Part] = {"texts": texts, "document_metadata": metadata}
    todo: list[Layer] = []
    for layer in LAYERS:
        name = _part_name(layer, made_by[layer.name], stated)
        # A layer's parts are written together: where the first is not there, no other is asked for.
        finding = ((each, parts.find(warehouse, each, name)) for each in layer.tables)
        found = {each: part for each, part in takewhile(lambda item: item[1] is not None, finding) if part}
        if len(found) == len(layer.tables):
            made |= found
        elif copied := _copied(warehouse, layer, made_by[layer.name], name, stated, old):
            made |= copied
        else:
            todo.append(layer)
    if todo:
        known = set.intersection(*(_known(warehouse, layer, made_by[layer.name], stated, old) for layer in todo))
        by_id = {doc_id: text for doc_id, text in _pairs(warehouse, texts) if doc_id not in known}

        def write(layer: Layer, each: str, rows: pa.Table) -> Part:
            if known:
                same = [batch.parts[each] for batch in old if batch.made_by.get(layer.name) == made_by[layer.name]]
                rows = pa.concat_tables([parts.rows_of(warehouse, same, known), rows.cast(TABLES[each])])
                rows = rows.take(pc.sort_indices(rows, sort_keys=[("doc_id", "ascending")]))
            return parts.write(warehouse, each, _part_name(layer, made_by[layer.name], stated), rows)

        rest = stated.filter(pc.is_in(stated["doc_id"], pa.array(list(by_id), pa.string())))
        try:
            made |= _extracted(warehouse, todo, made, by_id, rest, model, write)
        except (AnnotationError, MemoryError, ModelError, OSError):
            raise
        except Exception as error:
            [*_, where] = traceback.extract_tb(error.__traceback__)
            at = f"{Path(where.filename).name}, line {where.lineno}"
            raise AnnotationError(f"{type(error).__name__}: {error} (in {at})") from error
    languages = sorted(set(stated["language"].to_pylist()), key=str)
    batch = Batch(n_documents=len(doc_ids), n_chars=n_chars, made_by=made_by, parts=made, languages=tuple(languages))
    hold.fresh(warehouse, batch)
    return batch


def join(warehouse: Path, old: Sequence[Batch], model: str | None) -> Batch:
    """One batch with all documents of these, and with what the corpus decided of them."""

    def joined(name: str) -> pa.Table:
        rows = parts.read(warehouse, [each.parts[name] for each in old])
        return rows.take(pc.sort_indices(rows, sort_keys=[("doc_id", "ascending")]))

    def joined_part(name: str) -> Part:
        return parts.write_by_content(warehouse, name, joined(name))

    rows = joined("texts")
    name = parts.key("texts", *rows["doc_id"].to_pylist())
    texts = parts.find(warehouse, "texts", name) or parts.write(warehouse, "texts", name, rows)
    metadata = joined_part("document_metadata")
    made = make(warehouse, texts, metadata, sum(each.n_chars for each in old), old, model)
    decided = sorted(set.intersection(*(set(each.parts) for each in old)) - made.parts.keys())
    written = files.together(warehouse, [partial(joined_part, name) for name in decided])
    return replace(made, parts={**made.parts, **dict(zip(decided, written, strict=True))})


def as_made(batch: Batch) -> Batch:
    """The batch with what its maker made and checked, and nothing of what the corpus decided of it."""
    names = {"texts", "document_metadata", *(name for layer in LAYERS for name in layer.tables)}
    return replace(batch, parts={name: part for name, part in batch.parts.items() if name in names})


def _part_name(layer: Layer, fingerprint: str, stated: pa.Table) -> str:
    """The name of the layer's parts: a hash of all that their rows depend on."""
    columns = [stated[name].to_pylist() for name in ("doc_id", *layer.metadata)]
    return parts.key(fingerprint, *(repr(values) for values in zip(*columns, strict=True)))


def _copied(warehouse: Path, layer: Layer, fingerprint: str, name: str, stated: pa.Table, old: Sequence[Batch]) -> dict[str, Part] | None:
    """The layer's parts copied from old batches, if those hold every document, made by the same from the same metadata."""
    doc_ids = _known(warehouse, layer, fingerprint, stated, old)
    if len(doc_ids) < stated.num_rows:
        return None
    same = [batch for batch in old if batch.made_by.get(layer.name) == fingerprint]

    def copied(each: str) -> Part:
        return parts.write_merged(warehouse, each, name, [batch.parts[each] for batch in same], doc_ids)

    return dict(zip(layer.tables, files.together(warehouse, [partial(copied, each) for each in layer.tables]), strict=True))


def _known(warehouse: Path, layer: Layer, fingerprint: str, stated: pa.Table, old: Sequence[Batch]) -> set[str]:
    """The documents of which old batches hold the layer's rows, made by the same from the same metadata."""
    same = [batch.parts["document_metadata"] for batch in old if batch.made_by.get(layer.name) == fingerprint]
    if not same:
        return set()
    columns = ["doc_id", *layer.metadata]
    before = {repr(row) for row in parts.read(warehouse, same, columns).to_pylist()}
    return {row["doc_id"] for row in stated.select(columns).to_pylist() if repr(row) in before}


def _extracted(
    warehouse: Path,
    todo: Sequence[Layer],
    made: Mapping[str, Part],
    texts: Mapping[str, str],
    stated: pa.Table,
    model: str | None,
    written_by: Callable[[Layer, str, pa.Table], Part],
) -> dict[str, Part]:
    """The parts of the layers to do, `written_by` what knows their names from the rows of these texts. With the annotation among them the
    model runs; without, its stored rows are enough, those of other texts beside them or not.
    """
    written: dict[str, Part] = {}
    layer_of = {each: layer for layer in todo for each in layer.tables}

    def write(each: str, rows: pa.Table) -> None:
        written[each] = written_by(layer_of[each], each, rows)

    # Each kind imports what it needs: a layer that is made of the texts alone must not wait for spaCy.
    if SHINGLES in todo:
        from flows.extract import shingles

        write("document_shingles", shingles.rows(texts.items()))
    of_sections = [layer for layer in todo if layer not in {SHINGLES, WORDS, STATED}]
    if of_sections:
        kept = {} if ANNOTATION in todo else {each: parts.read(warehouse, [made[each]]) for each in ("tokens", "names", "amounts")}
        found: dict[str, list[pa.Table]] = {}
        for tables in _by_section(of_sections, texts, {row["doc_id"]: row for row in stated.to_pylist()}, model, kept):
            for each, rows in tables.items():
                _check_spans(each, rows, texts)
                found.setdefault(each, []).append(rows)
        if ANNOTATION in todo:
            n_tokens, n_sentences = (_counted(found.get(each, [])) for each in ("tokens", "sentences"))
            ids = stated["doc_id"].to_pylist()
            columns = [ids, [n_tokens[each] for each in ids], [n_sentences[each] for each in ids]]
            write("document_counts", pa.table(columns, schema=TABLES["document_counts"]))

        def write_found(each: str) -> None:
            rows = pa.concat_tables([empty(each), *found.pop(each, [])])
            write(each, _summed(rows) if each == "quotation_marks" else rows)

        rest = sorted({each for layer in of_sections for each in layer.tables} - written.keys())
        files.together(warehouse, [partial(write_found, each) for each in rest])
    if STATED in todo:
        from flows.read.stated.rows import rows as stated_rows

        of_texts = [stated_rows(doc_id, text) for doc_id, text in texts.items()]
        for each in STATED.tables:
            rows = table(TABLES[each], [row for of_text in of_texts for row in of_text[each]])
            _check_spans(each, rows, texts)
            write(each, rows)
    if WORDS in todo:
        from flows.extract import words

        sentences = parts.rows_of(warehouse, [written.get("sentences") or made["sentences"]], texts.keys())
        files.together(warehouse, [partial(write, each, rows) for each, rows in words.rows(texts, sentences).items()])
    return written


def _by_section(
    todo: Sequence[Layer], texts: Mapping[str, str], stated: Mapping[str, Row], model: str | None, kept: Mapping[str, pa.Table]
) -> Iterator[dict[str, pa.Table]]:
    """The rows of the layers by table, for some documents at a time or for a section of a long one; `kept` are stored annotations."""
    from flows.annotate.rows import n_sentences, rows

    extract = extractors(language_of(model))
    rest = [layer for layer in todo if layer != ANNOTATION]
    placed = Placed()
    for group, annotated in _annotated(groups(texts.items()), texts, model, kept):
        tables: dict[str, pa.Table] = rows(annotated)._asdict() if ANNOTATION in todo else {}
        extracted: dict[str, list[Row]] = {each: [] for layer in rest for each in layer.tables}
        for document in annotated:
            for layer in rest:
                for each, rows_of_document in extract[layer.name](document, stated[document.doc_id]).items():
                    extracted[each] += rows_of_document
        tables |= {each: table(TABLES[each], found) for each, found in extracted.items()}
        [first, *_] = group
        if len(first.text) < len(texts[first.doc_id]):
            tables = placed(first, n_sentences(annotated[0].doc), len(annotated[0].doc), tables)
        yield tables


def _annotated(
    groups: Iterable[list[Section]], texts: Mapping[str, str], model: str | None, kept: Mapping[str, pa.Table]
) -> Iterator[tuple[list[Section], list[AnnotatedDocument]]]:
    """Groups of sections, each with what annotation makes of them: the model, or its stored rows."""
    if kept:
        from flows.annotate.model import load_vocab
        from flows.annotate.stored import stored as stored_annotation

        vocab = load_vocab(model)
        for group in groups:
            is_whole = len(group[0].text) == len(texts[group[0].doc_id])
            rows = kept if is_whole else taken(group[0], kept)
            yield group, list(stored_annotation(vocab, [(each.doc_id, each.text) for each in group], **rows))
    else:
        from flows.annotate.annotate import annotate
        from flows.annotate.model import load_nlp

        ahead, of_model = tee(groups)
        annotated = annotate(load_nlp(model), ((each.doc_id, each.text) for group in of_model for each in group))
        for group in ahead:
            yield group, list(islice(annotated, len(group)))


def _counted(tables: Iterable[pa.Table]) -> Counter[str]:
    """How many rows each document has."""
    counted: Counter[str] = Counter()
    for rows in tables:
        counted.update(dict(zip(*(column.to_pylist() for column in rows["doc_id"].value_counts().flatten()), strict=True)))
    return counted


def _summed(rows: pa.Table) -> pa.Table:
    """Of the rows that sections of one document have, one with the sums."""
    numbers = [name for name in rows.column_names if name != "doc_id"]
    summed = rows.group_by("doc_id", use_threads=False).aggregate([(name, "sum") for name in numbers])
    return summed.rename_columns({f"{name}_sum": name for name in numbers}).select(rows.column_names).cast(rows.schema)


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
