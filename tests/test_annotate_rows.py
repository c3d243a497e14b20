"""Rows of hand-made annotation, and back."""

import numpy as np
import pyarrow as pa
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.columns import columns
from flows.annotate.rows import Rows, rows
from flows.annotate.stored import stored
from flows.schema import AMOUNTS, NAMES, SENTENCES, TOKENS
from tests.bench.same_as_stock import ATTRS

VOCAB = spacy.blank("en").vocab
OTHER_VOCAB = spacy.blank("en").vocab

TEXT = " Ada Lind paid\n 40 crowns.\n\nBo   laughed. "


def document(vocab: Vocab = VOCAB) -> AnnotatedDocument:
    words = ["Ada", "Lind", "paid", "40", "crowns", ".", "Bo", "laughed", "."]
    starts = np.array([1, 5, 10, 16, 19, 25, 28, 33, 40], dtype=np.int32)
    doc = Doc(
        vocab,
        words=words,
        spaces=[True, True, True, True, False, True, True, False, True],
        tags=["NNP", "NNP", "VBD", "CD", "NNS", ".", "NNP", "VBD", "."],
        pos=["PROPN", "PROPN", "VERB", "NUM", "NOUN", "PUNCT", "PROPN", "VERB", "PUNCT"],
        lemmas=["Ada", "Lind", "pay", "40", "crown", ".", "Bo", "laugh", "."],
        heads=[1, 2, 2, 4, 2, 2, 7, 7, 7],
        deps=["compound", "nsubj", "ROOT", "nummod", "dobj", "punct", "nsubj", "ROOT", "punct"],
        ents=["B-PERSON", "I-PERSON", "O", "B-MONEY", "I-MONEY", "O", "B-PERSON", "O", "O"],
    )
    return AnnotatedDocument("a", TEXT, doc, starts, starts + np.array([len(word) for word in words], dtype=np.int32))


def unparsed(doc_id: str, words: list[str], sent_starts: list[int], ents: list[str]) -> AnnotatedDocument:
    """A document of a model without parser, tagger and lemmatizer."""
    ends = np.cumsum([len(word) + 1 for word in words], dtype=np.int32) - 1
    doc = Doc(VOCAB, words=words, spaces=[True] * (len(words) - 1) + [False], sent_starts=[*sent_starts], ents=ents)
    return AnnotatedDocument(doc_id, " ".join(words), doc, ends - np.array([len(word) for word in words], dtype=np.int32), ends)


def test_a_sentence_has_no_white_space_at_its_edges() -> None:
    assert rows([document()]).sentences.to_pylist() == [
        {"doc_id": "a", "sentence_index": 0, "start_char": 1, "end_char": 26, "text": "Ada Lind paid\n 40 crowns."},
        {"doc_id": "a", "sentence_index": 1, "start_char": 28, "end_char": 41, "text": "Bo   laughed."},
    ]


def test_a_token_names_its_head_by_its_place_in_the_document() -> None:
    tokens = rows([document()]).tokens
    assert tokens.to_pylist()[7] == {
        "doc_id": "a",
        "sentence_index": 1,
        "token_index": 7,
        "start_char": 33,
        "end_char": 40,
        "text": "laughed",
        "lemma": "laugh",
        "pos": "VERB",
        "tag": "VBD",
        "dep": "ROOT",
        "head_index": 7,
    }
    assert tokens["head_index"].to_pylist() == [1, 2, 2, 4, 2, 2, 7, 7, 7]


def test_names_and_amounts_are_told_apart() -> None:
    found = rows([document()])
    assert found.names.to_pylist() == [
        {"doc_id": "a", "sentence_index": 0, "start_char": 1, "end_char": 9, "text": "Ada Lind", "label": "PERSON"},
        {"doc_id": "a", "sentence_index": 1, "start_char": 28, "end_char": 30, "text": "Bo", "label": "PERSON"},
    ]
    assert found.amounts.to_pylist() == [{"doc_id": "a", "start_char": 16, "end_char": 25, "text": "40 crowns", "label": "MONEY"}]


