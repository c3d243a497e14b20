"""Whether a text uses a name of a place: what the name's label says, the words around it, and the document elsewhere.

Persons and organisations called like places stay persons and organisations; the place that an institution's name tells
("Dunmore High School") is one.
"""

import re
from typing import TYPE_CHECKING

from flows.extract.places.gazetteer import ABBREVIATION, ALTERNATE, NAME, SHORTENED, Gazetteer
from flows.extract.places.lexicon import BEFORE_LAST, CIVIC, FEATURES, LOCATIVE, MEDIA, NOT_OF_PLACES, TITLES, WEAKLY_LOCATIVE
from flows.extract.places.tokens import Tokens

if TYPE_CHECKING:
    from flows.extract.places.toponyms import Toponym

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LARGE = 400_000  # inhabitants
TURNS = 3  # of one speaker
PARTY = re.compile(r"^[RDI]-(?=[A-Z])")
DASHES = frozenset(("---", "--", "—", "–", "-", "_"))
LANGUAGE_NOUNS = frozenset(("language", "speaking", "speaker", "speakers", "translation"))
SPEAK = frozenset(("speak", "speaks", "spoke", "speaking"))
# What stands between names of a list.
LISTED = ([","], ["and"], [",", "and"], ["or"], [",", "or"], ["&"])
JOINED = (*LISTED, ["-"], ["/"])


