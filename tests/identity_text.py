"""Annotated documents for tests of identity, written as text with the few annotations that a test is about."""

from collections.abc import Mapping, Sequence

import numpy as np
import spacy
from spacy.tokens import Doc, Span

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.identity import extract
from flows.schema import Row

NLP = spacy.blank("en")
FUNCTION_WORDS = {
    "DET": "the a an this that",
    "PRON": "he him his himself she her it its i you they who",
    "ADP": "in of at by with from to for against on over",
    "AUX": "is was are were has had will",
    "CCONJ": "and or",
}
POS = {word: pos for pos, words in FUNCTION_WORDS.items() for word in words.split()}


def annotated(
    text: str, names: Sequence[tuple[str, str]] = (), arcs: Mapping[str, tuple[str, str]] | None = None, nouns: str = "", doc_id: str = "d"
) -> AnnotatedDocument:
    """A document as the model might have annotated it.

    `names` are the (text, label) pairs that the model found, each at the next place where its text is. `arcs` gives a word the word that
    it depends on and the relation, within its sentence; the others depend on the sentence's first verb. `nouns` are common nouns. Other
    words are proper nouns where they are written large, else verbs; words of `FUNCTION_WORDS` are what they are. A sentence ends with a
    full stop, question mark or line break.
    """
    raw = NLP.make_doc(text)
    tokens = [token for token in raw if not token.is_space]
    starts = np.array([token.idx for token in tokens], dtype=np.int32)
    ends = np.array([token.idx + len(token) for token in tokens], dtype=np.int32)
    common = set(nouns.split())
    words = [token.text for token in tokens]
    pos, begins = [], []
    for i, word in enumerate(words):
        begins.append(i == 0 or words[i - 1] in {".", "?"} or "\n" in text[ends[i - 1] : starts[i]])
        kind = POS.get(word.lower()) or (
            "NOUN" if word in common else "PUNCT" if not word[0].isalnum() else "NUM" if word[0].isdigit() else ""
        )
        pos.append(kind or ("PROPN" if word[0].isupper() else "VERB"))
    sentence = np.cumsum(begins)
    roots: dict[int, int] = {}
    for i, number in enumerate(sentence.tolist()):
        if number not in roots or (pos[i] in VERBS and pos[roots[number]] not in VERBS):
            roots[number] = i
    heads, deps = [roots[number] for number in sentence.tolist()], ["dep"] * len(words)
    for word, (head, dep) in (arcs or {}).items():
        for i in (i for i, other in enumerate(words) if other == word):
            near = [j for j, other in enumerate(words) if other == head and sentence[j] == sentence[i]]
            if near:
                heads[i], deps[i] = near[0], dep
    tags = [{"PROPN": "NNP", "NOUN": "NN", "VERB": "VBD"}.get(kind, kind) for kind in pos]
    tags = ["PRP$" if word.lower() in {"his", "its"} else tag for word, tag in zip(words, tags, strict=True)]
    lemmas = [LEMMAS.get(word.lower(), word if kind == "PROPN" else word.lower()) for word, kind in zip(words, pos, strict=True)]
    doc = Doc(NLP.vocab, words=words, pos=pos, tags=tags, lemmas=lemmas, heads=heads, deps=deps)
    found, at = [], 0
    for name, label in names:
        at = text.index(name, at)
        first = next(i for i, end in enumerate(ends) if end > at)
        last = next(i for i, end in enumerate(ends) if end >= at + len(name))
        found.append(Span(doc, first, last + 1, label=label))
        at += len(name)
    doc.ents = found
    return AnnotatedDocument(doc_id, text, doc, starts, ends)


VERBS = {"VERB", "AUX"}
LEMMAS = {
    "rained": "rain",
    "said": "say",
    "says": "say",
    "told": "tell",
    "was": "be",
    "is": "be",
    "won": "win",
    "lost": "lose",
    "joined": "join",
    "posted": "post",
    "inhabitants": "inhabitant",
}


def entities_of(document: AnnotatedDocument) -> list[tuple[str, list[str]]]:
    """(label, names and other mentions in text order) of each entity of the document; the rows are checked against the text."""
    rows = extract(document)
    for table in ("document_mentions", "document_names", "document_roles"):
        for row in rows[table]:
            assert document.text[row["start_char"] : row["end_char"]] == row["text"]
    return [(entity["label"], mentions_of(rows, entity)) for entity in rows["document_entities"]]


def mentions_of(rows: Mapping[str, Sequence[Row]], entity: Row) -> list[str]:
    return [row["text"] for row in rows["document_mentions"] if row["entity_index"] == entity["entity_index"]]
