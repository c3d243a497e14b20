"""Which clause a cue reports: "said that it rained", "It rained, he said", "It, he said, rained"."""

from flows.extract.quotes.attribution import Span
from flows.extract.quotes.bounds import pieces_of, without
from flows.extract.quotes.cues import VERBS, Cue
from flows.extract.quotes.parse import Parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
REASONS = frozenset("because since if unless although though even so".split())
ADVERBIALS = frozenset({"prep", "npadvmod", "advmod", "punct", "dobj", "dative"})
# How a question's clause begins (Quirk et al. 1985, 15.5): the parser takes it for an adverbial clause.
INTERROGATIVE = frozenset("if whether how why when where what who which".split())


def reported(parse: Parse, verb: int, cue: Cue) -> list[Span]:
    """The clause that a verb reports, after it, before it ("It rained, he said") or round it ("It, he said, rained")."""
    deps, children = parse.deps, parse.children[verb]
    if deps[verb] == "relcl" and (pieces := pushed_down(parse, verb)):
        return pieces
    clauses = [child for child in children if deps[child] == "ccomp"]
    hole = cue_clause(parse, verb)
    after = [child for child in clauses if parse.left[child] > verb and not is_infinitive(parse, child)]
    if after:
        end = before_own_predicate(parse, verb, after[-1])
        for child in children:
            if child <= end:
                continue
            # "that A, and that B": the second clause hangs on the cue, as does the reason behind it.
            is_second = deps[child] == "conj" and parse.words[parse.left[child]] == "that"
            is_reason = deps[child] == "advcl" and parse.left[child] == end + 1 and parse.words[end + 1] in REASONS
            if is_second or is_reason or goes_on(parse, verb, after[0], child):
                end = parse.right[child]
        spans = [(front(parse, verb, after[0], cue), end + 1)]
        is_inserted = hole[1] < len(parse) and parse.words[hole[1]] == "," and parse.left[verb] < hole[0] - 1
        if is_inserted and parse.words[hole[0] - 1] == "," and deps[children[0]] not in ("prep", "npadvmod"):
            # "If it rains, he said, they stay": the cue is inserted into what is said. "In March, he said, …" is when he said it.
            spans.insert(0, (parse.left[verb], hole[0]))
        return pieces_of(parse, *spans)
    before = [child for child in clauses if child < verb]
    if before and ("quote" in cue.frames or (hole[0] > 0 and parse.words[hole[0] - 1] == ",")):
        first = before[0]
        if parse.right[first] > verb:
            return pieces_of(parse, *without(parse, (parse.left[first], parse.right[first] + 1), hole))
        return pieces_of(parse, (parse.left[first], min(parse.right[before[-1]] + 1, hole[0])))
    if cue.cue_class == "question":
        for child in children:
            if child > verb and deps[child] in ("advcl", "xcomp") and INTERROGATIVE & set(parse.words[parse.left[child] : child]):
                return pieces_of(parse, (parse.left[child], parse.right[child] + 1))
    if "quote" in cue.frames and deps[verb] == "parataxis" and any(deps[child] in SUBJECTS for child in children):
        head = parse.heads[verb]
        return pieces_of(parse, *without(parse, (parse.left[head], parse.right[head] + 1), hole))
    if "quote" in cue.frames and cue.cue_class in ("say", "tell", "claim", "announce"):
        return stray(parse, verb)
    return []


def goes_on(parse: Parse, verb: int, clause: int, second: int) -> bool:
    """Whether a clause coordinated with the cue has the same pronoun for its subject as the one that the cue reports, and the speaker is
    no pronoun ("Lund said she would stay, but she knew that it was late"). What "she" said next is another matter.
    """
    if parse.deps[second] != "conj" or (parse.lemmas[second] in VERBS and VERBS[parse.lemmas[second]].cue_class not in THOUGHT):
        return False
    speaker, first, again = (parse.child(each, *SUBJECTS) for each in (verb, clause, second))
    if speaker is None or first is None or again is None or speaker > verb:
        return False
    return parse.pos[first] == "PRON" and parse.words[first] == parse.words[again] != parse.words[speaker]


