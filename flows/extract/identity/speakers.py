"""Who says "I": the speaker of a quotation, of a turn in a transcript, of an interview's answers, of a letter."""

from collections import Counter
from collections.abc import Sequence

from flows.extract.identity.lexicon import SPEECH_VERBS, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.missed import lines
from flows.extract.identity.tokens import Tokens

FIRST_PERSON = words("i me my mine myself")
SECOND_PERSON = words("you your yours yourself")
OPENING, CLOSING = {"“", "``", "«"}, {"”", "''", "»"}
INTERVIEW_WORDS = words("interview interviewer speak spoke talk chat ask question answer conversation")
ASKING_VERBS = words("interview speak talk meet chat sit")


def quotations(tokens: Tokens) -> list[int]:
    """For each token the number of the quotation it is in, from 1; 0 outside. A straight mark opens or closes by turns within a
    paragraph.
    """
    found, number, is_open = [0] * len(tokens), 0, False
    for i, word in enumerate(tokens.text):
        if tokens.on_new_block[i] or (tokens.on_new_line[i] and not is_open):
            is_open = False
        if word in OPENING or (word == '"' and not is_open):
            is_open, number = True, number + 1
        elif word in CLOSING or (word == '"' and is_open):
            is_open = False
        elif is_open:
            found[i] = number
    return found


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


def narrator(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], quoted: Sequence[int]) -> int:
    """The person who says "I" outside quotation marks: "I am ...", "my name is ...", or who signs at the end; -1 where nobody is known."""
    for i in range(len(tokens) - 3):
        if quoted[i]:
            continue
        if tokens.lower[i] == "i" and tokens.lower[i + 1] in {"am", "'m", "’m"}:
            entity = at[i + 2]
        elif tokens.lower[i : i + 2] == ["my", "name"] and tokens.lower[i + 2] in {"is", "'s", "’s"}:
            entity = at[i + 3]
        else:
            continue
        if entity >= 0 and entities[entity].label == "PERSON":
            return entity
    every = lines(tokens)
    if any(tokens.lower[start] in {"dear", "dearest", "sir"} for start, _ in every[:8]):
        for start, end in every[-4:]:
            if end - start <= 5 and at[start] >= 0 and entities[at[start]].label == "PERSON":
                return at[start]
    return -1


def interviewee(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int]) -> tuple[int, list[tuple[int, int]]]:
    """The person whom an interview is with, and its questions as stretches of tokens; (-1, []) where the text is no interview.

    An interview has three or more lines that end with a question mark and speak to "you"; its person is the one named most before the
    first.
    """
    questions = [
        (start, end)
        for start, end in lines(tokens)
        if tokens.text[end - 1] == "?" and any(tokens.lower[i] in SECOND_PERSON for i in range(start, end))
    ]
    if len(questions) < 3 or not any(tokens.lemma[i].lower() in INTERVIEW_WORDS for i in range(questions[0][0])):
        return -1, []
    before: Counter[int] = Counter()
    for i in range(questions[0][0]):
        if at[i] >= 0 and entities[at[i]].label == "PERSON" and (i == 0 or at[i - 1] != at[i]):
            before[at[i]] += 1
            head = tokens.head[i]
            if tokens.lower[head] == "with" or tokens.lemma[head].lower() in ASKING_VERBS:
                before[at[i]] += 2
    if not before:
        return -1, []
    return max(before, key=lambda entity: (before[entity], -entity)), questions


def resolve_speakers(
    tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], quoted: Sequence[int], speaker: dict[int, int]
) -> dict[int, int]:
    """Pronouns of the first and second person -> index of the entity that they stand for."""
    turn = turns(tokens, at)
    talkers = Counter(turn)
    talkers.pop(-1, None)
    person, questions = interviewee(tokens, entities, at)
    asked = [False] * len(tokens)
    for start, end in questions:
        asked[start:end] = [True] * (end - start)
    teller = narrator(tokens, entities, at, quoted)
    found: dict[int, int] = {}
    for i, word in enumerate(tokens.lower):
        if word not in FIRST_PERSON and word not in SECOND_PERSON:
            continue
        if quoted[i]:
            entity = speaker.get(quoted[i], -1) if word in FIRST_PERSON else -1
        elif talkers:
            entity = (
                turn[i]
                if word in FIRST_PERSON
                else next((other for other in talkers if other != turn[i]), -1)
                if len(talkers) == 2 and turn[i] >= 0
                else -1
            )
        elif person >= 0:
            entity = (
                person if (word in FIRST_PERSON and not asked[i] and i >= questions[0][0]) or (word in SECOND_PERSON and asked[i]) else -1
            )
        else:
            entity = teller if word in FIRST_PERSON else -1
        if entity >= 0 and entities[entity].label == "PERSON":
            found[i] = entity
    return found
