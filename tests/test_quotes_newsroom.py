"""Attributions of the fictional newsroom against its hand-made gold: floors below what was measured, so that a worse rule is seen."""

from typing import Any

import pytest

from flows.annotate.annotate import annotate
from flows.annotate.model import load_nlp
from flows.extract.quotes import extract
from tests.test_newsroom_corpus import STORIES, TEXTS

Characters = set[int]


def _characters(spans: list[dict[str, Any]], first: str = "start", end: str = "end") -> Characters:
    return {character for span in spans for character in range(span[first], span[end])}


@pytest.mark.model
def test_newsroom() -> None:
    stories = [story for story in STORIES.values() if "quotes" in story["layers"]]
    n_gold = n_rows = n_found = n_spoken = n_right = 0
    documents = annotate(load_nlp(), [(story["id"], TEXTS[story["id"]]) for story in stories])
    for story, annotated in zip(stories, documents, strict=True):
        rows = [(_characters(row["spans"], "start_char", "end_char"), row) for row in extract(annotated)]
        n_gold += len(story["gold"]["quotes"])
        n_rows += len(rows)
        for quote in story["gold"]["quotes"]:
            content = _characters(quote["content"])
            # Found: four fifths of all characters of the two are shared. No two gold contents come so near to each other.
            match = next((row for found, row in rows if len(content & found) >= 0.8 * len(content | found)), None)
            if match is None:
                continue
            n_found += 1
            if quote["speaker"]:
                n_spoken += 1
                start, end = match["speaker_head_start_char"], match["speaker_head_end_char"]
                n_right += start is not None and set(range(start, end)) <= _characters(quote["speaker"])
    precision, recall = n_found / n_rows, n_found / n_gold
    assert precision > 0.77
    assert recall > 0.80
    assert n_right / n_spoken > 0.95
