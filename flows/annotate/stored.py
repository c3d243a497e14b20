"""Stored rows -> annotated documents, without the model: so that layers of rules can be made again at little cost."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, SENT_START, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.columns import MINUS_ONE, Column, set_columns

OUTSIDE, INSIDE, BEGINS = 2, 1, 3  # values of ENT_IOB


def stored(
    vocab: Vocab, documents: Iterable[tuple[str, str]], tokens: pa.Table, names: pa.Table, amounts: pa.Table
) -> Iterator[AnnotatedDocument]:
    """The annotated documents of these (doc_id, text), equal to fresh ones in everything that the rows hold.

    The tables hold the rows of these documents, and may hold others; each document's rows lie together, in order. `vocab` is the model's.
    """
    of_tokens, of_names, of_amounts = runs(tokens), runs(names), runs(amounts)
    nothing = slice(0, 0)
    for doc_id, text in documents:
        rows = tokens[of_tokens.get(doc_id, nothing)]
        found = pa.concat_tables(
            [
                table[of_table.get(doc_id, nothing)].select(["start_char", "end_char", "label"])
                for table, of_table in ((names, of_names), (amounts, of_amounts))
            ]
        )
        yield annotated(vocab, doc_id, text, rows, found)


def annotated(vocab: Vocab, doc_id: str, text: str, tokens: pa.Table, found: pa.Table) -> AnnotatedDocument:
    """One document from its rows of tokens and of spans with a label."""
    starts = tokens["start_char"].to_numpy().astype(np.int32)
    ends = tokens["end_char"].to_numpy().astype(np.int32)
    spaces = np.append(starts[1:] > ends[:-1], ends[-1:] < len(text))[: len(starts)]
    doc = Doc(vocab, words=tokens["text"].to_pylist(), spaces=spaces.tolist())
    values = {attr: hashes(tokens[name], vocab) for attr, name in ((TAG, "tag"), (POS, "pos"), (LEMMA, "lemma"), (DEP, "dep"))}
    values[ENT_IOB], values[ENT_TYPE] = entities(found, starts, vocab)
    if values[DEP].any():
        values[HEAD] = (tokens["head_index"].to_numpy() - np.arange(len(doc))).astype(np.int64).view(np.uint64)
    else:
        begins = np.diff(tokens["sentence_index"].to_numpy(), prepend=-1) > 0
        values[SENT_START] = np.where(begins, np.uint64(1), MINUS_ONE)
    set_columns(doc, list(values), np.stack(list(values.values())))
    return AnnotatedDocument(doc_id, text, doc, starts, ends)


def hashes(column: pa.ChunkedArray, vocab: Vocab) -> Column:
    """What `vocab` calls each of the strings."""
    encoded = pc.dictionary_encode(column).combine_chunks()
    of_word = np.array([vocab.strings.add(word) for word in encoded.dictionary.to_pylist()], dtype=np.uint64)
    return cast(Column, of_word[encoded.indices.to_numpy()])


def entities(found: pa.Table, starts: npt.NDArray[np.int32], vocab: Vocab) -> tuple[Column, Column]:
    """ENT_IOB and ENT_TYPE of tokens that start at `starts`."""
    ent_iob = np.full(len(starts), OUTSIDE, dtype=np.uint64)
    ent_type = np.zeros(len(starts), dtype=np.uint64)
    first = np.searchsorted(starts, found["start_char"].to_numpy())
    last = np.searchsorted(starts, found["end_char"].to_numpy())
    for i, j, label in zip(first.tolist(), last.tolist(), found["label"].to_pylist(), strict=True):
        ent_iob[i], ent_iob[i + 1 : j] = BEGINS, INSIDE
        ent_type[i:j] = vocab.strings.add(label)
    return ent_iob, ent_type


def runs(table: pa.Table) -> dict[str, slice]:
    """Where each document's rows lie in the table."""
    ids = pc.dictionary_encode(table["doc_id"].combine_chunks())
    if not len(table):
        return {}
    code = ids.indices.to_numpy()
    bounds = [0, *(np.flatnonzero(np.diff(code)) + 1).tolist(), len(code)]
    names = ids.dictionary.to_pylist()
    return {names[code[a]]: slice(a, b) for a, b in pairwise(bounds)}
