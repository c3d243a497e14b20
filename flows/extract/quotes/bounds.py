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


def without_aside(parse: Parse, start: int, end: int) -> int:
    """Where the content ends that a non-restrictive relative clause closes (", which surprised them"): it is the writer's own more
    often than the speaker's.
    """
    for token in range(end - 2, start + 2, -1):
        relative = token + 2 if parse.tags[token + 1] == "''" else token + 1
        if parse.words[token] == "," and relative < end and parse.words[relative] in ("which", "who", "whose"):
            clause = parse.heads[relative]
            while parse.heads[clause] > token and parse.heads[clause] != clause:
                clause = parse.heads[clause]
            if parse.heads[clause] < token and parse.right[clause] >= end - 1:
                return relative
    return end
