"""Documents for the tests of times: plain ones, and ones whose tags and parse are written out."""

from datetime import date

import numpy as np
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.annotate.annotated import AnnotatedDocument
from flows.extract import times
from flows.schema import Row

BLANK = spacy.blank("en")
VOCAB = Vocab()


def annotated(doc: Doc) -> AnnotatedDocument:
    """The Doc (its own text is the document's) without its white space."""
    keep = [token for token in doc if not token.is_space]
    if len(keep) < len(doc):
        place = {token.i: i for i, token in enumerate(keep)}
        bare = Doc(
            doc.vocab,
            words=[token.text for token in keep],
            tags=[token.tag_ for token in keep],
            pos=[token.pos_ for token in keep],
            lemmas=[token.lemma_ for token in keep],
            heads=[place.get(token.head.i, place[token.i]) for token in keep],
            deps=[token.dep_ for token in keep],
            ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in keep],
        )
    else:
        bare = doc
    starts = np.array([token.idx for token in keep], dtype=np.int32)
    ends = np.array([token.idx + len(token) for token in keep], dtype=np.int32)
    return AnnotatedDocument("d", doc.text, bare, starts, ends)


def plain(text: str, published_on: date | None = None) -> list[Row]:
    """The rows of a text without tags, parse or names."""
    return times.extract(annotated(BLANK(text)), published_on)


def tagged(marked: str, published_on: date | None = None) -> list[Row]:
    """The rows of a sentence whose words bear their parts of speech and, where they have one, their entity: "May/PROPN/B-DATE"."""
    parts = [word.split("/") for word in marked.split(" ")]
    doc = Doc(
        VOCAB,
        words=[part[0] for part in parts],
        pos=[part[1] if len(part) > 1 else "X" for part in parts],
        ents=[part[2] if len(part) > 2 else "O" for part in parts],
    )
    return times.extract(annotated(doc), published_on)
