"""tokens"""
import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokenizer import Tokenizer


class Tokens(NamedTuple):
    words: list[str]
    spaces: list[bool]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

GLUED = re.compile(
    r"""(?<![^\s"“'‘])\([A-Z][\w .&'’-]{1,30}\)(?=["“'‘]?\w)      # (CNN)Boko
      | (?<=[a-z0-9)])[.?!]["”'’]?(?=["“'‘(]?[A-Z][a-z])           # ended.The
    """,
    re.VERBOSE,
)

def tokenize(tokenizer: Tokenizer, text: str) -> Tokens:
    gaps = np.array([m.end() for m in GLUED.finditer(text)], dtype=np.int64)
    if len(gaps):
        pieces = [text[a:b] for a, b in zip([0, *gaps], [*gaps, len(text)], strict=True)]
        doc = tokenizer(" ".join(pieces))
    else:
        doc = tokenizer(text)
    idx, length, is_space = doc.to_array(["IDX", "LENGTH", "IS_SPACE"]).astype(np.int64).T
    keep = is_space == 0
    starts = idx[keep]
    ends = starts + length[keep]
    if len(gaps):
        shifted = gaps + np.arange(1, len(gaps) + 1)
        shift = np.searchsorted(shifted, starts, side="right")
        starts = starts - shift
        ends = ends - shift
    words = [text[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    spaces = np.append(starts[1:] > ends[:-1], len(ends) > 0 and ends[-1] < len(text))[: len(words)]
    return Tokens(words, spaces.tolist(), starts.astype(np.int32), ends.astype(np.int32))
