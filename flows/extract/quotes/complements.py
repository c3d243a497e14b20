"""What a cue governs: its content, by the first of its constructions (`cues`) that is there."""

from typing import NamedTuple

from flows.extract.quotes import clauses
from flows.extract.quotes.attribution import Span
from flows.extract.quotes.bounds import pieces_of
from flows.extract.quotes.clauses import is_infinitive
from flows.extract.quotes.cues import Cue
from flows.extract.quotes.parse import Parse

# VerbNet's dub-29.3: they take a second noun phrase without "as".
CALLING = frozenset("call dub label brand name deem pronounce term".split())
OBJECTS = frozenset({"pobj", "pcomp"})


class Governed(NamedTuple):
    """The construction, the pieces of content, and the cue's last token (inclusive): the preposition of "called for"."""

    frame: str
    pieces: list[Span]
    last: int


Right = dict[str, list[int]]
"""The children behind a word, by relation."""


def of_verb(parse: Parse, verb: int, cue: Cue) -> Governed | None:
    """What a verb governs."""
    if "that" in cue.frames and (pieces := clauses.reported(parse, verb, cue)):
        return Governed("that", pieces, verb)
    right = right_of(parse, verb)
    passive_subject = next((child for child in parse.children[verb] if parse.deps[child] == "nsubjpass"), None)
    is_passive = passive_subject is not None or any(parse.deps[child] == "auxpass" for child in parse.children[verb])
    return (
        infinitive(parse, verb, cue, right, passive_subject, is_passive=is_passive)
        or predication(parse, verb, cue, right, passive_subject)
        or noun_phrase(parse, verb, cue, right, passive_subject, is_passive=is_passive)
        or prepositional(parse, [child for dep in ("prep", "prt", "advcl") for child in right.get(dep, [])], cue, verb)
    )


def right_of(parse: Parse, word: int) -> Right:
    """The children behind a word, by relation."""
    right: Right = {}
    for child in parse.children[word]:
        if child > word:
            right.setdefault(parse.deps[child], []).append(child)
    return right


def infinitive(parse: Parse, verb: int, cue: Cue, right: Right, passive_subject: int | None, *, is_passive: bool) -> Governed | None:
    """An infinitive or gerund, with the one who is to act or without."""
    objects = right.get("dobj", [])
    verbs = [child for dep in ("xcomp", "ccomp") for child in right.get(dep, []) if is_infinitive(parse, child)]
    if not verbs:
        gerund = next((child for child in right.get("xcomp", []) if parse.tags[child] == "VBG"), None)
        return made(parse, "ing", verb, (gerund, gerund)) if "ing" in cue.frames and gerund is not None and not objects else None
    [action, *_] = verbs
    alone = (action, action)
    if "asked_to" in cue.frames and (objects or is_passive or parse.deps[action] == "ccomp"):
        return made(parse, "asked_to", verb, alone)
    if "object_to" in cue.frames:
        if parse.deps[action] == "ccomp" or (is_passive and cue.cue_class == "question"):
            return made(parse, "object_to", verb, alone)
        if is_passive and passive_subject is not None:
            return made(parse, "object_to", verb, (passive_subject, passive_subject), alone)
        if objects and objects[0] < action:
            return made(parse, "object_to", verb, (objects[0], action))
    if "to" in cue.frames and not objects and not is_passive:
        return made(parse, "to", verb, alone)
    return None


