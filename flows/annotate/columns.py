"""A doc's annotation as columns: unsigned 64-bit values, strings as hashes of the vocabulary, heads and -1 by their two's complement."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

Column = npt.NDArray[np.uint64]
MINUS_ONE = np.uint64(2**64 - 1)


def columns(docs: Sequence[Doc], attrs: Sequence[int]) -> npt.NDArray[np.uint64]:
    """The attributes of all tokens of `docs`, one after the other: an array (attributes, tokens)."""
    values = [cast(Any, doc.to_array(list(attrs))).reshape(len(doc), len(attrs)) for doc in docs]
    return np.ascontiguousarray(np.concatenate(values).T)


def set_columns(doc: Doc, attrs: Sequence[int], values: npt.NDArray[np.uint64]) -> None:
    """Sets the attributes of the doc's tokens from such an array. Heads and DEP together set sentence starts, too."""
    if len(doc):
        doc.from_array(list(attrs), cast(Any, values.T))
