"""How the text stands to an attribution: does it deny it, does it hedge it, does it hide the speaker's name?"""

from flows.extract.quotes.attribution import Span
from flows.extract.quotes.parse import Parse

# Quirk et al. (1985), 10.54-10.63: words of clause negation; 8.127: content disjuncts of doubt.
NEGATIVES = frozenset("not n't n’t never no neither nobody none nothing hardly scarcely nor".split())
NEGATIVE_SUBJECTS = frozenset("nobody none neither no".split())
HEDGES = frozenset("reportedly allegedly apparently purportedly seemingly supposedly ostensibly possibly perhaps maybe presumably".split())
HEDGING_ADJECTIVES = frozenset("purported alleged apparent supposed reported possible likely".split())
HEDGING_VERBS = frozenset("appear seem purport".split())
HEDGING_MODALS = frozenset("may might could".split())
# Sources that news leaves without a name: Stenvall, "Unnamed sources as rhetorical constructs in news agency reports" (2008).
SOURCES = frozenset(
    """official source person people aide adviser advisor insider diplomat analyst expert observer critic witness executive employee
    operative staffer strategist lawmaker investigator prosecutor trader banker dealer spokesman spokeswoman spokesperson
    associate ally friend colleague neighbor neighbour relative resident member""".split()
)


def is_negated(parse: Parse, head: int) -> bool:
    """Whether the cue, or what it depends on as an infinitive, is negated, or its subject is nobody."""
    for token in governors(parse, head):
        for child in parse.children[token]:
            if parse.deps[child] == "neg" or (parse.deps[child] == "det" and parse.words[child] == "no"):
                return True
            if parse.deps[child] == "nsubj" and NEGATIVE_SUBJECTS & set(parse.words[parse.left[child] : child + 1]):
                return True
            if parse.deps[child] in ("advmod", "preconj") and parse.words[child] in NEGATIVES:
                return True
    return False


def is_hedged(parse: Parse, head: int) -> bool:
    """Whether the text leaves open that the cue happened."""
    for token in governors(parse, head):
        if token != head and parse.lemmas[token] in HEDGING_VERBS:
            return True
        for child in parse.children[token]:
            word, dep = parse.words[child], parse.deps[child]
            if (
                (dep == "aux" and word in HEDGING_MODALS)
                or (dep == "advmod" and word in HEDGES)
                or (dep == "amod" and word in HEDGING_ADJECTIVES)
            ):
                return True
    return False


def governors(parse: Parse, head: int) -> list[int]:
    """The cue and the verbs and adjectives whose infinitive it is ("did not want to say", "was not able to say")."""
    found = [head]
    while parse.deps[found[-1]] in ("xcomp", "acomp") and len(found) < 5:
        found.append(parse.heads[found[-1]])
    return found


def head_of(parse: Parse, speaker: Span) -> int:
    """The word that a speaker's phrase is built on; of an apposition the name ("his partner, Lee Cole")."""
    start, end = speaker
    head = next((token for token in range(start, end) if not start <= parse.heads[token] < end or parse.heads[token] == token), start)
    if parse.pos[head] != "PROPN":
        for child in parse.children[head]:
            if start <= child < end and parse.deps[child] == "appos" and parse.pos[child] == "PROPN":
                return child
    return head


def speaker_kind(parse: Parse, head: int) -> str:
    """The kind of the speaker, by its head: `name`, `pronoun` or `nominal`."""
    if parse.pos[head] == "PROPN":
        return "name"
    return "pronoun" if parse.pos[head] == "PRON" or parse.tags[head] in ("PRP", "PRP$", "WP", "WDT") else "nominal"


def is_anonymous(parse: Parse, speaker: Span, head: int) -> bool:
    """Whether the speaker is somebody whom the text does not name: a noun for a source without a name beside it, or the sentence or the
    next one says so itself ("on condition of anonymity").
    """
    if speaker_kind(parse, head) != "nominal":
        return False
    if parse.lemmas[head] in SOURCES and not any(parse.deps[child] == "poss" for child in parse.children[head]):
        return True
    start, end = parse.sentence_span(head)
    return "anonymity" in parse.words[start:end] or "anonymous" in parse.words[speaker[0] : speaker[1]]
