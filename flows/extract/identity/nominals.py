"""Definite descriptions of what has a name: "the company", "the city", "the president"; only where a single entity near fits.

"The" takes up what is known (Poesio & Vieira 1998): a role that the text stated, or the kind of the thing that was named last.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from flows.extract.identity import gazetteer
from flows.extract.identity.lexicon import PERSON_NOUNS, words
from flows.extract.identity.linking import Entity, country_of
from flows.extract.identity.roles import Role, nouns_of
from flows.extract.identity.tokens import Tokens

ORGANISATIONS = words(
    """
    group organization organisation company firm agency bank airline newspaper network university corporation carrier manufacturer
    retailer automaker insurer broker charity
    """
)
COUNTRIES = words("country nation kingdom republic")
TOWNS = words("city town capital village municipality")
REGIONS = words("region province island territory")
BACK = 2


def is_organisation(entity: Entity) -> bool:
    """Whether "the company" can mean the entity."""
    return entity.label == "ORG" and not entity.sense


def is_country(entity: Entity) -> bool:
    """Whether "the country" can mean it."""
    return entity.label == "GPE" and not entity.sense and any(country_of(key) for key in entity.keys)


def is_town(entity: Entity) -> bool:
    """Whether "the city" can mean it."""
    return (
        entity.label == "GPE" and not entity.sense and not is_country(entity) and not any(key in gazetteer.regions() for key in entity.keys)
    )


def is_region(entity: Entity) -> bool:
    """Whether "the region" can mean it."""
    return entity.label in {"GPE", "LOC"} and not entity.sense and not is_country(entity)


KINDS: list[tuple[frozenset[str], Callable[[Entity], bool]]] = [
    (ORGANISATIONS, is_organisation),
    (COUNTRIES, is_country),
    (TOWNS, is_town),
    (REGIONS, is_region),
]


def resolve_nominals(tokens: Tokens, entities: Sequence[Entity], roles: Sequence[Role]) -> list[tuple[int, int, int]]:
    """(start, end, entity) of the descriptions that were resolved: tokens from "the" to the noun."""
    bearers: defaultdict[str, set[int]] = defaultdict(set)
    for noun, bearer in nouns_of(roles):
        bearers[noun].add(bearer)
    inside = bytearray(len(tokens))
    named: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, entity in enumerate(entities):
        for name in entity.names:
            inside[name.start : name.end] = b"\1" * (name.end - name.start)
            named[tokens.sentence[name.start]].append((name.start, index))
    found = []
    for i in range(len(tokens) - 1):
        if tokens.lower[i] != "the" or inside[i]:
            continue
        end = i + 1
        if (
            inside[end]
            or tokens.tag[end] != "NN"
            or (
                end + 1 < len(tokens)
                and (
                    tokens.pos[end + 1] in {"NOUN", "PROPN"}
                    or inside[end + 1]
                    or tokens.lower[end + 1] in {"of", "that", "which", "who", "in", "-"}
                )
            )
        ):
            continue
        noun = tokens.lower[end]
        near = [(start, index) for back in range(BACK + 1) for start, index in named.get(tokens.sentence[i] - back, ()) if start < i]
        if noun in PERSON_NOUNS:
            owners = bearers.get(noun, set())
            if len(owners) == 1:
                found.append((i, end + 1, next(iter(owners))))
            continue
        for nouns, fits in KINDS:
            if noun in nouns:
                fitting = {index for _, index in near if fits(entities[index])}
                if len(fitting) == 1:
                    found.append((i, end + 1, fitting.pop()))
                break
    return found
