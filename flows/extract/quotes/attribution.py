"""What all rules build: one attribution, in tokens."""

from dataclasses import dataclass, field

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
