"""Direct speech: which cue and which speaker a quotation belongs to.

Inside long quotations the parse is poor, so that the rules go by position: the clause that stands right behind a quotation's comma or
right before its colon reports it (Quirk et al. 1985, 14.28–14.29). A quotation without a clause of its own goes on with the speaker
before it.
"""

from dataclasses import dataclass

from flows.extract.quotes import colons, indirect, speakers
from flows.extract.quotes.attribution import Attribution, Span
from flows.extract.quotes.bounds import DASHES, OCCASIONS
from flows.extract.quotes.cues import SPEECH, VERBS, Cue
from flows.extract.quotes.parse import Parse

REACH = 28
"""Tokens between a quotation and its cue at most: room for a speaker with a long apposition."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in tokens, the marks included."""

    start: int
    end: int
    continues: bool

    @property
    def span(self) -> Span:
        """First token and end (exclusive)."""
        return self.start, self.end


Owner = dict[int, Attribution]
"""The attribution that a quotation, by its number, belongs to."""


def attach(parse: Parse, quoted: list[Quoted], is_quoted: list[bool], found: list[Attribution]) -> list[Attribution]:
    """All attributions in the order of their content: the found ones with the quotations that they reach into, and those that only
    the marks show.
    """
    inside = [-1] * len(parse)
    for number, quotation in enumerate(quoted):
        inside[quotation.start : quotation.end] = [number] * (quotation.end - quotation.start)
    owner: Owner = {}
    heads = {one.head for one in found}
    for one in found:
        absorb(parse, one, quoted, inside, heads)
        if one.speaker is None and one.content[0][0] < one.head and is_behind_quotation(parse, one.cue[0], inside):
            one.speaker = speakers.near(parse, one.head, one.cue[0])  # “…,” said one of them: taken for a participle
        for start, end in one.content:
            for number in sorted(set(inside[start:end]) - {-1}):
                owner.setdefault(number, one)
    made = {one.head: one for one in found}
    for number, quotation in enumerate(quoted):
        if number not in owner and (running := running_on(parse, quotation, found, inside)) is not None:
            owner[number] = running
            begin, end = running.content[-1]
            if begin < running.head:
                running.content.append((quotation.start, end_of_clause(parse, quotation.start, quotation)))
            else:
                running.content[-1] = begin, end_of_clause(parse, end, quotation)
    for chain in chains(quoted):
        owning = next((owner[number] for number in chain if number in owner), None)
        if owning is None and any(is_utterance(parse, quoted[number]) for number in chain):
            owning = reporting(parse, chain, quoted, inside, made) or colons.before_quotation(parse, quoted[chain[0]].start, is_quoted)
            if owning is not None:
                made[owning.head] = owning
            else:
                owning = carried(parse, chain[0], quoted, list(made.values()), owner)
        if owning is not None and (len(chain) > 1 or chain[0] not in owner):
            owner |= dict.fromkeys(chain, owning)
            spans = [quoted[number].span for number in chain]
            if spans[-1][0] > owning.head:
                spans[-1] = spans[-1][0], with_rest(parse, spans[-1][1], inside)
            if spans[-1][1] <= owning.head:
                spans[0] = lead_in(parse, spans[0][0], inside), spans[0][1]
            owning.content = merged([*owning.content, *spans])
    return sorted(made.values(), key=lambda one: (one.content[0], one.head))


def is_behind_quotation(parse: Parse, token: int, inside: list[int]) -> bool:
    """Whether a token stands right behind a quotation that ends with a comma."""
    return token > 1 and inside[token - 1] >= 0 and inside[token] < 0 and parse.words[token - 2] == ","


def absorb(parse: Parse, one: Attribution, quoted: list[Quoted], inside: list[int], heads: set[int]) -> None:
    """Draws the content's bounds anew with the quotations that it touches; `heads` are those of all cues."""
    announced = quotation_after(parse, one, inside)
    first = one.content[0]
    if announced is not None and first[0] < one.head and any(parse.lemmas[token] in ASKING for token in range(*first)):
        one.content = [quoted[announced].span]
    one.content = until_participle(parse, one, heads)
    one.content = merged([stretched(parse, piece, one, quoted, inside) for piece in one.content])
    start, end = one.content[-1]
    if start > one.head and (adds := added(parse, end, quoted, inside)) is not None:
        one.content[-1] = start, adds.end
    elif start > one.head and inside[end - 1] >= 0:
        one.content[-1] = start, with_adjunct(parse, end, inside)


