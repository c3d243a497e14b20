"""Names that the model passed over: in capitals, in datelines, by their form, and repeats of names known from elsewhere in the document."""

from collections import Counter, defaultdict

from flows.extract.identity import gazetteer
from flows.extract.identity.labels import complement, short_forms
from flows.extract.identity.lexicon import (
    FAC_NOUNS,
    HUMAN_VERBS,
    NOT_NAMES,
    ORG_NOUNS,
    OTHER_COUNTRIES,
    PERSON_NOUNS,
    PLACE_PREPOSITIONS,
    SPEECH_VERBS,
    TITLES,
)
from flows.extract.identity.naming import Key
from flows.extract.identity.spans import Name, is_organisation_form, key_of, looks_like_date
from flows.extract.identity.tokens import Tokens

LARGE_CITY = 200_000


def cover(tokens: Tokens, names: list[Name], amounts: list[tuple[int, int]]) -> bytearray:
    """One byte a token: 1 where a name, a date, a time or an amount lies."""
    taken = bytearray(len(tokens))
    for start, end in [*((name.start, name.end) for name in names), *amounts]:
        taken[start:end] = b"\1" * (end - start)
    return taken


def lines(tokens: Tokens) -> list[tuple[int, int]]:
    """The lines of the text as stretches of tokens."""
    starts = [i for i, is_new in enumerate(tokens.on_new_line) if is_new]
    return list(zip(starts, [*starts[1:], len(tokens)], strict=False))


def capital_lines(tokens: Tokens) -> list[tuple[int, int]]:
    """Lines written in capitals: headlines. Of their words of two or more letters, at least three, four fifths are capitals."""
    found = []
    for start, end in lines(tokens):
        words = [tokens.text[i] for i in range(start, end) if len(tokens.text[i]) > 1 and tokens.text[i].isalpha()]
        if len(words) >= 3 and sum(word.isupper() for word in words) >= 0.8 * len(words):
            found.append((start, end))
    return found


def without_capitals(tokens: Tokens, names: list[Name], capitals: list[tuple[int, int]]) -> list[Name]:
    """The names without those that only a line of capitals supports: large letters tell the model, and us, nothing there."""
    inside = bytearray(len(tokens))
    for start, end in capitals:
        inside[start:end] = b"\1" * (end - start)
    known = {name.key for name in names if not inside[name.start]}
    given = gazetteer.given_names()
    return [
        name
        for name in names
        if not inside[name.start]
        or name.key in known
        or is_place(name.key)
        or is_organisation_form(name.key)
        or (len(name.key) == 2 and name.key[0] in given and name.key[1] in gazetteer.surnames() and name.label == "PERSON")
    ]


def title_lines(tokens: Tokens, wrapped: bool) -> list[tuple[int, int]]:
    """Headlines with Each Word Large: lines of up to two dozen words without a full stop, of whose long words four fifths begin large.

    Where lines are broken inside sentences (`wrapped`) a headline stands between blank lines.
    """
    found = []
    for start, end in lines(tokens):
        if wrapped and not (tokens.on_new_block[start] and (end == len(tokens) or tokens.on_new_block[end])):
            continue
        words = [tokens.text[i] for i in range(start, end) if len(tokens.text[i]) > 3 and tokens.text[i].isalpha()]
        if (
            4 <= end - start <= 24
            and len(words) >= 3
            and tokens.text[end - 1] not in {".", "!", "?", '"', "”"}
            and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
        ):
            found.append((start, end))
    return found


def marked(n: int, stretches: list[tuple[int, int]]) -> bytearray:
    """One byte a token: 1 inside a stretch."""
    mask = bytearray(n)
    for start, end in stretches:
        mask[start:end] = b"\1" * (end - start)
    return mask


def cut_in_headings(tokens: Tokens, names: list[Name], headings: bytearray) -> list[Name]:
    """The names, those in headlines cut to the longest part that the text below has as a name: "[Norrvik] Launches Appeal"."""
    label_of = {name.key: name.label for name in names if not headings[name.start]}
    kept = []
    for name in names:
        if headings[name.start] and name.key not in label_of and len(name.key) > 1:
            parts = (
                (start, end)
                for size in range(name.end - name.start - 1, 0, -1)
                for start in range(name.start, name.end - size + 1)
                for end in (start + size,)
            )
            known = [(start, end) for start, end in parts if key_of(tokens, start, end) in label_of]
            free = name.start
            for start, end in sorted(known[:1]):
                key = key_of(tokens, start, end)
                kept.append(Name(start, end, label_of[key], name.model_label, key))
                free = -1
            if free >= 0:
                kept.append(name)
        else:
            kept.append(name)
    return kept


def is_place(key: Key) -> bool:
    """Whether a key is a country's, a region's or a large town's."""
    return (
        " ".join(key) in OTHER_COUNTRIES
        or key in gazetteer.countries()
        or key in gazetteer.regions()
        or gazetteer.cities().get(key, 0) >= LARGE_CITY
    )


