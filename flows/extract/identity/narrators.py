"""Who says "I" outside quotation marks: who signs a letter, wrote an essay, gives a speech, answers in an interview, or says his name.

First and second person are deictic: they stand for whoever speaks and is spoken to, which the form of the text tells and no antecedent
does (Levinson 1983, *Pragmatics*, ch. 2). A form holds for a stretch of the text; where two fit, the one nearer to the pronoun holds.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from flows.extract.identity.letters import Letter, Stretch, name_from
from flows.extract.identity.lexicon import PERSON_NOUNS, SPEECH_VERBS, TITLES, words
from flows.extract.identity.linking import Entity
from flows.extract.identity.talk import FEWEST_TURNS, Voice, is_talk, turns, vocatives
from flows.extract.identity.tokens import Tokens

FIRST_PERSON = words("i me my mine myself")
SECOND_PERSON = words("you your yours yourself")
INTERVIEW_WORDS = words("interview interviewer interviewee q&a")
ASKING_VERBS = words("interview speak talk chat sit")
LONGEST_QUESTION, FEWEST_QUESTIONS, LONGEST_OBJECT = 90, 2, 6
SPEECH_NOUNS = words("remarks speech address statement testimony lecture sermon keynote eulogy")
# A story in the first person says "I" so often outside of quotations.
FEWEST_I = 5
HEADING_LINES, BYLINE_LINES, LEAD = 3, 8, 250
# A story in the first person is mostly talk and its "I" is not its author; an essay quotes little.
MOST_QUOTED = 0.08


def voices(
    tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], quoted: Sequence[int], lines: list[Stretch], found: list[Letter]
) -> list[Voice]:
    """The voices of a text without a transcript's turns; later ones hold where two lie over one another."""
    if found:
        return [Voice(letter.start, letter.end, entity_at(letter.by, entities, at), entity_at(letter.to, entities, at)) for letter in found]
    questions = asked(tokens, lines)
    person = interviewee(tokens, entities, at, quoted, questions)
    if person >= 0:
        begin = questions[0][0] if questions else heading_end(tokens)
        return [Voice(begin, len(tokens), person), *unasked(tokens), *(Voice(start, end, -1, person) for start, end in questions)]
    teller = orator(tokens, entities, at, lines)
    if teller < 0 and sum(number > 0 for number in quoted) <= MOST_QUOTED * len(tokens):
        teller = author(tokens, entities, at, lines)
    if teller < 0:
        teller = storyteller(tokens, entities, quoted)
    if teller >= 0:
        return [Voice(0, len(tokens), teller)]
    blocks = paragraphs(tokens)
    introduced = dict(introductions(tokens, entities, at, quoted, blocks))
    if is_talk(tokens, entities, at, blocks, introduced):
        return list(turns(tokens, entities, at, quoted, blocks, introduced))
    if len(blocks) < FEWEST_TURNS and len(set(introduced.values())) == 1:
        return [Voice(0, len(tokens), next(iter(introduced.values())))]
    return [Voice(*blocks[i], entity) for i, entity in introduced.items()]


def entity_at(stretch: Stretch | None, entities: Sequence[Entity], at: Sequence[int]) -> int:
    """The person whose name lies in a stretch; -1 where none does."""
    named = {at[i] for i in range(*stretch) if at[i] >= 0} if stretch else set()
    return next((entity for entity in named if entities[entity].label == "PERSON"), -1)


def paragraphs(tokens: Tokens) -> list[Stretch]:
    """The stretches between blank lines, without headings in capitals."""
    starts = [i for i, is_new in enumerate(tokens.on_new_block) if is_new]
    found = zip(starts, [*starts[1:], len(tokens)], strict=False)
    return [
        (start, end) for start, end in found if any(not tokens.text[i].isupper() for i in range(start, end) if tokens.text[i].isalpha())
    ]


def asked(tokens: Tokens, lines: list[Stretch]) -> list[Stretch]:
    """The lines that end with a question mark, where there are enough of them for an interview, else none.

    Enough are two of a text that calls itself one, or that are paragraphs of their own, three that have a "you", or four in all.
    """
    found = [(start, end) for start, end in lines if tokens.text[end - 1] == "?" and end - start <= LONGEST_QUESTION]
    to_you = sum(any(tokens.lower[i] in SECOND_PERSON for i in range(start, end)) for start, end in found)
    is_called = any(is_form_of(tokens.lower[i], "interview") for i in range(min(LEAD, len(tokens))))
    apart = sum(tokens.on_new_block[start] and (end == len(tokens) or tokens.on_new_block[end]) for start, end in found)
    return found if to_you > 2 or len(found) > 3 or (is_called and len(found) > 1) or apart > 1 else []


def is_form_of(word: str, verb: str) -> bool:
    """Whether a word is a form of a regular verb: "interviews", "interviewed"; headlines are tagged too badly to ask for the lemma."""
    return word in {verb, verb + "s", verb + "ed"}