def added(parse: Parse, end: int, quoted: list[Quoted], inside: list[int]) -> Quoted | None:
    """The quotation that a dash or colon adds to a content in its sentence ("asked them to greet the mayor – “my best friend”")."""
    _, stop = parse.sentence_span(end - 1)
    if end + 1 >= stop or parse.words[end] not in (*DASHES, ":") or inside[end + 1] < 0:
        return None
    quotation = quoted[inside[end + 1]]
    return quotation if quotation.start == end + 1 else None


def running_on(parse: Parse, quotation: Quoted, found: list[Attribution], inside: list[int]) -> Attribution | None:
    """The attribution whose content goes on, in its sentence, up to a quotation that the parser hung elsewhere: coordinated with what
    is quoted before ("called it “a farce” and “a shame”") or in a second clause with a subject of its own ("said it was safe, and there
    was “no doubt”").
    """
    begin, stop = parse.sentence_span(quotation.start)
    if quotation.end > stop:
        return None
    before = [one for one in found if begin <= one.head < quotation.start and begin <= one.content[-1][1] <= quotation.start]
    one = max(before, key=lambda each: max(each.head, each.content[-1][1]), default=None)
    if one is None:
        return None
    if one.content[-1][1] <= one.head:
        return one if is_resumed(parse, one, quotation) else None
    gap = range(one.content[-1][1], quotation.start)
    first = gap.start + (parse.words[gap.start] == ",")
    is_listed = parse.tags[gap.start - 1] == "''" and all(parse.tags[token] in ("DT", ",") for token in gap)
    is_qualified = parse.tags[gap.start - 1] == "''" and parse.tags[gap.start] in ("WP", "WDT")
    if not gap or not (parse.tags[first] == "CC" or is_listed or is_qualified) or parse.words[gap[-1]] in (":", ","):
        return None
    if any(other.head in gap for other in found) or any(inside[token] >= 0 for token in gap):
        return None
    verbs = {parse.heads[token] if parse.deps[token] in ("aux", "auxpass") else token for token in gap if parse.tags[token] in FINITE}
    if any(not any(child in gap and parse.deps[child] in SUBJECTS for child in parse.children[verb]) for verb in verbs):
        return None
    return one if is_reported_clause(parse, one) or all(parse.deps[verb] == "relcl" for verb in verbs) else None


def is_resumed(parse: Parse, one: Attribution, quotation: Quoted) -> bool:
    """Whether a quotation goes on with what stands before the cue ("It is “old,” Lund said, and “narrow.”")."""
    joined = next((token for token in range(quotation.start - 1, quotation.start - 4, -1) if parse.tags[token] == "CC"), None)
    if joined is None or joined <= one.head or parse.words[joined - 1] != ",":
        return False
    return all(parse.tags[token] not in FINITE for token in range(one.cue[1], quotation.start))


SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


def end_of_clause(parse: Parse, begin: int, quotation: Quoted) -> int:
    """The end of what goes on from `begin` to a quotation: with the words behind it that hang on it or on the clause it stands in ("“a
    threat” to peace").
    """
    end = quotation.end
    if end == len(parse) or parse.words[end - 2] in TERMINAL:
        return end
    verbs = [token for token in range(begin, quotation.start) if parse.tags[token] in FINITE]
    inner = [token for token in range(quotation.start, end) if parse.heads[token] < end] if parse.pos[end] != "PUNCT" else []
    _, stop = parse.sentence_span(quotation.start)
    end = max([end, *(right for token in (*verbs, *inner) if (right := parse.right[token] + 1) <= stop)])
    return end - 1 if parse.words[end - 1] == "." else end


TERMINAL = frozenset({".", "?", "!", ","})


