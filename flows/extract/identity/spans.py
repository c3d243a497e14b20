"""From what the model marks to names with right bounds: no article, possessive, title, age or bracket, one name a span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.extract.identity import gazetteer
from flows.extract.identity.lexicon import (
    ERAS,
    NAME_LABELS,
    ORG_DESIGNATORS,
    ORG_NOUNS,
    PERSON_NOUNS,
    POST_NOMINALS,
    REGNAL_TITLES,
    SMALL_WORDS,
    TITLES,
    words,
)
from flows.extract.identity.naming import GENERATIONS, TURNED_POSSESSIVE, Key, name_key
from flows.extract.identity.tokens import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(slots=True)
class Name:
    """A name in the text: tokens `start` to `end` (exclusive), its label so far, what the model called it, and its key.

    `sense` is "team" where a place's name stands for its team: then it is another entity than the place.
    """

    start: int
    end: int
    label: str
    model_label: str | None
    key: Key = ()
    sense: str = ""


DETERMINERS = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "its",
    "his",
    "her",
    "their",
    "our",
    "my",
    "your",
    "some",
    "all",
    "both",
    "another",
    "every",
    "each",
    "any",
    "no",
}
FUNCTION_WORDS = DETERMINERS | words(
    "i me you he him she it we us they them mine yours hers ours theirs who whom whose what which there here"
)
SEPARATORS = {"-", "--", "---", "_", "—", "–", "/", "|", "•", "*", "·", ";", ":", "(", ")", "[", "]", '"', "“", "”", "``", "''"}
OF_HEADS = words(
    """
    council center centre commission committee ministry department university bureau institute office college school museum board
    federation association society academy chamber court faculty agency registrar union league
    """
)
POSSESSIVES = {"'s", "’s", "'", "’", "´s", "`s"}
EDGE = re.compile(r"[\W_]+$")
JOBS = words("reporter correspondent editor columnist writer journalist")
HYPHENATED_TAILS = words(
    """
    based led backed born like style era owned trained controlled appointed educated turned related friendly dominated ruled made
    sponsored inspired elect general designate in
    """
)
NUMBER = re.compile(r"(?=.*\d)[\d.,:/%$+-]+$")


def model_names(doc: Doc, tokens: Tokens, headings: bytearray) -> list[Name]:
    """The model's names, repaired; in text order, none overlapping another. In `headings`, where all words are large, none is made
    longer.
    """
    wrapped = hard_wrapped(tokens)
    taken = bytearray(len(tokens))
    pieces = [
        Name(start, end, ent.label_, ent.label_)
        for ent in doc.ents
        if ent.label_ in NAME_LABELS
        for start, end in split(tokens, ent.start, ent.end, ent.label_, wrapped)
    ]
    for name in pieces:
        taken[name.start : name.end] = b"\1" * (name.end - name.start)
    for ent in doc.ents:
        if ent.label_ not in NAME_LABELS:
            taken[ent.start : ent.end] = b"\1" * (ent.end - ent.start)
    pieces = with_heads(tokens, pieces, taken)
    found = []
    for name in pieces:
        if not headings[name.start]:
            grow(tokens, name, taken)
        trim(tokens, name)
        if name.start < name.end and any(c.isalpha() for c in tokens.text[name.start]):
            found.append(name)
    return found


def is_mark(tokens: Tokens, name: Name) -> bool:
    """Whether what looks like a name is the era of a year ("3000 BC", "AD 79"), the currency of an amount ("20 DKK"), or an honour after a
    person's name ("Ada Okoro, KC").
    """
    start, end = name.start, name.end
    if end - start != 1 or tokens.text[start].islower():
        return False
    before = tokens.text[start - 1] if start else ""
    after = tokens.text[end] if end < len(tokens) else ""
    word = tokens.lower[start]
    if tokens.text[start] in gazetteer.currencies():
        return before[:1].isdigit() or (after[:1].isdigit() and tokens.pos[start - 1] != "PROPN")
    if word in ERAS:
        return before[:1].isdigit() or before.lower() == "century" or (word in {"ad", "a.d."} and after[:1].isdigit())
    return (
        word in POST_NOMINALS
        and tokens.text[start].isupper()
        and before == ","
        and start > 1
        and tokens.pos[start - 2] == "PROPN"
        and after in {",", ".", ";", ")", ""}
    )


def is_job(tokens: Tokens, name: Name) -> bool:
    """Whether what was taken for a person is the line under a byline that says what the writer does: "Business Reporter"."""
    return (
        name.label == "PERSON"
        and len(name.key) > 1
        and name.key[-1] in JOBS
        and name.key[0] not in gazetteer.given_names()
        and tokens.lower[name.end - 1] == name.key[-1]
    )


def with_heads(tokens: Tokens, names: list[Name], taken: bytearray) -> list[Name]:
    """The names, with a head noun and preposition that the model left off or called a name of its own put before them: "[Council on] Elvian
    Affairs", "[Bank] [of] [Norrvik]".
    """
    found: list[Name] = []
    for name in names:
        i = name.start - 1
        if i > 0 and tokens.lower[i] == "the":
            i -= 1
        if (
            i > 0
            and tokens.lower[i] in {"of", "for", "on"}
            and tokens.lower[i - 1] in OF_HEADS
            and tokens.text[i - 1][0].isupper()
            and not tokens.on_new_line[i]
            and tokens.sentence[i - 1] == tokens.sentence[name.start]
        ):
            start = i - 1
            while (
                start > 0
                and tokens.text[start - 1][0].isupper()
                and tokens.pos[start - 1] == "PROPN"
                and tokens.dep[start - 1] == "compound"
                and tokens.sentence[start - 1] == tokens.sentence[start]
                and not tokens.on_new_line[start]
                and (taken[start - 1] == taken[start] or (found and found[-1].start <= start - 1 < found[-1].end))
            ):
                start -= 1
            if found and found[-1].end > start:
                start = min(start, found[-1].start)
                found.pop()
            taken[start : name.end] = b"\1" * (name.end - start)
            name.start, name.label = start, "ORG"
        found.append(name)
    return found


def hard_wrapped(tokens: Tokens) -> bool:
    """Whether lines are broken inside sentences, as in wire copy of a fixed width: then a line break ends no name."""
    breaks = [i for i in range(1, len(tokens)) if tokens.on_new_line[i] and not tokens.on_new_block[i]]
    inside = sum(tokens.text[i][0].islower() and tokens.text[i - 1][-1] not in '.!?:"”' for i in breaks)
    return bool(breaks) and inside > 0.3 * len(breaks)


def split(tokens: Tokens, start: int, end: int, label: str, wrapped: bool) -> Iterator[tuple[int, int]]:
    """The parts of what the model took for one name: split at line ends, dashes, brackets, and where two names are joined by "and"."""
    begin = start
    for i in range(start, end):
        broken = i > start and (tokens.on_new_block[i] if wrapped else tokens.on_new_line[i])
        # A hyphen inside a word parts nothing, one between spaces does.
        separator = tokens.text[i] in SEPARATORS and not (
            tokens.text[i] in "-–/" and tokens.glued[i] and i + 1 < len(tokens) and tokens.glued[i + 1]
        )
        figure = (
            i > start
            and label != "WORK_OF_ART"
            and NUMBER.match(tokens.text[i]) is not None
            and (
                label in {"PERSON", "GPE", "NORP"}
                or "-" in tokens.text[i]
                or (i + 1 < end and tokens.text[i + 1][0].isupper() and tokens.lower[i + 1].rstrip(".") not in ORG_NOUNS)
                or tokens.text[start].isdigit()
            )
        )
        joined = tokens.lower[i] in {"and", "&", "or", ","} and i > start and parts_two_names(tokens, start, i, end, label)
        verb = (
            label in {"PERSON", "ORG", "GPE"}
            and i > start
            and tokens.text[i].islower()
            and tokens.pos[i] in ({"VERB", "AUX", "ADP"} if label == "PERSON" else {"VERB", "AUX"})
            and tokens.tag[i] not in {"VBG", "VBN"}
            and tokens.lower[i] not in SMALL_WORDS
        )
        # "Ada Okoro's Velmora" is a person and something of hers.
        owner = label == "PERSON" and i > start and tokens.lower[i] in {"'s", "’s"}
        if owner and i + 1 < end:
            yield begin, i
            return
        if label == "PERSON" and i + 1 < end and tokens.text[i].endswith(TURNED_POSSESSIVE):
            yield begin, i + 1
            return
        if broken or separator or joined or figure or verb:
            if begin < i:
                yield begin, i
            begin = i if broken and not (separator or figure) else i + 1
    if begin < end:
        yield begin, end


def parts_two_names(tokens: Tokens, start: int, i: int, end: int, label: str) -> bool:
    """Whether the "and" or comma at `i` stands between two names: two people, or two places that are no country of that name."""
    if i + 1 >= end or not tokens.text[i + 1][0].isupper() or tokens.lower[i] == "&":
        return False
    if label == "PERSON":
        return tokens.lower[i] != "," or name_key(tokens.text[i + 1]) not in {("jr",), ("sr",)}
    whole = key_of(tokens, start, end)
    if label == "ORG" and whole[-1] not in ORG_NOUNS:
        given = gazetteer.given_names()
        return tokens.lower[i] == "and" and tokens.lower[start] in given and tokens.lower[i + 1] in given and i - start > 1 and end - i > 2
    return label in {"GPE", "NORP"} and whole not in gazetteer.countries()


def grow(tokens: Tokens, name: Name, taken: bytearray) -> None:
    """Takes in the free proper nouns that the parser binds to the name on either side, and the rest of a word with a hyphen: "Magna
    [International]", "[Nia] Okoro", "Han Min[-su]".
    """
    start, end, n = name.start, name.end, len(tokens)
    while end < n and not taken[end]:
        if (
            joins(tokens, end)
            and tokens.lower[end] not in TITLES
            and (
                name.label == "PERSON"
                or tokens.head[end - 1] == end
                or tokens.dep[end - 1] == "compound"
                or tokens.head[end] == tokens.head[end - 1]
            )
        ):
            end += 1
        elif (
            name.label == "PERSON"
            and end + 1 < n
            and tokens.text[end] == "-"
            and tokens.glued[end]
            and tokens.glued[end + 1]
            and tokens.text[end + 1].isalpha()
            and tokens.lower[end + 1] not in HYPHENATED_TAILS
        ):
            end += 2
        else:
            break
    while start > 0 and not taken[start - 1] and goes_before(tokens, start, end):
        start -= 1
    taken[start:end] = b"\1" * (end - start)
    name.start, name.end = start, end


def goes_before(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the token before a name belongs to it: a proper noun that the parser makes a part of the name."""
    i = start - 1
    return (
        joins(tokens, start)
        and tokens.pos[i] == "PROPN"
        and tokens.text[i][0].isupper()
        and not tokens.text[i].isupper()
        and tokens.dep[i] == "compound"
        and start <= tokens.head[i] < end
        and tokens.lower[i].rstrip(".") not in TITLES
    )


