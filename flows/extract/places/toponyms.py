"""Finding the place names of a document: the longest stretches that the gazetteer knows, where the text uses them of places."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from flows.extract.places.folding import fold_word
from flows.extract.places.gazetteer import ABBREVIATION, DEMONYM, NAME, NOBODY, Bearers, Gazetteer
from flows.extract.places.lexicon import CONNECTORS
from flows.extract.places.tokens import Tokens
from flows.extract.places.usage import LISTED, PARTY, is_abbreviation, is_place, is_ruled_out, is_state, may_be_place, speaks_of_place

LONGEST = 6  # tokens of a place name
# Labels of names that hold no place (OntoNotes).
NEVER_PLACES = frozenset({"LANGUAGE", "DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "CARDINAL"})
DIVISIONS = {"counties": "county", "parishes": "parish", "boroughs": "borough"}


@dataclass(slots=True)
class Toponym:
    """A mention of a place: tokens `start` to `end` (exclusive), its characters, its folded name and the places that bear it.

    `is_whole` says that it is all of a name, not part of a longer one; `holder` is the toponym that states where it lies
    ("Dunmore, *Ill.*"), `enumeration` the number of the list that it is in ("Texas, Utah and Georgia"), -1 if in none.
    `is_sure` says that its label makes all of it a place, `is_told` that a word beside it goes with places,
    `division` of what kind it is when a plural behind its list says so ("Clare and Kilbride *counties*").
    """

    start: int
    end: int
    start_char: int
    end_char: int
    key: str
    bearers: Bearers
    is_demonym: bool
    label: str | None
    is_whole: bool
    holder: "Toponym | None" = None
    enumeration: int = -1
    is_sure: bool = True
    is_told: bool = False
    division: str = ""


def find(tokens: Tokens, home_keys: Collection[str], gazetteer: Gazetteer) -> list[Toponym]:
    """The document's toponyms, in order and without overlap. `home_keys` are the folded names of its publisher's home."""
    candidates = list(_candidates(tokens, gazetteer))
    _name_divisions(tokens, candidates, gazetteer)
    _state_holders(tokens, candidates, gazetteer)
    candidates = [each for each in candidates if not is_ruled_out(each, tokens, gazetteer)]
    sure = [is_place(each, tokens, gazetteer) for each in candidates]
    known = {*home_keys, *(each.key for each, is_sure in zip(candidates, sure, strict=True) if is_sure)}
    # Twice: in a list, each place makes its neighbours places.
    for _ in range(2):
        for index, each in enumerate(candidates):
            if not sure[index]:
                previous = candidates[index - 1] if index and sure[index - 1] else None
                following = candidates[index + 1] if index + 1 < len(candidates) and sure[index + 1] else None
                each.is_sure = False
                sure[index] = may_be_place(each, known, previous, following, tokens)
    toponyms = [each for each, is_sure in zip(candidates, sure, strict=True) if is_sure]
    for each in toponyms:
        each.is_sure = each.is_sure and (each.is_whole or is_state(each, gazetteer))
        each.is_told = each.holder is not None or each.division != "" or speaks_of_place(each, tokens)
    _number_enumerations(tokens, toponyms)
    return toponyms


def _candidates(tokens: Tokens, gazetteer: Gazetteer) -> Iterable[Toponym]:
    """The longest stretches of capitalised words that the gazetteer knows, from left to right."""
    start, n_tokens = 0, len(tokens.words)
    while start < n_tokens:
        found = _longest(tokens, start, gazetteer) if _may_start(start, tokens) else None
        if found is None:
            start += 1
        else:
            yield found
            start = found.end


def _may_start(token: int, tokens: Tokens) -> bool:
    """Whether a place's name may begin here: a capital, in no name of a date, an amount or a language."""
    return tokens.is_capital[token] and tokens.label(token) not in NEVER_PLACES


