"""Who a document mentions: its names, and which of them are one entity, as this document alone tells."""

import re
from collections.abc import Mapping

from flows.annotate.annotated import AnnotatedDocument
from flows.schema import Row

# OntoNotes' kinds of names (Weischedel et al. 2013, OntoNotes Release 5.0); its others are amounts and times.
NAMES = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"})

_DETERMINER = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)


def normalised(text: str) -> str:
    """The name that spellings share: no determiner, no possessive, single spaces, and all-capitals as titles are written.

    A word of up to four capitals keeps them: it is mostly an acronym.
    """
    plain = " ".join(text.split())
    name = _POSSESSIVE.sub("", _DETERMINER.sub("", plain))
    if name.isupper():
        name = " ".join(word.capitalize() if len(word) > 4 else word for word in name.split(" "))
    return name or plain


def extract(annotated: AnnotatedDocument) -> Mapping[str, list[Row]]:
    """Rows of `document_mentions` and `document_entities`: names with one normalised form and one label are one entity."""
    entities: dict[tuple[str, str], int] = {}
    mentions: list[Row] = []
    sentence_of = {sent.start: index for index, sent in enumerate(annotated.doc.sents)}
    sentence = 0
    starts = sorted(sentence_of)
    for ent in annotated.doc.ents:
        if ent.label_ not in NAMES:
            continue
        while sentence + 1 < len(starts) and starts[sentence + 1] <= ent.start:
            sentence += 1
        start, end = annotated.chars(ent)
        text = annotated.text[start:end]
        index = entities.setdefault((normalised(text), ent.label_), len(entities))
        mentions.append(
            {
                "doc_id": annotated.doc_id,
                "sentence_index": sentence,
                "start_char": start,
                "end_char": end,
                "text": text,
                "kind": "name",
                "label": ent.label_,
                "model_label": ent.label_,
                "entity_index": index,
            }
        )
    rows: list[Row] = [
        {"doc_id": annotated.doc_id, "entity_index": index, "name": name, "label": label} for (name, label), index in entities.items()
    ]
    return {"document_mentions": mentions, "document_entities": rows}
