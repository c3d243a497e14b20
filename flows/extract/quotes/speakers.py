"""Who speaks: the subject of a cue, wherever the grammar has put it."""

from flows.extract.quotes.attribution import Span
from flows.extract.quotes.parse import Parse

RELATIVE_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "parataxis", "punct", "cc_punct"})
DEPTH = 6
"""How many heads are climbed for a subject: chains of coordination and infinitives are short."""


def of_verb(parse: Parse, verb: int, depth: int = 0) -> Span | None:
    """The verb's subject; of a passive its agent; without one of its own that of the clause it depends on (control, coordination)."""
    deps, children = parse.deps, parse.children[verb]
    if any(deps[child] in ("nsubjpass", "auxpass") for child in children) or is_bare_participle(parse, verb):
        agent = parse.child(verb, "agent")
        by = None if agent is None else parse.child(agent, "pobj")
        return None if by is None else noun_phrase(parse, by)
    subject = subject_of(parse, verb)
    if subject is not None:
        return None if is_expletive(parse, subject) else noun_phrase(parse, subject, last=verb if subject < verb else None)
    if parse.tags[verb] in ("VBD", "VBZ", "VBP") and (mistaken := name_before(parse, verb) or shared_subject(parse, verb)) is not None:
        return mistaken
    if depth == DEPTH or parse.heads[verb] == verb:
        return None
    head, dep = parse.heads[verb], deps[verb]
    if dep in ("acl", "relcl"):
        return noun_phrase(parse, head, last=verb) if dep == "acl" and parse.pos[head] in NOMINAL else of_head(parse, head, depth, verb)
    if dep == "amod":
        return None
    if dep == "xcomp" and (controller := parse.child(head, "dobj")) is not None and controller < verb:
        return noun_phrase(parse, controller)
    if dep in ("pcomp", "pobj"):
        return of_preposition(parse, head, depth)
    return of_head(parse, head, depth, verb)


def subject_of(parse: Parse, verb: int) -> int | None:
    """The verb's subject; where the parser found several, the nearest: the others belong to what was said."""
    subjects = [
        child
        for child in parse.children[verb]
        if parse.deps[child] in ("nsubj", "csubj") and parse.words[child][-1].isalnum() and parse.words[child] not in CLITICS
    ]
    return min(subjects, key=lambda child: abs(child - verb), default=None)


CLITICS = frozenset({"n't", "n’t", "'s", "’s"})
"""Pieces of words that the tagger takes for nouns where the apostrophe is a typographic one."""


def name_before(parse: Parse, verb: int) -> Span | None:
    """The capitalised words right before a verb without a subject: names that are words too are not always seen ("May said")."""
    start = verb
    while start > 0 and is_capitalised(parse, start - 1) and parse.sentence[start - 1] == parse.sentence[verb]:
        start -= 1
    is_name = start < verb and parse.pos[start] != "PRON" and parse.pos[verb - 1] != "ADV"
    return (start, verb) if is_name else None


def is_capitalised(parse: Parse, token: int) -> bool:
    """Whether a token is written as names are: its first letter a capital, not all."""
    return parse.text[parse.starts[token] : parse.ends[token]].istitle()


def shared_subject(parse: Parse, verb: int) -> Span | None:
    """The subject that the parser gave to a clause inserted behind it ("The mayor, reached at home, said")."""
    for child in parse.children[verb]:
        if child < verb and parse.deps[child] in ("advcl", "ccomp", "dep"):
            subject = next((k for k in parse.children[child] if parse.deps[k] in ("nsubj", "nsubjpass") and k < child), None)
            if subject is not None and parse.pos[subject] in NOMINAL and "," in parse.words[subject:child]:
                return noun_phrase(parse, subject, last=child)
    return None


def is_bare_participle(parse: Parse, verb: int) -> bool:
    """The passive of "Asked whether he knew, …": the one who asked is not named."""
    return (
        parse.tags[verb] == "VBN"
        and parse.deps[verb] in ("advcl", "acl", "ROOT", "csubj")
        and not any(parse.deps[child] in ("aux", "nsubj") for child in parse.children[verb])
    )


def of_head(parse: Parse, head: int, depth: int, verb: int) -> Span | None:
    """The subject of the clause above `verb`, whatever heads it."""
    if parse.pos[head] in ("VERB", "AUX"):
        agentless = any(parse.deps[child] == "nsubjpass" for child in parse.children[head])
        if agentless and (subject := parse.child(head, "nsubjpass")) is not None:
            return noun_phrase(parse, subject)
        return of_verb(parse, head, depth + 1)
    if parse.pos[head] in ("NOUN", "PROPN"):
        return of_noun(parse, head) or (noun_phrase(parse, head, last=verb) if parse.tags[verb] in ("VBD", "VBZ") else None)
    if parse.heads[head] != head and depth < DEPTH:
        return of_head(parse, parse.heads[head], depth + 1, verb)
    return None