THOUGHT = frozenset({"believe", "know", "want", "feel", "show"})


def pushed_down(parse: Parse, verb: int) -> list[Span]:
    """The clause whose subject is the relative pronoun before the verb's own subject ("the bridge, which she said was safe"; Quirk et
    al. 1985, 17.63), as two pieces.
    """
    relative = parse.left[verb]
    clause = next((child for child in parse.children[verb] if child > verb and parse.deps[child] in ("ccomp", "xcomp")), None)
    if clause is None or parse.tags[relative] not in ("WDT", "WP") or parse.tags[clause] in ("VBG", "VB"):
        return []
    own = [child for child in parse.children[verb] if relative < child < verb and parse.deps[child] in SUBJECTS]
    if (
        not own
        or parse.words[verb + 1] == "that"
        or any(verb < child and parse.deps[child] in SUBJECTS for child in parse.children[clause])
    ):
        return []
    return pieces_of(parse, (relative, relative + 1), (verb + 1, parse.right[clause] + 1))


def stray(parse: Parse, verb: int) -> list[Span]:
    """The clause of the next "that" in the sentence, where the parser hung it elsewhere ("said Sunday in Oslo, at a meeting, that …");
    else, where the cue ends its sentence, what stands before the comma ("It will rain, the minister, Ada Lund, announced on Monday",
    "Rain today, said Ada Lund").
    """
    if parse.child(verb, "dobj") is not None and parse.lemmas[verb] != "tell":
        return []
    _, stop = parse.sentence_span(verb)
    for token in range(verb + 1, stop):
        if parse.words[token] == "that" and (parse.deps[token] == "mark" or (parse.deps[token] == "advmod" and parse.heads[token] > token)):
            return pieces_of(parse, (token, parse.right[parse.heads[token]] + 1))
        if parse.tags[token] in ("VBD", "VBZ", "VBP", "MD"):
            break
    subject = max((child for child in parse.children[verb] if parse.deps[child] in SUBJECTS), default=None)
    start, stop = parse.sentence_span(verb)
    begin = verb if subject is None or subject > verb else parse.left[subject]
    comma = begin - 2 if parse.tags[begin - 1] == "''" else begin - 1
    if subject is None or comma <= start + 2 or parse.words[comma] != ",":
        return []
    rest = [child for child in parse.children[verb] if child > verb and child != subject and parse.deps[child] not in ADVERBIALS]
    behind = parse.right[verb] + 1
    if rest or (behind + 1 < stop and parse.words[behind] not in ("—", "–", "--")):
        return []
    return pieces_of(parse, (start, begin))


def front(parse: Parse, verb: int, clause: int, cue: Cue) -> int:
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
            and parse.tags[child] == parse.tags[verb]
            and (parse.tags[verb] != parse.tags[clause] or (parse.tags[verb] == "VBD" and VERBS[parse.lemmas[child]].cue_class in UTTERED))
            and parse.child(child, *SUBJECTS) is None
        ):
            start = parse.left[child]
            while start > clause and (parse.deps[start - 1] in ("cc", "advmod") or parse.words[start - 1] == ","):
                start -= 1
            return start - 1
    return parse.right[clause]


UTTERED = frozenset({"say", "tell", "claim", "announce", "predict", "demand", "question", "promise"})
"""Classes of what the speaker did next, rather than what somebody else is reported to have done."""


def cue_clause(parse: Parse, verb: int) -> Span:
    """The stretch of an inserted clause: the verb, its subject, auxiliaries and adverbials up to the next comma."""
    start, end = verb, verb + 1
    for child in parse.children[verb]:
        if child < verb and parse.deps[child] in (*SUBJECTS, *AUXILIARIES, "advmod", "npadvmod") and parse.right[child] < verb:
            start = min(start, parse.left[child])
        elif child > verb and parse.deps[child] not in ("ccomp", "conj", "cc", "punct", "parataxis", "advcl"):
            end = max(end, parse.right[child] + 1)
    return start, end


def is_infinitive(parse: Parse, verb: int) -> bool:
    """Whether the verb has a "to"."""
    return any(parse.tags[child] == "TO" for child in parse.children[verb] if child < verb)
