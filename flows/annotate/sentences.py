"""Where sentences start, decided by rules of writing; where they leave it open, the parser decides.

In edited English a sentence ends where a full stop, question or exclamation mark stands before a capital, save after abbreviations. A
parser trained on single sentences of newswire breaks in many more places (after citations, closing quotation marks, numbers of footnotes)
and misses blank lines. So a start is forbidden wherever no mark stands before it, and the parser is asked about few tokens only: what
follows an abbreviation that can end a sentence, and a capital that can only be a sentence's where the mark was forgotten.
"""

import re
from bisect import bisect_left

from flows.annotate.abbreviations import ANYWHERE, BEFORE_NAMES, BEFORE_NUMBERS, INSIDE
from flows.annotate.lines import unit_starts
from flows.annotate.tokens import Tokens

STARTS, FORBIDDEN, OPEN = 1, -1, 0

MARKS = ".?!…"
CLOSING = frozenset("\" ' ” ’ » ) ] } '' * _".split())
DASHES = frozenset("- -- – — _".split())
OPENING = frozenset("\" ' “ ‘ « ( [ { `` ` * •".split()) | DASHES
EITHER = frozenset("\" ' * _".split())  # closing or opening: the white space beside it tells
QUOTATION = frozenset("\" ' ” ’ » ''".split())
EMOTICON = re.compile(r"[:;=8][-o^]?[)(DPp\]\[*|]+|<3+")
NUMBER = re.compile(r"\d+(?:\.\d+)*|[a-zA-Z]|[ivxIVX]{1,4}")
GLUED_WORD = re.compile(r"[^\W\d_][\w’'-]+|I")

# Closed-class words and sentence adverbs with a capital: what a sentence starts with and a name hardly ever does.
STARTERS = frozenset(
    """A About According Additionally After All Also Although Among An And Another Any As At Because Before Besides Both But By Despite Did
    Do Does During Each Earlier Either Even Every Finally For From Given Had Has Have He Her Here His How However If In Instead Is It
    Its Last Later Like Many Maybe Meanwhile More Moreover Most Much My Neither Nevertheless Nobody Nor Not Nothing Now Of On Once One Only
    Or Other Others Our Over Perhaps Please Several She Should Since So Some Someone Something Soon Still Such Than That The Their Then
    There Therefore These They This Those Though Through Thus To Today Under Unless Unlike Until Upon Was We Were What When Where Whether
    Which While Who Whose Why With Within Without Would Yes Yet You Your""".split()
)

# Verbs of speech after a quotation that ends in "?" or "!": the sentence goes on with its speaker.
SPEECH = frozenset(
    """added adds answered answers asked asks began called calls chanted concluded continued cried cries declared demanded exclaimed
    explained explains insisted joked muttered observed quipped recalled recalls remarked replied replies responded responds said say says
    screamed shouted shouts sighed tells thought told tweeted warned whispered wondered wonders writes wrote yelled""".split()
)


def sentence_starts(text: str, tokens: Tokens) -> list[int]:
    """One value a token, as `Doc(sent_starts=...)` takes them: 1 a sentence starts here, -1 none does, 0 the parser decides."""
    words = tokens.words
    offsets = tokens.starts.tolist()
    units = {bisect_left(offsets, start) for start in unit_starts(text)} - {len(words)}
    flags = [FORBIDDEN] * len(words)
    for i, word in enumerate(words):
        if word[-1] in MARKS:
            j = after_closing(tokens, i, units)
            if j < len(words):
                flags[j] = after_mark(tokens, i, j, units)
        elif word in STARTERS and i and can_start_unmarked(tokens, i):
            flags[i] = OPEN
    for i in units:
        flags[i] = STARTS
    return flags


def after_closing(tokens: Tokens, i: int, units: set[int]) -> int:
    """Index of the first token after the mark at `i` and what closes with it: quotation marks, brackets, more marks, notes, emoticons."""
    words, spaces = tokens.words, tokens.spaces
    end = len(words)
    j = i + 1
    while j < end and j not in units:
        word = words[j]
        if word in EITHER and spaces[j - 1] and not closes_apart(tokens, j):
            break
        if word in CLOSING or set(word) <= set(MARKS) or EMOTICON.fullmatch(word):
            j += 1
        elif word == "[" and (close := end_of_note(words, j)):
            j = close
        elif word.isdigit() and len(word) < 3 and j + 1 < end and words[j + 1] in STARTERS and spaces[j] and words[i] == ".":
            j += 1  # the number of a footnote
        else:
            break
    return j


