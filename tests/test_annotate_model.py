"""Which models can be named, and what a pipeline without some components gives."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from flows.annotate.annotate import annotate
from flows.annotate.fingerprint import ModelError
from flows.annotate.model import load_nlp, load_vocab
from flows.annotate.rows import rows
from flows.annotate.steps import steps, whole

TEXT = "Ada Lind met Bo in Orm. They ran.\n\nA fire"


def saved(nlp: Language, path: Path) -> str:
    nlp.to_disk(path)
    return str(path)


def test_a_missing_model_is_one_error_that_says_how_to_get_it() -> None:
    with pytest.raises(ModelError, match="python -m spacy download no_such_model"):
        load_nlp("no_such_model")


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    path = saved(spacy.blank("en"), tmp_path / "model")
    (tmp_path / "model" / "vocab" / "strings.json").write_text("[", encoding="utf-8")
    with pytest.raises(ModelError, match="can't be loaded"):
        load_nlp(path)


def test_without_components_there_are_tokens_and_sentences_by_rules(tmp_path: Path) -> None:
    found = rows(list(annotate(load_nlp(saved(spacy.blank("en"), tmp_path / "model")), [("a", TEXT)])))
    assert found.sentences["text"].to_pylist() == ["Ada Lind met Bo in Orm.", "They ran.", "A fire"]
    assert found.tokens["text"].to_pylist()[:3] == ["Ada", "Lind", "met"]
    assert set(found.tokens["lemma"].to_pylist() + found.tokens["pos"].to_pylist() + found.tokens["dep"].to_pylist()) == {""}
    assert len(found.names) == len(found.amounts) == 0


def test_matrix_products_take_one_thread_of_a_process_that_somebody_else_started() -> None:
    """Such as a Dask worker: with two threads each, two workers on two cores are hardly faster than one."""
    program = """
from flows.annotate.model import load_nlp
from threadpoolctl import threadpool_info
load_nlp(None)
print({each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"})
"""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout == "{1}\n"


def test_components_that_spacy_runs_itself(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ada Lind"}])  # type: ignore[attr-defined]
    found = rows(list(annotate(load_nlp(saved(nlp, tmp_path / "model")), [("a", TEXT)])))
    assert found.names["text"].to_pylist() == ["Ada Lind"]


def test_a_component_that_merges_tokens_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ada Lind"}])  # type: ignore[attr-defined]
    nlp.add_pipe("merge_entities")
    with pytest.raises(ModelError, match="merge_entities"):
        list(annotate(load_nlp(saved(nlp, tmp_path / "model")), [("a", TEXT)]))


def test_a_component_that_is_a_function_sees_every_doc() -> None:
    seen: list[str] = []

    def component(doc: Doc) -> Doc:
        seen.append(doc.text)
        return doc

    vocab = spacy.blank("en").vocab
    whole(component)([Doc(vocab, words=["Ada"]), Doc(vocab, words=["Bo"])])
    assert [text.strip() for text in seen] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    "pattern",
    [
        {"patterns": [[{"ENT_TYPE": "PERSON"}]], "attrs": {"POS": "PROPN"}},  # asks for something else than words, tags, dependencies
        {"patterns": [[{"TAG": "NNP", "OP": "+"}]], "attrs": {"POS": "PROPN"}},  # of any length
        {"patterns": [[{"TAG": {"FUZZY": "NNP"}}]], "attrs": {"POS": "PROPN"}},
        {"patterns": [[{"LOWER": "ada"}]], "attrs": {"TAG": "NNP"}},  # sets something else
    ],
)
def test_an_attribute_ruler_with_other_patterns_is_left_to_spacy(pattern: dict[str, object]) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add_patterns([pattern])  # type: ignore[attr-defined]
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    assert len(steps(nlp)) == 2


def test_the_vocabulary_without_the_model_knows_the_same_of_words(tmp_path: Path) -> None:
    path = saved(spacy.blank("en"), tmp_path / "model")
    attrs: list[int | str] = ["LOWER", "SHAPE", "NORM", "IS_STOP", "LIKE_NUM"]
    words = ["Ada", "isn't", "40", "the", "Öye"]
    ours, theirs = (Doc(vocab, words=words).to_array(attrs) for vocab in (load_vocab(path), load_nlp(path).vocab))
    assert np.array_equal(ours, theirs)
