"""Parts of speech and lemmas for a whole batch at once, equal to what spaCy's attribute ruler and lemmatizer say token by token.

The attribute ruler of spaCy's models derives part of speech, morphology and some lemmas from text, tag and dependency by two hundred
patterns of one or two tokens; the lemmatizer derives a lemma from text, part of speech and morphology. Token by token they take a fifth
of the pipeline's time. Here a pattern is a few comparisons of columns, and each (text, part of speech, morphology) is lemmatized once.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.annotate.columns import Column, columns, set_columns
from flows.annotate.distinct import distinct

Mask = npt.NDArray[np.bool_]
Key = tuple[int, int, int]  # text, part of speech, morphology
Test = Callable[[Column], Mask]

READ = (ORTH, LOWER, TAG, DEP, IS_SPACE)  # what patterns may ask for
SET = (POS, MORPH, LEMMA)  # what they may set
NAMES = {"ORTH": ORTH, "TEXT": ORTH, "LOWER": LOWER, "TAG": TAG, "DEP": DEP, "IS_SPACE": IS_SPACE}


class UnknownPatternError(ValueError):
    """A pattern that asks for or sets something else than the columns above: only the attribute ruler itself can apply it."""


class Rule(NamedTuple):
    """One pattern of the attribute ruler."""

    length: int  # tokens
    tests: list[tuple[int, int, Test]]  # token of the pattern, the column to look at, what must hold there
    target: int  # token of the pattern that is set
    values: dict[int, int]  # attribute -> value


class WordRules:
    """Sets POS and LEMMA of docs that have tags and dependencies. Raises UnknownPatternError if `ruler` has a pattern of another kind."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self.vocab: Vocab = ruler.vocab
        self.rules = compiled(ruler)
        self.lemmatizer = lemmatizer
        self.lemmas: dict[Key, int] = {}
        if lemmatizer.lookups.has_table("lemma_index"):
            # A list of some 50,000 words as the model has it, searched several times for every lemma.
            index = lemmatizer.lookups.get_table("lemma_index")
            for pos in list(index):
                index[pos] = frozenset(index[pos])

    def __call__(self, docs: list[Doc]) -> None:
        """Sets them on these docs, all of which have tokens."""
        values = dict(zip((*READ, *SET), columns(docs, (*READ, *SET)), strict=True))
        n_tokens = [len(doc) for doc in docs]
        apply(self.rules, values, np.repeat(np.arange(len(docs)), n_tokens))
        self._lemmatize(values)
        found = np.stack([values[POS], values[LEMMA]])
        for doc, n, end in zip(docs, n_tokens, accumulate(n_tokens), strict=True):
            set_columns(doc, [POS, LEMMA], found[:, end - n : end])

    def _lemmatize(self, values: dict[int, Column]) -> None:
        open_ = np.ones(len(values[ORTH]), dtype=bool) if self.lemmatizer.overwrite else values[LEMMA] == 0
        asked = np.stack([values[ORTH], values[POS], values[MORPH]])[:, open_]
        first, kind = distinct(asked)
        keys: list[Key] = list(map(tuple, asked[:, first].T.tolist()))
        new = [key for key in keys if key not in self.lemmas]
        if new:
            self.lemmas.update(zip(new, lemmatized(self.lemmatizer, self.vocab, new), strict=True))
        values[LEMMA][open_] = np.array([self.lemmas[key] for key in keys], dtype=np.uint64)[kind]


def lemmatized(lemmatizer: Lemmatizer, vocab: Vocab, keys: list[Key]) -> list[int]:
    """The lemma (a hash of `vocab.strings`) of each (text, part of speech, morphology)."""
    doc = Doc(vocab, words=[vocab.strings[orth] for orth, _, _ in keys])
    set_columns(doc, [POS, MORPH], np.array([key[1:] for key in keys], dtype=np.uint64).T)
    lemmatizer(doc)
    return [token.lemma for token in doc]


def looks_at_one_token(lemmatizer: object) -> bool:
    """True for a lemmatizer whose lemma depends on a token's text, part of speech and morphology alone."""
    if not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode not in ("rule", "lookup"):
        return False
    method = f"{lemmatizer.mode}_lemmatize"
    return getattr(type(lemmatizer), method) is getattr(Lemmatizer, method)


def compiled(ruler: AttributeRuler) -> list[Rule]:
    """The ruler's patterns in its order: where two set the same thing, the later one holds."""
    rules = []
    for key, (values, index) in enumerate(zip(ruler.attrs, ruler.indices, strict=True)):
        for pattern in ruler.matcher.get(str(key))[1]:
            if all(token.get("IS_SPACE") is True for token in pattern):
                continue  # white space is no token
            if not values.keys() <= set(SET):
                raise UnknownPatternError(f"sets {values}")
            asked = [(i, name, wanted) for i, token in enumerate(pattern) for name, wanted in token.items()]
            asked.sort(key=lambda test: isinstance(test[2], dict) and "REGEX" in test[2])  # slow ones where all else holds
            tests = [(i, _column(name), _test(wanted, ruler.vocab)) for i, name, wanted in asked]
            rules.append(Rule(len(pattern), tests, index if index >= 0 else len(pattern) + index, dict(values)))
    return rules


def apply(rules: Iterable[Rule], values: dict[int, Column], doc_of: npt.NDArray[np.intp]) -> None:
    """Sets the columns of SET where the rules say so; `doc_of` numbers each token's doc, in which a pattern has to lie."""
    n = len(doc_of)
    for length, tests, target, wanted in rules:
        last = n - length + 1  # where the pattern can start, exclusive
        if last <= 0:
            continue
        (i, column, test), *others = tests
        starts = np.flatnonzero(test(values[column][i : i + last]))
        for i, column, test in others:
            starts = starts[test(values[column][starts + i])]
        starts = starts[doc_of[starts] == doc_of[starts + length - 1]]
        for attr, value in wanted.items():
            values[attr][starts + target] = value


def _column(name: str) -> int:
    if name not in NAMES:
        raise UnknownPatternError(f"asks for {name}")
    return int(NAMES[name])


def _test(wanted: object, vocab: Vocab) -> Test:
    match wanted:
        case bool():
            return lambda column: column == int(wanted)
        case str():
            value = np.uint64(vocab.strings.add(wanted))
            return lambda column: column == value
        case {"IN": values, **rest} if not rest:
            among = np.array([vocab.strings.add(value) for value in values], dtype=np.uint64)
            return lambda column: np.isin(column, among)
        case {"NOT_IN": values, **rest} if not rest:
            outside = np.array([vocab.strings.add(value) for value in values], dtype=np.uint64)
            return lambda column: ~np.isin(column, outside)
        case {"REGEX": expression, **rest} if not rest:
            search = re.compile(expression).search
            found = cache(lambda value: search(vocab.strings[value]) is not None)
            return lambda column: np.array([found(value) for value in column.tolist()], dtype=bool)
    raise UnknownPatternError(f"asks for {wanted}")
