"""Every fast way gives spaCy's own annotation, whatever goes through together."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from thinc.api import NumpyOps

from flows.annotate.annotate import annotate
from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.columns import columns
from flows.annotate.fingerprint import DEFAULT_MODEL
from flows.annotate.model import load_nlp, use_ops
from flows.annotate.transitions import parse
from tests.bench.same_as_stock import ATTRS, same_as_stock
from tests.small_model import small_model

# The small model gives some tags that its attribute ruler does not know.
pytestmark = pytest.mark.filterwarnings("ignore:.*W108.*:UserWarning")

WORDS = (
    "Ada",
    "Lind",
    "met",
    "Bo",
    "Berg",
    "in",
    "Orm",
    "ships",
    "gon",
    "na",
    "Was",
    "there",
    "a",
    "fire",
    "40",
    ".",
    "?",
    "(Orm)",
    "it's",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, max_size=8).map("\n\n".join)


@pytest.fixture(scope="module")
def small_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("models") / "small"
    small_model().to_disk(path)
    return str(path)


def annotation(documents: list[AnnotatedDocument]) -> list[tuple[str, bytes]]:
    return [(document.doc_id, columns([document.doc], ATTRS).tobytes()) for document in documents if len(document.doc)]


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), piece_size=st.integers(1, 40))
def test_annotation_is_that_of_spacy_itself(small_path: str, texts: list[str], piece_size: int) -> None:
    documents = [(str(number), text) for number, text in enumerate(texts)]
    agreement = same_as_stock(annotate(load_nlp(small_path), documents, piece_size), small_model())
    assert sum(agreement.n_different.values()) == 0


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), sizes=st.tuples(st.integers(1, 20), st.integers(20, 200)))
def test_rows_depend_neither_on_piece_size_nor_on_neighbours(small_path: str, texts: list[str], sizes: tuple[int, int]) -> None:
    nlp = load_nlp(small_path)
    documents = [(str(number), text) for number, text in enumerate(texts)]
    small, large = (annotation(list(annotate(nlp, documents, size))) for size in sizes)
    alone = [each for document in documents for each in annotation(list(annotate(nlp, [document])))]
    assert small == large == alone


def test_documents_keep_their_order_and_empty_ones_stay(small_path: str) -> None:
    texts = ["Ada met Bo .", "", " \n ", "Was there a fire ?\n\nBo Berg met Ada ."]
    found = list(annotate(load_nlp(small_path), [(str(i), text) for i, text in enumerate(texts)], piece_size=4))
    assert [document.doc_id for document in found] == ["0", "1", "2", "3"]
    assert [len(document.doc) for document in found] == [4, 0, 0, 10]
    assert [document.text for document in found] == texts


def test_tokens_lead_to_their_characters(small_path: str) -> None:
    text = " (Orm)Ada  met\n\nBo Berg ."
    (found,) = annotate(load_nlp(small_path), [("a", text)], piece_size=3)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == [token.text for token in found.doc]
    assert "Ada" in [token.text for token in found.doc]


@pytest.mark.parametrize("piece_size", [2, 100])
def test_the_model_sees_the_normal_forms_of_contractions(small_path: str, piece_size: int) -> None:
    (found,) = annotate(load_nlp(small_path), [("a", "Ada met Bo .\n\nThey didn’t , they can't .")], piece_size)
    assert [token.norm_ for token in found.doc if token.text in ("n’t", "ca", "n't")] == ["not", "can", "not"]


def test_an_empty_doc_among_others_is_passed_over() -> None:
    nlp = small_model()
    docs = [Doc(nlp.vocab, words=words) for words in (["Ada", "met", "Bo"], [], ["Bo"])]
    list(nlp.get_pipe("tok2vec").pipe(docs))  # type: ignore[attr-defined]
    parse(nlp.get_pipe("parser"), docs)
    assert [[token.dep_ != "" for token in doc] for doc in docs] == [[True, True, True], [], [True]]


def test_layers_with_an_arithmetic_of_their_own_keep_it(small_path: str) -> None:
    class Other(NumpyOps):  # type: ignore[misc]
        """As that of a GPU, or of Apple's processors."""

    model = load_nlp(small_path).get_pipe("ner").model.copy()  # type: ignore[attr-defined]
    other, ops = Other(), NumpyOps(use_blis=False)
    model.layers[1].ops = other
    use_ops(model, ops)
    assert model.layers[1].ops is other
    assert model.layers[2].ops is ops


@pytest.mark.model
def test_the_default_model_says_the_same_as_untouched() -> None:
    texts = [(Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8"), "Let's go. They're gonna win, y'all ain't. " * 40]
    documents = [(str(number), text) for number, text in enumerate(texts)]
    agreement = same_as_stock(annotate(load_nlp(DEFAULT_MODEL), documents, piece_size=60), spacy.load(DEFAULT_MODEL))
    assert sum(agreement.n_different.values()) == 0
    assert agreement.n_tokens > 500


@pytest.mark.model
def test_the_default_model_sees_no_further_than_the_context_of_a_piece() -> None:
    text = "\n\n".join(f"Ada Lind of Orm Bank paid {n} crowns, she said on May {n}. Let's see: there's more to come" for n in range(1, 30))
    found = {annotation(list(annotate(load_nlp(DEFAULT_MODEL), [("a", text)], size)))[0][1] for size in (1, 2, 5, 19, 50, 333, 10_000)}
    assert len(found) == 1


def test_an_array_of_attributes_is_one_row_an_attribute() -> None:
    doc = Doc(small_model().vocab, words=["Ada", "met"], tags=["NNP", "VBD"])
    assert columns([doc, doc], ATTRS[:1]).shape == (1, 4)
    assert np.array_equal(columns([doc], ATTRS[:1])[0], [token.tag for token in doc])
