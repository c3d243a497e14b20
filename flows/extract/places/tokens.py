"""A document's words and names as plain lists, for rules that look around."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.places.folding import fold_word
from flows.extract.places.lexicon import CIVIC

# Tokens that part a name into pieces: "Dunmore's Town Hall", "Dunmore, Kilbride".
CUTS = frozenset((",", ";", "'s", "’s", "'", "’", "/"))
LONGEST_NAME = 40  # tokens; the model takes whole tables for one name
DETERMINERS = frozenset(("the", "a", "an"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the document: the model's or the identity layer's. Tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    label: str


class Tokens:
    """The words of a document, and for each the name that it is in."""

    def __init__(self, annotated: AnnotatedDocument, spans: Iterable[tuple[int, int, str]]) -> None:
        """`spans` are the first character, the end (exclusive) and the label of each name."""
        text = annotated.text
        self.starts: list[int] = annotated.starts.tolist()
        self.ends: list[int] = annotated.ends.tolist()
        self.words = [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self.is_capital = [word[:1].isupper() for word in self.words]
        # As numbers: reading them token by token takes longer than all the rest.
        columns = annotated.doc.to_array(["SENT_START", "TAG"])
        self.starts_sentence: list[bool] = (columns[:, 0] == 1).tolist()
        self.sentence: list[int] = np.maximum(np.cumsum(columns[:, 0] == 1) - 1, 0).tolist()
        proper = [annotated.doc.vocab.strings[tag] for tag in ("NNP", "NNPS")]
        self.is_proper: list[bool] = np.isin(columns[:, 1], np.array(proper, np.uint64)).tolist()
        self.name_at: list[Name | None] = [None] * len(self.words)
        self._cuts: dict[Name, list[int]] = {}  # where a name falls into pieces
        names = names_of(annotated, spans)
        for name in names:
            for token in range(name.start, name.end):
                if self.name_at[token] is None:
                    self.name_at[token] = name
        # Words that the text also writes small: those are seldom names.
        self.small_words = {word for word in self.words if word.islower()}
        # How often a word in capitals stands before a colon: in a transcript, who speaks.
        self.before_colon = Counter(word for word, mark in pairwise(self.words) if mark == ":" and word.isupper())
        persons = [self.words[slice(*self.bounds(name))] for name in names if name.label == "PERSON"]
        persons = [words for words in persons if len(words) > 1 and not any(word.casefold() in CIVIC for word in words)]
        # How many names of persons of several words hold a folded word, and how many names of places are that word.
        self.in_persons = Counter(fold_word(word) for words in persons for word in words)
        places = (self.words[slice(*self.bounds(name))] for name in names if name.label == "GPE")
        self.as_place = Counter(fold_word(words[0]) for words in places if len(words) == 1)

    def word(self, token: int) -> str:
        """The word in lower case; empty outside the document."""
        return self.words[token].casefold() if 0 <= token < len(self.words) else ""

    def is_capital_word(self, token: int) -> bool:
        """Whether the token, if there is one, begins with a capital."""
        return 0 <= token < len(self.words) and self.is_capital[token]

    def label(self, token: int) -> str | None:
        """The label of the name that the token is in."""
        name = self.name_at[token]
        return name.label if name else None

    def bounds(self, name: Name) -> tuple[int, int]:
        """The name without its determiner and its possessive."""
        start, end = name.start, name.end
        while start < end - 1 and self.word(start) in DETERMINERS:
            start += 1
        while end > start + 1 and self.words[end - 1] in CUTS:
            end -= 1
        return start, end

    def piece(self, token: int) -> tuple[int, int]:
        """The part of the token's name that holds it, between commas and possessives and without determiner; in no name the token."""
        name = self.name_at[token]
        if name is None:
            return token, token + 1
        start, end = self.bounds(name)
        cuts = self._cuts.get(name)
        if cuts is None:
            cuts = self._cuts[name] = [cut for cut in range(start, end) if self.words[cut] in CUTS]
        before, behind = bisect_left(cuts, token), bisect_right(cuts, token)
        return cuts[before - 1] + 1 if before else start, cuts[behind] if behind < len(cuts) else end

    def rest_of_piece(self, start: int, end: int) -> set[str]:
        """The other words of the piece of a name that holds the stretch, and the word behind it; in lower case."""
        first, last = self.piece(start)
        near = range(max(first, start - LONGEST_NAME), min(last, end + LONGEST_NAME) + 1)
        return {self.word(token) for token in near if not start <= token < end}

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the stretch is all of a name's piece, or in no name."""
        if self.name_at[start] is None:
            return True
        first, last = self.piece(start)
        return start <= first and last <= end

    def cuts_name(self, start: int, end: int) -> bool:
        """Whether the stretch holds a part of a name and something outside it."""
        first, last = self.name_at[start], self.name_at[end - 1]
        if first is last:
            return False
        return (first is not None and first.start < start) or (last is not None and last.end > end)


def names_of(annotated: AnnotatedDocument, spans: Iterable[tuple[int, int, str]]) -> list[Name]:
    """The names with these characters and labels, by token and in order; those that hold no whole token are left out."""
    listed = list(spans)
    starts = np.searchsorted(annotated.starts, [start_char for start_char, _, _ in listed]).tolist()
    ends = np.searchsorted(annotated.ends, [end_char for _, end_char, _ in listed], side="right").tolist()
    names = [Name(start, end, label) for start, end, (_, _, label) in zip(starts, ends, listed, strict=True) if start < end]
    return sorted(names, key=lambda name: (name.start, -name.end))
