"""Pieces of a document that can be annotated one by one with the rows of the whole.

Parser and entity recogniser start afresh at a forced sentence start, and no arc or name crosses one. What they see of a token reaches a
few tokens further (the window of the model's convolutions, the parser's look-ahead), so a piece runs from forced start to forced start
and lies in a doc with some tokens of context on either side, whose annotation is dropped.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, NORM, POS, SENT_START, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.annotate.columns import columns, set_columns
from flows.annotate.tokens import Tokens

PIECE = 500  # tokens; docs that go through the model together should be of similar length
CONTEXT = 16  # tokens; 4 for the windows of spaCy's small to large models, 2 for the parser's look-ahead, the rest for other models
LONGEST = 10_000  # tokens without a forced start; about 60 kB of a text without blank lines or full stops

SAID = [TAG, POS, LEMMA, ENT_IOB, ENT_TYPE]
TREE = [DEP, HEAD]


class Piece(NamedTuple):
    """Tokens `start` to `stop` of a document, to be annotated within `first` to `last`; all count from 0, ends exclusive."""

    first: int
    start: int
    stop: int
    last: int


def pieces(sent_starts: Sequence[int], size: int = PIECE) -> Iterator[Piece]:
    """The pieces of a document with these sentence starts, together all of its tokens, each of `size` tokens or fewer if it can be."""
    n = len(sent_starts)
    forced = [*np.flatnonzero(np.asarray(sent_starts) == 1).tolist(), n]
    if n == 0:
        yield Piece(0, 0, 0, 0)
    start = 0
    for stop, following in zip(forced, [*forced[1:], n], strict=True):
        if start < stop and (following - start > size or stop == n):
            yield Piece(max(start - CONTEXT, 0), start, stop, min(stop + CONTEXT, n))
            start = stop


def bounded(sent_starts: Sequence[int], tokens: Tokens, text: str, longest: int = LONGEST) -> list[int]:
    """The sentence starts with more forced ones where there is none for more than `longest` tokens (no prose is like that).

    Memory is bounded by it, whatever the text. Of each `longest` tokens the last that follows a line's end is taken, else the last where a
    sentence may start, else the last.
    """
    bounded = list(sent_starts)
    forced = [0, *np.flatnonzero(np.asarray(sent_starts) == 1).tolist(), len(bounded)]
    for start, stop in pairwise(forced):
        while stop - start > longest:
            window = range(start + longest, start, -1)
            lines = (i for i in window if "\n" in text[tokens.ends[i - 1] : tokens.starts[i]])
            allowed = (i for i in window if sent_starts[i] == 0)
            start = next(lines, None) or next(allowed, None) or start + longest
            bounded[start] = 1
    return bounded


def doc_of(vocab: Vocab, piece: Piece, tokens: Tokens, sent_starts: list[int]) -> Doc:
    """The piece and its context as a doc for the model."""
    span = slice(piece.first, piece.last)
    doc = Doc(vocab, words=tokens.words[span], spaces=tokens.spaces[span], sent_starts=[*sent_starts[span]])
    set_columns(doc, [NORM], tokens.norms[np.newaxis, span])
    return doc


def annotation(doc: Doc, piece: Piece) -> npt.NDArray[np.uint64]:
    """The piece's annotation, without that of its context: an array (attributes, tokens)."""
    attrs = [*SAID, *(TREE if doc.has_annotation("DEP") else [SENT_START])]
    return columns([doc], attrs)[:, piece.start - piece.first : piece.stop - piece.first]


def joined(vocab: Vocab, tokens: Tokens, parts: deque[npt.NDArray[np.uint64]]) -> Doc:
    """The whole document as one doc. The parts are taken out of `parts` one by one, so that memory holds the annotation once."""
    doc = Doc(vocab, words=tokens.words, spaces=tokens.spaces)
    set_columns(doc, [NORM], tokens.norms[np.newaxis])
    values = np.empty((len(parts[0]), len(doc)), dtype=np.uint64)
    end = 0
    while parts:
        part = parts.popleft()
        values[:, end : end + part.shape[1]] = part
        end += part.shape[1]
    set_columns(doc, [*SAID, *(TREE if len(values) == len(SAID) + len(TREE) else [SENT_START])], values)
    return doc