def _longest(tokens: Tokens, start: int, gazetteer: Gazetteer) -> Toponym | None:
    """The longest stretch from this token on that is a place's name."""
    words = tokens.words
    ends = _ends(tokens, start)
    skipped = len(match[0]) if (match := PARTY.match(words[start])) else 0
    folded = [fold_word(words[start][skipped:]), *map(fold_word, words[start + 1 : ends[-1]])]
    if folded[0] == "the":
        return None
    for end in reversed(ends):
        key = " ".join(word for word in folded[: end - start] if word)
        if len(key) < 2 or tokens.cuts_name(start, end):
            continue
        bearers, is_demonym = _told_bearers(key, start, end, tokens, gazetteer)
        if len(bearers.rows):
            return Toponym(
                start=start,
                end=end,
                start_char=tokens.starts[start] + skipped,
                end_char=tokens.ends[end - 1],
                key=key,
                bearers=bearers,
                is_demonym=is_demonym,
                label=tokens.label(start),
                is_whole=tokens.is_whole(start, end),
            )
    return None


def _ends(tokens: Tokens, start: int) -> list[int]:
    """Where a name that begins with this token may end: behind each capitalised word, small words of names between."""
    ends = [start + 1]
    for token in range(start + 1, min(start + LONGEST, len(tokens.words))):
        if tokens.starts_sentence[token]:
            break
        if tokens.is_capital[token]:
            ends.append(token + 1)
        elif tokens.words[token] not in CONNECTORS and tokens.words[token] not in ("-", "–", "'", "’"):
            break
    return ends


def _told_bearers(key: str, start: int, end: int, tokens: Tokens, gazetteer: Gazetteer) -> tuple[Bearers, bool]:
    """Those that the name may mean as it is written here, and whether as a demonym. A demonym may have its plural's s."""
    bearers = gazetteer.bearers(key)
    if not len(bearers.rows):
        plural = gazetteer.bearers(key[:-1]) if key.endswith("s") else NOBODY
        return plural.only(plural.hows == DEMONYM), True
    if not is_abbreviation(start, end, tokens):
        bearers = bearers.only(bearers.hows != ABBREVIATION)
    demonyms = bearers.only(bearers.hows == DEMONYM)
    if len(demonyms.rows) and (tokens.label(start) == "NORP" or len(demonyms.rows) == len(bearers.rows)):
        return demonyms, True
    return bearers.only(bearers.hows != DEMONYM), False


def _name_divisions(tokens: Tokens, candidates: list[Toponym], gazetteer: Gazetteer) -> None:
    """Let "Dunmore, Clare and Kilbride counties" be three counties, from right to left."""
    for index in range(len(candidates) - 1, -1, -1):
        each, following = candidates[index], candidates[index + 1] if index + 1 < len(candidates) else None
        kind = DIVISIONS.get(tokens.word(each.end), "")
        if not kind and following is not None and following.division and tokens.words[each.end : following.start] in LISTED:
            kind = following.division
        bearers = gazetteer.bearers(f"{each.key} {kind}") if kind else NOBODY
        if len(bearers.rows):
            each.bearers, each.division = bearers, kind


def _state_holders(tokens: Tokens, candidates: list[Toponym], gazetteer: Gazetteer) -> None:
    """Let "Abuja, Nigeria" and "Dunmore (Ill.)" say where the first lies, from right to left so that chains work."""
    for inner, outer in reversed(list(pairwise(candidates))):
        between = tokens.words[inner.end : outer.start]
        if between not in ([","], ["("], []) or inner.is_demonym or outer.is_demonym:
            continue
        if between == [] and not bool((outer.bearers.hows == ABBREVIATION).any()):
            continue
        if _is_own_name_of_country(inner, gazetteer) and _is_own_name_of_country(outer, gazetteer):
            continue  # a list of countries, though a town of the second may be called like the first
        divisions = outer.bearers.only(gazetteer.is_division[outer.bearers.rows])
        inside = gazetteer.lies_in(inner.bearers.rows, divisions.rows)
        if inside.any():
            inner.bearers = inner.bearers.only(np.any(inside, axis=1))
            outer.bearers = divisions.only(np.any(inside, axis=0))
            inner.holder = outer


def _is_own_name_of_country(toponym: Toponym, gazetteer: Gazetteer) -> bool:
    return bool(gazetteer.is_country[toponym.bearers.rows[toponym.bearers.hows == NAME]].any())


def _number_enumerations(tokens: Tokens, toponyms: list[Toponym]) -> None:
    """Number the lists: toponyms with nothing but commas and conjunctions between them, none of which says where another lies."""
    for number, (each, following) in enumerate(pairwise(toponyms)):
        if tokens.words[each.end : following.start] in LISTED and each.holder is None and following.holder is None:
            if each.enumeration < 0:
                each.enumeration = number
            following.enumeration = each.enumeration
