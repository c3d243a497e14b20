"""Whether a clause speaks of what was or of what is to come, at a given word."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from flows.extract.times.lexicon import words

# Words under which a time lies ahead, whatever their tense: "was scheduled for Friday", "a deadline of July 1".
_AHEAD = frozenset(
    words(
        "due scheduled schedule expected expects plan plans planned planning slated intend intends intended aim hope "
        "hopes hoped upcoming forthcoming deadline expire expires effective payable"
    )
)
_LIMITS = frozenset(("by", "until", "till"))
_STEPS = 12  # up the parse, at most


def direction(doc: Doc, i: int) -> int:
    """-1 past, 1 ahead, 0 not told: by what stands above the token in the parse, the nearest first.

    A document without a parse tells nothing.
    """
    limit = False
    for token in _upwards(doc[i]):
        word = token.text.lower()
        limit = limit or word in _LIMITS
        told = _tense(token) if token.pos_ in ("VERB", "AUX") else _ahead(token)
        if told:
            return told
        if token.tag_ in ("VBZ", "VBP") or any(
            child.tag_ in ("VBZ", "VBP") and child.dep_ in ("aux", "auxpass") for child in token.children
        ):
            break  # a clause of its own: "Lund said the court sits in May"
    return int(limit)


def _upwards(token: Token) -> Iterator[Token]:
    """The token, its head, the head's head, and so on."""
    for _ in range(_STEPS):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def _ahead(token: Token) -> int:
    """1 where the word says that its time lies ahead, -1 where that was so before something else ("had been due Friday")."""
    around = {child.text.lower() for child in (*token.children, *token.head.children)}
    if token.text.lower() in _AHEAD or (token.text.lower() == "set" and around & {"for", "to"} and token.tag_ == "VBN"):
        return -1 if "had" in around else 1
    return 0


def _tense(verb: Token) -> int:
    """The tense of a verb with its auxiliaries: -1 past or perfect, 1 ahead, 0 neither."""
    if told := _ahead(verb):
        return told
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    aux = {helper.text.lower() for helper in helpers}
    if any(helper.tag_ == "MD" for helper in helpers):
        return 0 if "have" in aux else 1
    if aux & {"has", "have", "'ve", "’ve", "had", "did", "was", "were"} or verb.tag_ == "VBD":
        return -1
    return -1 if verb.tag_ == "VBN" and not helpers else 0
