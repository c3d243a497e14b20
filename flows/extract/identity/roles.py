"""Roles that the text states of people: "Elvian president Ada Okoro", "Norrvik's mayor, Obi Falk", "Mia Lund, an analyst with Falk & Co.,
said".

The constructions are those of close apposition, with and without a comma, and of the complement of "be" (Quirk et al. 1985, 17.65 ff.).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.extract.identity.lexicon import FEMALE_NOUNS, MALE_NOUNS, PERSON_NOUNS, TITLES, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.tokens import Tokens

CIVIL_TITLES = words("mr mrs ms miss dr sir dame lord lady mx rev prof st saint hon")
MODIFIERS = words("former vice prime")
ROLE_NOUNS = (PERSON_NOUNS | (TITLES - CIVIL_TITLES - MODIFIERS) | words("spokesman spokeswoman")) - words(
    "native citizen resident star head seed major general private father mother brother sister son daughter wife husband friend partner"
)
HEADS_ALONE = words("head star father mother brother sister son daughter wife husband friend partner general major")
PARTS = {"NOUN", "PROPN", "ADJ", "NUM"}
STOPS = {",", ";", ":", "(", ")", ".", "--", "—", "–", '"', "“", "”"}
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Role:
    """A role of entity `entity`: tokens `start` to `end` hold the whole statement, `role_start` to `role_end` the role's own words; `of`
    is the
    organisation's or place's entity, -1 where none is named, and `noun` the lemma of the role's noun.
    """

    entity: int
    start: int
    end: int
    role_start: int
    role_end: int
    of: int
    noun: str


def stated_roles(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int]) -> list[Role]:
    """The roles that the text states, in text order; one a statement. `at` gives each token's entity by name, or -1."""
    found = []
    for index, entity in enumerate(entities):
        if entity.label == "PERSON":
            for name in entity.names:
                found += [
                    role
                    for role in (
                        before(tokens, entities, at, index, name.start, name.end),
                        after(tokens, entities, at, index, name.start, name.end),
                    )
                    if role
                ]
    return sorted(found, key=lambda role: (role.start, role.entity))


