"""Annotated documents -> rows of sentences, tokens, names and amounts, column by column."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, ORTH, POS, SENT_START, TAG
from spacy.strings import StringStore
from spacy.tokens import Doc

from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.columns import columns
from flows.schema import AMOUNTS, NAMES, SENTENCES, TOKENS

AMOUNT_LABELS = frozenset(("CARDINAL", "DATE", "MONEY", "ORDINAL", "PERCENT", "QUANTITY", "TIME"))
ATTRS = [ORTH, LEMMA, POS, TAG, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE]
ENT_BEGINS, ENT_GOES_ON = 3, 1  # values of ENT_IOB

Ints = npt.NDArray[np.int64]


class Rows(NamedTuple):
    """The rows of some documents, in the documents' order and each table in the order of the text."""

    sentences: pa.Table
    tokens: pa.Table
    names: pa.Table
    amounts: pa.Table


def rows(documents: Sequence[AnnotatedDocument]) -> Rows:
    """The rows of documents that were annotated with one vocabulary."""
    documents = [document for document in documents if len(document.doc)]
    if not documents:
        return Rows(*(schema.empty_table() for schema in (SENTENCES, TOKENS, NAMES, AMOUNTS)))
    strings = documents[0].doc.vocab.strings
    orth, lemma, pos, tag, dep, head, sent_start, ent_iob, ent_type = columns([document.doc for document in documents], ATTRS)
    starts = np.concatenate([document.starts for document in documents])
    ends = np.concatenate([document.ends for document in documents])
    n_tokens = np.array([len(document.doc) for document in documents])
    document_of = np.repeat(np.arange(len(documents)), n_tokens)
    first = np.cumsum(n_tokens) - n_tokens  # each document's first token among all
    token_index = np.arange(len(orth)) - first[document_of]

    begins = _begins(sent_start, token_index)
    sentence = np.cumsum(begins) - 1  # counted through all documents
    sentence_index = sentence - sentence[first][document_of]

    def spans(token: Ints, last: Ints) -> dict[str, pa.Array]:
        """Columns of the spans from each `token` to the `last` of the same position."""
        at = document_of[token]
        texts = [documents[i].text[a:b] for i, a, b in zip(at.tolist(), starts[token].tolist(), ends[last].tolist(), strict=True)]
        return {
            "doc_id": doc_ids.take(pa.array(at)),
            "sentence_index": pa.array(sentence_index[token], pa.int32()),
            "start_char": pa.array(starts[token], pa.int32()),
            "end_char": pa.array(ends[last], pa.int32()),
            "text": pa.array(texts, pa.string()),
        }

    doc_ids = pa.array([document.doc_id for document in documents], pa.string())
    first_tokens = np.flatnonzero(begins)
    tokens = {
        "doc_id": doc_ids.take(pa.array(document_of)),
        "sentence_index": pa.array(sentence_index, pa.int32()),
        "token_index": pa.array(token_index, pa.int32()),
        "start_char": pa.array(starts, pa.int32()),
        "end_char": pa.array(ends, pa.int32()),
        "text": words(orth, strings),
        "lemma": words(lemma, strings),
        "pos": words(pos, strings),
        "tag": words(tag, strings),
        "dep": words(dep, strings),
        "head_index": pa.array(token_index + head.astype(np.int64), pa.int32()),  # HEAD is relative
    }
    token, last = entities(ent_iob)
    labels = words(ent_type[token], strings)
    is_amount = np.array([label in AMOUNT_LABELS for label in labels.to_pylist()], dtype=bool)
    found = pa.table({**spans(token, last), "label": labels})
    return Rows(
        made(spans(first_tokens, np.append(first_tokens[1:], len(orth)) - 1), SENTENCES),
        made(tokens, TOKENS),
        made(found.filter(pa.array(~is_amount)), NAMES),
        made(found.filter(pa.array(is_amount)), AMOUNTS),
    )


def n_sentences(doc: Doc) -> int:
    """How many rows of sentences a document has."""
    if not len(doc):
        return 0
    [sent_start] = columns([doc], [SENT_START])
    return int(np.count_nonzero(_begins(sent_start, np.arange(len(doc)))))


def _begins(sent_start: npt.NDArray[np.uint64], token_index: Ints) -> npt.NDArray[np.bool_]:
    """Whether a sentence begins at each token."""
    begins: npt.NDArray[np.bool_] = (sent_start == 1) | (token_index == 0)
    return begins


def made(found: dict[str, pa.Array] | pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns that belong to the table, in its order."""
    return pa.Table.from_arrays([found[name] for name in schema.names], schema=schema)


def entities(ent_iob: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """First and last token of each entity."""
    token = np.flatnonzero(ent_iob == ENT_BEGINS)
    closes = (ent_iob != 0) & (np.append(ent_iob[1:], 0) != ENT_GOES_ON)  # the last token of an entity, or a token of none
    ends = np.flatnonzero(closes)
    return token, ends[np.searchsorted(ends, token)]


def words(hashes: npt.NDArray[np.uint64], strings: StringStore) -> pa.Array:
    """The strings that these hashes stand for."""
    distinct, position = np.unique(hashes, return_inverse=True)
    return pa.array([strings[value] for value in distinct.tolist()], pa.string()).take(pa.array(position))