def predication(parse: Parse, verb: int, cue: Cue, right: Right, passive_subject: int | None) -> Governed | None:
    """What somebody is called or described as, with whom ("called [the vote a farce]", "described [it as a farce]").

    Verbs of judgment take `as` too (VerbNet's judgment-33: "condemned [the vote as a farce]").
    """
    judges = "object" in cue.frames and cue.cue_class in ("praise", "criticize", "deny")
    if "object_as" not in cue.frames and not judges:
        return None
    named = next(iter(right.get("dobj", [])), None)
    if named is None and parse.deps[verb] in ("relcl", "ccomp", "pcomp", "csubj"):  # "which he called a farce"
        named = next((child for child in parse.children[verb] if child < verb and parse.deps[child] == "dobj"), None)
    calls = parse.lemmas[verb] in CALLING
    predicates = [child for dep in ("oprd", "xcomp", "ccomp") for child in right.get(dep, [])]
    if not calls:
        predicates += [child for child in right.get("prep", []) if parse.words[child] == "as"]
    if named is not None and not predicates:
        if calls and (end := end_of_quoted(parse, named)) is not None:
            return Governed("object_as", pieces_of(parse, (parse.left[named], end)), verb)
        behind = parse.right[named] + 1
        if parse.words[behind : behind + 1] == ["as"]:
            return made(parse, "object_as", verb, (named, behind))
    for predicate in predicates:
        if named is not None and named < verb:
            return made(parse, "object_as", verb, (named, named), (predicate, predicate))
        if named is not None and named < predicate:
            return made(parse, "object_as", verb, (named, predicate))
        if passive_subject is not None:
            return made(parse, "object_as", verb, (passive_subject, passive_subject), (predicate, predicate))
        if parse.deps[predicate] == "ccomp" and parse.child(predicate, "nsubj", "nsubjpass") is not None:
            return made(parse, "object_as", verb, (predicate, predicate))
    quoted = named_in_marks(parse, verb) if calls else None
    return None if quoted is None else Governed("object_as", pieces_of(parse, quoted), verb)


def end_of_quoted(parse: Parse, noun: int) -> int | None:
    """End (exclusive) of a noun phrase that holds a quotation mark, or of the mark right behind it: the second noun phrase of "called
    the plan “a farce”" is often parsed as a part of the first.
    """
    end = parse.right[noun] + 1
    if parse.tags[end : end + 1] == ["``"]:
        return end + 1
    return end if "``" in parse.tags[parse.left[noun] : end] else None


def named_in_marks(parse: Parse, verb: int) -> Span | None:
    """What stands between a verb of calling and the quotation that names it, and the quotation's first word: where the parser finds no
    second noun phrase, the marks show it.
    """
    _, stop = parse.sentence_span(verb)
    if parse.words[verb + 1 : verb + 2] in (["for"], ["on"], ["upon"], ["off"], ["out"]):
        return None
    is_naming = parse.tags[verb] == "VBN" and not any(parse.lemmas[child] == "have" for child in parse.children[verb])
    for token in range(verb + 1, min(stop - 1, verb + CALLED)):
        if parse.tags[token] == "``":
            is_named = {"NOUN", "PROPN", "PRON"}.isdisjoint(parse.pos[verb + 1 : token])
            return None if is_naming and is_named else (verb + 1, token + 2)  # not "a show called “Brokers”"
        if parse.tags[token] in BEHIND_NAME or (parse.tags[token] == "VBG" and parse.words[token - 1] == ","):
            return None
    return None


BEHIND_NAME = frozenset({"VBD", "VBZ", "VBP", "MD", "''", ".", ":"})
CALLED = 16
"""Words from a verb of calling to the name in quotation marks at most."""


def noun_phrase(parse: Parse, verb: int, cue: Cue, right: Right, passive_subject: int | None, *, is_passive: bool) -> Governed | None:
    """The object, with its preposition where the cue takes one, of a passive with an agent the subject."""
    if "dobj" in right:
        named = right["dobj"][0]
        for preposition in right.get("prep", []):
            frame = "object+" + parse.words[preposition]
            if preposition > named and frame in cue.frames:
                return made(parse, frame, verb, (named, preposition))
        if "object" in cue.frames:
            return made(parse, "object", verb, (named, named))
        return made(parse, "rest", verb, (named, verb)) if "rest" in cue.frames else None
    if "object" in cue.frames and (clause := free_relative(parse, verb, right)) is not None:
        return made(parse, "object", verb, (clause, clause))
    if "rest" in cue.frames and "intj" in right:
        return made(parse, "rest", verb, (right["intj"][0], right["intj"][-1]))
    if "object" not in cue.frames:
        return None
    if is_passive:
        return made(parse, "object", verb, (passive_subject, passive_subject)) if passive_subject is not None and "agent" in right else None
    fronted = parse.child(verb, "dobj")
    return None if fronted is None else made(parse, "object", verb, (fronted, fronted))