@pytest.mark.parametrize(
    ("ents", "expected"),
    [
        (["O", "O", "O", "O"], []),
        (["B-ORG", "B-ORG", "I-ORG", "O"], ["a", "b c"]),  # side by side
        (["O", "O", "B-GPE", "I-GPE"], ["c d"]),  # at the end of a document
        (["", "B-MISC", "", ""], ["b"]),  # of a model that says nothing of the others, and a label that OntoNotes has not
    ],
)
def test_names_by_their_tokens(ents: list[str], expected: list[str]) -> None:
    found = rows([unparsed("x", ["a", "b", "c", "d"], [1, -1, -1, -1], ents), unparsed("y", ["e"], [1], ["O"])])
    assert found.names["text"].to_pylist() == expected


def test_counting_begins_anew_with_each_document() -> None:
    both = [document(), unparsed("b", ["Bo", "ran", "Ada", "sat"], [0, -1, 1, -1], ["B-PERSON", "O", "O", "O"])]
    found = rows(both)
    assert found.tokens["token_index"].to_pylist() == [*range(9), *range(4)]
    assert found.sentences["sentence_index"].to_pylist() == [0, 1, 0, 1]
    assert found.names["sentence_index"].to_pylist() == [0, 1, 0]
    assert found.tokens["head_index"].to_pylist()[9:] == [0, 1, 2, 3]  # without a parser each token is its own head


@pytest.mark.parametrize("documents", [[], [AnnotatedDocument("a", " ", Doc(VOCAB), np.zeros(0, np.int32), np.zeros(0, np.int32))]])
def test_no_tokens_no_rows(documents: list[AnnotatedDocument]) -> None:
    assert rows(documents) == Rows(SENTENCES.empty_table(), TOKENS.empty_table(), NAMES.empty_table(), AMOUNTS.empty_table())


def test_tables_are_as_declared() -> None:
    for found, schema in zip(rows([document()]), (SENTENCES, TOKENS, NAMES, AMOUNTS), strict=True):
        assert found.schema.equals(schema, check_metadata=True)
        found.validate(full=True)


def restored(documents: list[AnnotatedDocument]) -> list[AnnotatedDocument]:
    found = rows(documents)
    return list(stored(OTHER_VOCAB, [(each.doc_id, each.text) for each in documents], found.tokens, found.names, found.amounts))


def test_stored_rows_restore_the_document() -> None:
    (found,) = restored([document()])
    expected = document()
    assert [(t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i) for t in found.doc] == [
        (t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i) for t in expected.doc
    ]
    ents = [(found.text_of(ent), ent.label_) for ent in found.doc.ents]
    assert ents == [
        ("Ada Lind", "PERSON"),
        ("40 crowns", "MONEY"),
        ("Bo", "PERSON"),
    ]
    assert [found.text_of(sent) for sent in found.doc.sents] == ["Ada Lind paid\n 40 crowns.", "Bo   laughed."]
    assert [list(token.children) for token in found.doc][2] == [found.doc[i] for i in (1, 4, 5)]


SPANS = st.sampled_from(("O", "B-PERSON", "B-DATE", "B-MISC"))


@st.composite
def documents_without_parse(draw: st.DrawFn) -> list[AnnotatedDocument]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        words = draw(st.lists(st.sampled_from(["Ada", "met", "Öye", "𝄞", "9"]), min_size=1, max_size=9))
        ents = [draw(SPANS) for _ in words]
        found.append(unparsed(str(number), words, [1, *(draw(st.sampled_from((1, -1))) for _ in words[1:])], ents))
    return found


@settings(deadline=None)
@given(documents=documents_without_parse())
def test_rows_to_documents_and_back(documents: list[AnnotatedDocument]) -> None:
    back = restored(documents)
    assert rows(back) == rows(documents)
    for before, after in zip(documents, back, strict=True):
        assert np.array_equal(columns([before.doc], ATTRS), columns([after.doc], ATTRS))
        assert np.array_equal(before.starts, after.starts)
        assert np.array_equal(before.ends, after.ends)


def test_a_document_without_rows_has_no_tokens() -> None:
    nothing = rows([])
    (found,) = stored(OTHER_VOCAB, [("b", " \n")], nothing.tokens, nothing.names, nothing.amounts)
    assert len(found.doc) == 0
    (found,) = stored(OTHER_VOCAB, [("b", " \n")], *(pa.table(table) for table in rows([document()])[1:]))
    assert len(found.doc) == 0
