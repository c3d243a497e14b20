"""Tokens of a text: spaCy's, without white space, and with breaks where the text lacks a space."""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc


class Tokens(NamedTuple):
    """The tokens of one text, none of them white space.

    `words` are exactly the stretches `text[start:end]`; `spaces` says of each whether white space, of whatever kind and length, follows.
    `norms` are hashes of the words' normal forms, which the tokenizer knows by context and the model goes by: "n’t" is "not".
    """

    words: list[str]
    spaces: list[bool]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    norms: npt.NDArray[np.uint64]


# Marks at which a token ends (or begins, in `before`) though no white space is there. spaCy's own rules part "ended.The", not these.
# One character is matched, the rest looked at: so the search skips quickly to the marks.
MISSING_SPACE = re.compile(
    r"""
    [.?!,)\]"”(\[“](?:
      (?<=[\w.!?]\))(?=["“‘']?[A-Z][\w’'])                          # a source before the first word: (KBC)Officials said
    | (?<=[A-Z]{2}\))(?=["“‘']?[a-zA-Z])                            # (KBC)officials said
    | (?:(?<=[a-z0-9)%][.?!])|(?<=[.?!]["”]))(?=["“‘(]?(?:[A-Z][a-z]|[A-Z’']{2,}:))   # sentence and next: in 2010.The, done?DOE:
    | (?<=[\w.,!?]”)(?=\w) | (?<=[a-z],)(?="[A-Z]) | (?<=[a-z],")(?=[a-z])            # quotation: ”she, said,"We, well,"she
    | (?<=\d\])(?=[A-Z])                                            # the number of a note: [3]The
    | (?P<before>(?<=[\w.,:;?!)"”’\]]\[)(?=\d{1,3}\]) | (?<=[a-z]{2}\()(?=[A-Z][\w]) | (?<=[\w.,:;!?]“)(?=\w))  # 1999.[3], Riverton(KBC)
    )""",
    re.VERBOSE,
)

# Longer than any word, address or ruled line: spaCy's tokenizer takes marks off both ends of such a stretch one by one, and looks at all
# the rest of it each time. It is parted after marks, into parts that have about as many characters as `PART` asks for.
LONG_STRETCH = re.compile(r"(?<!\S)\S{1000,}")
PART = re.compile(r"\S{99}\w*+(?:[^\w\s]|\Z)")

# Characters without width that are no white space to Python and spaCy: at a word's edge they hide it from every list of words.
NO_WIDTH = "\u200b\u2060\ufeff"


def tokenize(tokenizer: Callable[[str], Doc], text: str) -> Tokens:
    """The text's tokens by spaCy's `nlp.tokenizer`. Offsets count code points of `text` itself."""
    breaks = [match.end() - (match["before"] is not None) for match in MISSING_SPACE.finditer(text)]
    if parted := [part.end() for stretch in LONG_STRETCH.finditer(text) for part in PART.finditer(text, *stretch.span())]:
        breaks = sorted({*breaks, *parted})
    doc = tokenizer(with_spaces(text, breaks))
    values = doc.to_array(["IDX", "LENGTH", "IS_SPACE", "NORM"])
    starts, lengths, _, norms = values[values[:, 2] == 0].T
    starts, lengths = starts.astype(np.int64), lengths.astype(np.int64)
    if breaks:
        starts = starts - np.searchsorted(np.array(breaks) + np.arange(1, len(breaks) + 1), starts, side="right")
    ends = starts + lengths
    words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    spaces = np.append(starts[1:], len(text))[: len(ends)] > ends
    return Tokens(words, spaces.tolist(), starts.astype(np.int32), ends.astype(np.int32), norms)


def with_spaces(text: str, breaks: list[int]) -> str:
    """The text with a space inserted at each of the offsets, and one in place of each character without width."""
    for character in NO_WIDTH:
        text = text.replace(character, " ")
    if not breaks:
        return text
    return " ".join(text[start:end] for start, end in zip([0, *breaks], [*breaks, len(text)], strict=True))
