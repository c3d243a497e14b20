"""Who speaks in talk that is written down without names before the turns: each paragraph is a turn.

Whoever speaks may name whom he speaks to, or call upon him, and so selects who speaks next (Sacks, Schegloff & Jefferson 1974, rule 1a: "A
simplest systematics for the organization of turn-taking for conversation"); and people say who they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.extract.identity.letters import Stretch
from flows.extract.identity.lexicon import TITLES, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.tokens import Tokens

MARKS = {"“", "``", '"', "(", "—", "–", "--", ":", ";"}
INTERJECTIONS = words("hey hi hello oh no yes yeah well okay ok so now please thanks sorry")
# Turns in talk that is written down are short: half of the paragraphs have fewer tokens than this.
SHORT_TURN, FEWEST_TURNS = 30, 8
COMPANY = {("joined", "by"), ("joining", "me"), ("with", "me"), ("here", "with")}
CALLING = words("yes please proceed alright all right okay ok thank you now well and so counsel go ahead uh um no")


@dataclass(frozen=True, slots=True)
class Voice:
    """Tokens `start` to `end` are spoken by the entity `by` to the entity `to`; -1 where nobody is known."""

    start: int
    end: int
    by: int
    to: int = -1


@dataclass(frozen=True, slots=True)
class Call:
    """Who is called upon to speak, and whether with a title, as at hearings."""

    entity: int
    is_formal: bool


def vocatives(tokens: Tokens, entities: Sequence[Entity], quoted: Sequence[int]) -> dict[tuple[int, int], int]:
    """(quotation, sentence) -> the person who is spoken to there by name: "Ada, you are late", "What did you do, Okoro?".

    A vocative is set off by marks on both sides, at the beginning or the end of its sentence (Quirk et al. 1985, 10.52).
    """
    found: dict[tuple[int, int], int] = {}
    for index, entity in enumerate(entities):
        if entity.label != "PERSON":
            continue
        for name in entity.names:
            start, end = name.start, name.end
            while start and tokens.lower[start - 1].rstrip(".") in TITLES and not tokens.starts_sentence(start):
                start -= 1
            opens = tokens.starts_sentence(start) or tokens.text[start - 1] in MARKS
            opens = opens or (tokens.starts_sentence(start - 1) and tokens.lower[start - 1] in INTERJECTIONS)
            after = tokens.text[end] if end < len(tokens) and tokens.sentence[end] == tokens.sentence[start] else "."
            set_off = tokens.text[start - 1] == "," if start else False
            at_end = after in {".", "?", "!", "”", '"', "''"} and set_off
            at_start = after == "," and opens and tokens.text[max(0, start - 1)] != ","
            if at_end or at_start:
                found.setdefault((quoted[start], tokens.sentence[start]), index)
    return found


def is_talk(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], blocks: Sequence[Stretch], introduced: dict[int, int]) -> bool:
    """Whether a text's paragraphs are turns: they are short, or somebody is called upon formally, or a host says who is with him."""
    if len(blocks) < FEWEST_TURNS:
        return False
    lengths = sorted(end - start for start, end in blocks)
    return (
        lengths[len(lengths) // 2] < SHORT_TURN
        or any(call.is_formal for call in called_upon(tokens, entities, at, blocks).values())
        or any(joined_by(tokens, entities, at, blocks[i]) >= 0 for i in introduced)
    )


def turns(
    tokens: Tokens,
    entities: Sequence[Entity],
    at: Sequence[int],
    quoted: Sequence[int],
    blocks: Sequence[Stretch],
    introduced: dict[int, int],
) -> Iterator[Voice]:
    """The turns whose speaker or addressee is known; `introduced` gives those in which somebody says who he is."""
    by, addressed = dict(introduced), dict[int, int]()
    named = vocatives(tokens, entities, quoted)
    for i, (start, end) in enumerate(blocks):
        last = tokens.sentence[end - 1]
        people = {named[0, sentence] for sentence in range(tokens.sentence[start], last + 1) if (0, sentence) in named}
        if len(people) == 1:
            addressed[i] = people.pop()
            if (0, last) in named:
                by.setdefault(i + 1, addressed[i])
    called = called_upon(tokens, entities, at, blocks)
    by |= {i: call.entity for i, call in called.items()}
    for i, call in called.items():
        # Who has the floor at a hearing answers whoever interrupts, until somebody else is called upon.
        j = i + 2
        while call.is_formal and j < len(blocks) and j not in by and by.get(j - 1) != call.entity and addressed.get(j) != call.entity:
            by[j] = call.entity
            j += 2
    if len(set(introduced.values())) == 1:
        i, host = next(iter(introduced.items()))
        guest = joined_by(tokens, entities, at, blocks[i])
        if guest >= 0:
            # Where two talk, turns go by turns.
            by = {j: (host, guest)[(j - i) % 2] for j in range(i, len(blocks))} | by
    for i, (start, end) in enumerate(blocks):
        speaker = by.get(i, -1)
        beside = {by[j] for j in (i - 1, i + 1) if j in by} - {speaker}
        # Who presents himself has listeners besides: what he says to "you" is to the other where he asks.
        is_between_two = len(beside) == 1 and (not introduced or "?" in tokens.text[start:end])
        to = addressed.get(i, beside.pop() if is_between_two else -1)
        if speaker >= 0 or to >= 0:
            yield Voice(start, end, speaker, to)


def joined_by(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], block: Stretch) -> int:
    """The one person whom a host says he has with him: "I'm joined by Ada Okoro", "my guest today is ..."; else -1."""
    start, end = block
    for i in range(start + 1, end - 2):
        phrase = tuple(tokens.lower[i : i + 2])
        if phrase in COMPANY or (tokens.lower[i - 1] == "my" and tokens.lower[i] in {"guest", "co-host", "cohost"}):
            named = {at[j] for j in range(i, end) if at[j] >= 0 and tokens.sentence[j] == tokens.sentence[i]}
            people = [entity for entity in named if entities[entity].label == "PERSON"]
            first_person = any(tokens.lower[j] in {"i", "me", "my"} for j in range(max(start, i - 3), i + 2))
            return people[0] if len(people) == 1 and first_person else -1
    return -1


def called_upon(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], blocks: Sequence[Stretch]) -> dict[int, Call]:
    """Turn -> who was called upon to take it, at the end of the turn before: "Mr. Okoro?", "Yes, Ms. Falk, please."."""
    found: dict[int, Call] = {}
    for i, (start, end) in enumerate(blocks[:-1]):
        if tokens.text[end - 1] == ",":
            continue
        begin = next(j for j in range(end - 1, start - 1, -1) if j == start or tokens.starts_sentence(j))
        named = {at[j] for j in range(begin, end) if at[j] >= 0}
        others = [tokens.lower[j].rstrip(".") for j in range(begin, end) if at[j] < 0 and tokens.text[j][0].isalpha()]
        if len(named) == 1 and all(word in TITLES or word in CALLING for word in others):
            entity = named.pop()
            if entities[entity].label == "PERSON":
                # A title and a name without a mark behind them are a heading.
                found[i + 1] = Call(entity, tokens.text[end - 1] in {".", "?", "!"} and any(word in TITLES for word in others))
    return found
