"""Names as strings: the key by which two spellings are the same name, and the parts of a person's name."""

import re
import unicodedata
from functools import lru_cache

Key = tuple[str, ...]

POSSESSIVE = re.compile(r"['’`´]s?$", re.IGNORECASE)
NOT_IN_KEYS = re.compile(r"[.,\"“”„«»()\[\]*_]+")
APOSTROPHES = str.maketrans("’‘`´‐‑–—", "''''----")
# Typed for "’s", and so no token of its own.
TURNED_POSSESSIVE = "‘s"
GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}
PARTICLES = {
    "al", "el", "bin", "ibn", "abu", "ben", "de", "del", "della", "der", "di", "da", "du", "dos", "la", "le", "van", "von",
    "den", "ter", "ten", "st", "mac", "o'", "bint", "umm", "y", "zu",
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def name_key(text: str) -> Key:
    """The folded words of a name: equal for spellings that differ in case, accents, dots, quotation marks, a leading article or a
    possessive.

    >>> name_key("The U.N.'s"), name_key("José  Ñu\\nBo")
    (('un',), ('jose', 'nu', 'bo'))
    """
    plain = fold(text.translate(APOSTROPHES))
    words = [POSSESSIVE.sub("", NOT_IN_KEYS.sub("", word)).lstrip("'") or word for word in plain.split()]
    words = [word for word in words if word.strip("-'.,\"()")]
    if len(words) > 1 and words[0] in {"the", "a", "an"}:
        words = words[1:]
    return tuple(words)


@lru_cache(maxsize=65536)
def family_name(key: Key) -> Key:
    """The last name of a person's key with its particles: ('anna', 'van', 'der', 'berg') -> ('van', 'der', 'berg').

    The particles that part nothing from the name are those of Dutch, German, Romance and Arabic names.
    """
    words = list(key)
    while len(words) > 1 and words[-1] in GENERATIONS:
        words.pop()
    first = len(words) - 1
    while first > 1 and words[first - 1] in PARTICLES:
        first -= 1
    return tuple(words[first:])


@lru_cache(maxsize=65536)
def core(key: Key) -> Key:
    """A person's key without generation and, where a name written out stays, without initials: ('w', 'mark', 'b', 'okoro') -> ('mark',
    'okoro').
    """
    plain = tuple(word for word in key if word not in GENERATIONS)
    family = family_name(plain) if plain else ()
    given = plain[: len(plain) - len(family)]
    return (tuple(word for word in given if len(word) > 1) or given) + family


def same_person(one: Key, other: Key, *, short_forms: bool = True) -> bool:
    """Whether two keys of two or more words can be spellings of one person's name: equal last names, first names that agree, and no middle
    initial that contradicts. With `short_forms` "Fred" agrees with "Frederick"; between documents those are as often father and son.
    """
    mine, yours = core(one), core(other)
    if len(mine) < 2 or len(yours) < 2 or family_name(mine) != family_name(yours):
        return False
    n = len(family_name(mine))
    short, long = sorted((mine[:-n], yours[:-n]), key=len)
    if not short or not all(agrees(a, b, short_forms) for a, b in zip(short, long, strict=False)):
        return False
    middles = [{word for word in key[1:-1] if len(word) == 1} for key in (one, other)]
    return not (middles[0] and middles[1] and middles[0].isdisjoint(middles[1]))


def agrees(a: str, b: str, short_forms: bool) -> bool:
    """Whether two given names can be one person's: equal, one the other's initial, or its beginning ("Fred", "Frederick")."""
    short, long = sorted((a, b), key=len)
    return a == b or ((len(short) == 1 or (short_forms and len(short) > 2)) and long.startswith(short))


def initials(key: Key) -> set[str]:
    """The acronyms that a name's words can make, with and without its small words: ('bank', 'of', 'elvia') -> {'boe', 'be'}."""
    parts = [part for word in key for part in re.split(r"[-/&]", word) if part]
    small = {"of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "to", "at", "&"}
    return {"".join(part[0] for part in parts), "".join(part[0] for part in parts if part not in small)}
