"""Pronouns of the third person, each put with the name it most likely stands for, or with none.

The salience of Lappin & Leass (1994): every mention gives its entity weight by its grammatical role and by how recent it is; weights
halve with
each sentence; agreement and the binding of pronouns filter first. Common nouns for people and things compete with the names, so that "the
driver
said he ..." goes to no name. Where two candidates are about equally salient the pronoun is left alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from flows.extract.identity.lexicon import FEMALE_NOUNS, MALE_NOUNS, PERSON_NOUNS, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.tokens import Tokens

MASCULINE = words("he him his himself")
FEMININE = words("she her hers herself")
NEUTER = words("it its itself")
PLURAL = words("they them their theirs themselves")
REFLEXIVE = words("himself herself itself themselves")
GROUPS = {"ORG", "NORP"}
THINGS = {"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}
# Lappin & Leass (1994), table 1.
RECENCY, SUBJECT, EXISTENTIAL, OBJECT, INDIRECT, HEAD_NOUN, NON_ADVERBIAL, PARALLEL = 100, 80, 70, 50, 40, 80, 50, 35
WINDOW = 4
# Sentences of fewer words than this that name nothing do not count among them, but no more than this many are looked at in all.
FEWEST_WORDS, FARTHEST = 4, 16
# Somebody whom an earlier pronoun stands for, nobody knows who; "the actress", who may well have been named (Poesio & Vieira 1998).
UNKNOWN, DEFINITE = 0.7, 0.7
# Who is less salient than this is out of mind: a subject four sentences back, if nothing else recalls it.
FORGOTTEN = 20
# The best candidate leads the next by this factor or the pronoun stays alone.
CLEAR_LEAD, CLEAR_LEAD_OF_IT = 1.15, 1.3
# A person's salience grows by this times his share of the document's names of people: texts go on about whom they are about.
TOPIC = 0.7
# Nouns of people that mostly name something else.
SELDOM_PEOPLE = words("head star seed centre chief general major")
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
    found += [
        Candidate(i, i + 1, i, -1 - i)
        for i, pos in enumerate(tokens.pos)
        if pos == "NOUN" and not inside[i] and tokens.dep[i] not in NO_ARGUMENT and not describes_name(tokens, i, inside)
    ]
    return sorted(found, key=lambda candidate: candidate.start)


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


def clause_of(tokens: Tokens, i: int) -> int:
    """The verb whose argument token `i` is, or is part of."""
    seen = 0
    while tokens.head[i] != i and seen < 40 and tokens.pos[i] not in {"VERB", "AUX"}:
        i = tokens.head[i]
        seen += 1
    return i


def bound(tokens: Tokens, i: int, candidate: Candidate) -> bool:
    """Whether grammar forbids that pronoun `i` stands for the candidate: both are arguments of one verb, or one lies in the other's
    phrase.
    """
    if tokens.sentence[i] != tokens.sentence[candidate.head]:
        return False
    head = candidate.head
    # "his brother Ade": the possessor is not the brother.
    above, steps = i, 0
    while tokens.head[above] != above and steps < 20:
        if tokens.dep[above] == "conj":
            # "Okoro and her brother": what is joined to a phrase lies beside it, not in it.
            break
        above = tokens.head[above]
        steps += 1
        if candidate.start <= above < candidate.end:
            return True
        if tokens.pos[above] in {"VERB", "AUX"}:
            break
    if tokens.dep[i] == "poss" or tokens.tag[i] == "PRP$":
        return False
    verb = clause_of(tokens, tokens.head[i] if tokens.head[i] != i else i)
    while tokens.dep[verb] == "conj" and tokens.dep[head] in SUBJECTS and tokens.head[head] < verb and not has_subject(tokens, verb):
        # "Falk took him and led him": both verbs have the one subject.
        verb = tokens.head[verb]
    return verb == clause_of(tokens, head) and tokens.dep[head] not in {
        "poss",
        "compound",
        "appos",
        "nmod",
        "advcl",
    }


def has_subject(tokens: Tokens, verb: int) -> bool:
    """Whether a verb has a subject of its own, near before it."""
    return any(tokens.head[i] == verb and tokens.dep[i] in SUBJECTS for i in range(max(0, verb - 12), verb))


def pleonastic(tokens: Tokens, i: int) -> bool:
    """Whether an "it" stands for nothing: with weather, time, seeming, and adjectives that take a clause (Lappin & Leass 1994, 2.1.3)."""
    if tokens.lower[i] != "it":
        return False
    verb = tokens.head[i]
    if tokens.dep[i] == "expl" or tokens.lemma[verb] in {"seem", "appear", "happen", "turn", "rain", "snow", "take"}:
        return True
    return tokens.lemma[verb] in {"be", "'s", "’s"} and any(
        tokens.head[j] == verb and tokens.dep[j] in {"acomp", "attr", "ccomp", "xcomp"}
        for j in range(verb + 1, min(verb + 10, len(tokens)))
    )


def depths(tokens: Tokens, quoted: Sequence[int], candidates: Sequence[Candidate]) -> tuple[list[int], list[int]]:
    """For each sentence how many went by before it: as who tells counts them, and as who is quoted does.

    "Mhm.", "Oh yeah." say nothing that would push anybody out of mind, and a teller goes on after a dialogue where he was before it.
    """
    weights = [[0, 0] for _ in range(tokens.sentence[-1] + 1)] if len(tokens) else []
    for i, word in enumerate(tokens.text):
        if word[0].isalpha():
            weights[tokens.sentence[i]][bool(quoted[i])] += 1
    for candidate in candidates:
        weights[tokens.sentence[candidate.head]][bool(quoted[candidate.head])] += FEWEST_WORDS
    told, said = [0], [0]
    for told_words, said_words in weights:
        told.append(told[-1] + (told_words >= FEWEST_WORDS))
        said.append(said[-1] + (told_words + said_words >= FEWEST_WORDS))
    return told, said


def resolve_pronouns(
    tokens: Tokens, entities: Sequence[Entity], quoted: Sequence[int], speaker: dict[int, int], present: Sequence[set[int]]
) -> dict[int, int]:
    """Pronoun token -> index of the entity that it stands for.

    `quoted` gives each token's quotation (0 outside), `speaker` the entity that speaks a quotation, `present` who speaks to whom outside of
    quotations, if anybody does: nobody is "he" in his own words, or in what is said to him.
    """
    names = candidates_of(tokens, entities)
    by_sentence: defaultdict[int, list[tuple[Candidate, int]]] = defaultdict(list)
    for candidate in names:
        by_sentence[tokens.sentence[candidate.head]].append((candidate, weight(tokens, candidate)))
    n_names = sum(len(entity.names) for entity in entities if entity.label == "PERSON")
    topic = [1 + (TOPIC * len(entity.names) / n_names if entity.label == "PERSON" else 0.0) for entity in entities]
    depth = depths(tokens, quoted, names)
    names_ending = {candidate.end: candidate for candidate in names if candidate.entity >= 0}
    found: dict[int, int] = {}
    for i, word in enumerate(tokens.lower):
        if word not in THIRD_PERSON or tokens.pos[i] not in {"PRON", "DET", "ADJ"} or pleonastic(tokens, i):
            continue
        joined = joined_owner(tokens, i, word, names_ending, entities)
        never = {speaker[quoted[i]]} if quoted[i] in speaker else present[i] if present and not quoted[i] else set()
        entity = joined if joined is not None else choose(tokens, i, word, entities, by_sentence, quoted, never, topic, depth)
        candidate = Candidate(i, i + 1, i, -1 - i if entity is None else entity)
        by_sentence[tokens.sentence[i]].append((candidate, weight(tokens, candidate)))
        if entity is not None and entity >= 0:
            found[i] = entity
            if entities[entity].gender is None and entities[entity].label == "PERSON" and word not in PLURAL:
                entities[entity].gender = "m" if word in MASCULINE else "f"
    return found


def joined_owner(tokens: Tokens, i: int, word: str, names_ending: Mapping[int, Candidate], entities: Sequence[Entity]) -> int | None:
    """The person to whose name a possessive is joined, "Ada Okoro and her brother": hardly ever another's; None where it is not so."""
    name = names_ending.get(i - 1)
    if tokens.tag[i] != "PRP$" or tokens.lower[i - 1] not in {"and", "&"} or name is None or entities[name.entity].label != "PERSON":
        return None
    return name.entity if agrees(tokens, word, name, entities) else None


