"""One label a name: a weighted vote of the model's labels, the form of the name, gazetteers, and what stands around each mention.

The model labels each mention by itself and is often wrong on a bare surname; the same string in one document is nearly always the same
thing
(one sense per discourse: Gale, Church & Yarowsky 1992), so all mentions vote together, and short forms listen to the long ones.
The weights are units of one confident reading of the model; they order the evidence and are not fitted to any collection.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from flows.extract.identity import gazetteer
from flows.extract.identity.lexicon import (
    AWARDS,
    BUILT,
    CORPORATE_NOUNS,
    EVENT_NOUNS,
    FAC_NOUNS,
    GODS,
    HUMAN_VERBS,
    LAW_NOUNS,
    LOC_NOUNS,
    ORG_DESIGNATORS,
    ORG_FOLLOWERS,
    ORG_NOUNS,
    OTHER_COUNTRIES,
    PERSON_FOLLOWERS,
    PERSON_NOUNS,
    PLACE_NOUNS,
    PLACE_PREPOSITIONS,
    SPEECH_VERBS,
    STATE_ABBREVIATIONS,
    STORMS,
    TITLES,
    words,
)
from flows.extract.identity.naming import GENERATIONS, Key, family_name
from flows.extract.identity.spans import Name, is_organisation_form
from flows.extract.identity.tokens import Tokens


class Votes(defaultdict[str, float]):
    """Label -> weight of the votes for it; 0 where none was cast."""

    def __init__(self, weights: Mapping[str, float] | None = None) -> None:
        super().__init__(float, weights or {})

    def add(self, other: Mapping[str, float]) -> None:
        """Adds other votes to these."""
        for label, weight in other.items():
            self[label] += weight


ORDER = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE")
MOST_FROM_CONTEXT = 4.0
LED_BY = words(
    """
    leader chairman chairwoman president chief spokesman spokeswoman headquarters membership ranks founder tactics members executives
    board director headquarter
    """
)
GROUP_NOUNS = words(
    """
    member fighter faction offshoot militant supporter gunman rebel affiliate ally official leader leadership analyst troop soldier
    """
)
# What states and their parts have, and people and companies have not.
OF_STATES = words(
    """
    army navy border frontier coast coastline capital parliament constitution economy territory airspace population embassy junta province
    independence sovereignty government military airport mayor governor electorate police neighbour neighbor
    """
)
# "The capital of", "the border with": what stands before a preposition and the name of a country, region or town.
BEFORE_PLACES = words(
    """
    border frontier capital city town village port province region state republic north south east west mayor governor outskirts people
    inhabitant population resident native island
    """
)
# Nouns for a firm by what it does, which names of firms don't end with.
BUSINESSES = words("airline carrier retailer automaker carmaker manufacturer insurer broker bank charity startup planemaker supermarket")
INTERVIEWED = words("interviews interviewed interviewing")
# Whom one appoints or marries is a person.
DONE_TO_PEOPLE = words("appoint elect marry befriend behead baptize baptise handcuff jail imprison")
PUBLISHING_VERBS = words("post show write share tweet announce reveal stream air broadcast publish upload message appear feature launch")
LIES = words("lie locate situate")
# With these the names of many firms begin, so that none is called by them.
SHARED_FIRST_WORDS = (
    ORG_NOUNS | PERSON_NOUNS | TITLES | words("national first american new royal western eastern northern southern central global")
)
HE_OR_SHE = words("he she his her him himself herself")
IT = words("it its itself")
DIRECTIONS = words(
    """
    north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern
    southeastern southwestern middle upper lower sub-saharan latin
    """
)


def vote(tokens: Tokens, names: list[Name]) -> tuple[dict[Key, Votes], dict[Key, Votes]]:
    """Gives every name the label that its key's votes prefer; returns all votes, and those of the text alone, without the model's."""
    groups: defaultdict[Key, list[Name]] = defaultdict(list)
    for name in names:
        groups[name.key].append(name)
    votes: dict[Key, Votes] = {}
    support: dict[Key, Votes] = {}
    longer: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in sorted(groups, key=lambda key: (-len(key), key)):
        found = Votes()
        found.add(votes_of_form(key, tokens.text[groups[key][0].start : groups[key][0].end]))
        context = Votes()
        for name in groups[key]:
            context.add(votes_of_context(tokens, name))
        if found["GPE"] >= 2:
            # Countries and great cities have leaders and act as organisations do.
            context.pop("ORG", None)
        found.add({label: max(-MOST_FROM_CONTEXT, min(MOST_FROM_CONTEXT, weight)) for label, weight in context.items()})
        for long in longer.get(key, ()):
            found[best(votes[long])] += 4.0 if len(key) == 1 else 3.0
        support[key] = Votes(found)
        found.add(votes_of_model(groups[key]))
        votes[key] = found
        label = best(found)
        for short in short_forms(key, label):
            longer[short].append(key)
        for name in groups[key]:
            name.label = label
    return votes, support


def best(votes: Votes) -> str:
    """The label with the most votes; the commoner label where they tie."""
    return max(ORDER, key=lambda label: (votes.get(label, 0.0), -ORDER.index(label)))


def short_forms(key: Key, label: str) -> set[Key]:
    """The keys by which a text goes on calling what it introduced by this key."""
    if len(key) < 2:
        return set()
    if label == "PERSON":
        family = family_name(key)
        return {family, family[-1:], key[:1]} - {key}
    if label == "EVENT" and key[0] in STORMS:
        return {key[1:]}
    if label == "ORG":
        heads = {key[:i] for i in range(1, len(key)) if all(word in CORPORATE_NOUNS for word in key[i:]) and not is_place(key[:i])}
        if key[-1] in ORG_DESIGNATORS and len(key[0]) > 3 and not is_place(key[:1]) and key[0] not in SHARED_FIRST_WORDS:
            heads.add(key[:1])
        return heads | {
            key[i:]
            for i in range(1, min(len(key), 4))
            if is_place(key[:i]) and key[i] not in {"of", "and", "for"} and (len(key) > i + 1 or key[i] not in ORG_NOUNS)
        }
    return set()


def is_place(key: Key) -> bool:
    """Whether a key is a country's, region's, nationality's or town's."""
    return (
        " ".join(key) in OTHER_COUNTRIES
        or key in gazetteer.countries()
        or key in gazetteer.regions()
        or key in gazetteer.nationalities()
        or key in gazetteer.cities()
    )


def votes_of_model(names: list[Name]) -> Votes:
    """What the model called the mentions of one name; its word counts for less where it called most of them nothing."""
    labels = Counter(name.model_label for name in names if name.model_label)
    total = labels.total()
    said = 0.5 + 0.5 * total / len(names)
    return Votes({label: 2.0 * said * n / total + 0.3 * min(n, 5) for label, n in labels.items()})


def votes_of_form(key: Key, spelled: list[str]) -> Votes:
    """What the name itself says."""
    votes = Votes()
    if not key:
        return votes
    given, last = gazetteer.given_names(), key[-1]
    text = " ".join(key)
    if text in OTHER_COUNTRIES or key in gazetteer.countries():
        votes["GPE"] += 1.5 if text in given else 3.5
    elif key in gazetteer.nationalities():
        votes["NORP"] += 3.0
    elif key in gazetteer.regions():
        votes["GPE"] += 1.5 if text in given else 2.5
    elif key in gazetteer.cities():
        size = gazetteer.cities()[key]
        weight = 2.0 if size > 1_000_000 else 1.5 if size > 300_000 else 1.0 if size > 80_000 else 0.5
        if len(key) > 1 and size > 80_000 and not (key[0] in given and last in gazetteer.surnames()):
            weight += 1.0
        votes["GPE"] += weight / 2 if len(key) == 1 and (text in given or text in gazetteer.surnames()) else weight
    if len(key) == 1:
        if text in GODS:
            votes["PERSON"] += 3.0
        elif any(c.isdigit() for c in text) and any(c.isalpha() for c in text):
            # "L2", "F16": models, roads, terms, and now and then a band.
            votes.add({"PRODUCT": 2.0, "PERSON": -3.0, "GPE": -3.0})
        if text in given:
            votes["PERSON"] += 0.7 if is_place(key) else 1.0
        elif text in gazetteer.surnames():
            votes["PERSON"] += 0.5
        if spelled[0].isupper() and 2 <= len(spelled[0]) <= 6 and len(spelled) == 1:
            votes["ORG"] += 0.7
        return votes
    if key[0] in STORMS or key[:2] == ("tropical", "storm"):
        votes["EVENT"] += 5.0
    elif last in LAW_NOUNS:
        votes["LAW"] += 3.0
    elif last in AWARDS:
        votes["WORK_OF_ART"] += 3.0
    elif last in EVENT_NOUNS and not is_organisation_form(key[-1:]):
        votes["EVENT"] += 3.0
    elif key[0] in DIRECTIONS and is_place(key[1:]) and key not in gazetteer.countries():
        votes["LOC"] += 3.0
    elif is_organisation_form(key) or (len(key) > 2 and "of" in key[1:] and key[0] in ORG_NOUNS):
        votes["ORG"] += 3.0
    elif last in LOC_NOUNS or key[0] in {"lake", "mount", "cape", "gulf"}:
        votes["LOC"] += 2.5
    elif last in FAC_NOUNS:
        votes["FAC"] += 3.0 if last in BUILT else 2.0
    elif last in PLACE_NOUNS:
        votes["GPE"] += 1.5
    elif len(key) <= 5 and key not in gazetteer.cities():
        if key[0] in given and key[0] not in {"new", "san", "santa", "la", "las", "los", "st"}:
            votes["PERSON"] += 2.0
        elif len(key[0]) == 1 and len(spelled) > 1 and len(last) > 2:
            votes["PERSON"] += 1.5
        if last in gazetteer.surnames() or last in GENERATIONS:
            votes["PERSON"] += 0.7
    return votes


def votes_of_context(tokens: Tokens, name: Name) -> Votes:
    """What stands around one mention."""
    votes = Votes({"GPE": 4.0} if name.sense == "dateline" else None)
    start, end, n = name.start, name.end, len(tokens)
    before = start - 1 if start and not tokens.on_new_line[start] else -1
    after = end if end < n and not tokens.on_new_block[end] else -1
    if before >= 0:
        word = tokens.lower[before]
        if word == "." and before:
            word = tokens.lower[before - 1]
        word = word.rstrip(".")
        if word in TITLES and tokens.text[before][0].isupper() | (tokens.text[before] == "."):
            votes["PERSON"] += 3.0
        elif tokens.lemma[before].lower() in PERSON_NOUNS and tokens.lower[before] == word and tokens.pos[before] in {"NOUN", "PROPN"}:
            votes["PERSON"] += 1.5
        elif word in INTERVIEWED:
            votes["PERSON"] += 2.5
        elif word in BUSINESSES and tokens.tag[before] == "NN":
            votes["ORG"] += 2.5
        elif word in PLACE_PREPOSITIONS and name.end - name.start < 4 and (after < 0 or tokens.lower[after] not in {"'s", "’s"}):
            votes["GPE"] += 0.8 if word in {"in", "near", "across", "throughout"} else 0.4
            votes["PERSON"] -= 0.5 if word in {"in", "across", "throughout"} else 0.0
        elif word in {"of", "with", "between"} and before > 1 and tokens.lemma[before - 1].lower() in BEFORE_PLACES and end - start < 4:
            votes["GPE"] += 1.5
            votes["PERSON"] -= 0.5
        elif word == "on" and end - start < 3 and tokens.lemma[tokens.head[before]].lower() in PUBLISHING_VERBS:
            # "posted on Velmora", "aired on Velmora".
            votes["PERSON"] -= 1.0
            votes["ORG"] += 0.7
        elif word == "the" and end - start == 1 and not tokens.text[start].isupper():
            votes["PERSON"] -= 1.0
            votes["ORG"] += 0.5
    head = end - 1
    if after >= 0:
        word = tokens.lower[after]
        if is_cited(tokens, start, end):
            votes["PERSON"] += 3.0
        if word == "," and after + 1 < n:
            votes.add(votes_after_comma(tokens, after + 1))
        elif word in {"'s", "’s"} and after + 1 < n:
            # What has a leader or a spokesman is a group or a country, seldom a person.
            if tokens.lemma[after + 1].lower() in OF_STATES:
                votes["PERSON"] -= 1.0
                votes["GPE"] += 1.2
            elif tokens.lemma[after + 1].lower() in LED_BY:
                votes["PERSON"] -= 1.0
                votes["ORG"] += 0.7
        elif word in PERSON_FOLLOWERS:
            votes["PERSON"] += 1.5
        elif word == "-" and after + 1 < n and tokens.lower[after + 1] == "based":
            votes["GPE"] += 3.5
        elif tokens.lemma[after].lower() in GROUP_NOUNS and not tokens.starts_sentence(after):
            votes["PERSON"] -= 0.5
            votes["ORG"] += 0.7
        elif (
            tokens.lemma[after].lower() in OF_STATES and before >= 0 and tokens.lower[before] == "the" and not tokens.starts_sentence(after)
        ):
            votes["PERSON"] -= 0.5
            votes["GPE"] += 0.7
        elif tokens.lemma[after] in PLACE_NOUNS and tokens.text[after].islower() and tokens.dep[head] == "compound" and end - start < 3:
            votes["PERSON"] -= 0.5
            votes["LOC" if tokens.lemma[after] in LOC_NOUNS else "GPE"] += 1.0
        elif tokens.lemma[after].lower() in ORG_FOLLOWERS and not tokens.starts_sentence(after):
            votes["ORG"] += 1.5
        elif (
            word == "("
            and after + 2 < n
            and tokens.text[after + 2] == ")"
            and end - start > 1
            and tokens.text[after + 1][0].isupper()
            and votes_of_form((tokens.lower[after + 1].replace(".", ""),), [tokens.text[after + 1]])["GPE"] >= 2
        ):
            votes["PERSON"] += 1.5
    if tokens.dep[head] in {"nsubj", "nsubjpass"}:
        verb = tokens.lemma[tokens.head[head]].lower()
        if verb in SPEECH_VERBS or verb in HUMAN_VERBS:
            votes["PERSON"] += 1.0
        own = owner_in(tokens, head)
        if own:
            votes["PERSON"] += 1.0 if own != "its" else -1.0
            votes["ORG"] += 0.7 if own == "its" else 0.0
        if verb == "be":
            votes.add(votes_of_noun(complement(tokens, tokens.head[head])))
        if verb in LIES or (verb == "be" and lies_in(tokens, tokens.head[head])):
            votes.add({"GPE": 2.0, "PERSON": -0.5})
        if verb not in SPEECH_VERBS:
            votes.add(votes_of_pronoun(tokens, end))
    elif tokens.dep[head] == "appos" and tokens.pos[tokens.head[head]] == "NOUN" and tokens.head[head] < start:
        # "The airline, Velmora, said ...".
        votes.add(votes_of_noun(tokens.lemma[tokens.head[head]].lower()))
    elif tokens.dep[head] == "dobj" and tokens.lemma[tokens.head[head]].lower() in DONE_TO_PEOPLE:
        votes["PERSON"] += 1.5
    return votes


def lies_in(tokens: Tokens, verb: int) -> bool:
    """Whether a form of "be" puts its subject into a place: "is in the province of"."""
    for i in range(verb + 1, min(verb + 6, len(tokens))):
        if tokens.dep[i] == "pobj":
            return tokens.lemma[i].lower() in PLACE_NOUNS and tokens.lower[tokens.head[i]] in {"in", "on", "near"}
    return False


def votes_of_pronoun(tokens: Tokens, end: int) -> Votes:
    """What the first pronoun after a subject that ends at `end` says of it, in its sentence or as the next one's first word, where no other
    name lies between: mostly the subject is meant (Hobbs 1978; parallel subjects: Lappin & Leass 1994).
    """
    for i in range(end, len(tokens)):
        word = tokens.lower[i]
        next_one = tokens.sentence[i] > tokens.sentence[end - 1]
        if word in HE_OR_SHE:
            return Votes({"PERSON": 1.0})
        if word in IT:
            return Votes({"PERSON": -0.5})
        if next_one or tokens.pos[i] == "PROPN" or word in PERSON_NOUNS or word in {'"', "“", "”"}:
            break
    return Votes()


def is_cited(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a name is an author's in a reference by author and date: "(Falk & Brask, 2016)", "Falk et al." (APA 7th ed., 8.11)."""
    if end + 1 < len(tokens) and tokens.lower[end] == "et" and tokens.lower[end + 1].rstrip(".") == "al":
        return True
    i = end
    while i < len(tokens) and i - end < 12 and (tokens.text[i] in {",", "&", "and"} or tokens.text[i][0].isupper()):
        i += 1
    opened = start and tokens.text[start - 1] in {"(", ";", ",", "&"}
    return bool(
        opened
        and i > end
        and i < len(tokens)
        and tokens.text[i - 1] == ","
        and len(tokens.text[i]) == 4
        and tokens.text[i].isdigit()
        and i + 1 < len(tokens)
        and tokens.text[i + 1] in {")", ";"}
    )


