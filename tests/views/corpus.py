"""A corpus of four documents, written out by hand, on which the views are tried."""

from datetime import date, datetime
from typing import Any

from flows.extract import words
from flows.schema import SENTENCES, table

# 0         1         2         3         4
# 01234567890123456789012345678901234567890123456789
MET = "Ada Brandt met Tom Okoro. Brandt paid."
SANG = "Okoro sang.\nMs Brandt left.\n\nOkoro and Okoro."
RAIN = "It rained."
# 0         1         2         3         4         5         6         7         8
# 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234
SAID = 'Mayor Brandt of Ulm said on 2 May that she sang. "Brandt paid," Tom Okoro told Noon.'

TABLES: dict[str, list[dict[str, Any]]] = {
    "texts": [
        {"doc_id": "met", "text": MET},
        {"doc_id": "sang", "text": SANG},
        {"doc_id": "rain", "text": RAIN},
        {"doc_id": "said", "text": SAID},
    ],
    "document_counts": [
        {"doc_id": "met", "n_tokens": 9, "n_sentences": 2},
        {"doc_id": "sang", "n_tokens": 11, "n_sentences": 3},
        {"doc_id": "rain", "n_tokens": 3, "n_sentences": 1},
        {"doc_id": "said", "n_tokens": 21, "n_sentences": 2},
    ],
    "sentences": [
        {"doc_id": "met", "sentence_index": 0, "start_char": 0, "end_char": 25, "text": MET[:25]},
        {"doc_id": "met", "sentence_index": 1, "start_char": 26, "end_char": 38, "text": MET[26:]},
        {"doc_id": "sang", "sentence_index": 0, "start_char": 0, "end_char": 11, "text": SANG[:11]},
        {"doc_id": "sang", "sentence_index": 1, "start_char": 12, "end_char": 27, "text": SANG[12:27]},
        {"doc_id": "sang", "sentence_index": 2, "start_char": 29, "end_char": 45, "text": SANG[29:]},
        {"doc_id": "rain", "sentence_index": 0, "start_char": 0, "end_char": 10, "text": RAIN},
        {"doc_id": "said", "sentence_index": 0, "start_char": 0, "end_char": 48, "text": SAID[:48]},
        {"doc_id": "said", "sentence_index": 1, "start_char": 49, "end_char": 84, "text": SAID[49:]},
    ],
    "document_mentions": [
        {"doc_id": doc_id, "sentence_index": sentence, "start_char": start, "end_char": start + len(text), "text": text, "kind": "name"}
        | {"label": "PERSON", "model_label": "PERSON", "entity_index": entity}
        for doc_id, sentence, start, text, entity in [
            ("met", 0, 0, "Ada Brandt", 0),
            ("met", 0, 15, "Tom Okoro", 1),
            ("met", 1, 26, "Brandt", 0),
            ("sang", 0, 0, "Okoro", 0),
            ("sang", 1, 15, "Brandt", 1),
            ("sang", 2, 29, "Okoro", 0),
            ("sang", 2, 39, "Okoro", 0),
            ("said", 0, 6, "Brandt", 0),
            ("said", 1, 50, "Brandt", 0),
        ]
    ]
    + [
        {"doc_id": "said", "sentence_index": 0, "start_char": 16, "end_char": 19, "text": "Ulm", "kind": "name", "label": "ORG"}
        | {"model_label": "ORG", "entity_index": 1},
        {"doc_id": "said", "sentence_index": 0, "start_char": 39, "end_char": 42, "text": "she", "kind": "pronoun", "label": "PERSON"}
        | {"entity_index": 0},
        {"doc_id": "said", "sentence_index": 1, "start_char": 79, "end_char": 83, "text": "Noon", "kind": "name", "label": "ORG"}
        | {"model_label": "ORG", "entity_index": 2},
    ],
    # His full name was passed over in this document; the corpus knows it.
    "corpus_mentions": [
        {"doc_id": "said", "sentence_index": 1, "start_char": 64, "end_char": 73, "text": "Tom Okoro", "kind": "name", "label": "PERSON"}
        | {"entity_id": "okoro"},
    ],
    "document_entities": [
        {"doc_id": "met", "entity_index": 0, "name": "Ada Brandt", "label": "PERSON"},
        {"doc_id": "met", "entity_index": 1, "name": "Tom Okoro", "label": "PERSON"},
        {"doc_id": "sang", "entity_index": 0, "name": "Okoro", "label": "PERSON"},
        {"doc_id": "sang", "entity_index": 1, "name": "Brandt", "label": "PERSON"},
        {"doc_id": "said", "entity_index": 0, "name": "Brandt", "label": "PERSON"},
        {"doc_id": "said", "entity_index": 1, "name": "Ulm", "label": "ORG"},
        {"doc_id": "said", "entity_index": 2, "name": "Noon", "label": "ORG"},
    ],
    "document_names": [
        {"doc_id": "met", "entity_index": 0, "name": "Ada Brandt", "key": "ada brandt", "evidence": "same name"}
        | {"start_char": 0, "end_char": 10, "text": "Ada Brandt"},
        {"doc_id": "met", "entity_index": 0, "name": "Brandt", "key": "brandt", "evidence": "short form"}
        | {"start_char": 26, "end_char": 32, "text": "Brandt"},
    ]
    + [
        {"doc_id": doc_id, "entity_index": entity, "name": name, "key": name.lower(), "evidence": "same name"}
        | {"start_char": start, "end_char": start + len(name), "text": name}
        for doc_id, entity, start, name in [
            ("met", 1, 15, "Tom Okoro"),
            ("sang", 0, 0, "Okoro"),
            ("sang", 1, 15, "Brandt"),
            ("said", 0, 6, "Brandt"),
            ("said", 1, 16, "Ulm"),
            ("said", 2, 79, "Noon"),
        ]
    ],
    "document_roles": [
        {"doc_id": "said", "start_char": 0, "end_char": 19, "text": "Mayor Brandt of Ulm", "entity_index": 0}
        | {"role": "Mayor", "of_entity_index": 1},
        {"doc_id": "met", "start_char": 15, "end_char": 24, "text": "Tom Okoro", "entity_index": 1, "role": "guest"},
    ],
    "times": [
        {"doc_id": "said", "sentence_index": 0, "start_char": 28, "end_char": 33, "text": "2 May", "type": "DATE", "value": "2024-05-02"}
        | {"precision": "day", "starts_at": datetime(2024, 5, 2), "ends_at": datetime(2024, 5, 3), "anchor": datetime(2024, 5, 4)},
    ],
    "places": [
        {"doc_id": "said", "sentence_index": 0, "start_char": 16, "end_char": 19, "text": "Ulm", "name": "Ulm", "geonames_id": 2820256}
        | {"feature_class": "P", "feature_code": "PPL", "country_code": "DE", "latitude": 48.4, "longitude": 9.99},
    ],
    "document_quotes": [
        {"doc_id": "said", "quote_index": 0, "kind": "indirect", "speaker_kind": "name"}
        | {
            "start_char": 34,
            "end_char": 47,
            "text": "that she sang",
            "content": "that she sang",
            "spans": [{"start_char": 34, "end_char": 47}],
        }
        | {"cue_start_char": 20, "cue_end_char": 24, "cue_text": "said", "cue_lemma": "say", "cue_class": "say"}
        | {"speaker_start_char": 0, "speaker_end_char": 19, "speaker_text": "Mayor Brandt of Ulm"}
        | {"speaker_head_start_char": 6, "speaker_head_end_char": 12},
        {"doc_id": "said", "quote_index": 1, "kind": "direct", "speaker_kind": "name"}
        | {
            "start_char": 49,
            "end_char": 63,
            "text": '"Brandt paid,"',
            "content": '"Brandt paid,"',
            "spans": [{"start_char": 49, "end_char": 63}],
        }
        | {"cue_start_char": 74, "cue_end_char": 78, "cue_text": "told", "cue_lemma": "tell", "cue_class": "tell"}
        | {"speaker_start_char": 64, "speaker_end_char": 73, "speaker_text": "Tom Okoro"}
        | {"speaker_head_start_char": 68, "speaker_head_end_char": 73},
    ],
    "quotation_marks": [{"doc_id": "said", "n_quotations": 1, "n_unbalanced_marks": 0}],
    "entity_links": [
        {"doc_id": "met", "entity_index": 0, "entity_id": "brandt"},
        {"doc_id": "met", "entity_index": 1, "entity_id": "okoro"},
        {"doc_id": "sang", "entity_index": 0, "entity_id": "okoro"},
        {"doc_id": "sang", "entity_index": 1, "entity_id": "brandt"},
        {"doc_id": "said", "entity_index": 0, "entity_id": "brandt"},
        {"doc_id": "said", "entity_index": 1, "entity_id": "ulm"},
        {"doc_id": "said", "entity_index": 2, "entity_id": None},  # people decided that Noon is to be ignored
    ],
    # The document that calls Ulm an organisation is outvoted.
    "entities": [
        {"entity_id": "brandt", "name": "Ada Brandt", "label": "PERSON", "n_mentions": 6, "n_documents": 3},
        {"entity_id": "okoro", "name": "Tom Okoro", "label": "PERSON", "n_mentions": 5, "n_documents": 3},
        {"entity_id": "ulm", "name": "Ulm", "label": "GPE", "n_mentions": 1, "n_documents": 1},
    ],
    "entity_names": [
        {"entity_id": "brandt", "name": "Ada Brandt", "n_mentions": 1, "evidence": "same name"},
        {"entity_id": "brandt", "name": "Brandt", "n_mentions": 2, "evidence": "same name"},
        {"entity_id": "okoro", "name": "Tom Okoro", "n_mentions": 1, "evidence": "same name"},
        {"entity_id": "okoro", "name": "Okoro", "n_mentions": 3, "evidence": "same name"},
        {"entity_id": "ulm", "name": "Ulm", "n_mentions": 1, "evidence": "same name"},
    ],
    "merge_evidence": [
        {
            "entity_id": "brandt",
            "doc_id": "met",
            "start_char": 26,
            "end_char": 32,
            "text": "Brandt",
            "name": "Brandt",
            "evidence": "short form",
        },
    ],
    "entity_id_history": [{"old_entity_id": "brandt_of_ulm", "entity_id": "brandt", "generation": 2}],
    "runs": [
        {"run_id": "1", "started_at": datetime(2024, 5, 2, 6), "ended_at": datetime(2024, 5, 2, 7), "n_documents": 2, "n_added": 2},
        {"run_id": "2", "started_at": datetime(2024, 5, 5, 6), "ended_at": datetime(2024, 5, 5, 7), "n_documents": 4, "n_added": 2},
    ],
    "run_steps": [{"run_id": "2", "step": "read", "started_at": datetime(2024, 5, 5, 6), "seconds": 1.5, "n_rows": 4}],
    "forgotten": [{"doc_id": "gone", "forgotten_at": datetime(2024, 5, 5, 6), "run_id": "2"}],
    # The story of the meeting was in two papers, and stood in a third until run 2.
    "source_history": [
        {"source_uri": "a/met.txt", "doc_id": "met", "publisher": "The Gazette", "published_on": date(2024, 5, 2), "added_run_id": "1"},
        {"source_uri": "b/met.txt", "doc_id": "met", "publisher": "The Courier", "published_on": date(2024, 5, 4), "added_run_id": "1"},
        {"source_uri": "c/met.txt", "doc_id": "met", "publisher": "The Star", "added_run_id": "1", "removed_run_id": "2"},
        {"source_uri": "a/sang.txt", "doc_id": "sang", "publisher": "The Gazette", "published_on": date(2024, 5, 3), "added_run_id": "1"},
        {"source_uri": "a/rain.txt", "doc_id": "rain", "added_run_id": "2"},
        {"source_uri": "b/said.txt", "doc_id": "said", "publisher": "The Courier", "published_on": date(2024, 5, 4), "added_run_id": "2"},
    ],
    "document_history": [
        {"doc_id": "met", "source_uri": "a/met.txt", "title": "A draft", "added_run_id": "1", "removed_run_id": "2"},
        {"doc_id": "met", "source_uri": "a/met.txt", "title": "A meeting", "publisher": "The Gazette", "added_run_id": "2"},
        {"doc_id": "sang", "source_uri": "a/sang.txt", "title": "A song", "publisher": "The Gazette", "added_run_id": "1"},
        {"doc_id": "rain", "source_uri": "a/rain.txt", "added_run_id": "2"},
        {"doc_id": "said", "source_uri": "b/said.txt", "publisher": "The Courier", "published_on": date(2024, 5, 4), "added_run_id": "2"},
    ],
}

_TEXTS = {row["doc_id"]: row["text"] for row in TABLES["texts"]}
TABLES |= {name: made.to_pylist() for name, made in words.rows(_TEXTS, table(SENTENCES, TABLES["sentences"])).items()}
