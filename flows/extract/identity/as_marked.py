"""Names as the model marks them, for languages whose grammar the rules do not know: no repair, nothing missed is looked for."""

from collections import Counter

import numpy as np

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.identity.lexicon import NAME_LABELS
from flows.extract.identity.naming import Key, name_key
from flows.schema import Row

# What models trained on other collections than OntoNotes call the same. What is like none of OntoNotes' kinds (MISC) is no mention.
LIKE = dict(
    line.split()
    for line in """
        PER PERSON
        PRS PERSON
        PS PERSON
        persName PERSON
        LC LOC
        geogName LOC
        placeName GPE
        GPE_LOC GPE
        GPE_ORG GPE
        OG ORG
        orgName ORG
        PROD PRODUCT
        EVT EVENT
        WRK WORK_OF_ART
    """.strip().splitlines()
)


def extract(annotated: AnnotatedDocument) -> dict[str, list[Row]]:
    """The rows of `document_mentions`, `document_entities` and `document_names` of one document: one entity a name and label."""
    doc = annotated.doc
    sentences = np.cumsum(doc.to_array("SENT_START") == 1).tolist() if len(doc) else []
    mentions: list[Row] = []
    of_entity: dict[tuple[Key, str], list[Row]] = {}
    for ent in doc.ents:
        label, key = LIKE.get(ent.label_, ent.label_), name_key(annotated.text_of(ent))
        if label not in NAME_LABELS or not key or ent.text.islower():
            continue  # in small letters: an elided "n’", a noun
        start, end = annotated.chars(ent)
        names = of_entity.setdefault((key, label), [])
        mention = {
            "doc_id": annotated.doc_id,
            "sentence_index": sentences[ent.start] - sentences[0],
            "start_char": start,
            "end_char": end,
            "text": annotated.text[start:end],
            "kind": "name",
            "label": label,
            "model_label": ent.label_,
            "entity_index": list(of_entity).index((key, label)),
        }
        mentions.append(mention)
        names.append(mention)
    entities: list[Row] = []
    written: list[Row] = []
    for index, ((key, label), names) in enumerate(of_entity.items()):
        name = Counter(" ".join(mention["text"].split()) for mention in names).most_common(1)[0][0]
        own = {"doc_id": annotated.doc_id, "entity_index": index, "key": " ".join(key), "name": name, "n_mentions": len(names)}
        # A vote of the model for each mention, and none of anything else.
        entities.append(own | {"sense": "", "label": label, "certainty": float(len(names)), "support": 0.0, "gender": None})
        shown_by = {column: names[0][column] for column in ("start_char", "end_char", "text")}
        written.append(own | shown_by | {"evidence": "same name"})
    return {"document_mentions": mentions, "document_entities": entities, "document_names": written}
