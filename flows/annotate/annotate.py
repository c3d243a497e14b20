"""Documents -> annotated documents, in batches of pieces of similar length."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.columns import MINUS_ONE, columns, set_columns
from flows.annotate.fingerprint import ModelError
from flows.annotate.pieces import PIECE, Piece, annotation, bounded, doc_of, joined, pieces
from flows.annotate.sentences import sentence_starts, starts_in_any_language, unit_starts_only
from flows.annotate.steps import steps
from flows.annotate.tokens import Tokens, tokenize

BATCH = 10_000  # tokens that go through the model together


class Prepared(NamedTuple):
    """A document before the model: its tokens and where sentences start, may start and may not."""

    doc_id: str
    text: str
    tokens: Tokens
    sent_starts: list[int]


def annotate(nlp: Language, documents: Iterable[tuple[str, str]], piece_size: int = PIECE) -> Iterator[AnnotatedDocument]:
    """The annotated documents of these (doc_id, text), in order: each is the same whatever the others and the size of pieces."""
    parts: deque[npt.NDArray[np.uint64]] = deque()
    for batch in batches((document, piece) for document in prepared(nlp, documents) for piece in pieces(document.sent_starts, piece_size)):
        docs = [doc_of(nlp.vocab, piece, document.tokens, document.sent_starts) for document, piece in batch]
        run(nlp, docs)
        for (document, piece), doc in zip(batch, docs, strict=True):
            n_tokens = len(document.tokens.words)
            if piece.stop - piece.start < n_tokens:
                parts.append(annotation(doc, piece))
                if piece.stop < n_tokens:
                    continue
                doc = joined(nlp.vocab, document.tokens, parts)
            yield AnnotatedDocument(document.doc_id, document.text, doc, document.tokens.starts, document.tokens.ends)


def prepared(nlp: Language, documents: Iterable[tuple[str, str]]) -> Iterator[Prepared]:
    """The documents with what rules say of them before the model runs."""
    others = unit_starts_only if finds_sentences(nlp) else starts_in_any_language
    rules = sentence_starts if nlp.lang == "en" else others
    for doc_id, text in documents:
        tokens = tokenize(nlp.tokenizer, text)
        yield Prepared(doc_id, text, tokens, bounded(rules(text, tokens), tokens, text))


def finds_sentences(nlp: Language) -> bool:
    """Whether a component of the model says where sentences start."""
    return any("token.is_sent_start" in nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names)


def batches(work: Iterable[tuple[Prepared, Piece]], size: int = BATCH) -> Iterator[list[tuple[Prepared, Piece]]]:
    """The pieces in order, `size` tokens at a time."""
    batch, n_tokens = [], 0
    for document, piece in work:
        batch.append((document, piece))
        n_tokens += piece.last - piece.first
        if n_tokens >= size:
            yield batch
            batch, n_tokens = [], 0
    if batch:
        yield batch


def run(nlp: Language, docs: list[Doc]) -> None:
    """All components, on all docs that have tokens. Where sentences may start and no component said that they do, they don't."""
    docs = [doc for doc in docs if len(doc)]
    if not docs:
        return
    n_tokens = [len(doc) for doc in docs]
    for step in steps(nlp):
        step(docs)
    if [len(doc) for doc in docs] != n_tokens:
        raise ModelError(f"a component of the model merges or splits tokens, so they can't be led back to the text: {nlp.pipe_names}")
    for doc in docs:
        doc.tensor = np.zeros((0,), dtype=np.float32)  # 400 bytes a token that nothing reads
        if not doc.has_annotation("DEP"):
            starts = columns([doc], [SENT_START])
            set_columns(doc, [SENT_START], np.where(starts == 0, MINUS_ONE, starts))
