"""Who says "I": the speaker of a quotation, of a turn in a transcript, of an interview's answers, of a letter."""

from collections import Counter
from collections.abc import Sequence

from flows.extract.identity.letters import Letter
from flows.extract.identity.lexicon import SPEECH_VERBS, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.missed import lines
from flows.extract.identity.narrators import FIRST_PERSON, SECOND_PERSON, voices
from flows.extract.identity.talk import vocatives
from flows.extract.identity.tokens import Tokens

# "You" and a plural noun, or "all", are several.
PLURAL_AFTER_YOU = words("all both guys people folks two three kids boys girls gentlemen ladies")
QUANTIFIERS = words("all some many most any none both those each either neither one two three half")
# Around a "you know" that says so and doesn't only fill.
BEFORE_KNOWING = words("do did did don't n't n’t to if should can could would will might may must as that what how")
WHAT_IS_KNOWN = words("what how why who where when that if whether about this the him her them it me of nothing anything everything")
OPENING, CLOSING = {"“", "``", "«"}, {"”", "''", "»"}


def quotations(tokens: Tokens) -> list[int]:
    """For each token the number of the quotation it is in, from 1; 0 outside. A straight mark opens or closes by turns within a
    paragraph; a single one opens only where another closes it there.
    """
    found, number, inside = [0] * len(tokens), 0, ""
    singles = opening_singles(tokens) if "‘" in tokens.text else set()
    for i, word in enumerate(tokens.text):
        if tokens.on_new_block[i] or (tokens.on_new_line[i] and not inside):
            inside = ""
        if word in OPENING or (word == '"' and not inside):
            inside, number = "double", number + 1
        elif (word in CLOSING or word == '"') and inside == "double":
            inside = ""
        elif i in singles and not inside:
            inside, number = "single", number + 1
        elif inside == "single" and is_closing_single(tokens, i):
            inside = ""
        elif inside:
            found[i] = number
    return found


def opening_singles(tokens: Tokens) -> set[int]:
    """The single marks that open a quotation which another closes before the paragraph's end."""
    found: set[int] = set()
    opened = -1
    for i, word in enumerate(tokens.text):
        if tokens.on_new_block[i]:
            opened = -1
        if word == "‘" and opened < 0 and (i == 0 or not tokens.glued[i]):
            opened = i
        elif opened >= 0 and is_closing_single(tokens, i):
            found.add(opened)
            opened = -1
    return found


def is_closing_single(tokens: Tokens, i: int) -> bool:
    """Whether a mark closes what a single mark opened, and is no possessive ending: "the players’ game"."""
    return tokens.text[i] == "’" and tokens.glued[i] and not (tokens.tag[i] == "POS" and tokens.lower[i - 1][-1] in "sxz")


def mention_at(tokens: Tokens, entities: Sequence[Entity]) -> list[int]:
    """For each token the index of the entity whose name it lies in, or -1."""
    found = [-1] * len(tokens)
    for index, entity in enumerate(entities):
        for name in entity.names:
            for i in range(name.start, name.end):
                found[i] = index
    return found


def quotation_subjects(tokens: Tokens, quoted: Sequence[int]) -> dict[int, int]:
    """Quotation -> the token that is the subject of its verb of speech: the nearest one outside the marks, in the sentences that it
    touches.
    """
    spans: dict[int, tuple[int, int]] = {}
    for i, number in enumerate(quoted):
        if number:
            start, _ = spans.get(number, (i, i))
            spans[number] = (start, i)
    subject_of: dict[int, int] = {}
    for i in range(len(tokens)):
        verb = tokens.head[i]
        if tokens.dep[i] == "nsubj" and tokens.lemma[verb].lower() in SPEECH_VERBS and not quoted[verb] and not quoted[i]:
            subject_of.setdefault(verb, i)
    verbs = sorted(subject_of)
    found: dict[int, int] = {}
    last: tuple[int, int] | None = None
    for number, (start, end) in sorted(spans.items()):
        near = [
            verb
            for verb in verbs
            if (0 < verb - end <= 10 and not crosses_line(tokens, end, verb))
            or (0 < start - verb <= 12 and tokens.sentence[verb] >= tokens.sentence[start] - 1 and not crosses_line(tokens, verb, start))
        ]
        if near:
            verb = min(near, key=lambda verb: (min(abs(verb - end), abs(start - verb)), verb))
            found[number] = subject_of[verb]
        elif last and not crosses_line(tokens, last[1], start) and last[0] in found:
            found[number] = found[last[0]]
        last = (number, end)
    return found


