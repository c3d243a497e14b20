"""Attributions inside what another one reports.

What a speaker is reported to say somebody thinks or wants is part of the speaker's statement, and PolNeAR's annotators (Newell et al.
2018) do not mark it a second time: of 1,500 such finds in its training part none was. A chain ("the paper said the minister said …") is
what readers ask for all the same, and stays.
"""

from flows.extract.quotes.attribution import Attribution
from flows.extract.quotes.cues import SPEECH
from flows.extract.quotes.parse import Parse

YIELDING = frozenset({"appear", "seem", "express", "voice", "raise", "make", "issue", "have", "give", "offer", "state"})
"""Verbs that say no more than the cue they govern: "seemed to deny", "voiced concern about"."""


def outermost(parse: Parse, found: list[Attribution]) -> list[Attribution]:
    """The attributions that no other one's content holds, and those that carry a chain on."""
    by_head = {one.head: one for one in found}
    yielding = {
        parse.heads[one.head]
        for one in found
        if parse.heads[one.head] in by_head
        and parse.lemmas[parse.heads[one.head]] in YIELDING
        and parse.deps[one.head] in ("xcomp", "dobj")
    }
    standing = [one for one in found if one.head not in yielding]
    holder: list[Attribution | None] = [None] * len(parse)
    kept: list[Attribution] = []
    for one in sorted(standing, key=lambda each: -sum(end - start for start, end in each.content)):
        outer = holder[one.head]
        if outer is not None and not is_link(parse, outer, one):
            continue
        kept.append(one)
        for start, end in one.content:
            for token in range(start, end):
                if token != one.head and holder[token] is None:
                    holder[token] = one
    return sorted(kept, key=lambda each: (each.content[0], each.head))


def is_link(parse: Parse, outer: Attribution, inner: Attribution) -> bool:
    """Whether the outer one reports nothing but that the inner one's speaker spoke."""
    if parse.words[outer.head] == "according" and parse.heads[inner.head] == inner.head and inner.cue_class in SPEECH:
        return True  # "Lund said it rained, according to the Herald"
    return (
        inner.cue_class in SPEECH
        and outer.cue_class in SPEECH
        and parse.pos[inner.head] == "VERB"
        and parse.heads[inner.head] == outer.head
        and parse.child(inner.head, "nsubj") is not None
        and parse.child(inner.head, "ccomp") is not None
        and len(outer.content) == 1
        and inner.content[-1][1] >= outer.content[0][1] - 1
    )