def interviewee(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], quoted: Sequence[int], questions: list[Stretch]) -> int:
    """The person whom an interview is with; -1 where the text does not say that it is one, or not with whom.

    It is named before the questions, best as whom somebody interviewed or spoke with, and hardly in the answers, where it is "I".
    """
    if is_with_several(tokens, entities, at):
        return -1
    first = questions[0][0] if questions else LEAD
    lead = range(min(max(first, LEAD // 5), LEAD, len(tokens)))
    is_called = any(tokens.lower[i] in INTERVIEW_WORDS or is_form_of(tokens.lower[i], "interview") for i in lead)
    were_asked: set[int] = set()
    heading = heading_end(tokens)
    in_heading: set[int] = set()
    scores: Counter[int] = Counter()
    for i, entity in enumerate(at):
        if entity < 0 or (i and at[i - 1] == entity) or entities[entity].label != "PERSON" or quoted[i]:
            continue
        if i >= first:
            scores[entity] -= entity in scores
        else:
            if i < heading:
                in_heading.add(entity)
            was_asked = is_asked(tokens, entities, at, i)
            scores[entity] += 1 + 2 * (i < heading) + 3 * was_asked
            if was_asked:
                were_asked.add(entity)
                if is_joined(tokens, at, i):
                    return -1
    best = max(scores, key=lambda entity: (scores[entity], -entity), default=-1)
    apart = sum(tokens.on_new_block[start] and any(tokens.lower[i] in SECOND_PERSON for i in range(start, end)) for start, end in questions)
    # An interview that does not call itself one has questions on lines of their own, and a heading with the name; one without
    # question marks says both.
    is_one = is_called or best in were_asked or (apart >= FEWEST_QUESTIONS and best in in_heading and len(in_heading) == 1)
    if not questions:
        is_one = is_called and best in were_asked and best in in_heading
    return best if best >= 0 and scores[best] > 1 and is_one else -1


def is_with_several(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int]) -> bool:
    """Whether an interview is with several people: "interviews experts", "one of the owners"; or "interviewee" stands before two names."""
    for i in range(min(LEAD, len(tokens) - LONGEST_OBJECT)):
        if is_form_of(tokens.lower[i], "interview"):
            for j in range(i + 1, i + LONGEST_OBJECT):
                if (at[j] >= 0 and entities[at[j]].label == "PERSON") or tokens.text[j] in {".", ",", ";", ":"}:
                    break
                if tokens.tag[j] == "NNS" and tokens.lemma[j].lower() in PERSON_NOUNS:
                    return True
    return len({at[i] for i in range(1, len(tokens)) if at[i] >= 0 and tokens.lower[i - 1] == "interviewee"}) > 1


def heading_end(tokens: Tokens) -> int:
    """The end of the first line; 0 where it is the only one, or ends as sentences do."""
    end = next((i for i in range(1, len(tokens)) if tokens.on_new_line[i]), 0)
    return end if end and tokens.text[end - 1] not in {".", "!", "?"} else 0


def unasked(tokens: Tokens) -> Iterator[Voice]:
    """Short paragraphs of an interview that say "you": questions without their mark, or answers in general; of nobody who is known."""
    for start, end in paragraphs(tokens):
        if end - start <= LONGEST_QUESTION and any(tokens.lower[i] in SECOND_PERSON for i in range(start, end)):
            yield Voice(start, end, -1)


def is_joined(tokens: Tokens, at: Sequence[int], i: int) -> bool:
    """Whether another name is joined to the one at `i`: "an interview with Ada Okoro and Obi Falk", of whom either may answer."""
    entity = at[i]
    while i < len(tokens) and at[i] == entity:
        i += 1
    return i + 1 < len(tokens) and tokens.lower[i] in {"and", "&"} and tokens.text[i + 1][0].isupper()


def is_asked(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], i: int) -> bool:
    """Whether the name at `i` is whom somebody interviewed, spoke to or sat down with: by the parser, or right after the words."""
    head = i
    while at[head] == at[i] and tokens.head[head] != head:
        head = tokens.head[head]
    if tokens.lower[head] in {"with", "to"}:
        head = tokens.head[head]
    if tokens.lemma[head].lower() in ASKING_VERBS and head < i:
        return True
    for j in range(i - 1, max(i - 7, -1), -1):
        if is_form_of(tokens.lower[j], "interview") or tokens.lower[j] == "with":
            return True
        if (
            (at[j] >= 0 and entities[at[j]].label == "PERSON")
            or tokens.pos[j] not in {"ADJ", "NOUN", "PROPN", "DET", "CCONJ", "PUNCT"}
            or tokens.text[j] in {".", ";", ":"}
        ):
            return False
    return False


def introductions(
    tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], quoted: Sequence[int], blocks: list[Stretch]
) -> Iterator[tuple[int, int]]:
    """(paragraph, entity) of the paragraphs in which somebody says who he is: "I'm Ada Okoro", "my name is ...", "it's Ada here"."""
    for number, (start, end) in enumerate(blocks):
        for i in range(start, end - 2):
            if quoted[i]:
                continue
            name = named_after(tokens, i, end)
            if (
                0 <= name < end
                and at[name] >= 0
                and entities[at[name]].label == "PERSON"
                and not is_owner(tokens, at, name)
                and (tokens.lower[i] not in {"it", "this"} or is_greeted(tokens, at, i, name))
            ):
                yield number, at[name]
                break