def joins(tokens: Tokens, i: int) -> bool:
    """Whether token `i` can go on a name that ends before it: written large, on the same line and in the same sentence."""
    return (
        tokens.pos[i] == "PROPN"
        and tokens.text[i][0].isupper()
        and not tokens.on_new_line[i]
        and not tokens.starts_sentence(i)
        and not tokens.text[i - 1].endswith((",", ";", TURNED_POSSESSIVE))
    )


def trim(tokens: Tokens, name: Name) -> None:
    """Takes off what is no part of the name: articles, titles of persons, possessives, marks, numbers and ages at the end."""
    start, end, label = name.start, name.end, name.label
    while end > start and (
        tokens.lower[end - 1] in POSSESSIVES or EDGE.fullmatch(tokens.text[end - 1]) or loose_number(tokens, end - 1, label)
    ):
        end -= 1
    if any(tokens.text[i][0].isupper() for i in range(start, end)):
        while start < end and not begins_name(tokens, start, end, label):
            start += 1
        if label in {"PERSON", "ORG", "GPE", "NORP"}:
            while end - start > 1 and tokens.text[end - 1][0].islower() and not tokens.glued[end - 1]:
                end -= 1
    if label == "PERSON":
        for i in range(end - 2, start - 1, -1):
            if (
                is_title(tokens, i)
                and tokens.text[i][0].isupper()
                and tokens.lower[i + 1].rstrip(".") not in GENERATIONS
                and (i > start or tokens.text[i + 1] not in {"'", "-"})
            ):
                start = i + 1 + (tokens.text[i + 1] == ".") if tokens.lower[i] not in REGNAL_TITLES or end - i > 2 else i
                break
        # "Finance Head Ada Okoro": what somebody is ends where a given name and another follow.
        for i in range(end - 3, start, -1):
            if tokens.lower[i] in PERSON_NOUNS and tokens.text[i][0].isupper() and tokens.lower[i + 1] in gazetteer.given_names():
                start = i + 1
                break
        # Letters after a name: "FRS", "OBE".
        while (
            end - start > 2
            and tokens.text[end - 1].isupper()
            and 2 <= len(tokens.text[end - 1]) <= 4
            and not tokens.text[end - 2].isupper()
            and tokens.lower[end - 1] not in GENERATIONS
        ):
            end -= 1
        while end - start > 2 and is_description(tokens, start):
            start += 1
    while end - start > 1 and tokens.lower[end - 1] in {"of", "the", "and", "for", "in", "&", "at", "on", "to"}:
        end -= 1
    name.start, name.end = start, max(start, end)


