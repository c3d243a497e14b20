"""Where a stretch of content begins and ends: without stops and asides at its edges, with whole words."""

from flows.extract.quotes.attribution import Span
from flows.extract.quotes.parse import Parse


def trimmed(parse: Parse, start: int, end: int) -> Span | None:
    """The span without commas, stops and dashes at its edges; null if nothing is left. Quotation marks and brackets stay."""
    while start < end and parse.words[start] in TRIMMED:
        start += 1
    while end > start and (parse.words[end - 1] in TRIMMED or parse.words[end - 1] in ("and", "but")):
        end -= 1
    return (start, end) if start < end else None


TRIMMED = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―"})


def without(parse: Parse, span: Span, hole: Span) -> list[Span]:
    """The pieces of a span that a hole leaves."""
    start, end = span
    pieces = [(start, min(end, hole[0])), (max(start, hole[1]), end)]
    return [piece for left, right in pieces if (piece := trimmed(parse, left, right))]


def pieces_of(parse: Parse, *spans: Span) -> list[Span]:
    """The spans in order, each without an aside at its end."""
    whole = [(start, word_end(parse, without_aside(parse, start, end))) for start, end in sorted(spans)]
    return [piece for start, end in whole if (piece := trimmed(parse, start, end))]


def word_end(parse: Parse, end: int) -> int:
    """The end, behind the rest of a word that hyphens join ("al-Hadi" is three tokens)."""
    starts, ends = parse.starts, parse.ends
    while end + 1 < len(parse) and parse.words[end] == "-" and ends[end - 1] == starts[end] and ends[end] == starts[end + 1]:
        end += 2
    return end


# Where and how something is said: the nouns of "in a statement", "at a rally".
OCCASIONS = frozenset(
    "statement interview speech tweet email letter address memo release briefing post message call rally essay op-ed".split()
)
DASHES = frozenset({"-", "--", "–", "—"})


def without_aside(parse: Parse, start: int, end: int) -> int:
    """Where the content ends that an aside closes which is the writer's own more often than the speaker's: a non-restrictive relative
    clause (", which surprised them"), what a dash adds to a quotation, and where it was said ("called for “a new start” in a speech").
    """
    for token in range(start + 2, end - 1):
        if parse.words[token] in DASHES and is_last_dash(parse, token, end):
            return token
    for token in range(start + 2, end - 1):
        if parse.words[token] in ("before", "after") and parse.tags[token - 1] == "''" and parse.tags[token + 1] == "VBG":
            return token  # the speaker's next act
    for token in range(end - 2, start + 2, -1):
        if parse.deps[token] == "prep" and is_occasion(parse, token, start, end):
            return token
    for token in range(end - 2, start + 2, -1):
        relative = token + 2 if parse.tags[token + 1] == "''" else token + 1
        if parse.words[token] == "," and relative < end and parse.words[relative] in RELATIVES:
            if "``" in parse.tags[relative:end]:
                continue  # “…,” which “…”: the speaker's
            clause = parse.heads[relative]
            while parse.heads[clause] > token and parse.heads[clause] != clause:
                clause = parse.heads[clause]
            if parse.heads[clause] < token and parse.right[clause] >= end - 1:
                return relative
    return end


def is_last_dash(parse: Parse, token: int, end: int) -> bool:
    """Whether a dash stands right behind a quotation, apart from it, and before `end` neither another dash nor a quotation."""
    is_apart = parse.tags[token - 1] == "''" and parse.starts[token] > parse.ends[token - 1]
    return is_apart and "``" not in parse.tags[token:end] and DASHES.isdisjoint(parse.words[token + 1 : end])


def is_occasion(parse: Parse, preposition: int, start: int, end: int) -> bool:
    """Whether the phrase that closes the content tells of a speech or a writing that was not spoken of before ("in a statement")."""
    if parse.words[preposition] not in ("in", "during", "at", "on", "via") or parse.right[preposition] < end - 2:
        return False
    noun = parse.child(preposition, "pobj")
    if noun is None or noun < preposition or parse.lemmas[noun] not in OCCASIONS or not start <= parse.heads[preposition] < preposition:
        return False
    return KNOWN.isdisjoint(parse.words[preposition + 1 : noun])


RELATIVES = frozenset({"which", "who", "whose"})
KNOWN = frozenset("the his her their its that this".split())
