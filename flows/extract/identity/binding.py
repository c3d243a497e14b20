"""What grammar alone says of a pronoun: what it can't stand for, and what it must, whatever is most salient.

Sections are those of Quirk, Greenbaum, Leech & Svartvik (1985), *A Comprehensive Grammar of the English Language*.
"""

from collections.abc import Mapping, Sequence

from flows.extract.identity.candidates import MASCULINE, NEUTER, SUBJECTS, Candidate, agrees
from flows.extract.identity.lexicon import FEMALE_NOUNS, MALE_NOUNS
from flows.extract.identity.linking import Entity
from flows.extract.identity.tokens import Tokens

FARTHEST_COMMA = 25


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
    if tokens.dep[i] == "nsubjpass" and any(
        tokens.lower[j] == "that" or (tokens.head[j] == verb and tokens.dep[j] == "ccomp")
        for j in range(verb + 1, min(verb + 3, len(tokens)))
    ):
        # "It is believed that ...".
        return True
    return tokens.lemma[verb] in {"be", "'s", "’s"} and any(
        tokens.head[j] == verb and tokens.dep[j] in {"acomp", "attr", "ccomp", "xcomp"}
        for j in range(verb + 1, min(verb + 10, len(tokens)))
    )


def antecedent(
    tokens: Tokens, i: int, word: str, here: Sequence[Candidate], names_ending: Mapping[int, Candidate], entities: Sequence[Entity]
) -> int | None:
    """The entity (or common noun, below 0) that grammar makes pronoun `i` stand for; None where it leaves that open.

    `here` are the candidates of its sentence, in text order, `names_ending` the document's names by their ends.
    """
    for found in (
        subject_of_own(tokens, i, here),
        subject_of_who(tokens, i, word, here),
        named_before(tokens, i, names_ending, entities),
    ):
        if isinstance(found, Candidate):
            return found.entity if agrees(tokens, word, found, entities) else None
    return None


def subject_of_own(tokens: Tokens, i: int, here: Sequence[Candidate]) -> Candidate | None:
    """The subject that "his own" takes up, of the clause that it is in or of the next above (6.30)."""
    if tokens.tag[i] != "PRP$" or i + 1 >= len(tokens) or tokens.lower[i + 1] != "own":
        return None
    verb, above = clause_of(tokens, i), -1
    while verb != above:
        for candidate in here:
            if candidate.end <= i and tokens.dep[candidate.head] in SUBJECTS and tokens.head[candidate.head] == verb:
                return candidate
        verb, above = clause_of(tokens, tokens.head[verb]), verb
    return None


def subject_of_who(tokens: Tokens, i: int, word: str, here: Sequence[Candidate]) -> Candidate | None:
    """What "who" takes up (17.10 ff.), for a pronoun in the clause whose subject "who" is: "a man who sold his house"."""
    if word in NEUTER:
        return None
    verb = next_relative_clause(tokens, i)
    noun = tokens.head[verb]
    who = next((j for j in range(noun + 1, i) if tokens.lower[j] == "who" and tokens.head[j] == verb and tokens.dep[j] in SUBJECTS), -1)
    if who < 0 or tokens.pos[noun] not in {"NOUN", "PROPN"} or tokens.tag[noun] in {"NNS", "NNPS"} or tokens.lower[noun] == "one":
        return None
    if any(tokens.dep[candidate.head] in SUBJECTS and who < candidate.head < i for candidate in here):
        return None
    if tokens.tag[i] != "PRP$" and not word.endswith("self") and clause_of(tokens, tokens.head[i]) == verb:
        # "A man who saw him" is not him.
        return None
    described = tokens.head[noun] if tokens.dep[noun] in {"appos", "attr"} else noun
    for candidate in here:
        if candidate.start <= noun < candidate.end or candidate.start <= described < candidate.end:
            return candidate
        if tokens.dep[candidate.head] == "appos" and tokens.head[candidate.head] == noun:
            return candidate
    wrong = FEMALE_NOUNS if word in MASCULINE else MALE_NOUNS
    return Candidate(noun, noun + 1, noun, -1 - noun) if described == noun and tokens.lemma[noun].lower() not in wrong else None


def next_relative_clause(tokens: Tokens, i: int) -> int:
    """The verb of the nearest relative clause that token `i` is in; `i` itself, or a root, where there is none."""
    for _ in range(12):
        if tokens.dep[i] == "relcl" or tokens.head[i] == i:
            break
        i = tokens.head[i]
    return i


def named_before(tokens: Tokens, i: int, names_ending: Mapping[int, Candidate], entities: Sequence[Entity]) -> Candidate | None:
    """The person to whose name a possessive is joined, "Ada Okoro and her brother", hardly ever another's; or whose name stands before the
    sentence that a pronoun begins, "Ada Okoro, she won" (17.78).
    """
    name = names_ending.get(i - 1)
    if name is None or entities[name.entity].label != "PERSON":
        return None
    is_joined = tokens.tag[i] == "PRP$" and tokens.lower[i - 1] in {"and", "&"}
    is_before = tokens.text[i - 1] == "," and tokens.dep[i] in SUBJECTS and tokens.starts_sentence(name.start)
    return name if is_joined or is_before else None


def subject_ahead(tokens: Tokens, i: int, word: str, here: Sequence[Candidate], entities: Sequence[Entity]) -> int | None:
    """The named subject that follows a clause or phrase which opens the sentence and has pronoun `i` in it: "In his speech, Okoro ...";
    else None (backward anaphora, 6.19).
    """
    first = sentence_start(tokens, i)
    if word in NEUTER or tokens.pos[first] not in {"ADP", "SCONJ", "ADV", "VERB"}:
        return None
    ahead = range(i + 1, min(i + FARTHEST_COMMA, len(tokens)))
    comma = next((j for j in ahead if tokens.text[j] == "," and tokens.sentence[j] == tokens.sentence[i]), -1)
    if comma < 0 or any(candidate.end <= i and tokens.dep[candidate.head] in SUBJECTS for candidate in here):
        return None
    for candidate in here:
        if comma < candidate.start <= comma + 4 and candidate.entity >= 0 and tokens.dep[candidate.head] in SUBJECTS:
            verb = tokens.head[candidate.head]
            return candidate.entity if tokens.head[verb] == verb and agrees(tokens, word, candidate, entities) else None
    return None


def sentence_start(tokens: Tokens, i: int) -> int:
    """The first token of the sentence of token `i`."""
    while not tokens.starts_sentence(i):
        i -= 1
    return i
