"""What a pronoun may take up: the names, and the common nouns that compete with them; how salient each is, and how well it agrees."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.identity.lexicon import FEMALE_NOUNS, MALE_NOUNS, PERSON_NOUNS, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.tokens import Tokens

MASCULINE = words("he him his himself")
FEMININE = words("she her hers herself")
NEUTER = words("it its itself")
PLURAL = words("they them their theirs themselves")
GROUPS = {"ORG", "NORP"}
THINGS = {"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}
# Lappin & Leass (1994), table 1.
RECENCY, SUBJECT, EXISTENTIAL, OBJECT, INDIRECT, HEAD_NOUN, NON_ADVERBIAL = 100, 80, 70, 50, 40, 80, 50
# "they" stands for plural nouns so much more often than for an organisation that it is left alone.
THIRD_PERSON = MASCULINE | FEMININE | NEUTER
# Somebody whom an earlier pronoun stands for, nobody knows who; "the actress", who may well have been named (Poesio & Vieira 1998).
UNKNOWN, DEFINITE = 0.7, 0.7
# Nouns of people that mostly name something else.
SELDOM_PEOPLE = words("head star seed centre chief general major")
RELATIVES = words(
    """
    mother father mom mum dad mama papa wife husband brother sister son daughter aunt uncle grandmother grandfather grandma grandpa niece
    nephew girlfriend boyfriend widow widower
    """
)
NO_ARGUMENT = {"compound", "amod", "npadvmod", "nmod"}
SUBJECTS = {"nsubj", "nsubjpass", "csubj"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a pronoun may take up: tokens `start` to `end`, its head, and its entity's index; below 0 for common nouns."""

    start: int
    end: int
    head: int
    entity: int


def head_of(tokens: Tokens, start: int, end: int) -> int:
    """The token of a span whose head lies outside it."""
    for i in range(start, end):
        if not start <= tokens.head[i] < end or tokens.head[i] == i:
            return i
    return end - 1


def candidates_of(tokens: Tokens, entities: Sequence[Entity]) -> list[Candidate]:
    """The names, and the common nouns for single people and things that compete with them, in text order."""
    found = [
        Candidate(name.start, name.end, head_of(tokens, name.start, name.end), index)
        for index, entity in enumerate(entities)
        for name in entity.names
    ]
    inside = bytearray(len(tokens))
    for candidate in found:
        inside[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
    relatives: dict[str, int] = {}
    for i, pos in enumerate(tokens.pos):
        if pos == "NOUN" and not inside[i] and tokens.dep[i] not in NO_ARGUMENT and not describes_name(tokens, i, inside):
            # "My mother ... my mother" is one, as a name is; "a man ... a man" are two.
            one = relatives.setdefault(tokens.lower[i], -1 - i) if is_relative(tokens, i) else -1 - i
            found.append(Candidate(i, i + 1, i, one))
    return sorted(found, key=lambda candidate: candidate.start)


def is_relative(tokens: Tokens, i: int) -> bool:
    """Whether a noun is somebody's relative, and so as good as named: "my mother", "Okoro's wife"."""
    return tokens.lower[i] in RELATIVES and any(
        tokens.head[j] == i and (tokens.tag[j] == "PRP$" or tokens.dep[j] == "poss") for j in range(max(0, i - 6), i)
    )


def describes_name(tokens: Tokens, i: int, inside: bytearray) -> bool:
    """Whether a noun only says what a name beside it is: an apposition, or what "be" says of it."""
    if tokens.dep[i] in {"appos", "attr"}:
        head = tokens.head[i]
        return bool(inside[head]) or tokens.dep[i] == "attr"
    return any(inside[j] and tokens.head[j] == i and tokens.dep[j] == "appos" for j in range(i + 1, min(i + 8, len(inside))))


def weight(tokens: Tokens, candidate: Candidate) -> int:
    """The salience that one mention gives in its own sentence."""
    dep = tokens.dep[candidate.head]
    head = candidate.head
    if dep in {"conj", "appos"}:
        # "the mayor, Ada Okoro, said ..." is as much her sentence as if she stood alone.
        dep = tokens.dep[tokens.head[head]]
    value = RECENCY
    value += {"nsubj": SUBJECT, "nsubjpass": SUBJECT, "dobj": OBJECT, "attr": EXISTENTIAL, "dative": INDIRECT, "pobj": INDIRECT}.get(dep, 0)
    if dep not in {"poss", "compound", "appos", "nmod"}:
        value += HEAD_NOUN
    # "Norrvik-based", "the Norrvik mayor": no argument of the verb, and so hardly what is spoken of.
    if not (dep == "pobj" and tokens.starts_sentence(tokens.head[candidate.head])) and dep not in NO_ARGUMENT:
        value += NON_ADVERBIAL
    # "Ada Okoro (Mia Lund)": who stands in parentheses is mentioned by the way.
    return value // 2 if candidate.start and tokens.text[candidate.start - 1] == "(" else value


def agrees(tokens: Tokens, word: str, candidate: Candidate, entities: Sequence[Entity]) -> float:
    """How well a candidate fits a pronoun: 0 not at all, 1 wholly, between where its gender is not known."""
    if candidate.entity >= 0:
        entity = entities[candidate.entity]
        if word in MASCULINE or word in FEMININE:
            wanted = "m" if word in MASCULINE else "f"
            if entity.label != "PERSON" or (entity.gender and entity.gender != wanted):
                return 0.0
            return 1.0 if entity.gender else 0.8
        if word in NEUTER:
            return 1.0 if entity.label in THINGS else 0.0
        return 0.9 if entity.label in GROUPS else 0.0
    if tokens.lower[candidate.head] in THIRD_PERSON:
        # Somebody whom an earlier pronoun stands for, whoever it may be.
        other = tokens.lower[candidate.head]
        return UNKNOWN if any(word in gender and other in gender for gender in (MASCULINE, FEMININE, NEUTER)) else 0.0
    noun, plural = tokens.lemma[candidate.head].lower(), tokens.tag[candidate.head] in {"NNS", "NNPS"}
    human = (noun in PERSON_NOUNS and noun not in SELDOM_PEOPLE) or noun in MALE_NOUNS or noun in FEMALE_NOUNS
    if word in PLURAL:
        return 1.0 if plural else 0.0
    if plural:
        return 0.0
    if word in NEUTER:
        return 0.0 if human else 0.9
    if not human or (noun in FEMALE_NOUNS and word in MASCULINE) or (noun in MALE_NOUNS and word in FEMININE):
        return 0.0
    determiners = (j for j in range(max(0, candidate.head - 6), candidate.head) if tokens.head[j] == candidate.head)
    return DEFINITE if any(tokens.lower[j] in {"the", "this", "that"} for j in determiners) else 0.9