def closes_apart(tokens: Tokens, j: int) -> bool:
    """Whether the mark at `j`, which stands after white space, closes all the same: it is followed by some too and one is open before it."""
    words, spaces = tokens.words, tokens.spaces
    if j + 1 < len(words) and not spaces[j]:
        return False
    return words[max(0, j - 200) : j].count(words[j]) % 2 == 1


def end_of_note(words: list[str], j: int) -> int | None:
    """Index after a bracketed note that begins at `j`: "[3]", "[citation needed]"."""
    for k in range(j + 1, min(j + 5, len(words))):
        if words[k] == "]":
            return k + 1 if k > j + 1 else None
        if not (words[k].isdigit() or words[k].islower()):
            return None
    return None


def after_mark(tokens: Tokens, i: int, j: int, units: set[int]) -> int:
    """Whether a sentence starts at `j`, the first token after the mark at `i` and what closes with it."""
    words, spaces = tokens.words, tokens.spaces
    k = j
    while k + 1 < len(words) and words[k] in OPENING:
        k += 1
    mark, following = words[i], words[k]
    first = following[0]
    if not spaces[j - 1] and not (first.isupper() and GLUED_WORD.fullmatch(following)):
        return FORBIDDEN
    if words[j] == "(" and not first.isupper():
        return FORBIDDEN  # a remark, the year of a title
    quoted = any(word in QUOTATION for word in words[i + 1 : j])
    if mark in ("?", "!"):
        if first.islower():
            return FORBIDDEN if quoted or mark == "!" else OPEN
        return FORBIDDEN if quoted and is_attribution(words, k) else STARTS
    if mark[-1] == "…" or mark.endswith(".."):
        return FORBIDDEN if first.islower() or (quoted and is_attribution(words, k)) else STARTS
    if mark != ".":
        return after_abbreviation(mark[:-1], words, i, j, following)
    before = words[i - 1] if i and not spaces[i - 1] else ""
    if i - 1 in units and NUMBER.fullmatch(before):
        return FORBIDDEN  # the number of an item
    if j == i + 1 and is_abbreviation(before, first):
        return FORBIDDEN
    if first.islower():
        return FORBIDDEN if quoted else OPEN
    return OPEN if first.isdigit() else STARTS


def is_abbreviation(word: str, first: str) -> bool:
    """Whether a word that the tokenizer parted from its full stop is an abbreviation all the same, before a word that begins with `first`."""
    lower = word.lower()
    if lower in INSIDE or (word.istitle() and lower in BEFORE_NAMES):
        return True
    return (first.isdigit() and lower in BEFORE_NUMBERS) or (first.islower() and lower in ANYWHERE)


def after_abbreviation(base: str, words: list[str], i: int, j: int, following: str) -> int:
    """The same after a word that keeps its full stop; `base` is the word without it."""
    lower = base.lower()
    if following[0].islower() or lower in INSIDE:
        return FORBIDDEN
    if following in STARTERS and lower not in BEFORE_NAMES:
        return STARTS
    if following[0].isdigit() or words[j] in DASHES or lower in BEFORE_NAMES or (len(base) == 1 and base.isupper()):
        return FORBIDDEN
    if lower in ("a.m", "p.m") and following.isupper():
        return FORBIDDEN  # the time zone
    return OPEN


def is_attribution(words: list[str], k: int) -> bool:
    """Whether the words from `k` say who spoke: a name or "I" and a verb of speech."""
    if not words[k][0].isupper() or words[k] in STARTERS:
        return False
    for word in words[k + 1 : k + 5]:
        if word in SPEECH:
            return True
        if not word[0].isalpha():
            return False
    return False


def can_start_unmarked(tokens: Tokens, i: int) -> bool:
    """Whether a sentence may start at a starter that no mark precedes: not within a title, where every word has a capital."""
    words = tokens.words
    if not tokens.spaces[i - 1] or not words[i - 1][-1].isalnum() or words[i - 1][0].isupper():
        return False
    return i + 1 < len(words) and not words[i + 1][0].isupper()
