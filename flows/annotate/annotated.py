"""What annotation makes of a document: the spaCy Doc, tied to the characters it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:  # what only reads rows, as `resolve` does, needs no spaCy
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """One document with the model's annotation.

    `doc` has one spaCy token per row of `tokens`: white space is no token, so `doc.text` is *not* the document's text and `token.idx`
    is *not* an offset into it. `starts` and `ends` (one value a token, code points into `text`, end exclusive) are. Sentence starts,
    tags, heads, lemmas and the model's entities (names and amounts) are set on `doc`.
    """

    doc_id: str
    text: str
    doc: Doc
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

    def chars(self, span: Span) -> tuple[int, int]:
        """The span's first character and its end (exclusive) in `text`."""
        return int(self.starts[span.start]), int(self.ends[span.end - 1])

    def text_of(self, span: Span) -> str:
        """The span's text, exactly as in `text`."""
        start, end = self.chars(span)
        return self.text[start:end]
