"""Whether a clause speaks of what was or of what is to come, at a given word."""

from spacy.tokens import Doc, Token

from flows.extract.times.lexicon import words

# Words under which a time lies ahead, whatever their tense: "was scheduled for Friday", "a deadline of July 1".
_AHEAD = frozenset(
    words(
        "due scheduled schedule expected expects plan plans planned planning slated intend intends intended aim hope hopes hoped upcoming"
        " forthcoming deadline expire expires effective payable"
    )
)
_TO_DO = frozenset(words("is are was were going set 's 're"))  # "is to open", "is going to open", "was set to open"
_TRADED = frozenset(words("delivery shipment loading"))  # "bought wheat for August shipment"
_SPEECH = frozenset(words("says reports writes tells announces notes adds reveals"))  # "the paper says Friday" is of last Friday
_PUT_OFF = frozenset(words("extend postpone delay adjourn defer reschedule suspend give"))  # "postponed until Friday"
_LIMITS = frozenset(("by", "until", "till"))
_PAST_HELPERS = frozenset(words("has have 've ’ve had did was were"))
_STEPS = 12  # up the parse, at most


def direction(doc: Doc, i: int) -> int:
    """-1 past, 1 ahead, 0 not told: by what stands above the token in the parse, the nearest first.

    A document without a parse tells nothing.
    """
    limit = False
    token = doc[i]
    if not token.dep:  # without a parse, spaCy's `children` reads outside the document
        return 0
    for step in range(_STEPS):
        limit = limit or token.text.lower() in _LIMITS
        if limit and token.lemma_ in _PUT_OFF:
            return 1
        if told := _tense(token) if token.pos_ in ("VERB", "AUX") else _ahead(token):
            return told
        if _is_present(token):
            # The verb of its own clause: "the court sits in May", "meets Monday"; what stands above that says nothing of it.
            near = step <= 2 and token.lemma_ != "be" and token.text.lower() not in _SPEECH
            return int(limit or near)
        if token.head.i == token.i:
            break
        token = token.head
    return int(limit)


def _ahead(token: Token) -> int:
    """1 where the word says that its time lies ahead, -1 where that was so before something else ("had been due Friday")."""
    word = token.text.lower()
    to_do = word in _TO_DO and any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in token.children)
    to_come = word in _TRADED and token.head.text.lower() == "for"
    for_then = word == "set" and token.tag_ == "VBN" and any(child.text.lower() == "for" for child in token.children)
    if not (word in _AHEAD or to_do or to_come or for_then):
        return 0
    return -1 if any(child.text.lower() == "had" for child in (*token.children, *token.head.children)) else 1


def _tense(verb: Token) -> int:
    """The tense of a verb with its auxiliaries: -1 past or perfect, 1 ahead, 0 neither."""
    if told := _ahead(verb):
        return told
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    helping = {helper.text.lower() for helper in helpers}
    if any(helper.tag_ == "MD" for helper in helpers):
        return 0 if "have" in helping or "could" in helping else 1
    if helping & _PAST_HELPERS or verb.tag_ == "VBD":
        return -1
    return -1 if verb.tag_ == "VBN" and not helpers else 0


def _is_present(token: Token) -> bool:
    present = ("VBZ", "VBP")
    return token.tag_ in present or any(child.tag_ in present and child.dep_ in ("aux", "auxpass") for child in token.children)