def with_adjunct(parse: Parse, end: int, inside: list[int]) -> int:
    """The end of a content that a quotation closes in mid-sentence, with what stands behind it without a comma and completes it: the
    phrases that say of whom, for what, where or why it is so (“a threat” to peace, “late” because it rained), a clause that says which
    (“the men” who came). Where and when may be where and when it was said: so of a day, and of a speech or a writing.
    """
    _, stop = parse.sentence_span(end - 1)
    if parse.words[end - 2] in TERMINAL:
        return end
    while end + 1 < stop:
        if parse.deps[end] in ("mark", "advmod") and parse.words[end] in CONJUNCTIONS:
            head = parse.heads[end]
        elif parse.deps[end] in ("prep", "agent") and not is_setting(parse, end):
            head = end
        elif parse.tags[end] in ("WDT", "WP") and parse.deps[parse.heads[end]] == "relcl":
            head = parse.heads[end]
        else:
            break
        behind = parse.right[head] + 1
        if head < end or behind > stop or any(inside[token] >= 0 for token in range(end, behind)):
            break
        end = behind
    return end - 1 if parse.words[end - 1] == "." else end


CONJUNCTIONS = frozenset("because since if unless until than".split())


def is_setting(parse: Parse, preposition: int) -> bool:
    """Whether a phrase tells when or in what speech or writing something was said."""
    noun = parse.child(preposition, "pobj")
    if noun is None or parse.words[preposition] in ("before", "after"):
        return True
    return parse.lemmas[noun] in OCCASIONS or parse.words[noun] in DAYS


DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def with_rest(parse: Parse, end: int, inside: list[int]) -> int:
    """The end of a quotation that stops in mid-sentence, with the rest of the sentence, if that is no clause ("“They spend it all” on
    roads and bridges.").
    """
    _, stop = parse.sentence_span(end - 1)
    is_rest = end < stop - 1 and parse.words[end - 2][-1] not in STOPS and parse.words[end] not in (",", *DASHES)
    if not is_rest or any(inside[token] >= 0 or parse.tags[token] in FINITE for token in range(end, stop)):
        return end
    return stop - 1 if parse.words[stop - 1] in (".", "?", "!") else stop


ASKING = frozenset({"ask", "press", "question"})
"""What an answer's speaker was asked stands before the answer and is no part of it."""


def reporting(parse: Parse, chain: list[int], quoted: list[Quoted], inside: list[int], made: dict[int, Attribution]) -> Attribution | None:
    """The attribution of the verb behind or before a quotation, a new one if the verb has none yet."""
    cue = cue_behind(parse, quoted[chain[-1]], inside, made)
    if cue is None:
        cue = cue_ahead(parse, quoted[chain[0]], inside)
    if cue is None:
        return None
    return made.get(cue) or new(parse, cue, quoted[chain[-1]])


def quotation_after(parse: Parse, attribution: Attribution, inside: list[int]) -> int | None:
    """The quotation right behind the cue of a content that stands before it: then that is what the cue reports ("Asked whether he
    knew, he said: “No”").
    """
    after = attribution.head + 1
    if after + 1 >= len(parse) or parse.words[after] not in (",", ":"):
        return None
    number = inside[after + 1]
    return number if number >= 0 else None


def until_participle(parse: Parse, attribution: Attribution, heads: set[int]) -> list[Span]:
    """The content without a participle behind a comma that is a cue of its own ("said it had rained, adding that …"): its subject is
    the speaker, whatever the parser hung it on.
    """
    pieces = attribution.content
    start, end = pieces[-1]
    if start < attribution.head:
        return pieces
    for token in range(start + 2, end):
        if parse.tags[token] == "VBG" and parse.tags[token - 1] == "''" and parse.words[token - 2] == ",":
            return [*pieces[:-1], (start, token)]
        if parse.tags[token] == "VBG" and parse.lemmas[token] in VERBS and (token in heads or parse.words[token + 1 : token + 2] == [","]):
            before = token - 1 if parse.words[token - 1] == "," else token - 2
            if "," in parse.words[before : before + 1] or parse.words[before - 1] == ",":
                return [*pieces[:-1], (start, token if before < token - 1 else before)]
    return pieces