def named_after(tokens: Tokens, i: int, end: int) -> int:
    """The token at which a name can begin that token `i` begins to give; -1 where it gives none."""
    be = {"am", "'m", "’m", "is", "'s", "’s"}
    if tokens.lower[i] in {"i", "it", "this"} and tokens.lower[i + 1] in be:
        if tokens.lower[i] == "i" and tokens.lower[i + 2] == "your" and i + 3 < end and tokens.lower[i + 3] == "host":
            return next((j for j in range(i + 4, min(i + 9, end)) if tokens.text[j][0].isupper()), -1)
        return i + 2
    if tokens.lower[i] == "my" and tokens.lower[i + 1] == "name" and tokens.lower[i + 2] in be:
        return i + 3
    return -1


def is_owner(tokens: Tokens, at: Sequence[int], i: int) -> bool:
    """Whether the name at `i` is followed by a possessive: "I'm Ada's brother"."""
    while i < len(tokens) and at[i] >= 0:
        i += 1
    return i < len(tokens) and tokens.lower[i] in {"'s", "’s", "'", "’"}


def is_greeted(tokens: Tokens, at: Sequence[int], i: int, name: int) -> bool:
    """Whether "it's Ada" says who speaks: after a greeting at the beginning of the paragraph, or before "here"."""
    before = range(max(0, i - 12), i)
    while name < len(tokens) and at[name] >= 0:
        name += 1
    return (name < len(tokens) and tokens.lower[name] in {"here", "speaking", "again"}) or any(
        tokens.lower[j] in {"hello", "hi", "hey", "welcome", "morning", "afternoon", "evening"} for j in before
    )


def orator(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], lines: list[Stretch]) -> int:
    """Who gives the speech of which the heading says that it is one: "Remarks by Ada Okoro", "Okoro's Address"; -1 where nobody does."""
    for start, end in lines[:HEADING_LINES]:
        nouns = [i for i in range(start, end) if tokens.lower[i] in SPEECH_NOUNS and tokens.text[i][0].isupper()]
        if not nouns:
            continue
        if (
            len({at[i] for i in range(start, end) if at[i] >= 0 and entities[at[i]].label == "PERSON"}) > 1
            and "and" in tokens.lower[start:end]
        ):
            return -1
        for i in range(start, end):
            entity = at[i]
            if entity < 0 or entities[entity].label != "PERSON":
                continue
            before = tokens.lower[i - 1].rstrip(".") if i > start else ""
            gives = i < nouns[0] and nouns[0] - i < 5
            j = i - 1
            while j > start and (tokens.lower[j].rstrip(".") in TITLES or tokens.text[j] == "."):
                j -= 1
            if (gives or (j > start and tokens.lower[j] in {"by", "of", "from"}) or before == "by") and not speaks(tokens, at, entity, end):
                return entity
        break
    return -1


def storyteller(tokens: Tokens, entities: Sequence[Entity], quoted: Sequence[int]) -> int:
    """Who tells a story in the first person: the only one whom its people call by name and whom it names in their words alone; else -1."""
    if sum(word == "i" and not quoted[i] for i, word in enumerate(tokens.lower)) < FEWEST_I:
        return -1
    called = {entity for (number, _), entity in vocatives(tokens, entities, quoted).items() if number}
    only_called = [entity for entity in called if all(quoted[name.start] for name in entities[entity].names)]
    return only_called[0] if len(only_called) == 1 else -1


def speaks(tokens: Tokens, at: Sequence[int], entity: int, start: int) -> bool:
    """Whether the text from `start` on reports what a person said: then it is no transcript of his."""
    return any(
        at[i] == entity and tokens.dep[i] == "nsubj" and tokens.lemma[tokens.head[i]].lower() in SPEECH_VERBS
        for i in range(start, len(tokens))
    )


def author(tokens: Tokens, entities: Sequence[Entity], at: Sequence[int], lines: list[Stretch]) -> int:
    """The person in the line under the title that names the author alone: "By Ada Okoro"; -1 where there is none, or several."""
    return next((entity_at(name, entities, at) for name in bylines(tokens, lines)), -1)


def bylines(tokens: Tokens, lines: list[Stretch]) -> Iterator[Stretch]:
    """The names in lines near the beginning that say "by" and a name of two words or more, and nothing else."""
    for start, end in lines[:BYLINE_LINES]:
        if tokens.lower[start] == "by" and 3 <= end - start <= 7:
            name = name_from(tokens, start + 1, end)
            if name and name[1] - name[0] > 1 and (name[1] == end or tokens.text[name[1]] in {",", "(", "-", "–", "—"}):
                yield name
