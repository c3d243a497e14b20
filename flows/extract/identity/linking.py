"""The names of one document put together: full name, family name, given name, initials, acronym, short form of an organisation.

Passes from the surest to the less sure, each on what the earlier ones left, as in the multi-pass sieve of Raghunathan et al. (2010). A
short form that two entities of the document share stays an entity of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from flows.extract.identity import gazetteer
from flows.extract.identity.labels import Votes, best, short_forms
from flows.extract.identity.lexicon import FEMALE_TITLES, MALE_TITLES, ORG_DESIGNATORS, ORG_NOUNS, OTHER_COUNTRIES
from flows.extract.identity.naming import Key, family_name, initials, same_person
from flows.extract.identity.spans import Name
from flows.extract.identity.tokens import Tokens

Stretch = tuple[int, int]
PLACES = {"GPE", "LOC", "FAC"}


@dataclass(slots=True)
class Entity:
    """What several names of one document refer to.

    `evidence` says of each key why it is this entity's: a word, and the tokens that show it where one place in the text does.
    """

    label: str
    keys: list[Key]
    names: list[Name] = field(default_factory=list)
    evidence: dict[Key, tuple[str, Stretch | None]] = field(default_factory=dict)
    sense: str = ""
    certainty: float = 0.0
    support: float = 0.0
    gender: str | None = None


def kind_of(label: str) -> str:
    """The coarse kind within which names are compared: places of all labels are one kind."""
    return "PLACE" if label in PLACES else label


def link(
    tokens: Tokens, names: list[Name], votes: dict[Key, Votes], support: dict[Key, Votes], aliases: list[tuple[Name, Name, str]]
) -> list[Entity]:
    """The document's entities, in the order of their first mention."""
    groups: defaultdict[Key, list[Name]] = defaultdict(list)
    teams: defaultdict[Key, list[Name]] = defaultdict(list)
    for name in names:
        (teams if name.sense == "team" else groups)[name.key].append(name)
    titled = parted_by_title(tokens, groups, {name.key for one, other, _ in aliases for name in (one, other)})
    entities: dict[Key, Entity] = {}
    for key, members in groups.items():
        entities[key] = Entity(members[0].label, [key], members, {key: ("same name", None)})
    stated(entities, aliases)
    countries(entities)
    people(entities)
    organisations(entities)
    storms(entities)
    generic(entities)
    unique = {id(entity): entity for entity in entities.values()}
    for parted in titled:
        entity = bearer_of_title(tokens, entities, parted) or Entity("PERSON", [], gender=parted.gender)
        entity.names += parted.names
        entity.keys.append(parted.key)
        entity.evidence.setdefault(parted.key, ("surname" if entity.evidence else "same name", None))
        unique[id(entity)] = entity
    for key, members in teams.items():
        team = Entity(members[0].label, [key], members, {key: ("same name", None)}, members[0].sense)
        unique[id(team)] = team
    for entity in unique.values():
        entity.names.sort(key=lambda name: name.start)
        entity.keys = list(dict.fromkeys(entity.keys))
        total = votes_for(entity, votes)
        if not entity.sense:
            entity.label = best(total)
        entity.certainty = lead(total, entity.label)
        entity.support = lead(votes_for(entity, support), entity.label)
        entity.gender = gender_of(tokens, entity) or entity.gender
        for name in entity.names:
            name.label = entity.label
    return sorted(unique.values(), key=lambda entity: entity.names[0].start)


def join(entities: dict[Key, Entity], into: Key, key: Key, why: str, shown_by: Stretch | None = None) -> None:
    """Puts the entity of `key` into that of `into`."""
    one, other = entities[into], entities[key]
    if one is other:
        return
    one.names += other.names
    one.keys += other.keys
    one.evidence |= other.evidence
    one.evidence[key] = (why, shown_by)
    for moved in other.keys:
        entities[moved] = one


def stated(entities: dict[Key, Entity], aliases: list[tuple[Name, Name, str]]) -> None:
    """Names that the text says are one."""
    for name, other, why in aliases:
        if "team" in {name.sense, other.sense}:
            continue
        join(entities, name.key, other.key, why, (min(name.start, other.start), max(name.end, other.end)))


def countries(entities: dict[Key, Entity]) -> None:
    """Spellings of one country: "U.S.", "United States"."""
    first: dict[str, Key] = {}
    for key, entity in list(entities.items()):
        country = country_of(key)
        if country and entity.label in PLACES:
            join(entities, first.setdefault(country, key), key, "spelling of a country")