def is_place(toponym: "Toponym", tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Whether its name's label and its immediate surroundings say so, whatever the rest of the document does."""
    start, end, label = toponym.start, toponym.end, toponym.label
    if toponym.is_demonym:
        if label in ("ORG", "FAC") and not toponym.is_whole:
            return start == tokens.piece(start)[0] and is_of_institution(toponym, tokens)
        return label in (None, "NORP", "GPE", "LOC", "PERSON", "ORG") and not is_language(toponym, tokens)
    if toponym.holder is not None or toponym.division or is_behind_party(start, tokens) or (toponym.bearers.hows == ABBREVIATION).all():
        return True
    if label in PLACE_LABELS or label == "NORP":
        if toponym.is_whole or (end == tokens.piece(start)[1] and tokens.word(start - 1) in BEFORE_LAST):
            return not is_person(toponym, tokens)
        return is_of_institution(toponym, tokens)
    if label == "ORG" and not toponym.is_whole:
        return is_of_institution(toponym, tokens) or (is_state(toponym, gazetteer) and not tokens.rest_of_piece(start, end) & MEDIA)
    if label == "ORG":
        return is_state(toponym, gazetteer) or is_dateline(start, end, tokens)
    return is_dateline(start, end, tokens) or (label in (None, "PERSON") and is_large(toponym, tokens, gazetteer))


def may_be_place(toponym: "Toponym", known: set[str], previous: "Toponym | None", following: "Toponym | None", tokens: Tokens) -> bool:
    """Whether its surroundings, or the document elsewhere, make it a place though its label does not.

    `known` are the folded names of places of the document and of its publisher's home; `previous` and `following` the places next to it.
    """
    start, end, label = toponym.start, toponym.end, toponym.label
    if toponym.is_demonym:
        return False
    if not toponym.is_whole:
        named_after = label in ("PERSON", "WORK_OF_ART", "EVENT", "PRODUCT", "LAW")
        return named_after and start == tokens.piece(start)[0] and is_of_institution(toponym, tokens)
    if label not in (None, "PERSON", "ORG", "PRODUCT", "WORK_OF_ART") or (label is None and not tokens.is_proper[start]):
        return False
    if toponym.key in tokens.in_persons or goes_on(end, tokens):
        return False
    if speaks_of_place(toponym, tokens) or toponym.key in known:
        return True
    return (previous is not None and tokens.words[previous.end : start] in JOINED) or (
        following is not None and tokens.words[end : following.start] in JOINED
    )


def is_abbreviation(start: int, end: int, tokens: Tokens) -> bool:
    """Whether the token may be a short form such as "Ill.", "N.Y." or "TX": behind a name, or with inner periods."""
    if end != start + 1:
        return end == start + 2 and tokens.words[start].endswith(".")
    word = tokens.words[start]
    if word in ("Ms.", "Ms", "Miss"):
        return False
    if "." in word.rstrip(".") or PARTY.match(word):
        return True
    if not (word.isupper() or word.endswith(".") or tokens.word(end) == "."):
        return False
    if len(word) > 2 and tokens.label(start) == "GPE":
        return True
    if tokens.word(start - 1) in (",", "(", "-", "–"):
        return True
    return tokens.is_capital_word(start - 1) and (word.endswith(".") or tokens.word(end) == ".")


def is_ruled_out(toponym: "Toponym", tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Whether it is a person's by its title or as who speaks, a people's, a river's or a lake's, or a word that is seldom a place."""
    start, end = toponym.start, toponym.end
    if tokens.word(end) == ":" and tokens.before_colon[tokens.words[end - 1]] >= TURNS:
        return True
    is_by_name = toponym.holder is None and all(how in (ALTERNATE, SHORTENED) for how in toponym.bearers.hows)
    is_states = gazetteer.is_country[toponym.bearers.rows].any()  # "Saudi"
    if toponym.label == "NORP" and not toponym.is_demonym and is_by_name and not is_states:
        return True  # "Christian", though there is a Christian County
    if tokens.word(start - 1) in TITLES or toponym.key in NOT_OF_PLACES or toponym.key in CIVIC:
        return True
    if end == start + 1 and toponym.holder is None and is_other_word(toponym, tokens.words[start], tokens, gazetteer):
        return True
    return (tokens.word(start - 1) in FEATURES and tokens.is_capital[start - 1]) or (
        tokens.word(end) in FEATURES and tokens.is_capital[end]
    )


def is_other_word(toponym: "Toponym", word: str, tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Whether a single word is an acronym like a short name ("UN"), a short form's like ("Us"), or one that the text also writes small."""
    is_short, is_small = len(toponym.key) < 4 and "." not in word, word.casefold() in tokens.small_words
    if not (is_short or is_small) or toponym.is_demonym or (toponym.bearers.hows == ABBREVIATION).any():
        return False
    rows = toponym.bearers.rows
    is_state = bool((gazetteer.is_country[rows] | gazetteer.is_region[rows]).any())
    return (is_short and word.isupper() != is_state) or (is_small and not is_state)


def speaks_of_place(toponym: "Toponym", tokens: Tokens) -> bool:
    """Whether the word before it or behind it goes with places: "near Dunmore", "Dunmore residents"."""
    before = tokens.word(toponym.start - 1)
    return before in LOCATIVE or before in WEAKLY_LOCATIVE or tokens.word(toponym.end) in CIVIC


def is_person(toponym: "Toponym", tokens: Tokens) -> bool:
    """Whether a person of the document is called so, no less often than a place, and nothing before or behind it speaks of a place."""
    n_persons = tokens.in_persons[toponym.key]
    return n_persons > 0 and n_persons >= tokens.as_place[toponym.key] and not speaks_of_place(toponym, tokens)


def is_state(toponym: "Toponym", gazetteer: Gazetteer) -> bool:
    """Whether it is the own name of a country, a state or the like or a region, or of a county called so."""
    rows = toponym.bearers.rows[toponym.bearers.hows == NAME]
    return bool(gazetteer.is_large_area[rows].any()) or toponym.key.endswith((" county", " parish"))


def is_large(toponym: "Toponym", tokens: Tokens, gazetteer: Gazetteer) -> bool:
    """Whether a name of no person in the document is a large capital's or, if it is not taken for a person's, another large town's."""
    if not toponym.is_whole or toponym.key in tokens.in_persons or goes_on(toponym.end, tokens) or not tokens.is_proper[toponym.start]:
        return False
    rows = toponym.bearers.rows[toponym.bearers.hows == NAME]
    return bool(((gazetteer.population[rows] > LARGE) & (gazetteer.is_capital[rows] | (toponym.label is None))).any())


def goes_on(end: int, tokens: Tokens) -> bool:
    """Whether a capitalised word that is no kind of institution follows at once: the stretch is part of some longer name."""
    return tokens.is_capital_word(end) and not tokens.starts_sentence[end] and tokens.word(end) not in CIVIC


def is_behind_party(start: int, tokens: Tokens) -> bool:
    """Whether a party's letters stand before it: "R-Dunmore"."""
    letters = ("r", "d", "i", "dfl", "con", "lab")
    return bool(PARTY.match(tokens.words[start])) or (tokens.word(start - 1) in DASHES and tokens.word(start - 2) in letters)


def is_language(toponym: "Toponym", tokens: Tokens) -> bool:
    """Whether a demonym names a language: "English-language", "speaks Hausa"."""
    after = tokens.word(toponym.end + 1) if tokens.word(toponym.end) in DASHES else tokens.word(toponym.end)
    return after in LANGUAGE_NOUNS or tokens.word(toponym.start - 1) in SPEAK


def is_dateline(start: int, end: int, tokens: Tokens) -> bool:
    """Whether it stands in capitals with a dash soon behind, or a colon: `DUNMORE -- `, `DUNMORE (Reuters) - `, `DUNMORE: `."""
    if not tokens.words[start].isupper() or len(tokens.words[start]) < 3:
        return False
    return tokens.word(end) == ":" or any(word in DASHES for word in tokens.words[end : end + 6])


def is_of_institution(toponym: "Toponym", tokens: Tokens) -> bool:
    """Inside a longer name: whether it tells where an institution is ("Dunmore High School", "University of Ohio"), not a brand."""
    rest = tokens.rest_of_piece(toponym.start, toponym.end)
    if rest & MEDIA or not rest & CIVIC:
        return False
    return toponym.start == tokens.piece(toponym.start)[0] or tokens.word(toponym.start - 1) in BEFORE_LAST