def crosses_line(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a blank line lies between two tokens."""
    return any(tokens.on_new_block[i] for i in range(start + 1, end + 1))


def turns(tokens: Tokens, at: Sequence[int]) -> list[int]:
    """For each token the entity whose turn it is in a transcript, or -1: lines that begin with a name and a colon, or hold a name alone."""
    heads: list[tuple[int, int]] = []
    for start, end in lines(tokens):
        stop = start
        while stop < end and stop < start + 6 and (tokens.text[stop][0].isupper() or tokens.text[stop] == "."):
            stop += 1
        speakers = {at[i] for i in range(start, stop) if at[i] >= 0}
        alone = stop == end and stop - start <= 5
        if len(speakers) == 1 and stop > start and (alone or (stop < end and tokens.text[stop] == ":")):
            heads.append((start, speakers.pop()))
        elif stop < end and stop > start and tokens.text[stop] == ":" and stop - start <= 3:
            heads.append((start, -1))
    counts = Counter(entity for _, entity in heads if entity >= 0)
    found = [-1] * len(tokens)
    if sum(n for n in counts.values() if n > 1) < 3:
        return found
    for (start, entity), (stop, _) in zip(heads, [*heads[1:], (len(tokens), -1)], strict=True):
        for i in range(start, stop):
            found[i] = entity
    return found


def floor(
    tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], quoted: Sequence[int], found_letters: list[Letter]
) -> tuple[list[int], list[int]]:
    """For each token outside quotation marks who speaks it and to whom; -1 where nobody is known."""
    turn = turns(tokens, at)
    talkers = Counter(turn)
    talkers.pop(-1, None)
    by, to = [-1] * len(tokens), [-1] * len(tokens)
    if talkers and not found_letters:
        by = turn
        if len(talkers) == 2:
            to = [next((other for other in talkers if other != talker), -1) if talker >= 0 else -1 for talker in turn]
    else:
        for voice in voices(tokens, entities, at, quoted, lines(tokens), found_letters):
            by[voice.start : voice.end] = [voice.by] * (voice.end - voice.start)
            to[voice.start : voice.end] = [voice.to] * (voice.end - voice.start)
    return by, to


def resolve_speakers(
    tokens: Tokens, entities: Sequence[Entity], quoted: Sequence[int], speaker: dict[int, int], by: Sequence[int], to: Sequence[int]
) -> dict[int, int]:
    """Pronouns of the first and second person -> index of the entity that they stand for."""
    called = vocatives(tokens, entities, quoted)
    found: dict[int, int] = {}
    for i, word in enumerate(tokens.lower):
        if word in FIRST_PERSON:
            entity = speaker.get(quoted[i], -1) if quoted[i] else by[i]
        elif word in SECOND_PERSON and not (word == "yours" and tokens.on_new_line[i]) and not is_general(tokens, i):
            entity = called.get((quoted[i], tokens.sentence[i]), -1 if quoted[i] else to[i])
        else:
            continue
        if entity >= 0 and entities[entity].label == "PERSON":
            found[i] = entity
    return found


def is_general(tokens: Tokens, i: int) -> bool:
    """Whether a "you" is said to nobody or to several: "you know," "as you can see", "you people", "those of you", "your host".

    The first are comment clauses (Quirk et al. 1985, 15.53 ff.), "you" with a plural noun an apposition (17.75).
    """
    before = tokens.lower[i - 1] if i else ""
    after = tokens.lower[i + 1] if i + 1 < len(tokens) else ""
    if after in PLURAL_AFTER_YOU or (before == "of" and i > 1 and tokens.lower[i - 2] in QUANTIFIERS):
        return True
    if (before == "as" and after in {"can", "might", "may"}) or (before == "thank" and after == "to") or after == "host":
        return True
    is_asked = before in BEFORE_KNOWING or (i + 2 < len(tokens) and tokens.lower[i + 2] in WHAT_IS_KNOWN)
    return tokens.lower[i] == "you" and after == "know" and not is_asked