def country_of(key: Key) -> str | None:
    """The main name of the country that a key spells, or None."""
    return OTHER_COUNTRIES.get(" ".join(key)) or gazetteer.countries().get(key)


def people(entities: dict[Key, Entity]) -> None:
    """Full names that agree, then family names, then given names, each where only one person of the document fits."""
    full = [key for key, entity in entities.items() if entity.label == "PERSON" and len(key) > 1 and len(family_name(key)) < len(key)]
    full.sort(key=lambda key: (-len(key), key))
    for i, key in enumerate(full):
        fitting = {id(entities[other]): other for other in full[:i] if same_person(key, other)}
        if len(fitting) == 1:
            join(entities, next(iter(fitting.values())), key, "full name")
    bearers: defaultdict[Key, dict[int, Key]] = defaultdict(dict)
    for key in full:
        for short in short_forms(key, "PERSON"):
            bearers[short].setdefault(id(entities[key]), key)
    for key, entity in list(entities.items()):
        if entity.label == "PERSON" and key in bearers and len(key) < 3:
            owners = {id(entities[long]): long for long in bearers[key].values() if entities[long] is not entity}
            long = next(iter(owners.values())) if len(owners) == 1 else first_bearer(entities, entity.names, owners.values())
            if long is not None and key not in full:
                join(entities, long, key, "given name" if key == long[:1] else "surname")


@dataclass(frozen=True, slots=True)
class Titled:
    """A family name where its title says of which gender the bearer is, "Ms. Okoro", with the full names of who bear it."""

    key: Key
    gender: str
    names: list[Name]
    bearers: list[Key]


def parted_by_title(tokens: Tokens, groups: dict[Key, list[Name]], aliased: set[Key]) -> list[Titled]:
    """Takes family names with a gendered title out of the groups where people of both genders bear the name.

    Where a single full name is borne, only titles tell: its given name may be a woman's here and a man's elsewhere. A name that is
    `aliased` stays whole: of it the text itself says whose it is.
    """
    bearers: defaultdict[Key, list[Key]] = defaultdict(list)
    for key, names in groups.items():
        if len(key) > 1 and names[0].label == "PERSON":
            bearers[family_name(key)].append(key)
    found = []
    for key, full in sorted(bearers.items()):
        short = groups.get(key, [])
        if not short or short[0].label != "PERSON" or key in full or key in aliased:
            continue
        by_gender: defaultdict[str | None, list[Name]] = defaultdict(list)
        for name in short:
            by_gender[gender_of_title(tokens, name)].append(name)
        genders = {gender_of_title(tokens, name) for long in full for name in groups[long]} | by_gender.keys()
        if len(full) > 1:
            genders |= {gender_of(tokens, Entity("PERSON", [long], groups[long])) for long in full}
        if {"m", "f"} <= genders and by_gender.keys() != {None}:
            found += [Titled(key, gender, by_gender[gender], full) for gender in ("f", "m") if gender in by_gender]
            groups[key] = by_gender[None]
            if not groups[key]:
                del groups[key]
    return found


def bearer_of_title(tokens: Tokens, entities: dict[Key, Entity], titled: Titled) -> Entity | None:
    """The only bearer who is of that gender, or if none is known to be, the only one of whom it isn't known; of two, whom alone the text
    has introduced; else None.
    """
    by_gender: defaultdict[str | None, dict[int, Key]] = defaultdict(dict)
    for key in titled.bearers:
        by_gender[gender_of(tokens, entities[key])].setdefault(id(entities[key]), key)
    fitting = list((by_gender[titled.gender] or by_gender[None]).values())
    bearer = fitting[0] if len(fitting) == 1 else first_bearer(entities, titled.names, fitting)
    return entities[bearer] if bearer else None


def first_bearer(entities: dict[Key, Entity], short: list[Name], owners: Iterable[Key]) -> Key | None:
    """The bearer of a shared family name whom alone the text has introduced when it first uses the family name by itself; None if there
    is none:
    "Ada Okoro ... Okoro ... her brother Obi Okoro".
    """
    begins = min(name.start for name in short)
    before = [long for long in owners if min(name.start for name in entities[long].names) < begins]
    return before[0] if len(before) == 1 else None


