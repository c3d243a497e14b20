"""Where a document's publisher is at home, as its name and its web address tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from flows.extract.places.folding import fold_word
from flows.extract.places.gazetteer import ABBREVIATION, DEMONYM, NAME, NOBODY, SHORTENED, Bearers, Gazetteer
from flows.extract.places.lexicon import TITLE_WORDS

# Country of the national domains that have much English press; others name their country by their own two letters.
DOMAIN_COUNTRY = {"uk": "GB", "eu": "", "tv": "", "me": "", "co": "", "io": "", "fm": "", "ai": "", "cc": "", "ly": "", "is": ""}


@dataclass(frozen=True, slots=True)
class Home:
    """The folded names of places that a publisher is called after, with all that bear them; the number of its country, -1 if not told."""

    names: dict[str, Bearers]
    country: int


HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/?#]|$)", re.IGNORECASE)


def home_of(publisher: str | None, url: str | None, gazetteer: Gazetteer) -> Home:
    """What the publisher's name and the hosts of its name and address tell."""
    names: dict[str, Bearers] = {}
    country = -1
    for stated in (publisher, url):
        if not stated or len(stated) > 2_000:
            continue
        host = HOST.match(stated.strip())
        if host is None:
            names.update(_in_title(stated, gazetteer))
            continue
        *labels, domain = host.group(1).casefold().split(".")
        if country < 0 and len(domain) == 2:
            country = gazetteer.country_of(DOMAIN_COUNTRY.get(domain, domain.upper()))
        for label in labels:
            if label not in ("www", "www2", "co", "com", "org", "net", "ac", "gov"):
                names.update(_in_label(label, gazetteer))
    return Home(names, country)


def _in_title(title: str, gazetteer: Gazetteer) -> Iterator[tuple[str, Bearers]]:
    """Places among the words of a publisher's name: the longest known stretches that hold a word that is not a title's."""
    words = [folded for word in title.split()[:12] if (folded := fold_word(word))]
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 4), start, -1):
            key = " ".join(words[start:end])
            bearers = _home_bearers(key, gazetteer) if not set(words[start:end]) <= TITLE_WORDS else NOBODY
            if len(bearers.rows):
                yield key, bearers
                start = end
                break
        else:
            start += 1


def _in_label(label: str, gazetteer: Gazetteer) -> Iterator[tuple[str, Bearers]]:
    """Places in one label of a host name: `dunmoreandkilbrideherald` -> Dunmore, Kilbride."""
    for part in label.split("-"):
        for key in _segments(part, gazetteer):
            yield key, _home_bearers(key, gazetteer)


def _home_bearers(key: str, gazetteer: Gazetteer) -> Bearers:
    """Who bears the name by its own right: not by some other language's or older name."""
    bearers = gazetteer.bearers(key)
    return bearers.only(np.isin(bearers.hows, (NAME, SHORTENED, ABBREVIATION, DEMONYM)) & ((bearers.hows != ABBREVIATION) | (len(key) > 1)))


@lru_cache(maxsize=10_000)
def _cut(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """All ways to write the text as words of titles and known stretches."""
    if not text:
        return ((),)
    ways = []
    for end in range(1, len(text) + 1):
        head = text[:end]
        if head in TITLE_WORDS or head in known:
            ways += [(head, *rest) for rest in _cut(text[end:], known)]
            if len(ways) > 50:
                break
    return tuple(ways)


@lru_cache(maxsize=10_000)
def _segments(part: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The folded place names in a run of letters that is otherwise made of titles' words; empty where it can't be read so."""
    if not 3 < len(part) < 50 or not part.isalpha():
        return ()
    known: dict[str, str] = {}
    for start in range(len(part)):
        for end in range(start + 3, len(part) + 1):
            if start and end < len(part) and part[:start] not in TITLE_WORDS and end - start < 5:
                continue
            piece = part[start:end]
            if piece in TITLE_WORDS:
                continue
            for key in _spaced(piece):
                if len(_home_bearers(key, gazetteer).rows):
                    known[piece] = key
                    break
    if not known:
        return ()
    ways = [way for way in _cut(part, frozenset(known)) if any(word in known and word not in TITLE_WORDS for word in way)]
    if not ways:
        return ()
    # The fewest words; of these the one with the longest place.
    best = min(ways, key=lambda way: (len(way), -max(len(word) for word in way if word in known and word not in TITLE_WORDS)))
    return tuple(known[word] for word in best if word in known and word not in TITLE_WORDS)


def _spaced(piece: str) -> Iterator[str]:
    """The piece as one word, and cut in two at each point where a two-word name may be cut."""
    yield piece
    if len(piece) >= 7:
        for cut in range(3, len(piece) - 2):
            yield f"{piece[:cut]} {piece[cut:]}"