def begins_name(tokens: Tokens, i: int, end: int, label: str) -> bool:
    """Whether a name that was marked from token `i` can begin there: no article, mark, adverb or preposition that opens a sentence."""
    if (
        tokens.lower[i] in DETERMINERS
        and (tokens.text[i][0].islower() or tokens.lower[i] in {"the", "a", "an"} or tokens.starts_sentence(i))
    ) or EDGE.fullmatch(tokens.text[i]):
        return False
    if tokens.lower[i] in {"dear", "hello", "hi"} and i + 1 < end:
        return False
    if tokens.text[i][0].islower():
        return label not in {"PERSON", "ORG", "GPE", "NORP"} or tokens.lower[i] in SMALL_WORDS
    return not (
        i + 1 < end and tokens.starts_sentence(i) and tokens.pos[i] in {"ADV", "ADP", "SCONJ", "CCONJ"} and tokens.text[i + 1][0].isupper()
    )


def is_description(tokens: Tokens, i: int) -> bool:
    """Whether token `i` before a person's full name says what the person is: "Actress", "Elvian"."""
    return (tokens.lower[i] in PERSON_NOUNS and tokens.lower[i] not in gazetteer.given_names()) or (
        tokens.lower[i],
    ) in gazetteer.nationalities()


def is_title(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is a title of persons."""
    return tokens.lower[i].rstrip(".") in TITLES


def loose_number(tokens: Tokens, i: int, label: str) -> bool:
    """Whether token `i` is a number at a person's or place's end: a score, an age, a year."""
    return label in {"PERSON", "GPE", "NORP"} and NUMBER.match(tokens.text[i]) is not None


def apart(names: Iterable[Name], n: int) -> Iterator[Name]:
    """The names of a document of `n` tokens without those that touch one before them: each character lies in one name at most."""
    taken = bytearray(n)
    for name in names:
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = b"\1" * (name.end - name.start)
            yield name


def is_function_word(tokens: Tokens, i: int) -> bool:
    """Whether a determiner or pronoun of everyday spelling stands at `i`, large as the first word of a sentence: "The", "His", not "US"."""
    return tokens.lower[i] in FUNCTION_WORDS and (len(tokens.text[i]) == 1 or not tokens.text[i].isupper())


def key_of(tokens: Tokens, start: int, end: int) -> Key:
    """The key of a stretch of tokens."""
    return name_key("".join(("" if tokens.glued[i] or i == start else " ") + tokens.text[i] for i in range(start, end)))


def set_keys(tokens: Tokens, names: Iterable[Name]) -> None:
    """Sets the keys of names."""
    for name in names:
        name.key = key_of(tokens, name.start, name.end)


def is_organisation_form(key: Key) -> bool:
    """Whether the words themselves say that this is an organisation."""
    return len(key) > 1 and (
        key[-1] in ORG_NOUNS
        or key[-1] in ORG_DESIGNATORS
        or key[0] in {"university", "bank", "ministry", "department", "institute", "committee", "council", "association", "federation"}
    )


def looks_like_date(word: str) -> bool:
    """Whether a token of figures is a year or a date like 2026-11-22."""
    return (word.isdigit() and 1800 <= int(word) <= 2100) or (word.count("-") == 2 and word[:4].isdigit())