def chains(quoted: list[Quoted]) -> list[list[int]]:
    """The numbers of the quotations, those of one speech in several paragraphs together."""
    found: list[list[int]] = []
    for number, quotation in enumerate(quoted):
        if quotation.continues and found:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def stretched(parse: Parse, piece: Span, attribution: Attribution, quoted: list[Quoted], inside: list[int]) -> Span:
    """The piece with the whole of the quotations that it begins and ends in. Of what stands before a cue only what a colon
    announces is said ("He smiled: “…,” he said").
    """
    start, end = piece
    if inside[start] >= 0:
        start = quoted[inside[start]].start
        if end <= attribution.head:
            start = lead_in(parse, start, inside)
    if inside[end - 1] >= 0:
        end = max(end, quoted[inside[end - 1]].end)
    if end <= attribution.head:
        start = max((token + 1 for token in range(start, end - 2) if parse.words[token] == ":" and inside[token] < 0), default=start)
    return start, end


def lead_in(parse: Parse, start: int, inside: list[int]) -> int:
    """Where a statement begins that ends in a quotation before its cue: with the sentence, if the quotation begins in mid-sentence
    ("The plan “is dead,” she said").
    """
    first = parse.text[parse.starts[start + 1]] if start + 1 < len(parse) else ""
    begin, _ = parse.sentence_span(start)
    if not first.islower() or parse.words[start - 1] == ":" or any(inside[token] >= 0 for token in range(begin, start)):
        return start
    while begin < start and (parse.tags[begin] == "CC" or parse.words[begin] == ","):
        begin += 1
    return begin


def merged(pieces: list[Span]) -> list[Span]:
    """The pieces in order, those that touch or overlap joined."""
    joined: list[Span] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def is_utterance(parse: Parse, quotation: Quoted) -> bool:
    """Whether something is said in the quotation, rather than named or called: it ends with a stop or begins as a sentence does."""
    inner = [token for token in range(quotation.start, quotation.end) if parse.tags[token] not in MARKS]
    if len(inner) < 2 or is_title(parse, quotation, inner):
        return False
    has_stop = parse.words[inner[-1]][-1] in STOPS
    is_followed = quotation.end < len(parse) and parse.words[quotation.end] == ","
    has_lead = quotation.start == 0 or parse.words[quotation.start - 1] in (":", ",") or quotation.start in parse.sentence_starts
    is_capital = parse.text[parse.starts[inner[0]]].isupper()
    if has_stop:
        return is_capital or has_lead or len(inner) > 5
    is_cut = not inside_sentence(parse, quotation.start) and parse.words[inner[-1]].isalnum()
    if is_capital and is_cut and any(parse.words[token] in (".", "?", "!") for token in inner):
        return True  # a sentence and the beginning of the next, which goes on without marks
    return is_followed and has_lead and is_capital


def is_title(parse: Parse, quotation: Quoted, inner: list[int]) -> bool:
    """Whether a quotation in mid-sentence is the title of a work: its words are capitalised, as titles are (The Chicago Manual of Style,
    17th ed., 8.159), and a noun or a preposition introduces it ("in her book, “The Long Way Home,”").
    """
    before = quotation.start - 1
    if before >= 1 and parse.words[before] == ",":
        before -= 1
    is_named = before >= 1 and parse.pos[before] in ("NOUN", "PROPN", "ADP") and parse.sentence[before] == parse.sentence[inner[0]]
    long = [token for token in inner if len(parse.words[token]) > 3]
    return is_named and len(long) > 1 and all(parse.text[parse.starts[token]].isupper() for token in (inner[0], *long))


MARKS = frozenset({"``", "''"})
STOPS = frozenset(",.?!…-–—")