def is_role(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is a noun for a role."""
    word = tokens.lower[i]
    lemma = tokens.lemma[i].lower() if tokens.pos[i] == "NOUN" else word
    return word in ROLE_NOUNS or lemma in ROLE_NOUNS or word in HEADS_ALONE


def before(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], index: int, start: int, end: int) -> Role | None:
    """The role that stands before a name, with or without a comma between."""
    stop = start
    if start and tokens.text[start - 1] == "," and start > 1 and is_role(tokens, start - 2):
        stop = start - 1
    i = stop
    while (
        i > 0
        and stop - i < 8
        and at[i - 1] < 0
        and goes_into_role(tokens, i - 1, stop)
        and not tokens.on_new_line[i]
        and tokens.sentence[i - 1] == tokens.sentence[start]
    ):
        i -= 1
    while i < stop and tokens.pos[i] not in PARTS:
        i += 1
    while stop > i and tokens.lower[stop - 1].rstrip(".") in CIVIL_TITLES:
        stop -= 1
    nouns = [j for j in range(i, stop) if is_role(tokens, j)]
    # "the words of President Okoro": the role begins after the preposition.
    while nouns and (linked := [j for j in range(i, nouns[0]) if tokens.lower[j] in {"of", "for"}]):
        i = linked[-1] + 1
    if not nouns or nouns[-1] < stop - 4 or (tokens.text[start - 1] == "," and nouns[-1] != stop - 1):
        return None
    of, first = -1, i
    j = i - 1
    if j >= 0 and tokens.lower[j] in {"'s", "’s", "'", "’"}:
        j -= 1
    if (
        j >= 0
        and at[j] >= 0
        and at[j] != index
        and entities[at[j]].label in {"ORG", "GPE", "NORP", "LOC"}
        and tokens.sentence[j] == tokens.sentence[start]
    ):
        of = at[j]
        first = j
        while first > 0 and at[first - 1] == of:
            first -= 1
    return Role(index, first, end, i, stop, of, tokens.lemma[nouns[-1]].lower())


def goes_into_role(tokens: Tokens, i: int, stop: int) -> bool:
    """Whether token `i`, left of what is taken already, can belong to a role before a name."""
    if tokens.pos[i] in PARTS:
        return True
    return (tokens.text[i] in {"-", "and"} or tokens.lower[i] in {"of", "for"}) and i + 1 < stop


def after(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], index: int, start: int, end: int) -> Role | None:
    """The role that follows a name: after a comma, or as what "is" or "became" says of it."""
    n = len(tokens)
    first = end
    if first < n and tokens.text[first] == ",":
        first += 1
        if first < n and tokens.text[first].isdigit() and first + 1 < n and tokens.text[first + 1] == ",":
            first += 2
    elif (
        first + 1 < n
        and tokens.lemma[first] in {"be", "become"}
        and tokens.dep[end - 1] in {"nsubj", "nsubjpass"}
        and tokens.pos[first] in {"AUX", "VERB"}
    ):
        first += 1
    else:
        return None
    while first < n and (tokens.pos[first] in {"DET", "ADV"} or tokens.tag[first] == "PRP$"):
        first += 1
    of, noun, last = -1, -1, first
    while last < n and last - first < LONGEST and tokens.sentence[last] == tokens.sentence[start] and not tokens.on_new_block[last]:
        word = tokens.text[last]
        if (
            word in STOPS
            or tokens.lower[last] in {"who", "which", "that", "whose", "said", "says"}
            or (tokens.pos[last] in {"VERB", "AUX"} and noun < 0 and tokens.text[last - 1] != "-")
        ):
            break
        if noun < 0:
            if (
                is_role(tokens, last)
                and tokens.tag[last] in {"NN", "NNP"}
                and not (last + 1 < n and (tokens.lower[last + 1] in {"'s", "’s"} or tokens.tag[last + 1] in {"NN", "NNS"}))
            ):
                noun = last
            elif at[last] >= 0 and entities[at[last]].label in {"ORG", "GPE", "NORP"}:
                of = at[last]
            elif tokens.pos[last] not in PARTS | {"PART", "CCONJ", "PUNCT", "DET"} and tokens.text[last] != "-":
                break
        elif at[last] >= 0 and of < 0 and entities[at[last]].label in {"ORG", "GPE", "NORP", "LOC"}:
            of = at[last]
        last += 1
    # "Dining with Ada Okoro, the mayor said ..." says nothing of her.
    if noun < 0 or at[noun] >= 0 or (tokens.text[end] == "," and tokens.dep[noun] in {"nsubj", "nsubjpass"}):
        return None
    role_end = next(
        (
            i
            for i in range(noun + 1, last)
            if at[i] >= 0 or (tokens.pos[i] not in PARTS | {"DET"} and tokens.lower[i] not in {"of", "for", "on"} and tokens.text[i] != "-")
        ),
        last,
    )
    while role_end > noun + 1 and (tokens.pos[role_end - 1] in {"ADP", "DET", "PART", "CCONJ", "PUNCT"}):
        role_end -= 1
    role_start = next(i for i in range(first, noun + 1) if at[i] < 0 and tokens.pos[i] in PARTS and tokens.lower[i] not in {"'s", "’s"})
    named = [i + 1 for i in range(noun, last) if at[i] >= 0 and at[i] == of]
    return Role(index, start, max([role_end, *named]), role_start, role_end, of, tokens.lemma[noun].lower())


def learn_genders(entities: Sequence[Entity], roles: Sequence[Role]) -> None:
    """Sets the gender of people whose role says it: "actress", "spokesman"."""
    for role in roles:
        entity = entities[role.entity]
        if entity.gender is None and (role.noun in MALE_NOUNS or role.noun in FEMALE_NOUNS):
            entity.gender = "m" if role.noun in MALE_NOUNS else "f"


def nouns_of(roles: Sequence[Role]) -> Iterator[tuple[str, int]]:
    """The nouns by which a text may go on calling those who have the roles."""
    for role in roles:
        yield role.noun, role.entity
