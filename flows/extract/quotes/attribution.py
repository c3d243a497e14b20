"""What all rules build: one attribution, in tokens."""

from dataclasses import dataclass, field

from flows.extract.quotes.parse import Parse

Span = tuple[int, int]
"""First token and end (exclusive)."""


@dataclass(slots=True)
class Attribution:
    """Who said what: the cue's head token and its words, the content's pieces in the order of the text, and the speaker. What
    a transcript gives is direct speech without marks.
    """

    head: int
    cue: Span
    cue_class: str
    content: list[Span] = field(default_factory=list)
    speaker: Span | None = None
    is_transcript: bool = False


def trimmed(parse: Parse, start: int, end: int) -> Span | None:
    """The span without commas, stops and dashes at its edges; null if nothing is left. Quotation marks and brackets stay."""
    while start < end and parse.words[start] in TRIMMED:
        start += 1
    while end > start and parse.words[end - 1] in TRIMMED:
        end -= 1
    return (start, end) if start < end else None


TRIMMED = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―"})


def without(parse: Parse, span: Span, hole: Span) -> list[Span]:
    """The pieces of a span that a hole leaves."""
    start, end = span
    pieces = [(start, min(end, hole[0])), (max(start, hole[1]), end)]
    return [piece for left, right in pieces if (piece := trimmed(parse, left, right))]