def cue_behind(parse: Parse, quotation: Quoted, inside: list[int], by_cue: dict[int, Attribution]) -> int | None:
    """The verb of "“…,” the mayor said" and "“…,” said the mayor"; behind a full stop only one that has nothing else to report."""
    start = quotation.end
    if start >= len(parse) or parse.paragraph[start] != parse.paragraph[start - 1]:
        return None
    _, stop = parse.sentence_span(start)
    is_over = parse.words[start - 2] in (".", "?", "!") and not parse.text[parse.starts[start]].islower()
    for token in range(start, min(stop, start + REACH)):
        if inside[token] >= 0 or parse.words[token] in (";", ".", ":") or (parse.words[token] in SUBORDINATORS and token < start + 3):
            return None
        is_first = token == start and parse.pos[token] == "VERB" and parse.tags[token] in ("VBD", "VBZ", "VBP", "VB")
        if not is_first and not (parse.tags[token] in FINITE and "quote" in VERBS.get(parse.lemmas[token], NO_CUE).frames):
            continue
        reports_else = token in by_cue or any(inside[later] >= 0 for later in range(token, stop))
        # “It is safe.” Lund continued her walk: such verbs report nothing where they have an object.
        is_quoting = parse.lemmas[token] in VERBS and "that" not in VERBS[parse.lemmas[token]].frames
        does_else = is_quoting and parse.child(token, "dobj") is not None
        return None if is_over and (reports_else or does_else) else token
    return None


SUBORDINATORS = frozenset("when while as if after before because although though who which that since".split())
FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})


NO_CUE = Cue("say", {})


def cue_ahead(parse: Parse, quotation: Quoted, inside: list[int]) -> int | None:
    """The verb of "The mayor said: “…”", also at the end of the paragraph before."""
    last = quotation.start - 1
    if last < 0 or (parse.words[last] not in (",", ":", "that", "—", "--", "–", "-") and parse.pos[last] != "VERB"):
        return None
    begin, _ = parse.sentence_span(last)
    for token in range(last, max(begin, last - REACH) - 1, -1):
        if inside[token] >= 0:
            return None
        if parse.pos[token] == "VERB" and {"quote", "that"} & VERBS.get(parse.lemmas[token], NO_CUE).frames.keys():
            return token
    return None


def new(parse: Parse, cue: int, quotation: Quoted) -> Attribution:
    """An attribution of a quotation to the cue beside it."""
    speaker = speakers.of_verb(parse, cue)
    if speaker is None or quotation.start <= speaker[0] < quotation.end:
        speaker = speakers.near(parse, cue, quotation.end)
    return Attribution(cue, indirect.cue_words(parse, cue, cue), VERBS.get(parse.lemmas[cue], NO_CUE).cue_class, [], speaker)


def carried(parse: Parse, number: int, quoted: list[Quoted], made: list[Attribution], owner: Owner) -> Attribution | None:
    """The attribution that a quotation without a cue goes on with: that of the quotation before it in its paragraph, else the last one
    there, else that of the quotation which ended the paragraph before.
    """
    start = quoted[number].start
    paragraph = parse.paragraph[start]
    if start not in parse.sentence_starts and inside_sentence(parse, start):
        return None
    before = owner.get(number - 1)
    here = [
        one
        for one in made
        if one.head < start
        and parse.paragraph[one.head] == paragraph
        and one.cue_class in UTTERED
        and parse.deps[one.head] not in ("relcl", "acl")
    ]
    last = max(here, key=lambda one: one.head, default=None)
    if last is not None and (before is None or is_reported_clause(parse, last)):
        return last
    opens_paragraph = start == 0 or parse.paragraph[start - 1] != paragraph
    reach = 1 if opens_paragraph else 0
    if before is not None and parse.paragraph[quoted[number - 1].end - 1] >= paragraph - reach:
        return before
    return None


UTTERED = SPEECH | {"describe", "criticize", "praise", "demand", "promise", "question"}


def inside_sentence(parse: Parse, start: int) -> bool:
    """Whether words of the same sentence stand before a token: a full stop or a mark behind one ends a sentence for the eye."""
    before = start - 1
    while before >= 0 and parse.tags[before] in MARKS:
        before -= 1
    return before >= 0 and parse.paragraph[before] == parse.paragraph[start] and parse.words[before][-1] not in ".?!…:"


def is_reported_clause(parse: Parse, attribution: Attribution) -> bool:
    """Whether the last piece of the content is a clause, not a noun phrase."""
    start, end = attribution.content[-1]
    return any(parse.deps[token] == "ccomp" and parse.heads[token] == attribution.head for token in range(start, end))
