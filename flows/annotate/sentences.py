"""Where sentences start, decided by rules of writing; where they leave it open, the parser decides.

In edited English a sentence ends where a full stop, question or exclamation mark stands before a capital, save after abbreviations. A
parser trained on single sentences of newswire breaks in many more places (before notes, after closing quotation marks, before names) and
misses blank lines. So a start is forbidden wherever no mark stands before it, and the parser is asked about few tokens only: what follows
an abbreviation that can end a sentence, a number or a small letter after a mark, and a capital that can only be a sentence's where the
mark was forgotten.
"""

import re
from bisect import bisect_left
from itertools import pairwise

from flows.annotate.lexicon import (
    ANYWHERE,
    BEFORE_NAMES,
    BEFORE_NUMBERS,
    CREDITS,
    INSIDE,
    SPEECH,
    STARTERS,
    UNFINISHED,
    WEEKDAYS,
)
from flows.annotate.lines import unit_starts
from flows.annotate.tokens import Tokens

STARTS, FORBIDDEN, OPEN = 1, -1, 0

MARKS = ".?!…"
# What ends a sentence, and nothing else, in Chinese and Japanese, in Hindi and its kin, in Arabic, Urdu and Amharic.
FULL_STOPS = "。！？।॥؟۔።"
DASHES = frozenset({"-", "--", "–", "—", "_"})
EITHER = frozenset({'"', "'", "*", "_"})  # closing or opening: the white space beside it tells
QUOTATION = frozenset({'"', "'", "''", "”", "’", "»"})
CLOSING = QUOTATION | EITHER | {")", "]", "}"}
OPENING = EITHER | DASHES | {"“", "‘", "«", "``", "`", "(", "[", "{", "•"}
EMOTICON = re.compile(r"[:;=8][-o^]?[)(DPp\]\[*|]+|<3+")
ITEM_NUMBER = re.compile(r"\d+(?:\.\d+)*|[a-zA-Z]|[ivxIVX]{1,4}")
GLUED_WORD = re.compile(r"[^\W\d_][\w’'-]+|I")  # what starts a sentence though no white space is before it; not "com", "5"


def sentence_starts(text: str, tokens: Tokens) -> list[int]:
    """One value a token, as `Doc(sent_starts=...)` takes them: 1 a sentence starts here, -1 none does, 0 the parser decides.

    What is said of a token depends on its block of lines alone: a text cut at blank lines gets the same values piece by piece.
    """
    offsets = tokens.starts.tolist()
    units = [bisect_left(offsets, start) for start in unit_starts(text)]
    flags: list[int] = []
    for start, end in pairwise([*units, len(offsets)]):
        flags += starts_in_unit(tokens.words[start:end], tokens.spaces[start:end])
    return flags


def unit_starts_only(text: str, tokens: Tokens) -> list[int]:
    """The same where only the lines are looked at: for languages whose models find sentences, since the rules are those of English."""
    flags = [OPEN] * len(tokens.words)
    offsets = tokens.starts.tolist()
    for start in unit_starts(text):
        if (i := bisect_left(offsets, start)) < len(flags):
            flags[i] = STARTS
    return flags


def starts_in_any_language(text: str, tokens: Tokens) -> list[int]:
    """The same where nobody else decides and the language may be any: marks of other scripts end a sentence, and ordinals do not.

    English abbreviations are known and those of other languages are not.
    """
    flags = sentence_starts(text, tokens)
    units = unit_starts_only(text, tokens)
    for i in range(1, len(flags)):
        word, before = tokens.words[i], tokens.words[i - 1]
        if before[-1] in FULL_STOPS:
            flags[i] = FORBIDDEN if word in CLOSING or word[0] in FULL_STOPS + "」』）》" else STARTS
        elif before == "." and units[i] == OPEN and i > 1 and re.fullmatch(r"\d{1,2}", tokens.words[i - 2]):
            flags[i] = FORBIDDEN  # "am 3. Mai"
    return flags


def starts_in_unit(words: list[str], spaces: list[bool]) -> list[int]:
    """The same for the tokens of one unit (a paragraph, a headline, an item of a list)."""
    flags = [FORBIDDEN] * len(words)
    closed = 0
    for i, word in enumerate(words):
        if i < closed:
            continue
        if word[-1] in MARKS:
            closed = after_closing(words, spaces, i)
            if closed < len(words):
                last = max(k for k in range(i, closed) if words[k][-1] in MARKS)
                flags[closed] = after_mark(words, spaces, last, closed)
        elif word in STARTERS:
            if flags[i] == FORBIDDEN and can_start_unmarked(words, spaces, i):
                flags[i] = OPEN
        elif (word in CREDITS and is_credit(words, spaces, i)) or (word in WEEKDAYS and is_publication_date(words, i)):
            flags[i] = STARTS
    if flags:
        flags[0] = STARTS
    return flags


def after_closing(words: list[str], spaces: list[bool], i: int) -> int:
    """Index of the first token after the mark at `i` and what closes with it: quotation marks, brackets, more marks, notes, emoticons."""
    j = i + 1
    while j < len(words):
        word = words[j]
        if word in EITHER and spaces[j - 1] and not closes_apart(words, spaces, j):
            break
        if word in CLOSING or set(word) <= set(MARKS) or EMOTICON.fullmatch(word):
            j += 1
        elif word == "[" and (end := end_of_note(words, j)):
            j = end
        elif word.isdigit() and len(word) < 3 and words[i] == "." and words[j + 1 : j + 2] and words[j + 1] in STARTERS:
            j += 1  # the number of a footnote
        else:
            break
    return j


