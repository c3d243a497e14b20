"""Indirect speech and thought: what the grammar says was said, without a look at quotation marks."""

from collections.abc import Iterator
from dataclasses import replace

from flows.extract.quotes import complements, speakers
from flows.extract.quotes.attribution import Attribution, Span
from flows.extract.quotes.bounds import trimmed, without
from flows.extract.quotes.clauses import AUXILIARIES, stray
from flows.extract.quotes.complements import Governed
from flows.extract.quotes.cues import ADJECTIVES, NOUNS, VERBS, Cue
from flows.extract.quotes.parse import Parse

POLLS = frozenset({"poll", "survey"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
VIEWS = frozenset("view opinion estimation telling words mind judgment assessment eye eyes".split())


def attributions(parse: Parse, is_quoted: list[bool]) -> list[Attribution]:
    """The attributions of a document whose cues stand outside quotation marks, in the order of their cues."""
    found: list[Attribution] = []
    for token in range(len(parse)):
        if is_quoted[token]:
            continue
        found += at(parse, token)
    return [within_source(parse, one, found) for one in found]


def within_source(parse: Parse, one: Attribution, found: list[Attribution]) -> Attribution:
    """The attribution without the source of the whole sentence at its end ("Lund said it was safe, according to the Herald"): the one
    that reports the cue.
    """
    for source in found:
        if source is one or not any(start <= one.head < end for start, end in source.content):
            continue
        first = min(source.head, source.speaker[0] if source.speaker else source.head)
        start, end = one.content[-1]
        if start < first < end and source.content[-1][1] <= first and (piece := trimmed(parse, start, first)):
            return replace(one, content=[*one.content[:-1], piece])
    return one


def at(parse: Parse, token: int) -> Iterator[Attribution]:
    """What the token attributes, if it is a cue."""
    lemma, pos = parse.lemmas[token], parse.pos[token]
    if pos == "VERB":
        is_label = parse.words[token + 1 : token + 2] == [":"] and parse.left[token] == token and token in parse.sentence_starts
        if lemma in VERBS and not is_label and (made := of_verb(parse, token, VERBS[lemma])):
            yield made
        elif parse.words[token] == "according" and (source := according_to(parse, token)):
            yield source
        elif lemma == "put" and parse.words[token + 1 : token + 2] in (["it"], ["that"]) and (clause := as_clause(parse, token)):
            yield Attribution(token, cue_words(parse, token, token + 1), "say", clause.pieces, speakers.of_verb(parse, token))
    elif pos == "NOUN":
        if lemma in VIEWS and (view := in_view(parse, token)):
            yield view
        elif lemma in POLLS and (poll := in_poll(parse, token)):
            yield poll
        elif lemma in NOUNS and (made := of_noun(parse, token, NOUNS[lemma])):
            yield made
    elif pos == "ADJ":
        if lemma in ADJECTIVES and (made := of_adjective(parse, token, ADJECTIVES[lemma])):
            yield made
    elif parse.words[token] == "according" and (source := according_to(parse, token)):
        yield source


def of_verb(parse: Parse, verb: int, cue: Cue) -> Attribution | None:
    """The attribution of a verb, if it governs any content."""
    governed = complements.of_verb(parse, verb, cue)
    if governed is None and "quote" in cue.frames:
        governed = as_clause(parse, verb)
    if (
        governed is None
        and "that" in cue.frames
        and cue.cue_class != "show"
        and parse.tags[verb] in FINITE
        and (pieces := stray(parse, verb))
    ):
        governed = Governed("that", pieces, verb)
    if governed is None or not governed.pieces:
        return None
    frame, content, last = governed
    speaker = speakers.of_verb(parse, verb)
    if speaker is None and parse.tags[verb] in ("VB", "VBP") and parse.left[verb] == verb and content[0][0] > verb:
        return None  # an order or an offer to the reader: "Want to know more?"
    return Attribution(verb, cue_words(parse, verb, last), cue.class_of(frame), content, speaker)


def of_noun(parse: Parse, noun: int, cue: Cue) -> Attribution | None:
    """The attribution of a noun, if it governs any content."""
    governed = complements.of_noun(parse, noun, cue)
    if governed is None or not governed.pieces:
        return None
    frame, content, last = governed
    if last > noun and speakers.of_noun(parse, noun) is None:
        return None  # a topic rather than a statement: "questions about the bridge"
    return Attribution(noun, (noun, last + 1), cue.class_of(frame), content, speakers.of_noun(parse, noun))


def of_adjective(parse: Parse, adjective: int, cue: Cue) -> Attribution | None:
    """The attribution of an adjective, if it governs any content."""
    governed = complements.of_adjective(parse, adjective, cue)
    if governed is None or not governed.pieces:
        return None
    frame, content, last = governed
    return Attribution(adjective, (adjective, last + 1), cue.class_of(frame), content, speakers.of_adjective(parse, adjective))


def cue_words(parse: Parse, verb: int, last: int) -> Span:
    """The verb with its auxiliaries and negation before it, up to its preposition."""
    start = verb
    for child in reversed(parse.children[verb]):
        if child >= start:
            continue
        if (parse.deps[child] in AUXILIARIES and child == start - 1) or (
            parse.deps[child] == "advmod" and child == start - 1 and parse.left[child] == child
        ):
            start = child
    while start < verb and (parse.deps[start] == "advmod" or parse.tags[start] == "TO"):
        start += 1
    return start, last + 1


def as_clause(parse: Parse, verb: int) -> Governed | None:
    """“As he said”, "as he put it, it rained": the content is the main clause (Quirk et al. 1985, 15.53)."""
    if parse.deps[verb] != "advcl" or parse.words[parse.left[verb]] != "as" or parse.heads[verb] == verb:
        return None
    if any(parse.deps[child] in ("dobj", "ccomp", "xcomp") for child in parse.children[verb] if parse.words[child] != "it"):
        return None
    head = parse.heads[verb]
    content = without(parse, (parse.left[head], parse.right[head] + 1), (parse.left[verb], parse.right[verb] + 1))
    return Governed("that", content, verb) if content else None


def according_to(parse: Parse, token: int) -> Attribution | None:
    """“According to”: the clause it stands in is the content, what follows it the speaker (Quirk et al. 1985, 9.46)."""
    to = token + 1
    if to >= len(parse) or parse.words[to] != "to":
        return None
    source = parse.child(to, "pobj", "pcomp")
    if source is None:
        source = parse.child(token, "pobj", "dobj")
    end = max(parse.right[token], parse.right[to], parse.right[source] if source is not None else to) + 1
    head = clause_of(parse, token)
    if head is None:
        return None if source is None else before_comma(parse, token, source)
    if parse.words[token - 1] == "," and end >= parse.sentence_span(token)[1] - 2:
        head = matrix(parse, head)
    start, stop = parse.left[head], parse.right[head] + 1
    if stop > end and parse.words[end] == "," and end + 1 < stop and parse.tags[end + 1] == "CC":
        stop = end
    if trimmed(parse, end, stop) and not trimmed(parse, start, token):
        start = token
    content = without(parse, (min(start, token), max(stop, end)), (token, end))
    speaker = None if source is None else speakers.noun_phrase(parse, source)
    return Attribution(token, (token, to + 1), "say", content, speaker) if content else None


def matrix(parse: Parse, clause: int) -> int:
    """The verb whose clause holds a clause that is reported: at the end of a sentence, behind a comma, the source is that of the whole
    sentence.
    """
    while parse.deps[clause] in ("ccomp", "advcl", "conj") and parse.heads[clause] < clause:
        clause = parse.heads[clause]
    return clause


def before_comma(parse: Parse, token: int, source: int) -> Attribution | None:
    """“According to the mayor, …” at the head of a sentence in which the parser found no other verb: the comma ends the speaker."""
    start, stop = parse.sentence_span(token)
    comma = next((each for each in range(source + 1, stop) if parse.words[each] == ","), None)
    if token != start or comma is None:
        return None
    content = trimmed(parse, comma + 1, stop)
    return Attribution(token, (token, token + 2), "say", [content], speakers.noun_phrase(parse, source, last=comma)) if content else None


def in_view(parse: Parse, noun: int) -> Attribution | None:
    """“In the mayor's view, it rained”: the clause is the content (Quirk et al. 1985, 8.124)."""
    preposition = parse.heads[noun]
    owner = parse.child(noun, "poss")
    if owner is None or parse.deps[noun] != "pobj" or parse.words[preposition] not in ("in", "to"):
        return None
    head = clause_of(parse, preposition)
    if head is None or not (parse.left[preposition] == parse.left[head] or parse.words[parse.left[preposition] - 1] == ","):
        return None
    content = without(parse, (parse.left[head], parse.right[head] + 1), (parse.left[preposition], parse.right[preposition] + 1))
    return Attribution(noun, (noun, noun + 1), "believe", content, speakers.noun_phrase(parse, owner)) if content else None


def in_poll(parse: Parse, noun: int) -> Attribution | None:
    """“In a poll, most said yes”: the clause is the content, the poll, which is named or told apart from others, the speaker."""
    preposition = parse.heads[noun]
    start, end = speakers.noun_phrase(parse, noun)
    if parse.deps[noun] != "pobj" or parse.words[preposition] != "in" or parse.left[noun] == noun:
        return None
    head = clause_of(parse, preposition)
    if head is None or parse.heads[preposition] != head:
        return None
    is_front = parse.left[preposition] == parse.left[head] and parse.words[parse.right[preposition] + 1 :][:1] == [","]
    is_back = parse.right[preposition] == parse.right[head] or parse.words[parse.right[preposition] + 1 :][:1] == ["."]
    if not is_front and not (is_back and noun - start >= 2):
        return None
    content = without(parse, (parse.left[head], parse.right[head] + 1), (parse.left[preposition], parse.right[preposition] + 1))
    is_clause = sum(stop - begin for begin, stop in content) > 1
    return Attribution(preposition, (preposition, preposition + 1), "show", content, (start, end)) if is_clause else None


def clause_of(parse: Parse, token: int) -> int | None:
    """The verb of the clause that a token stands in."""
    seen = 0
    while parse.heads[token] != token and seen < len(parse):
        token = parse.heads[token]
        if parse.pos[token] in ("VERB", "AUX") and parse.deps[token] not in ("amod", "acl", "relcl"):
            return token
        seen += 1
    return token if seen else None
