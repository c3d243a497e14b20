"""A corpus of three documents, written out by hand, on which the views are tried."""

from datetime import date
from typing import Any

# 0         1         2         3         4
# 01234567890123456789012345678901234567890123456789
MET = "Ada Brandt met Tom Okoro. Brandt paid."
SANG = "Okoro sang.\nMs Brandt left.\n\nOkoro and Okoro."
RAIN = "It rained."

TABLES: dict[str, list[dict[str, Any]]] = {
    "texts": [{"doc_id": "met", "text": MET}, {"doc_id": "sang", "text": SANG}, {"doc_id": "rain", "text": RAIN}],
    "document_counts": [
        {"doc_id": "met", "n_tokens": 9, "n_sentences": 2},
        {"doc_id": "sang", "n_tokens": 11, "n_sentences": 3},
        {"doc_id": "rain", "n_tokens": 3, "n_sentences": 1},
    ],
    "sentences": [
        {"doc_id": "met", "sentence_index": 0, "start_char": 0, "end_char": 25, "text": MET[:25]},
        {"doc_id": "met", "sentence_index": 1, "start_char": 26, "end_char": 38, "text": MET[26:]},
        {"doc_id": "sang", "sentence_index": 0, "start_char": 0, "end_char": 11, "text": SANG[:11]},
        {"doc_id": "sang", "sentence_index": 1, "start_char": 12, "end_char": 27, "text": SANG[12:27]},
        {"doc_id": "sang", "sentence_index": 2, "start_char": 29, "end_char": 45, "text": SANG[29:]},
        {"doc_id": "rain", "sentence_index": 0, "start_char": 0, "end_char": 10, "text": RAIN},
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
        ]
    ],
    "document_entities": [
        {"doc_id": "met", "entity_index": 0, "name": "Ada Brandt", "label": "PERSON"},
        {"doc_id": "met", "entity_index": 1, "name": "Tom Okoro", "label": "PERSON"},
        {"doc_id": "sang", "entity_index": 0, "name": "Okoro", "label": "PERSON"},
        {"doc_id": "sang", "entity_index": 1, "name": "Brandt", "label": "PERSON"},
    ],
    "entity_links": [
        {"doc_id": "met", "entity_index": 0, "entity_id": "brandt"},
        {"doc_id": "met", "entity_index": 1, "entity_id": "okoro"},
        {"doc_id": "sang", "entity_index": 0, "entity_id": "okoro"},
        {"doc_id": "sang", "entity_index": 1, "entity_id": "brandt"},
    ],
    "entities": [
        {"entity_id": "brandt", "name": "Ada Brandt", "label": "PERSON", "n_mentions": 3, "n_documents": 2},
        {"entity_id": "okoro", "name": "Tom Okoro", "label": "PERSON", "n_mentions": 4, "n_documents": 2},
    ],
    "entity_names": [
        {"entity_id": "brandt", "name": "Ada Brandt", "n_mentions": 1, "evidence": "same_name"},
        {"entity_id": "brandt", "name": "Brandt", "n_mentions": 2, "evidence": "same_name"},
        {"entity_id": "okoro", "name": "Tom Okoro", "n_mentions": 1, "evidence": "same_name"},
        {"entity_id": "okoro", "name": "Okoro", "n_mentions": 3, "evidence": "same_name"},
    ],
    # The story of the meeting was in two papers, and stood in a third until run 2.
    "source_history": [
        {"source_uri": "a/met.txt", "doc_id": "met", "publisher": "The Gazette", "published_on": date(2024, 5, 2), "added_run_id": "1"},
        {"source_uri": "b/met.txt", "doc_id": "met", "publisher": "The Courier", "published_on": date(2024, 5, 4), "added_run_id": "1"},
        {"source_uri": "c/met.txt", "doc_id": "met", "publisher": "The Star", "added_run_id": "1", "removed_run_id": "2"},
        {"source_uri": "a/sang.txt", "doc_id": "sang", "publisher": "The Gazette", "published_on": date(2024, 5, 3), "added_run_id": "1"},
        {"source_uri": "a/rain.txt", "doc_id": "rain", "added_run_id": "2"},
    ],
    "document_history": [
        {"doc_id": "met", "source_uri": "a/met.txt", "title": "A draft", "added_run_id": "1", "removed_run_id": "2"},
        {"doc_id": "met", "source_uri": "a/met.txt", "title": "A meeting", "publisher": "The Gazette", "added_run_id": "2"},
        {"doc_id": "sang", "source_uri": "a/sang.txt", "title": "A song", "publisher": "The Gazette", "added_run_id": "1"},
        {"doc_id": "rain", "source_uri": "a/rain.txt", "added_run_id": "2"},
    ],
}
