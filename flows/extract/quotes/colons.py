"""Speech that a colon announces without a verb: headlines ("Mayor: No new taxes"), transcripts ("BERG: I did."), captions."""

from collections.abc import Iterator

from flows.extract.quotes import speakers
from flows.extract.quotes.attribution import Attribution
from flows.extract.quotes.bounds import trimmed
from flows.extract.quotes.parse import Parse

LABEL = 7
"""Tokens before the colon at most: a name with a title, or "Berg on taxes"."""
LONG_LABEL = 14
"""The same in capitals: transcripts introduce people with office and party."""
# Labels that editors put before links and notes: nobody speaks.
EDITORIAL = frozenset(
    "also related exclusive watch photos photo video update updated note see read more correction editor caption warning breaking".split()
)
SOURCES = frozenset("report poll survey study newspaper paper official officials police source sources mayor minister president".split())


def attributions(parse: Parse, is_quoted: list[bool]) -> Iterator[Attribution]:
    """One for each paragraph that begins with a speaker and a colon; the rest of the paragraph is the content."""
    names = {word for word, pos in zip(parse.words, parse.pos, strict=True) if pos == "PROPN"}
    start = 0
    for token in range(1, len(parse) + 1):
        if token == len(parse) or parse.paragraph[token] != parse.paragraph[start]:
            made = labelled(parse, is_quoted, names, start, token)
            if made is not None:
                yield made
            start = token


def written(parse: Parse, start: int, end: int) -> str:
    """The tokens as the text has them."""
    return parse.text[parse.starts[start] : parse.ends[end - 1]]


def is_turn(parse: Parse, start: int, colon: int) -> bool:
    """Whether the label is one of a transcript: Q, A, or words in capitals."""
    label = written(parse, start, colon)
    return label.isupper() and (len(label) > 3 or label in ("Q", "A")) and not EDITORIAL & set(parse.words[start:colon])


def labelled(parse: Parse, is_quoted: list[bool], names: set[str], start: int, end: int) -> Attribution | None:
    """The attribution of the paragraph from `start` to before `end`."""
    reach = LONG_LABEL if written(parse, start, start + 1).isupper() else LABEL
    colon = next((token for token in range(start + 1, min(start + reach, end)) if parse.words[token] == ":"), None)
    if colon is None or any(is_quoted[start:colon]) or parse.words[start] in EDITORIAL:
        return None
    if is_turn(parse, start, colon) and colon + 1 < end:
        return Attribution(colon, (colon, colon + 1), "say", [(colon + 1, end)], (start, colon), is_transcript=True)
    if any(parse.pos[token] in ("VERB", "AUX", "NUM") for token in range(start, colon)):
        return None
    last = parse.words[colon - 1]
    is_short_name = colon - start <= 3 and written(parse, start, colon).istitle() and last in names
    if is_short_name and parse.pos[colon - 1] != "PROPN" and colon + 3 < end:
        # A name that the parser takes for something else, but for a name elsewhere in the document.
        content = trimmed(parse, colon + 1, end)
        return Attribution(colon, (colon, colon + 1), "say", [content], (start, colon)) if content else None
    head = next((token for token in range(start, colon) if parse.heads[token] < start or parse.heads[token] >= colon), start)
    if parse.pos[head] != "PROPN" and parse.words[head] not in SOURCES:
        head = parse.heads[head] if start <= parse.heads[head] < colon else head
    if parse.pos[head] != "PROPN" and parse.words[head] not in SOURCES:
        return None
    while parse.deps[head] == "compound" and start <= parse.heads[head] < colon:
        head = parse.heads[head]
    if colon + 1 < end and is_quoted[colon + 1]:
        return None  # the quotation is the content, not all that follows
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
