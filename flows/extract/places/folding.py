"""The form in which place names are compared: without accents, case and punctuation, with the usual short words for saint and mount."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans("", "", ".'’‘ʻ`´ʼ")
_SEPARATORS = re.compile(r"[^\w&]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "&": "and"}


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """One written word, folded: `São` -> `sao`, `St.` and `Saint` -> `st`, `Guinea-Bissau` -> `guinea bissau`; empty for punctuation."""
    plain = word.translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
        plain = (
            plain.replace("ø", "o")
            .replace("Ø", "O")
            .replace("ł", "l")
            .replace("Ł", "L")
            .replace("ı", "i")
            .replace("đ", "d")
            .replace("Đ", "D")
        )
    plain = plain.casefold()
    if plain.isalpha():
        return _SHORT.get(plain, plain)
    parts = _SEPARATORS.sub(" ", plain).replace("_", " ").split()
    return " ".join(_SHORT.get(part, part) for part in parts)


def fold(text: str) -> str:
    """A name, folded, without a leading article: `The Hague` -> `hague`."""
    words = [folded for word in text.split() if (folded := fold_word(word))]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)
