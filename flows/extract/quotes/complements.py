"""Which stretch of its sentence a cue governs: its complement, by the cue's constructions (`cues`)."""

from flows.extract.quotes.attribution import Span, trimmed, without
from flows.extract.quotes.cues import VERBS, Cue
from flows.extract.quotes.parse import Parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# How a question's clause begins (Quirk et al. 1985, 15.5): the parser takes it for an adverbial clause.
INTERROGATIVE = frozenset("if whether how why when where what who which".split())
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})

Governed = tuple[list[Span], int]
"""Pieces of content and the cue's last token (inclusive): the preposition of `called for`."""


def of_verb(parse: Parse, verb: int, cue: Cue) -> Governed | None:
    """What a verb governs, by the first of its constructions that is there."""
    frames, deps, children = cue.frames, parse.deps, parse.children[verb]
    if "that" in frames and (pieces := clause(parse, verb, cue)):
        return pieces, verb
    right: dict[str, list[int]] = {}
    for child in children:
        if child > verb:
            right.setdefault(deps[child], []).append(child)
    objects = right.get("dobj", [])
    is_passive = any(deps[child] in ("nsubjpass", "auxpass") for child in children)
    subject = next((child for child in children if deps[child] == "nsubjpass"), None)
    infinitives = [child for key in ("xcomp", "ccomp") for child in right.get(key, []) if is_infinitive(parse, child)]
    if infinitives:
        last = infinitives[0]
        if "asked_to" in frames and (objects or is_passive):
            return pieces_of(parse, (parse.left[last], parse.right[last] + 1)), verb
        if ("object_to" in frames or "asked_to" in frames) and deps[last] == "ccomp":
            return pieces_of(parse, (parse.left[last], parse.right[last] + 1)), verb
        if "object_to" in frames and is_passive and cue.cue_class == "question":
            return pieces_of(parse, (parse.left[last], parse.right[last] + 1)), verb
        if "object_to" in frames and is_passive and subject is not None:
            return pieces_of(parse, (parse.left[subject], parse.right[subject] + 1), (parse.left[last], parse.right[last] + 1)), verb
        if "object_to" in frames and objects and objects[0] < last:
            return pieces_of(parse, (parse.left[objects[0]], parse.right[last] + 1)), verb
        if "to" in frames and not objects and not is_passive:
            return pieces_of(parse, (parse.left[last], parse.right[last] + 1)), verb
    gerund = next((child for child in right.get("xcomp", []) if parse.tags[child] == "VBG"), None)
    if "ing" in frames and gerund is not None and not objects:
        return pieces_of(parse, (parse.left[gerund], parse.right[gerund] + 1)), verb
    if "object_as" in frames and (pieces := predication(parse, right, subject, cue_calls=parse.lemmas[verb] in CALLING)):
        return pieces, verb
    prepositions = right.get("prep", [])
    if objects and objects[0] > verb:
        for prep in prepositions:
            if prep > objects[0] and "object+" + parse.words[prep] in frames:
                return pieces_of(parse, (parse.left[objects[0]], parse.right[prep] + 1)), verb
        if "object" in frames:
            return pieces_of(parse, (parse.left[objects[0]], parse.right[objects[0]] + 1)), verb
        if "rest" in frames:
            return pieces_of(parse, (parse.left[objects[0]], parse.right[verb] + 1)), verb
        return prepositional(parse, prepositions, frames, verb)
    if "object" in frames and subject is not None and "agent" in right:
        return pieces_of(parse, (parse.left[subject], parse.right[subject] + 1)), verb
    if "object" in frames and not is_passive:
        before = next((child for child in children if deps[child] == "dobj"), None)
        if before is not None:
            return pieces_of(parse, (parse.left[before], parse.right[before] + 1)), verb
    return prepositional(parse, prepositions + right.get("prt", []) + right.get("advcl", []), frames, verb)