def organisations(entities: dict[Key, Entity]) -> None:
    """Names without their designator, heads of longer names, acronyms, each where only one organisation of the document fits."""
    keys = sorted((key for key, entity in entities.items() if entity.label == "ORG"), key=lambda key: (-len(key), key))
    plain: dict[Key, Key] = {}
    for key in keys:
        bare = without_designator(key)
        if plain.setdefault(bare, key) != key:
            join(entities, plain[bare], key, "short form")
    spelled: defaultdict[str, set[Key]] = defaultdict(set)
    for key in keys:
        if len(key) > 1:
            for letters in initials(without_designator(key)) | initials(key):
                spelled[letters].add(key)
    for key in keys:
        if len(key) == 1:
            owners = {id(entities[long]): long for long in spelled.get(key[0], ()) if len(key[0]) > 1}
            if len(owners) == 1:
                join(entities, next(iter(owners.values())), key, "acronym")
    longer: defaultdict[Key, dict[int, Key]] = defaultdict(dict)
    for key in keys:
        for short in short_forms(key, "ORG"):
            longer[short].setdefault(id(entities[key]), key)
    for key in sorted(keys, key=lambda key: (len(key), key)):
        owners = {id(entities[long]): long for long in longer[key].values() if entities[long] is not entities[key]}
        if len(owners) == 1:
            join(entities, next(iter(owners.values())), key, "short form")


def storms(entities: dict[Key, Entity]) -> None:
    """A storm's name alone, where one storm of the document bears it."""
    events = [key for key, entity in entities.items() if entity.label == "EVENT"]
    longer: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in events:
        for short in short_forms(key, "EVENT"):
            longer[short].append(key)
    for key in events:
        if len(longer[key]) == 1:
            join(entities, longer[key][0], key, "short form")


def generic(entities: dict[Key, Entity]) -> None:
    """The kind of an organisation for its name, "the University", where one organisation of that kind was named before and no other is."""
    for key, entity in list(entities.items()):
        if entity.label == "ORG" and len(key) == 1 and key[0] in ORG_NOUNS:
            begins = min(name.start for name in entity.names)
            of_kind = {id(other): long for long, other in entities.items() if len(long) > 1 and long[-1] == key[0] and other.label == "ORG"}
            long = next(iter(of_kind.values())) if len(of_kind) == 1 else None
            if long and min(name.start for name in entities[long].names) < begins:
                join(entities, long, key, "kind of organisation")


def without_designator(key: Key) -> Key:
    """An organisation's key without "Inc." and its like at the end."""
    end = len(key)
    while end > 1 and key[end - 1] in ORG_DESIGNATORS:
        end -= 1
    return key[:end]


def lead(votes: Votes, label: str) -> float:
    """By how much the label is ahead of the best label of another kind."""
    return float(votes[label] - max((weight for other, weight in votes.items() if kind_of(other) != kind_of(label)), default=0.0))


def votes_for(entity: Entity, votes: dict[Key, Votes]) -> Votes:
    """The votes of all the entity's keys together, longer names counting double."""
    total = Votes()
    for key in entity.keys:
        for label, weight in votes[key].items():
            total[label] += weight * (2 if len(key) > 1 and len(entity.keys) > 1 else 1)
    return total


def gender_of(tokens: Tokens, entity: Entity) -> str | None:
    """F or m for a person whose title or given name says so, else None.

    A title before the full name says more than the list of given names, and that more than a title before a family name, which others bear.
    """
    if entity.label != "PERSON":
        return None
    given = gazetteer.given_names()
    titles = {name.key: gender for name in reversed(entity.names) if (gender := gender_of_title(tokens, name))}
    full = sorted((key for key in entity.keys if len(key) > 1), key=len, reverse=True)
    of_full_name = [titles[key] for key in titles if len(key) > 1] + [given[key[0]] for key in full if given.get(key[0])]
    of_short_name = [*titles.values(), *(given[key[0]] for key in entity.keys if len(entity.keys) == 1 and given.get(key[0]))]
    return next(iter(of_full_name + of_short_name), None)


def gender_of_title(tokens: Tokens, name: Name) -> str | None:
    """F or m where a title before the name says so, else None."""
    i = name.start - 1
    while i >= 0 and i >= name.start - 3:
        word = tokens.lower[i].rstrip(".")
        if word in MALE_TITLES or word in FEMALE_TITLES:
            return "m" if word in MALE_TITLES else "f"
        if tokens.text[i] != "." and tokens.pos[i] != "PROPN":
            return None
        i -= 1
    return None
