"""Attributions without a model: from a Doc made of words, tags and heads, as stored tokens give it; and whatever the annotation is."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.quotes import extract
from flows.extract.quotes.cues import ADJECTIVES, CLASSES, NOUNS, VERBS
from flows.extract.quotes.parse import edges
from flows.schema import QUOTES, table

VOCAB = Vocab()
TAGS = "VBD VBZ VBN NNP NN PRP IN TO , `` '' CC WDT".split()
POS = "VERB AUX NOUN PROPN PRON ADP PUNCT CCONJ ADJ".split()
DEPS = "ROOT nsubj nsubjpass ccomp xcomp dobj prep pobj punct parataxis advcl acl relcl conj poss".split()
WORDS = 'said told claim according to view that which Lund called not as , : . “ ” " ‘ ’ -'.split()
LEMMAS = {"said": "say", "told": "tell", "called": "call", "according": "accord"}


def _annotated(words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], breaks: set[int]) -> AnnotatedDocument:
    """A document of the words with a space between each two, or a blank line before those in `breaks`."""
    text, starts = "", []
    for index, word in enumerate(words):
        text += "" if not index else "\n\n" if index in breaks else " "
        starts.append(len(text))
        text += word
    lemmas = [LEMMAS.get(word, word) for word in words]
    doc = Doc(VOCAB, words=words, tags=tags, pos=pos, deps=deps, heads=heads, lemmas=lemmas)
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return AnnotatedDocument("d1", text, doc, np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32))


def test_a_doc_without_a_model() -> None:
    annotated = _annotated(
        words=["Lund", "said", "that", "it", "rained", "."],
        tags=["NNP", "VBD", "IN", "PRP", "VBD", "."],
        pos=["PROPN", "VERB", "SCONJ", "PRON", "VERB", "PUNCT"],
        deps=["nsubj", "ROOT", "mark", "nsubj", "ccomp", "punct"],
        heads=[1, 1, 4, 4, 1, 1],
        breaks=set(),
    )
    [row] = extract(annotated)
    assert row == {
        "doc_id": "d1",
        "quote_index": 0,
        "start_char": 10,
        "end_char": 24,
        "text": "that it rained",
        "spans": [{"start_char": 10, "end_char": 24}],
        "content": "that it rained",
        "kind": "indirect",
        "cue_start_char": 5,
        "cue_end_char": 9,
        "cue_text": "said",
        "cue_lemma": "say",
        "cue_class": "say",
        "is_negated": False,
        "is_hedged": False,
        "speaker_start_char": 0,
        "speaker_end_char": 4,
        "speaker_text": "Lund",
        "speaker_head_start_char": 0,
        "speaker_head_end_char": 4,
        "speaker_kind": "name",
        "is_anonymous": False,
    }


def test_an_empty_document() -> None:
    assert extract(_annotated([], [], [], [], [], set())) == []


@st.composite
def _documents(draw: st.DrawFn) -> AnnotatedDocument:
    """Any words under any annotation, right or wrong."""
    n = draw(st.integers(1, 14))
    words, tags, pos, deps = (draw(st.lists(st.sampled_from(values), min_size=n, max_size=n)) for values in (WORDS, TAGS, POS, DEPS))
    # Every head stands before its token, or every head behind it: no cycles.
    leftward = draw(st.booleans())
    heads = [draw(st.integers(0, index) if leftward else st.integers(index, n - 1)) for index in range(n)]
    return _annotated(words, tags, pos, deps, heads, draw(st.sets(st.integers(1, 14))))


@settings(deadline=None, max_examples=300)
@given(_documents())
def test_whatever_the_annotation_rows_fit_the_text(annotated: AnnotatedDocument) -> None:
    rows = extract(annotated)
    table(QUOTES, rows)
    assert [row["quote_index"] for row in rows] == list(range(len(rows)))
    for row in rows:
        spans = [(span["start_char"], span["end_char"]) for span in row["spans"]]
        assert spans == sorted(spans)
        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert (row["start_char"], row["end_char"]) == (spans[0][0], spans[-1][1])
        assert row["content"] == " … ".join(annotated.text[start:end] for start, end in spans)
        for prefix in ("", "cue_", "speaker_"):
            if row[f"{prefix}text"] is not None:
                assert row[f"{prefix}text"] == annotated.text[row[f"{prefix}start_char"] : row[f"{prefix}end_char"]]
        assert (row["speaker_kind"] == "none") == (row["speaker_text"] is None)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=20))
def test_edges_hold_every_subtree(offsets: list[int]) -> None:
    heads = [min(offset, index) for index, offset in enumerate(offsets)]
    left, right = edges(heads)
    for token in range(len(heads)):
        above = token
        while heads[above] != above:
            above = heads[above]
            assert left[above] <= token <= right[above]


def test_every_cue_has_a_class_that_is_explained() -> None:
    every = [cue for cues in (VERBS, NOUNS, ADJECTIVES) for cue in cues.values()]
    used = {cue_class for cue in every for cue_class in (cue.cue_class, *cue.frames.values())}
    assert used <= CLASSES.keys()
    assert VERBS["call"].class_of("for") == "demand"
    assert VERBS["call"].class_of("object_as") == "describe"
