"""Other names that the text itself states: an acronym in parentheses, "also known as", "formerly", a nickname in quotation marks."""

import itertools

from flows.extract.identity.lexicon import SMALL_WORDS
from flows.extract.identity.naming import Key, initials
from flows.extract.identity.spans import Name, key_of
from flows.extract.identity.tokens import Tokens

Alias = tuple[Name, Name, str]
# What the text says between two names of one thing; longer phrases first. By their first word.
PHRASES: dict[str, list[tuple[str, ...]]] = {}
for _phrase in (
    "also known as", "better known as", "best known as", "popularly known as", "commonly known as", "formerly known as",
    "previously known as", "now known as", "a.k.a.", "aka", "also called", "another name for", "formerly called", "now called",
    "formerly", "whose real name is", "real name", "alias", "née", "who was born",
):  # fmt: skip
    PHRASES.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))


def parenthesised_acronyms(tokens: Tokens, names: list[Name], taken: bytearray) -> list[Name]:
    """Acronyms in parentheses right after the name whose initials they are, where the model passed over them."""
    found = []
    for name in names:
        i = name.end + 1
        if (
            i + 1 < len(tokens)
            and tokens.text[i - 1] == "("
            and tokens.text[i + 1] == ")"
            and not taken[i]
            and is_acronym(tokens.text[i])
            and spells(tokens.lower[i].replace(".", ""), name.key)
        ):
            found.append(Name(i, i + 1, name.label, None, key_of(tokens, i, i + 1)))
    return found


def is_acronym(word: str) -> bool:
    """Whether a word is written as acronyms are: two to eight letters, two or more of them large."""
    letters = word.replace(".", "").replace("-", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and sum(c.isupper() for c in letters) >= 2


def defined_terms(tokens: Tokens) -> set[Key]:
    """Acronyms that the text puts in parentheses behind the common words that they are short for: terms, and no names.

    "Sea surface temperature (SST)": each letter begins one of the words before, in order (Schwartz & Hearst 2003, the strict case).
    """
    found: set[Key] = set()
    for i in range(2, len(tokens) - 1):
        word = tokens.text[i]
        if tokens.text[i - 1] != "(" or tokens.text[i + 1] not in {")", ";", ",", "/"} or not is_acronym(word.removesuffix("s")):
            continue
        letters = [letter.lower() for letter in word if letter.isupper()]
        stretch = [tokens.text[j] for j in range(max(i - 3 - 2 * len(letters), 0), i - 1) if tokens.text[j][0].isalpha()]
        if spelled_small(letters, stretch):
            found.add((word.lower(),))
    return found


def spelled_small(letters: list[str], stretch: list[str]) -> bool:
    """Whether the last words of the stretch, none of them written large, begin with the letters; small words may be passed over."""
    for letter in reversed(letters):
        while stretch and stretch[-1] in SMALL_WORDS and stretch[-1][0] != letter:
            stretch.pop()
        if not stretch or not stretch[-1].islower() or stretch.pop()[0] != letter:
            return False
    return True


def spells(acronym: str, key: Key) -> bool:
    """Whether an acronym is made of a name's words: their initials, or letters taken in order with the first of each kept."""
    return len(key) > 1 and (acronym in initials(key) or in_order(acronym, key))


def in_order(letters: str, key: Key) -> bool:
    """Schwartz & Hearst (2003): every letter is found in the words from right to left, the first one at the beginning of a word.

    Held to acronyms with at least as many letters as long words, so that no stray word passes.
    """
    if not letters or letters[0] != key[0][0] or len(letters) < sum(len(word) > 3 for word in key):
        return False
    text = " ".join(key)
    position = len(text)
    for letter in reversed(letters):
        position = text.rfind(letter, 0, position)
        if position < 0:
            return False
    return True


def parenthesised_expansions(tokens: Tokens, names: list[Name]) -> list[Name]:
    """What an acronym stands for, in parentheses right after it, as one name: "EAD (Elvia Aid in the Desert)"."""
    found = []
    for name in names:
        i = name.end
        if name.end - name.start != 1 or i + 2 >= len(tokens) or tokens.text[i] != "(" or not is_acronym(tokens.text[name.start]):
            continue
        stop = next((j for j in range(i + 1, min(i + 12, len(tokens))) if tokens.text[j] == ")"), i)
        key = key_of(tokens, i + 1, stop) if stop > i + 2 else ()
        if key and tokens.lower[name.start].replace(".", "") in initials(key):
            found.append(Name(i + 1, stop, name.label if name.label != "PERSON" else "ORG", None, key))
    return found


def stated_aliases(tokens: Tokens, names: list[Name]) -> list[Alias]:
    """Pairs of names of which the text says that they are one; with the reason as a word."""
    ordered = sorted(names, key=lambda name: name.start)
    found: list[Alias] = []
    for name, other in itertools.pairwise(ordered):
        if (
            tokens.text[name.end : other.start] == ["("]
            and other.end < len(tokens)
            and tokens.text[other.end] == ")"
            and name.key != other.key
        ):
            if acronym_of(tokens, other, name):
                found.append((name, other, "acronym in parentheses"))
            elif acronym_of(tokens, name, other):
                found.append((other, name, "acronym in parentheses"))
    starts, ends = {name.start: name for name in ordered}, {name.end: name for name in ordered}
    for i, word in enumerate(tokens.lower):
        for phrase in PHRASES.get(word, ()):
            if tuple(tokens.lower[i : i + len(phrase)]) == phrase:
                before = next(
                    (ends[j] for j in range(i, max(i - 5, -1), -1) if j in ends and tokens.sentence[j - 1] == tokens.sentence[i]), None
                )
                after = next(
                    (
                        starts[j]
                        for j in range(i + len(phrase), min(i + len(phrase) + 6, len(tokens)))
                        if j in starts and before and agree(before, starts[j])
                    ),
                    None,
                )
                if before and after and before.key != after.key and tokens.sentence[after.start] == tokens.sentence[i]:
                    found.append((before, after, "stated alias"))
                break
    return found


def acronym_of(tokens: Tokens, short: Name, long: Name) -> bool:
    """Whether `short` is an acronym of `long`."""
    word = tokens.text[short.start]
    return short.end - short.start == 1 and is_acronym(word) and spells(word.lower().replace(".", ""), long.key)


def agree(name: Name, other: Name) -> bool:
    """Whether two names can be one thing's: both people or neither."""
    return (name.label == "PERSON") == (other.label == "PERSON") and (name.label in {"GPE", "LOC", "FAC"}) == (
        other.label in {"GPE", "LOC", "FAC"}
    )
