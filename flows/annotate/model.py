"""The spaCy model: loaded once per process, and made fast."""

from functools import lru_cache
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, load_config
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps
from threadpoolctl import threadpool_limits

from flows.annotate.embedding import embed_distinct_tokens
from flows.annotate.fingerprint import ANY_LANGUAGE, DEFAULT_MODEL, ModelError, folder_of

FAST_BLAS = ("openblas", "mkl", "accelerate")


# A process keeps the models of so many languages: batches of several alternate.
KEPT_MODELS = 4

# Marks that end a sentence and have no white space behind them. spaCy's rules for no language in particular leave words around them whole.
MARKS_WITHOUT_SPACE = r"[。！？]"


@lru_cache(maxsize=KEPT_MODELS)
def load_nlp(name: str | None = DEFAULT_MODEL) -> Language:
    """The installed model, or the one saved in the folder, called `name`; for None only a tokenizer, for any language.

    From then on matrix products take one thread of this process: it is processes that fill the cores, here or on a cluster.
    Raises ModelError if there is none or it can't be read.
    """
    threadpool_limits(1, user_api="blas")
    if name is None:
        return without_model()
    folder = folder_of(name)
    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError) as error:
        raise ModelError(f"the spaCy model {name!r} can't be loaded: {error}") from error
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            if has_fast_blas():
                use_ops(model, ops)
            embed_distinct_tokens(model)
    return nlp


def without_model() -> Language:
    """The tokenizer of spaCy for no language in particular: those for Japanese, Thai or Korean need libraries of their own."""
    nlp = spacy.blank(ANY_LANGUAGE)
    infixes = compile_infix_regex([*(nlp.Defaults.infixes or ()), MARKS_WITHOUT_SPACE])
    nlp.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]
    return nlp


def has_fast_blas() -> bool:
    """True where NumPy multiplies matrices by a library that beats the BLIS that comes with spaCy (fourfold with OpenBLAS on AVX-512)."""
    found = np.show_config(mode="dicts")["Build Dependencies"]["blas"].get("name", "")
    return any(name in found.lower() for name in FAST_BLAS)


def use_ops(model: Model[Any, Any], ops: NumpyOps) -> None:
    """Lets every layer that would use spaCy's BLIS use `ops`; those on a GPU or on Apple's own library keep theirs."""
    for node in model.walk():
        if type(node.ops) is NumpyOps:
            node.ops = ops


@lru_cache(maxsize=KEPT_MODELS)
def load_vocab(name: str | None = DEFAULT_MODEL) -> Vocab:
    """The model's vocabulary alone: what it knows of words without looking at a sentence. Takes a quarter of the time."""
    if name is None:
        return load_nlp(None).vocab
    folder = folder_of(name)
    return spacy.load(folder, exclude=load_config(folder / "config.cfg")["nlp"]["pipeline"]).vocab