def free_relative(parse: Parse, verb: int, right: Right) -> int | None:
    """The clause that stands for an object ("condemned what he called a farce"; Quirk et al. 1985, 15.8)."""
    clause = next(iter(right.get("ccomp", [])), None)
    begins = clause is not None and parse.left[clause] == verb + 1 and parse.words[verb + 1] in ("what", "whatever", "how")
    return clause if begins else None


def prepositional(parse: Parse, children: list[int], cue: Cue, head: int) -> Governed | None:
    """The object of the first preposition that the cue takes; `for` may open a clause ("called for it to end")."""
    for child in children:
        if parse.deps[child] == "advcl":
            mark = parse.left[child]
            if parse.words[mark] == "for" and "for" in cue.frames and is_infinitive(parse, child):
                return Governed("for", pieces_of(parse, (mark + 1, parse.right[child] + 1)), head)
            continue
        objects = [k for k in parse.children[child] if parse.deps[k] in OBJECTS and k > child]
        if parse.words[child] in cue.frames and objects:
            end = parse.right[objects[-1]] + 1
            if parse.words[end : end + 1] == ["as"]:
                end = parse.right[end] + 1  # "referred to it as a farce"
            last = child if all(parse.deps[k] in ("prt", "advmod", "neg") for k in range(head + 1, child)) else head
            return Governed(parse.words[child], pieces_of(parse, (parse.left[objects[0]], end)), last)
    return None


def of_noun(parse: Parse, noun: int, cue: Cue) -> Governed | None:
    """What a noun's that-clause, infinitive or prepositional phrase says ("the claim that it rained")."""
    for child in parse.children[noun]:
        if child > noun and "that" in cue.frames and is_content_clause(parse, child, cue):
            return made(parse, "that", noun, (child, child))
        if child > noun and parse.deps[child] in ("acl", "xcomp") and "to" in cue.frames and is_infinitive(parse, child):
            return made(parse, "to", noun, (child, child))
    phrases = [child for child in parse.children[noun] if child > noun and parse.deps[child] == "prep"]
    return prepositional(parse, phrases, cue, noun) or (of_copula(parse, noun) if "that" in cue.frames else None)


def is_content_clause(parse: Parse, clause: int, cue: Cue) -> bool:
    """Whether a noun's clause says what the noun is about, unlike a relative clause ("the claim that he made")."""
    if parse.deps[clause] not in ("acl", "ccomp", "relcl"):
        return False
    if parse.words[parse.left[clause]] == "that":
        return all(parse.deps[child] == "mark" for child in parse.children[clause] if parse.words[child] == "that")
    # Without "that": "doubts they would agree".
    has_modal = any(parse.tags[child] == "MD" for child in parse.children[clause])
    return parse.deps[clause] == "relcl" and cue.cue_class == "feel" and has_modal and parse.child(clause, "nsubj") is not None


def of_copula(parse: Parse, noun: int) -> Governed | None:
    """What somebody's answer, hope or message is ("Her answer was that it rained")."""
    verb = parse.heads[noun]
    if parse.deps[noun] != "nsubj" or parse.lemmas[verb] != "be":
        return None
    for child in parse.children[verb]:
        if child > verb and parse.deps[child] in ("ccomp", "advcl") and parse.words[parse.left[child]] == "that":
            return made(parse, "that", noun, (child, child))
    return None


def of_adjective(parse: Parse, adjective: int, cue: Cue) -> Governed | None:
    """What somebody is sure, afraid or critical of."""
    if parse.deps[adjective] not in ("acomp", "oprd", "ccomp", "xcomp"):
        return None
    for child in parse.children[adjective]:
        dep = parse.deps[child]
        is_clause = dep == "ccomp" or (dep == "advcl" and parse.words[parse.left[child]] == "that")
        if child > adjective and is_clause and "that" in cue.frames:
            return made(parse, "that", adjective, (child, child))
        if child > adjective and dep == "xcomp" and "to" in cue.frames and is_infinitive(parse, child):
            return made(parse, "to", adjective, (child, child))
    return prepositional(parse, [child for child in parse.children[adjective] if parse.deps[child] == "prep"], cue, adjective)


def made(parse: Parse, frame: str, cue: int, *subtrees: tuple[int, int]) -> Governed:
    """The content from the first token below the first word of each pair to the last token below the second."""
    return Governed(frame, pieces_of(parse, *((parse.left[first], parse.right[last] + 1) for first, last in subtrees)), cue)