def prepositional(parse: Parse, children: list[int], frames: frozenset[str], head: int) -> Governed | None:
    """The object of the first preposition that the cue takes; `for` may open a clause ("called for it to end")."""
    for child in children:
        if parse.deps[child] == "advcl":
            mark = parse.left[child]
            if parse.words[mark] == "for" and "for" in frames and is_infinitive(parse, child):
                return pieces_of(parse, (mark + 1, parse.right[child] + 1)), head
            continue
        if parse.words[child] not in frames:
            continue
        objects = [k for k in parse.children[child] if parse.deps[k] in ("pobj", "pcomp") and k > child]
        if objects:
            last = child if all(parse.deps[k] in ("prt", "advmod", "neg") for k in range(head + 1, child)) else head
            return pieces_of(parse, (parse.left[objects[0]], parse.right[objects[-1]] + 1)), last
    return None


def clause(parse: Parse, verb: int, cue: Cue) -> list[Span]:
    """The clause that a verb reports, after it, before it ("It rained, he said") or round it ("It, he said, rained")."""
    deps, children = parse.deps, parse.children[verb]
    clauses = [child for child in children if deps[child] == "ccomp"]
    if "quote" not in cue.frames:
        clauses = [child for child in clauses if child > verb]
    after = [child for child in clauses if parse.left[child] > verb and not is_bare_infinitive(parse, child)]
    if after:
        end = before_own_predicate(parse, verb, after[-1])
        for child in children:
            # "that A, and that B": the second clause hangs on the cue.
            if child > end and deps[child] == "conj" and parse.words[parse.left[child]] == "that":
                end = parse.right[child]
        spans = [(clause_start(parse, verb, after[0], cue), end + 1)]
        hole = cue_clause(parse, verb)
        if hole[1] < len(parse) and parse.words[hole[1]] == "," and parse.words[hole[0] - 1] == "," and parse.left[verb] < hole[0] - 1:
            # "If it rains, he said, they stay": the cue is inserted into what is said.
            spans.insert(0, (parse.left[verb], hole[0]))
        return pieces_of(parse, *spans)
    if "quote" in cue.frames and (before := [child for child in clauses if child < verb]):
        first = before[0]
        hole = cue_clause(parse, verb)
        if parse.right[first] > verb:
            return without(parse, (parse.left[first], parse.right[first] + 1), hole)
        return pieces_of(parse, (parse.left[first], min(parse.right[before[-1]] + 1, hole[0])))
    if cue.cue_class == "question":
        for child in children:
            if child > verb and deps[child] in ("advcl", "xcomp") and INTERROGATIVE & set(parse.words[parse.left[child] : child]):
                return pieces_of(parse, (parse.left[child], parse.right[child] + 1))
    if "quote" in cue.frames and deps[verb] == "parataxis" and any(deps[child] in SUBJECTS for child in children):
        head = parse.heads[verb]
        hole = cue_clause(parse, verb)
        return without(parse, (parse.left[head], parse.right[head] + 1), hole)
    if "quote" in cue.frames and cue.cue_class in ("say", "tell", "claim", "announce"):
        return stray_clause(parse, verb)
    return []


def stray_clause(parse: Parse, verb: int) -> list[Span]:
    """The clause of the next "that" in the sentence, where the parser hung it elsewhere ("said Sunday in Oslo, at a meeting, that …");
    else, where the cue ends its sentence, what stands before the comma ("It will rain, the minister, Ada Lund, announced on Monday").
    """
    if parse.child(verb, "dobj") is not None and parse.lemmas[verb] != "tell":
        return []
    _, stop = parse.sentence_span(verb)
    for token in range(verb + 1, stop):
        if parse.words[token] == "that" and parse.deps[token] == "mark":
            return pieces_of(parse, (token, parse.right[parse.heads[token]] + 1))
        if parse.tags[token] in ("VBD", "VBZ", "VBP", "MD"):
            break
    subject = max((child for child in parse.children[verb] if parse.deps[child] in SUBJECTS and child < verb), default=None)
    start, stop = parse.sentence_span(verb)
    if subject is None or parse.left[subject] - 1 <= start + 2 or parse.words[parse.left[subject] - 1] != ",":
        return []
    rest = [
        child
        for child in parse.children[verb]
        if child > verb and parse.deps[child] not in ("prep", "npadvmod", "advmod", "punct", "dobj", "dative")
    ]
    if rest or parse.right[verb] + 2 < stop:
        return []
    return pieces_of(parse, (start, parse.left[subject]))


