"""Pronouns of the third person, each put with the name it most likely stands for, or with none.

The salience of Lappin & Leass (1994): every mention gives its entity weight by its grammatical role and by how recent it is; weights halve
with each sentence; agreement and the binding of pronouns filter first. Common nouns for people and things compete with the names, so that
"the driver said he ..." goes to no name. Where two candidates are about equally salient the pronoun is left alone.
"""

from collections import defaultdict
from collections.abc import Sequence, Set

from flows.extract.identity.binding import antecedent, bound, clause_of, pleonastic, sentence_start, subject_ahead
from flows.extract.identity.candidates import (
    MASCULINE,
    NEUTER,
    SUBJECTS,
    THIRD_PERSON,
    Candidate,
    agrees,
    candidates_of,
    is_relative,
    weight,
)
from flows.extract.identity.lexicon import words
from flows.extract.identity.linking import Entity
from flows.extract.identity.tokens import Tokens

REFLEXIVE = words("himself herself itself themselves")
# Lappin & Leass (1994), table 1.
PARALLEL = 35
WINDOW = 4
# Sentences of fewer words than this that name nothing do not count among them, but no more than this many are looked at in all.
FEWEST_WORDS, FARTHEST = 4, 16
# Who is less salient than this is out of mind: a subject four sentences back, if nothing else recalls it.
FORGOTTEN = 20
# The best candidate leads the next by this factor or the pronoun stays alone.
CLEAR_LEAD, CLEAR_LEAD_OF_IT = 1.15, 1.3
# A person's salience grows by this times his share of the document's names of people: texts go on about whom they are about.
TOPIC = 0.7
# What a relative's does as the subject of the same sentence, "my mother said she ...": she is not the one whom the text is about.
RELATIVE_AS_SUBJECT = 1.5


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
        never = {speaker[quoted[i]]} if quoted[i] in speaker else present[i] if present and not quoted[i] else set()
        here = [candidate for candidate, _ in by_sentence[tokens.sentence[i]]]
        entity = antecedent(tokens, i, word, here, names_ending, entities)
        if entity is None:
            entity = choose(tokens, i, word, entities, by_sentence, quoted, never, topic, depth)
        elif entity in never:
            # "Okoro, she won" is said of Okoro, or to her.
            entity = None
        candidate = Candidate(i, i + 1, i, -1 - i if entity is None else entity)
        by_sentence[tokens.sentence[i]].append((candidate, weight(tokens, candidate)))
        if entity is not None and entity >= 0:
            found[i] = entity
            if entities[entity].gender is None and entities[entity].label == "PERSON":
                entities[entity].gender = "m" if word in MASCULINE else "f"
    return found


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
            if tokens.tag[i] == "PRP$" and is_relative(tokens, tokens.head[i]) and is_relative(tokens, candidate.head):
                # "His father left. His mother won": hers is not the father's.
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
            elif at == here and tokens.dep[candidate.head] in SUBJECTS and is_relative(tokens, candidate.head):
                score *= RELATIVE_AS_SUBJECT
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
    ahead = subject_ahead(tokens, i, word, [candidate for candidate, _ in by_sentence[here]], entities)
    if ahead is not None and ahead not in never:
        first = max(salience, key=lambda entity: salience[entity], default=ahead)
        if first != ahead or not salience:
            # At the beginning of a paragraph who comes next is meant, after that it may be who was spoken of.
            return ahead if not salience or tokens.on_new_block[sentence_start(tokens, i)] else None
    ranked = sorted(salience.items(), key=lambda item: (-item[1], -item[0]))
    if not ranked or ranked[0][1] < FORGOTTEN:
        return None
    if len(ranked) > 1 and ranked[1][1] > 0 and ranked[0][1] < (CLEAR_LEAD_OF_IT if word == "it" else CLEAR_LEAD) * ranked[1][1]:
        return None
    return ranked[0][0]