def datelines(tokens: Tokens, capitals: list[tuple[int, int]]) -> list[Name]:
    """The town in capitals that opens a dispatch, and the state or country after it: "NORRVIK, Elvia (AP) -"."""
    found = []
    headlines = set(capitals)
    for start, stop in lines(tokens):
        if (start, stop) in headlines:
            continue
        end = start
        while end < min(stop, start + 4) and tokens.text[end].isupper() and tokens.text[end].isalpha() and len(tokens.text[end]) > 1:
            end += 1
        if end in (start, stop):
            continue
        tail = end
        if tokens.text[end] == "," and end + 1 < stop and tokens.text[end + 1][0].isupper():
            tail = end + 1
            while tail < min(stop, end + 5) and tokens.text[tail][0].isupper():
                tail += 1
        closes = tail < stop and (
            tokens.text[tail] in {"(", "-", "--", "_", "—", "–"} or looks_like_date(tokens.text[tail]) or tokens.lower[tail] in NOT_NAMES
        )
        if closes:
            found.append(Name(start, end, "GPE", None, sense="dateline"))
            if tail > end + 1:
                found.append(Name(end + 1, tail, "GPE", None, sense="dateline"))
    return found


def across_dashes(tokens: Tokens, names: list[Name]) -> list[Name]:
    """The names, a place and what is built between it and another joined to one: "[Ulm – Norrvik Bridge]"."""
    found: list[Name] = []
    for name in sorted(names, key=lambda name: name.start):
        before = found[-1] if found else None
        if before and name.start < before.end:
            before.model_label = name.model_label or before.model_label
            continue
        end = built_between(tokens, name.end) if name.label in {"GPE", "LOC", "FAC"} else -1
        if end > 0:
            name.end, name.label = end, "FAC"
        found.append(name)
    return found


def built_between(tokens: Tokens, end: int) -> int:
    """Where the name of what is built between two places ends, if a dash, the second place and a noun for it follow the first; else -1."""
    if end >= len(tokens) or tokens.text[end] not in {"-", "–", "—"}:
        return -1
    for i in range(end + 1, min(end + 6, len(tokens))):
        if not tokens.text[i][0].isupper() or tokens.on_new_line[i]:
            return -1
        if tokens.lower[i] in FAC_NOUNS and i > end + 1:
            return i + 1
    return -1


def replaced(names: list[Name], surer: list[Name]) -> list[Name]:
    """The names with the surer ones in the place of all that they touch; what the model said goes on to them."""
    at = {i: name for name in surer for i in range(name.start, name.end)}
    kept = []
    for name in names:
        touched = next((at[i] for i in range(name.start, name.end) if i in at), None)
        if touched is None:
            kept.append(name)
        else:
            touched.model_label = touched.model_label or name.model_label
    return kept + surer


def by_form(tokens: Tokens, taken: bytearray, capitals: list[tuple[int, int]]) -> list[Name]:
    """Free runs of proper nouns whose form or neighbours say what they name."""
    skip = bytearray(taken)
    for start, end in capitals:
        skip[start:end] = b"\1" * (end - start)
    found = []
    i, n = 0, len(tokens)
    while i < n:
        if skip[i] or tokens.pos[i] != "PROPN" or not tokens.text[i][0].isupper() or tokens.lower[i] in NOT_NAMES:
            i += 1
            continue
        start = i
        i += 1
        while (
            i < n
            and not skip[i]
            and tokens.pos[i] == "PROPN"
            and tokens.text[i][0].isupper()
            and not tokens.on_new_line[i]
            and not tokens.starts_sentence(i)
            and tokens.lower[i] not in NOT_NAMES
        ):
            i += 1
        titled = False
        while start < i and tokens.lower[start].rstrip(".") in TITLES:
            titled = True
            start += 1
        if start == i:
            continue
        label = label_of_form(tokens, start, i, titled)
        if label:
            found.append(Name(start, i, label, None))
    return found


def label_of_form(tokens: Tokens, start: int, end: int, titled: bool) -> str | None:
    """The label of a run of proper nouns, or None where nothing says that it is a name."""
    key = key_of(tokens, start, end)
    given = gazetteer.given_names()
    if not key or len(key) > 6:
        return None
    if titled or (
        start and tokens.lower[start - 1].rstrip(".") in TITLES and tokens.text[start - 1][0].isupper() and not tokens.on_new_line[start]
    ):
        return "PERSON"
    first_of_sentence = tokens.starts_sentence(start)
    if " ".join(key) in OTHER_COUNTRIES or key in gazetteer.countries() or key in gazetteer.regions():
        return "GPE"
    if key in gazetteer.nationalities():
        return "NORP"
    if gazetteer.cities().get(key, 0) >= LARGE_CITY and (not first_of_sentence or len(key) > 1):
        return "GPE"
    if len(key) > 1:
        if is_organisation_form(key):
            return "ORG"
        if len(key) < 4 and is_said_to_be_person(tokens, start, end):
            return "PERSON"
        initial = len(key[0]) == 1 and tokens.text[start].endswith(".")
        if (initial or (key[0] in given and len(key[0]) > 2)) and key[-1] not in ORG_NOUNS and len(key) < 5 and len(key[-1]) > 2:
            return "PERSON"
        return None
    head = end - 1
    if start > 1 and tokens.lower[start - 1] in {"is", "'s", "’s"} and tokens.lower[start - 2] == "name" and not first_of_sentence:
        return "PERSON"
    if tokens.dep[head] == "nsubj" and len(key[0]) > 2 and not tokens.text[start].isupper():
        verb = tokens.lemma[tokens.head[head]].lower()
        if verb in SPEECH_VERBS or verb in HUMAN_VERBS:
            return "PERSON"
    if not first_of_sentence and start and tokens.lower[start - 1] in PLACE_PREPOSITIONS and key in gazetteer.cities():
        return "GPE"
    return None