def clause_start(parse: Parse, verb: int, clause: int, cue: Cue) -> int:
    """First token of a reported clause: what the parser took out of its front and hung on the cue is a part of it, save the one who is
    told.
    """
    start = parse.left[clause]
    for child in parse.children[verb]:
        if verb < child < start and (
            parse.deps[child] == "advcl"
            or (parse.deps[child] == "dobj" and cue.cue_class in ("say", "claim") and parse.pos[child] != "PRON")
        ):
            return parse.left[child]
    return start


def before_own_predicate(parse: Parse, verb: int, clause: int) -> int:
    """Last token of a reported clause, without a second predicate that the parser hung on it and that is a cue of its own
    ("insisted that he would stay and refused to answer").
    """
    for child in parse.children[clause]:
        if (
            child > clause
            and parse.deps[child] == "conj"
            and parse.lemmas[child] in VERBS
            and parse.tags[child] == parse.tags[verb] != parse.tags[clause]
            and parse.child(child, *SUBJECTS) is None
        ):
            start = parse.left[child]
            while start > clause and (parse.deps[start - 1] in ("cc", "advmod") or parse.words[start - 1] == ","):
                start -= 1
            return start - 1
    return parse.right[clause]


def cue_clause(parse: Parse, verb: int) -> Span:
    """The stretch of an inserted clause: the verb, its subject, auxiliaries and adverbials up to the next comma."""
    start, end = verb, verb + 1
    for child in parse.children[verb]:
        if child < verb and parse.deps[child] in (*SUBJECTS, *AUXILIARIES, "advmod", "npadvmod") and parse.right[child] < verb:
            start = min(start, parse.left[child])
        elif child > verb and parse.deps[child] not in ("ccomp", "conj", "cc", "punct", "parataxis", "advcl"):
            end = max(end, parse.right[child] + 1)
    return start, end


def predication(parse: Parse, right: dict[str, list[int]], subject: int | None, *, cue_calls: bool) -> list[Span]:
    """What somebody is called or described as, with whom ("called [the vote a farce]", "described [it as a farce]")."""
    objects = right.get("dobj", [])
    as_phrases = [child for child in right.get("prep", []) if parse.words[child] == "as" and not cue_calls]
    predicates = [child for key in ("oprd", "xcomp", "ccomp") for child in right.get(key, [])] + as_phrases
    if objects and not predicates and cue_calls and (quoted := quotes_something(parse, objects[0])) is not None:
        return pieces_of(parse, (parse.left[objects[0]], quoted))
    if objects and not predicates and (start := parse.right[objects[0]] + 1) < len(parse) and parse.words[start] == "as":
        return pieces_of(parse, (parse.left[objects[0]], parse.right[start] + 1))
    for child in predicates:
        if objects and objects[0] < child:
            return pieces_of(parse, (parse.left[objects[0]], parse.right[child] + 1))
        if subject is not None:
            return pieces_of(parse, (parse.left[subject], parse.right[subject] + 1), (parse.left[child], parse.right[child] + 1))
        if parse.deps[child] == "ccomp" and parse.child(child, "nsubj") is not None:
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1))
    return []


CALLING = frozenset("call dub label brand name deem pronounce term".split())
"""VerbNet's dub-29.3: they take a second noun phrase without "as"."""


def quotes_something(parse: Parse, noun: int) -> int | None:
    """End (exclusive) of a noun phrase that holds a quotation mark, or of the mark right behind it: the second noun phrase of "called
    the plan “a farce”" is often parsed as a part of the first.
    """
    end = parse.right[noun] + 1
    if end < len(parse) and parse.tags[end] == "``":
        return end + 1
    return end if "``" in parse.tags[parse.left[noun] : end] else None


