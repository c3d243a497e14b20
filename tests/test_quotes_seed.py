"""Every attribution of the shipped seed, as a person reads it."""

import json
from pathlib import Path

import pytest

from flows.annotate.annotate import annotate
from flows.annotate.model import load_nlp
from flows.extract.quotes import extract

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "quotes_seed.json"
FLAGS = ("is_negated", "is_hedged", "is_anonymous")


@pytest.mark.model
def test_every_attribution_of_the_seed() -> None:
    [seed] = (ROOT / "seeds").glob("*.txt")
    text = seed.read_text("utf-8")
    [annotated] = annotate(load_nlp(), [("d1", text)])
    found = [
        {
            "content": [text[span["start_char"] : span["end_char"]] for span in row["spans"]],
            "cue": row["cue_text"],
            "speaker": row["speaker_text"],
            "kind": row["kind"],
        }
        | {flag: True for flag in FLAGS if row[flag]}
        for row in extract(annotated)
    ]
    assert found == json.loads(GOLDEN.read_text("utf-8"))