def is_said_to_be_person(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a noun for a person stands right before a name ("writer Ada Okoro") or is what "be" says of it."""
    before = start - 1
    if (
        start
        and tokens.pos[before] == "NOUN"
        and tokens.tag[before] == "NN"
        and tokens.lower[before] in PERSON_NOUNS
        and not tokens.on_new_line[start]
        and not tokens.starts_sentence(start)
    ):
        return True
    head = end - 1
    verb = tokens.head[head]
    return tokens.dep[head] == "nsubj" and tokens.lemma[verb] == "be" and complement(tokens, verb) in PERSON_NOUNS


def repeats(tokens: Tokens, names: list[Name], taken: bytearray, capitals: list[tuple[int, int]]) -> list[Name]:
    """Free stretches that spell a name, or the family name or short form of a name, that the document has elsewhere."""
    label_of: dict[tuple[str, ...], str] = {}
    for name in names:
        if len(name.key[0] if name.key else "") > 1 or len(name.key) > 1:
            label_of.setdefault(tuple(tokens.lower[name.start : name.end]), name.label)
    for name in names:
        if name.label in {"PERSON", "ORG"}:
            for short in short_forms(name.key, name.label):
                spelled = spelling(tokens, name, short)
                if spelled:
                    label_of.setdefault(spelled, name.label)
    by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in sorted(label_of, key=len, reverse=True):
        by_first[words[0]].append(words)
    in_capitals = bytearray(len(tokens))
    for start, end in capitals:
        in_capitals[start:end] = b"\1" * (end - start)
    small = {word for word in tokens.text if word.islower()}
    found = []
    i, n = 0, len(tokens)
    while i < n:
        match = None
        if not taken[i] and tokens.lower[i] in by_first and (tokens.text[i][0].isupper() or (i + 1 < n and tokens.text[i + 1] == "-")):
            for words in by_first[tokens.lower[i]]:
                end = i + len(words)
                if (
                    end <= n
                    and tuple(tokens.lower[i:end]) == words
                    and not any(taken[i:end])
                    and spelled_as_name(tokens, i, end, bool(in_capitals[i]), small)
                ):
                    match = words
                    break
        if match:
            found.append(Name(i, i + len(match), label_of[match], None))
            i += len(match)
        else:
            i += 1
    return found


def common_words(tokens: Tokens, names: list[Name]) -> set[Key]:
    """Keys of single words that the document writes small more than once and seldom large inside a sentence: "Iodine", and no name.

    What is part of a longer name ("Bush", "Apple") or has a person's title before it stays one.
    """
    small = Counter(word for word in tokens.text if word.islower())
    large = Counter(
        tokens.lower[name.start]
        for name in names
        if len(name.key) == 1 and name.end - name.start == 1 and not tokens.starts_sentence(name.start)
    )
    parts = {word for name in names if len(name.key) > 1 for word in name.key}
    return {
        name.key
        for name in names
        if len(name.key) == 1
        and name.end - name.start == 1
        and small[tokens.lower[name.start]] > max(1, large[tokens.lower[name.start]])
        and name.key[0] not in parts
        and not is_place(name.key)
    }


def spelling(tokens: Tokens, name: Name, short: Key) -> tuple[str, ...] | None:
    """The tokens of `name` that spell `short`, a short form of it."""
    for start, end in (
        (name.start, name.start + 1),
        *((i, name.end) for i in range(name.start, name.end)),
        *((name.start, i) for i in range(name.start + 1, name.end)),
    ):
        if (
            key_of(tokens, start, end) == short
            and tokens.text[start][0].isupper()
            and len(short[0]) > 2
            and tokens.lower[start] not in NOT_NAMES
        ):
            return tuple(tokens.lower[start:end])
    return None


def spelled_as_name(tokens: Tokens, start: int, end: int, in_capitals: bool, small: set[str]) -> bool:
    """Whether a stretch that spells a name is one here and not a common word that begins a sentence.

    `small` has the words that the document writes small.
    """
    if end - start > 1:
        return tokens.text[end - 1][0].isupper() or any(tokens.text[i][0].isupper() for i in range(start, end))
    if in_capitals:
        return len(tokens.text[start]) > 2
    if tokens.pos[start] == "PROPN" or (tokens.pos[start] in {"NOUN", "ADJ", "X"} and not tokens.starts_sentence(start)):
        return True
    # At the beginning of a sentence the tagger may take a name for a word; one that the document never writes small is none.
    return len(tokens.text[start]) > 3 and tokens.lower[start] not in small
