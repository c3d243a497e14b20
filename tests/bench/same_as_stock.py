"""Whether the model as spaCy ships it says the same of our tokens and sentence starts."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from spacy.attrs import IDS
from spacy.language import Language

from flows.annotate.annotate import prepared
from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.columns import columns
from flows.annotate.pieces import Piece, doc_of

COMPARED = ("TAG", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "POS", "LEMMA", "SENT_START")
ATTRS = [IDS[name] for name in COMPARED]


class Agreement(NamedTuple):
    """How much of our annotation equals stock spaCy's."""

    n_tokens: int
    n_different: dict[str, int]  # tokens by attribute

    @property
    def share(self) -> float:
        """Share of tokens with every attribute equal, at worst: 1 where all are."""
        return 1 - sum(self.n_different.values()) / max(self.n_tokens, 1)


def same_as_stock(documents: Iterable[AnnotatedDocument], nlp: Language) -> Agreement:
    """Annotates the same tokens with `nlp`, fresh from `spacy.load`, each document by itself in one piece, and counts what differs."""
    n_tokens, n_different = 0, Counter[str]()
    for document in documents:
        (before,) = prepared(nlp, [(document.doc_id, document.text)])
        n = len(before.sent_starts)
        doc = nlp(doc_of(nlp.vocab, Piece(0, 0, n, n), before.tokens, before.sent_starts))
        n_tokens += len(doc)
        if not len(doc):
            continue
        for name, ours, theirs in zip(COMPARED, columns([document.doc], ATTRS), columns([doc], ATTRS), strict=True):
            n_different[name] += int((ours != theirs).sum())
    return Agreement(n_tokens, dict(n_different))