def closes_apart(words: list[str], spaces: list[bool], j: int) -> bool:
    """Whether the quotation mark at `j`, after white space, closes all the same: white space follows too, and one is open before it."""
    if j + 1 < len(words) and not spaces[j]:
        return False
    return words[max(0, j - 200) : j].count(words[j]) % 2 == 1


def end_of_note(words: list[str], j: int) -> int | None:
    """Index after a note in brackets that begins at `j`: "[3]", "[citation needed]"."""
    for k in range(j + 1, min(j + 5, len(words))):
        if words[k] == "]":
            return k + 1 if k > j + 1 else None
        if not (words[k].isdigit() or words[k].islower()):
            return None
    return None


def after_mark(words: list[str], spaces: list[bool], i: int, j: int) -> int:
    """What is said of `j`, the first token after the mark at `i` and what closes with it."""
    k = j
    while k + 1 < len(words) and words[k] in OPENING:
        k += 1
    mark, following = words[i], words[k]
    first = following[0]
    if not spaces[j - 1] and not (first.isupper() and GLUED_WORD.fullmatch(following)):
        return FORBIDDEN
    if words[j] == "(" and not first.isupper():
        return FORBIDDEN  # a remark, the year of a title
    if is_dateline(words, i, j):
        return FORBIDDEN
    is_quoted = any(word in QUOTATION for word in words[i + 1 : j])
    is_enclosed = any(word in CLOSING for word in words[i + 1 : j])
    if mark in ("?", "!") or mark[-1] == "…" or mark.endswith(".."):
        if first.islower():
            return OPEN if mark in ("?", "!") and not is_enclosed else FORBIDDEN
        return FORBIDDEN if is_quoted and is_attribution(words, k) else STARTS
    if mark != ".":
        return after_abbreviation(words, i, j, following)
    before = words[i - 1] if i and not spaces[i - 1] else ""
    if (i == 1 and ITEM_NUMBER.fullmatch(before)) or (j == i + 1 and is_abbreviation(before, words[j])):
        return FORBIDDEN
    if first.islower():
        return FORBIDDEN if is_enclosed else OPEN
    return OPEN if first.isdigit() else STARTS


def is_dateline(words: list[str], i: int, j: int) -> bool:
    """Whether the mark at `i` is that of an abbreviated state in a dateline, "WESTPORT, W.Va. (KBC) --", which `j` goes on with."""
    return i < 10 and words[i][-1] == "." and (words[j] in DASHES or words[j] == "(") and len(words[0]) > 1 and words[0].isupper()


def is_abbreviation(word: str, following: str) -> bool:
    """Whether a word that the tokenizer parted from its full stop is an abbreviation all the same, for the token that follows."""
    lower, first = word.lower(), following[0]
    if lower in INSIDE or (word.istitle() and lower in BEFORE_NAMES) or (first.isdigit() and lower in BEFORE_NUMBERS):
        return True
    return (first.islower() or following in DASHES) and lower in ANYWHERE


def after_abbreviation(words: list[str], i: int, j: int, following: str) -> int:
    """What is said of `j` when the mark at `i` is a word that keeps its full stop: "Gen.", "U.S.", "J.", "p.m."."""
    base = words[i][:-1]
    lower = base.lower()
    if following[0].islower() or words[j] in DASHES or lower in INSIDE or (i == 0 and ITEM_NUMBER.fullmatch(base)):
        return FORBIDDEN
    if following in STARTERS and lower not in BEFORE_NAMES:
        return STARTS
    if following[0].isdigit() or lower in BEFORE_NAMES or (len(base) == 1 and base.isupper()):
        return FORBIDDEN
    if lower in ("a.m", "p.m") and following.isupper():
        return FORBIDDEN  # the time zone
    return OPEN


def is_attribution(words: list[str], k: int) -> bool:
    """Whether the words from `k` say who spoke: a name or "I" and, soon after, a verb of speech."""
    if not words[k][0].isupper() or words[k] in STARTERS:
        return False
    for word in words[k + 1 : k + 5]:
        if word in SPEECH:
            return True
        if not word[0].isalpha():
            return False
    return False


def can_start_unmarked(words: list[str], spaces: list[bool], i: int) -> bool:
    """Whether a sentence may start at the starter `i` that no mark precedes: not in a title, nor after a dateline's "(KBC)"."""
    if i == 0 or not spaces[i - 1] or (i + 1 < len(words) and words[i + 1][0].isupper()):
        return False
    before = words[i - 1]
    return (before[-1].isalnum() and before not in STARTERS) or (before == ")" and not words[i - 2].isupper())


def is_credit(words: list[str], spaces: list[bool], i: int) -> bool:
    """Whether the word begins the credit of a picture, "Photo: Jane Doe", that runs on from a caption without a mark."""
    if i == 0 or not spaces[i - 1] or words[i - 1] in OPENING or words[i - 1] in CREDITS:
        return False
    return words[i + 1 : i + 2] == [":"] and i + 2 < len(words)


def is_publication_date(words: list[str], i: int) -> bool:
    """Whether the weekday at `i` begins a full date, "Monday, May 4, 2020", that ends the line and runs on from a headline."""
    if i == 0 or not words[i - 1][0].isalnum() or words[i - 1] in UNFINISHED or len(words) != i + 6:
        return False
    return words[i + 1] == words[i + 4] == "," and words[i + 3].isdigit() and words[i + 5].isdigit()
