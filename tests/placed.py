"""Documents for the tests of places: names marked in the text as a model would mark them."""

import re

import numpy as np
import spacy
from spacy.tokens import Doc, Span

from flows.annotate.annotated import AnnotatedDocument

MARK = re.compile(r"\{(?P<label>[A-Z_]+)\|(?P<text>[^{}|]+)\}")
NLP = spacy.blank("en")


def annotated(marked: str) -> AnnotatedDocument:
    """The document of a marked text: `{GPE|Dunmore}` is Dunmore with that label. Words with a capital are proper nouns to it."""
    text, spans = "", []
    for index, piece in enumerate(re.split(r"(\{[A-Z_]+\|[^{}|]+\})", marked)):
        match = MARK.fullmatch(piece) if index % 2 else None
        if match:
            spans.append((len(text), len(text) + len(match["text"]), match["label"]))
        text += match["text"] if match else piece
    return document(text, spans)


def document(text: str, spans: list[tuple[int, int, str]]) -> AnnotatedDocument:
    """The document of a text with these names (first character, end, label); a sentence ends at a full stop and before a capital."""
    tokens = [token for token in NLP(text) if not token.is_space]
    words = [token.text for token in tokens]
    starts = np.array([token.idx for token in tokens], np.int32)
    ends = np.array([token.idx + len(token) for token in tokens], np.int32)
    tags = ["NNP" if word[:1].isupper() else "NN" for word in words]
    new_sentence: list[bool | int | None] = [
        index == 0 or (words[index - 1] == "." and words[index][:1].isupper()) for index in range(len(words))
    ]
    doc = Doc(NLP.vocab, words=words, tags=tags, sent_starts=new_sentence)
    names: list[Span] = []
    for start_char, end_char, label in sorted(spans):
        start, end = int(np.searchsorted(starts, start_char)), int(np.searchsorted(ends, end_char, side="right"))
        if start < end and (not names or names[-1].end <= start):
            names.append(Span(doc, start, end, label=label))
    doc.ents = tuple(names)
    return AnnotatedDocument("d", text, doc, starts, ends)