def of_preposition(parse: Parse, preposition: int, depth: int) -> Span | None:
    """“by saying”: the subject; "criticized her for saying": the object."""
    above = parse.heads[preposition]
    controller = parse.child(above, "dobj")
    if parse.words[preposition] in ("for", "of") and controller is not None and controller < preposition:
        return noun_phrase(parse, controller)
    return of_head(parse, above, depth + 1, preposition) if above != preposition else None


def of_noun(parse: Parse, noun: int) -> Span | None:
    """The owner of a word ("the mayor's claim", "a claim by the mayor"), else who makes it ("She made the claim")."""
    owner = parse.child(noun, "poss")
    if owner is not None:
        return noun_phrase(parse, owner)
    for child in parse.children[noun]:
        if child > noun and parse.words[child] in ("by", "from") and (by := parse.child(child, "pobj")) is not None:
            return noun_phrase(parse, by)
    head = parse.heads[noun]
    if parse.deps[noun] == "dobj" and parse.lemmas[head] not in ANSWERING:
        return of_verb(parse, head)
    return None


ANSWERING = frozenset(
    "reject dismiss deny face draw hear answer ignore refute rebut fuel spark prompt trigger dispute confirm meet".split()
)
"""Verbs whose object is somebody else's claim: "dismissed the claim", "faced calls"."""


def of_adjective(parse: Parse, adjective: int) -> Span | None:
    """Who is sure or afraid: the subject of the verb that the adjective completes."""
    return of_verb(parse, parse.heads[adjective])


def is_expletive(parse: Parse, subject: int) -> bool:
    """The `it` of "it appears that"."""
    return parse.words[subject] in ("it", "there") and parse.lemmas[parse.heads[subject]] in ("appear", "seem")


def is_reduced(parse: Parse, clause: int) -> bool:
    """Whether a clause is a short participle without a comma: it tells which one is meant ("a statement read on the radio")."""
    is_participle = parse.tags[clause] in ("VBN", "VBG")
    is_whole = parse.tags[parse.right[clause]] != "CC"
    return is_participle and is_whole and parse.words[parse.left[clause] - 1] != "," and parse.right[clause] - clause <= 15


def noun_phrase(parse: Parse, head: int, last: int | None = None) -> Span:
    """The phrase that a noun heads: with its apposition, without its relative clause, its commas, and what comes at or after `last`."""
    start, end = parse.left[head], head + 1
    for child in parse.children[head]:
        if child > head and parse.deps[child] == "acl" and not is_reduced(parse, child):
            continue
        if child > head and parse.deps[child] not in RELATIVE_CLAUSES and (last is None or parse.right[child] < last):
            end = max(end, parse.right[child] + 1)
    while start < head and parse.pos[start] == "PUNCT":
        start += 1
    if end > head + 1 and parse.words[end - 1] in ("'s", "’s", "'", "’"):
        end -= 1
    while end > head + 1 and (parse.tags[end - 1] == "CC" or (parse.pos[end - 1] == "PUNCT" and parse.words[end - 1] not in ")]")):
        end -= 1
    if parse.words[end : end + 1] == [")"] and "(" in parse.words[start:end] and ")" not in parse.words[start:end]:
        end += 1
    return start, end


def near(parse: Parse, cue: int, quotation_end: int) -> Span | None:
    """By position, where the parse gives no subject: the nominal between a quotation and its cue, else the one right behind the cue."""
    if quotation_end <= cue:
        for token in range(cue - 1, quotation_end - 1, -1):
            if parse.pos[token] in NOMINAL:
                return noun_phrase(parse, phrase_head(parse, token), last=cue)
    for token in range(cue + 1, min(cue + 6, len(parse))):
        if parse.pos[token] in NOMINAL:
            return noun_phrase(parse, phrase_head(parse, token))
        if parse.words[token] in (",", ".", ":"):
            break
    return None


NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


def phrase_head(parse: Parse, token: int) -> int:
    """The noun that a compound or possessor belongs to."""
    while parse.deps[token] in ("compound", "poss", "nmod", "amod", "det") and parse.pos[parse.heads[token]] in NOMINAL:
        token = parse.heads[token]
    return token