def owner_in(tokens: Tokens, subject: int) -> str:
    """The possessive pronoun after a subject's verb, which is mostly the subject's own: its, his or her; an empty string where there is
    none.
    """
    verb = tokens.head[subject]
    for i in range(verb + 1, min(verb + 6, len(tokens))):
        if tokens.tag[i] == "PRP$" and tokens.lower[i] in {"its", "his", "her"}:
            return tokens.lower[i]
        if tokens.text[i] in {",", ".", ";", '"', "”"} or tokens.pos[i] in {"PROPN", "SCONJ"}:
            break
    return ""


def votes_after_comma(tokens: Tokens, i: int) -> Votes:
    """What the words after a name and a comma say: an age, a clause with who, the state or country of a town, an apposition."""
    votes = Votes()
    word, n = tokens.lower[i], len(tokens)
    if word.isdigit() and 5 < int(word) < 105 and (i + 1 == n or tokens.text[i + 1] in {",", ".", ";", ")", "-"}):
        votes["PERSON"] += 3.0
    elif word in PERSON_FOLLOWERS:
        votes["PERSON"] += 2.0
    elif word.replace(".", "") in STATE_ABBREVIATIONS and tokens.text[i][0].isupper():
        votes["GPE"] += 2.5
    elif word in {"a", "an", "the", "his", "her", "former"} or tokens.pos[i] in {"NOUN", "ADJ"}:
        for j in range(i, min(i + 9, n)):
            if tokens.pos[j] == "NOUN" and (j + 1 == n or tokens.pos[j + 1] != "NOUN"):
                return votes_of_noun(tokens.lemma[j].lower())
            if (
                tokens.pos[j] not in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART", "ADV"}
                and tokens.text[j] not in {"-", "'s"}
                and tokens.text[j - 1] != "-"
            ):
                break
    return votes


def votes_of_noun(noun: str) -> Votes:
    """What a noun that is said of a name makes of it."""
    if noun in PERSON_NOUNS:
        return Votes({"PERSON": 2.5})
    if noun in ORG_NOUNS or noun in BUSINESSES:
        return Votes({"ORG": 2.5})
    if noun in PLACE_NOUNS:
        return Votes({"LOC" if noun in LOC_NOUNS else "GPE": 2.0})
    return Votes()


def complement(tokens: Tokens, verb: int) -> str:
    """The lemma of the noun that a form of "be" says of its subject, or an empty string."""
    for i in range(verb + 1, min(verb + 8, len(tokens))):
        if tokens.head[i] == verb and tokens.dep[i] == "attr":
            return tokens.lemma[i].lower()
    return ""