# "they" stands for plural nouns so much more often than for an organisation that it is left alone.
THIRD_PERSON = MASCULINE | FEMININE | NEUTER


def choose(
    tokens: Tokens,
    i: int,
    word: str,
    entities: Sequence[Entity],
    by_sentence: dict[int, list[tuple[Candidate, int]]],
    quoted: Sequence[int],
    never: Set[int],
    topic: Sequence[float],
    depth: tuple[list[int], list[int]],
) -> int | None:
    """The entity (or common noun, below 0) that pronoun `i` takes up; None where nothing fits or two fit alike."""
    salience: defaultdict[int, float] = defaultdict(float)
    here = tokens.sentence[i]
    passed = range(here + 1) if word in NEUTER else depth[bool(quoted[i])]
    for at in range(here, max(here - FARTHEST, -1), -1):
        back = passed[here] - passed[at]
        if back > WINDOW:
            break
        best: dict[int, float] = {}
        for candidate, value in by_sentence.get(at, ()):
            if candidate.end > i or candidate.entity in never:
                continue
            fit = agrees(tokens, word, candidate, entities) if candidate.entity >= 0 or candidate.end - candidate.start == 1 else 0.0
            if not fit:
                continue
            if word in REFLEXIVE:
                if at != here or clause_of(tokens, tokens.head[i]) != clause_of(tokens, candidate.head):
                    continue
            elif bound(tokens, i, candidate):
                best[candidate.entity] = -1000.0
                continue
            score = fit * value * 0.5**back
            if bool(quoted[i]) != bool(quoted[candidate.head]):
                score *= 0.7
            if back <= 1 and tokens.dep[candidate.head] in SUBJECTS and tokens.dep[i] in SUBJECTS:
                score += PARALLEL * 0.5**back
            best[candidate.entity] = (
                max(best.get(candidate.entity, -1000.0), score) if best.get(candidate.entity, 0.0) > -1000.0 else -1000.0
            )
        for entity, score in best.items():
            salience[entity] += score
    for entity in salience:
        if entity >= 0 and salience[entity] > 0:
            salience[entity] *= topic[entity]
    ranked = sorted(salience.items(), key=lambda item: (-item[1], -item[0]))
    if not ranked or ranked[0][1] < FORGOTTEN:
        return None
    if len(ranked) > 1 and ranked[1][1] > 0 and ranked[0][1] < (CLEAR_LEAD_OF_IT if word == "it" else CLEAR_LEAD) * ranked[1][1]:
        return None
    return ranked[0][0]