def of_copula(parse: Parse, noun: int) -> Governed | None:
    """ "Her answer was that it rained"."""
    verb = parse.heads[noun]
    if parse.deps[noun] != "nsubj" or parse.lemmas[verb] != "be":
        return None
    for child in parse.children[verb]:
        if child > verb and parse.deps[child] in ("ccomp", "advcl") and parse.words[parse.left[child]] == "that":
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1)), noun
    return None


def of_noun(parse: Parse, noun: int, cue: Cue) -> Governed | None:
    """What a noun's that-clause, infinitive or prepositional phrase says ("the claim that it rained")."""
    for child in parse.children[noun]:
        if child < noun:
            continue
        dep = parse.deps[child]
        if dep in ("acl", "ccomp", "relcl") and "that" in cue.frames and parse.words[parse.left[child]] == "that":
            if any(parse.words[k] == "that" and parse.deps[k] != "mark" for k in parse.children[child]):
                continue  # a relative clause: "the claim that he made"
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1)), noun
        if (
            dep == "relcl"
            and cue.cue_class == "feel"
            and parse.child(child, "nsubj") is not None
            and any(parse.tags[k] == "MD" for k in parse.children[child])
        ):
            # Without "that": "doubts they would agree".
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1)), noun
        if dep in ("acl", "xcomp") and "to" in cue.frames and is_infinitive(parse, child):
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1)), noun
    phrases = [child for child in parse.children[noun] if child > noun and parse.deps[child] == "prep"]
    return prepositional(parse, phrases, cue.frames, noun) or (of_copula(parse, noun) if "that" in cue.frames else None)


def of_adjective(parse: Parse, adjective: int, cue: Cue) -> Governed | None:
    """What somebody is sure, afraid or critical of."""
    if parse.deps[adjective] not in ("acomp", "oprd", "ccomp", "xcomp"):
        return None
    for child in parse.children[adjective]:
        is_clause = parse.deps[child] == "ccomp" or (parse.deps[child] == "advcl" and parse.words[parse.left[child]] == "that")
        if child > adjective and is_clause and "that" in cue.frames:
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1)), adjective
        if child > adjective and parse.deps[child] == "xcomp" and "to" in cue.frames and is_infinitive(parse, child):
            return pieces_of(parse, (parse.left[child], parse.right[child] + 1)), adjective
    return prepositional(parse, [child for child in parse.children[adjective] if parse.deps[child] == "prep"], cue.frames, adjective)


def is_infinitive(parse: Parse, verb: int) -> bool:
    return any(parse.tags[child] == "TO" for child in parse.children[verb] if child < verb)


def is_bare_infinitive(parse: Parse, verb: int) -> bool:
    """An infinitive with a subject or without: no reported clause ("wants it to end")."""
    return is_infinitive(parse, verb)


def pieces_of(parse: Parse, *spans: Span) -> list[Span]:
    """The spans in order, each without an aside at its end."""
    whole = [(start, word_end(parse, without_aside(parse, start, end))) for start, end in sorted(spans)]
    return [piece for start, end in whole if (piece := trimmed(parse, start, end))]


def word_end(parse: Parse, end: int) -> int:
    """The end, behind the rest of a word that hyphens join ("al-Hadi" is three tokens)."""
    while (
        end + 1 < len(parse)
        and parse.words[end] == "-"
        and parse.ends[end - 1] == parse.starts[end]
        and parse.ends[end] == parse.starts[end + 1]
    ):
        end += 2
    return end


def without_aside(parse: Parse, start: int, end: int) -> int:
    """Where the content ends that a non-restrictive relative clause closes (", which surprised them"): it is the writer's own more
    often than the speaker's.
    """
    for token in range(end - 2, start + 2, -1):
        relative = token + 2 if parse.tags[token + 1] == "''" else token + 1
        if parse.words[token] == "," and relative < end and parse.words[relative] in ("which", "who", "whose"):
            clause = parse.heads[relative]
            while parse.heads[clause] > token and parse.heads[clause] != clause:
                clause = parse.heads[clause]
            if parse.heads[clause] < token and parse.right[clause] >= end - 1:
                return relative
    return end
