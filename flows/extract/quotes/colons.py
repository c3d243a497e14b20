"""Speech that a colon announces without a verb: headlines ("Mayor: No new taxes"), transcripts ("BERG: I did."), captions."""

from collections.abc import Iterator

from flows.extract.quotes import speakers
from flows.extract.quotes.attribution import Attribution, trimmed
from flows.extract.quotes.parse import Parse

LABEL = 7
"""Tokens before the colon at most: a name with a title, or "Berg on taxes"."""
SOURCES = frozenset("report poll survey study newspaper paper official officials police source sources mayor minister president".split())


def attributions(parse: Parse, is_quoted: list[bool]) -> Iterator[Attribution]:
    """One for each paragraph that begins with a speaker and a colon; the rest of the paragraph is the content."""
    start = 0
    for token in range(1, len(parse) + 1):
        if token == len(parse) or parse.paragraph[token] != parse.paragraph[start]:
            made = labelled(parse, is_quoted, start, token)
            if made is not None:
                yield made
            start = token


def is_turn(parse: Parse, start: int, colon: int) -> bool:
    """Whether the label is one of a transcript: Q, A, or words in capitals."""
    written = parse.text[parse.starts[start] : parse.ends[colon - 1]]
    return written.isupper() and (len(written) > 3 or written in ("Q", "A"))


def labelled(parse: Parse, is_quoted: list[bool], start: int, end: int) -> Attribution | None:
    """The attribution of the paragraph from `start` to before `end`."""
    colon = next((token for token in range(start + 1, min(start + LABEL, end)) if parse.words[token] == ":"), None)
    if colon is None or any(is_quoted[start:colon]):
        return None
    if is_turn(parse, start, colon) and colon + 1 < end:
        return Attribution(colon, (colon, colon + 1), "say", [(colon + 1, end)], (start, colon), is_transcript=True)
    if any(parse.pos[token] in ("VERB", "AUX", "NUM") for token in range(start, colon)):
        return None
    head = next((token for token in range(start, colon) if parse.heads[token] < start or parse.heads[token] >= colon), start)
    if parse.pos[head] != "PROPN" and parse.words[head] not in SOURCES:
        head = parse.heads[head] if start <= parse.heads[head] < colon else head
    if parse.pos[head] != "PROPN" and parse.words[head] not in SOURCES:
        return None
    while parse.deps[head] == "compound" and start <= parse.heads[head] < colon:
        head = parse.heads[head]
    content = trimmed(parse, colon + 1, end)
    if content is None or content[1] - content[0] < 3:
        return None
    return Attribution(colon, (colon, colon + 1), "say", [content], speakers.noun_phrase(parse, head, last=colon))


def before_quotation(parse: Parse, start: int, is_quoted: list[bool]) -> Attribution | None:
    """The attribution, still without content, of a quotation that a colon without a verb of speech announces ("The sign was clear:
    “…”"): the subject before it speaks.
    """
    colon = start - 1
    if colon < 1 or parse.words[colon] != ":" or is_quoted[colon]:
        return None
    begin, _ = parse.sentence_span(colon)
    head = colon - 1
    while begin <= parse.heads[head] < colon and parse.heads[head] != head:
        head = parse.heads[head]
    speaker = speakers.noun_phrase(parse, head, last=colon) if parse.pos[head] in speakers.NOMINAL else speakers.of_verb(parse, head)
    return Attribution(colon, (colon, colon + 1), "say", [], speaker)
