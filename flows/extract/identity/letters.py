"""Letters, by their form: who is greeted, who signs. Salutation, body, complimentary close and signature are those of business and private
letters (*The Chicago Manual of Style*, 17th ed., 6.53 and 6.66: punctuation of salutation and close).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flows.extract.identity.lexicon import PERSON_NOUNS, TITLES, words
from flows.extract.identity.spans import Name
from flows.extract.identity.tokens import Tokens

Stretch = tuple[int, int]
GREETINGS = words("dear dearest")
CLOSES = words(
    """
    yours sincerely regards love luv respectfully cordially faithfully affectionately fondly gratefully warmly cheers truly wishes best
    hugs xoxo
    """
)
NOBODY = PERSON_NOUNS | words("sir sirs madam madame all friends colleagues mom dad mum ma pa mama papa grandma grandpa everyone folks")
LONGEST_GREETING, LONGEST_CLOSE, LONGEST_SIGNATURE = 9, 6, 5
# Where nobody is greeted the close stands in the last of its lines: a postscript may follow.
LAST_LINES = 8


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: tokens `start` to `end`; `to` and `by` are the names of its addressee and of who signs, None where no name is there."""

    start: int
    end: int
    to: Stretch | None
    by: Stretch | None


def letters(tokens: Tokens, lines: list[Stretch]) -> list[Letter]:
    """The letters of a document, in order; each from its salutation (the first from the beginning of the text) to the next salutation.

    A text without one that closes as letters do and is signed is a letter too.
    """
    greetings = [(start, greeted(tokens, start, end)) for start, end in lines if is_greeting(tokens, start, end)]
    if not greetings:
        ending = lines[-LAST_LINES:]
        by = signature(tokens, ending) if any(is_close(tokens, start, end) for start, end in ending) else None
        return [Letter(0, len(tokens), None, by)] if by else []
    found = []
    begins = [0, *(start for start, _ in greetings[1:])]
    for (greeting, to), begin, end in zip(greetings, begins, [*begins[1:], len(tokens)], strict=True):
        found.append(Letter(begin, end, to, signature(tokens, [line for line in lines if greeting < line[0] < end])))
    return found


def is_greeting(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a line is a salutation: "Dear Ms. Okoro:", or opens with one and goes on; or a title and a name alone, "Ms. Okoro,"."""
    if tokens.lower[start] in GREETINGS:
        return any(tokens.text[i] in {",", ":", "!"} for i in range(start, min(end, start + LONGEST_GREETING)))
    return (
        end - start < LONGEST_GREETING
        and tokens.text[end - 1] == ","
        and tokens.lower[start].rstrip(".") in TITLES
        and tokens.on_new_block[start]
        and (end == len(tokens) or tokens.on_new_block[end])
        and name_from(tokens, titles_end(tokens, start, end), end) == (titles_end(tokens, start, end), end - 1)
    )


def greeted(tokens: Tokens, start: int, end: int) -> Stretch | None:
    """The name in a salutation, without titles; None where it has none ("Dear Sir")."""
    return name_from(tokens, titles_end(tokens, start + (tokens.lower[start] in GREETINGS), end), end)


def name_from(tokens: Tokens, start: int, end: int) -> Stretch | None:
    """The words written large from `start`, up to four of them, that end with the line or with a mark."""
    i = start
    while i < end and i - start < 4 and tokens.text[i][0].isupper() and tokens.text[i].replace(".", "").replace("-", "").isalpha():
        i += 1
    if i == start or tokens.lower[start] in NOBODY or (i < end and tokens.text[i] not in {",", ":", "!", ".", "(", "-", "–", "—"}):
        return None
    return start, i


def signature(tokens: Tokens, lines: list[Stretch]) -> Stretch | None:
    """The name under the last complimentary close of these lines, "Yours, / Ada Okoro", or on the last of them alone."""
    for (start, end), (name_start, name_end) in reversed(list(pairwise(lines))):
        closes = is_close(tokens, start, end) or (
            end - start <= LONGEST_CLOSE and (tokens.text[end - 1] == "," or is_wish(tokens, start, end))
        )
        if closes and name_end - name_start <= LONGEST_SIGNATURE:
            name = name_from(tokens, titles_end(tokens, name_start, name_end), name_end)
            if name:
                return name
    for start, end in reversed(lines):
        close = next((i for i in range(start, min(end, start + 3)) if tokens.lower[i] in CLOSES), -1)
        if close >= 0 and end - start <= LONGEST_CLOSE + 2 and close + 2 < end and tokens.text[close + 1] == ",":
            return name_from(tokens, close + 2, end)
    start, end = lines[-1] if lines else (0, 0)
    alone = start < end and end - start <= LONGEST_SIGNATURE and name_from(tokens, titles_end(tokens, start, end), end)
    return alone if alone and alone[1] == end else None


def is_close(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a line is a complimentary close with its comma: "Love to all of you,"."""
    return end - start <= LONGEST_CLOSE + 3 and tokens.text[end - 1] == "," and is_wish(tokens, start, end)


def is_wish(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a line has one of the words with which letters close."""
    return any(tokens.lower[i] in CLOSES for i in range(start, end))


def titles_end(tokens: Tokens, start: int, end: int) -> int:
    """The first token after titles of persons."""
    while start < end and (tokens.lower[start].rstrip(".") in TITLES or tokens.text[start] == "."):
        start += 1
    return start


def names_of(found: list[Letter], taken: bytearray) -> Iterator[Name]:
    """The names of those who write and are written to, where no other name lies."""
    for letter in found:
        for stretch in (letter.to, letter.by):
            if stretch and not any(taken[stretch[0] : stretch[1]]):
                yield Name(*stretch, "PERSON", None)
