"""Doubtful merges and splits of a resolved corpus: what a person should look at first.

A doubt is a question about two names or entities: are they one? Its value is what the answer would change, the mentions and documents of
the smaller side, times how doubtful it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple

import duckdb
import pyarrow as pa

from flows.extract.identity.linking import without_designator
from flows.extract.identity.naming import fold, name_key
from flows.resolve.curation import Decision

# How likely it is that the corpus has it wrong, as an order of the kinds and not as a measured probability.
DOUBT = {"same name": 0.6, "spelling": 0.5, "two labels": 0.4, "stated once": 0.3, "short name": 0.5}
SENTENCES_PER_SIDE = 2
KINDS_OF_LABELS = {"GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}


class Sentence(NamedTuple):
    """A sentence that mentions one side of a doubt; `spans` are the mentions in it, as (start, end) in its text."""

    title: str
    published_on: date | None
    text: str
    spans: tuple[tuple[int, int], ...]


class Entity(NamedTuple):
    """An entity of the corpus, as `entities` has it."""

    entity_id: str
    name: str
    label: str
    n_mentions: int
    n_documents: int


class Side(NamedTuple):
    """One side of a doubt: an entity, or of an entity what goes by one name."""

    entity: Entity
    name: str
    n_mentions: int
    n_documents: int
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question: are the sides one? `names` are what a decision calls them, `are_one` says what the corpus holds now."""

    kind: str
    names: tuple[str, str]
    sides: tuple[Side, Side]
    are_one: bool
    value: float


def doubts(corpus: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], limit: int) -> list[Doubt]:
    """The doubts of most value that no decision has answered, at most `limit` of them, the most valuable first.

    `corpus` has the tables of a published corpus by their names.
    """
    entities = [Entity(*row) for row in corpus.sql(ENTITIES).fetchall()]
    keys = corpus.sql(KEYS).fetchall()
    found = [*spellings(entities, keys), *two_labels(entities, keys), *short_names(entities, keys), *stated_once(corpus, entities)]
    answered = [{folded(name) for name in each.names} for each in decisions if each.verb in {"same", "different"}]
    ignored = {folded(each.names[0]) for each in decisions if each.verb == "ignore"}
    best: dict[tuple[str, ...], Doubt] = {}
    for doubt in sorted(found, key=lambda doubt: (-doubt.value, doubt.kind, doubt.names)):
        called = {folded(name) for name in doubt.names}
        ids = {side.entity.entity_id for side in doubt.sides}
        if not any(called <= names or (len(ids) > 1 and ids <= names) for names in answered) and ignored.isdisjoint(called):
            best.setdefault(tuple(sorted(doubt.names)), doubt)
    return with_sentences(corpus, list(best.values())[:limit])


ENTITIES = "select entity_id, name, label, n_mentions, n_documents from entities order by all"
KEYS = """
select l.entity_id, l.key, sum(d.n_mentions)::bigint as n_mentions, count(distinct l.doc_id) as n_documents
from entity_links as l inner join document_entities as d using (doc_id, entity_index)
where l.entity_id is not null and d.sense = '' group by all order by all
"""
KeyRow = tuple[str, str, int, int]


def folded(name: str) -> str:
    """A name as decisions compare them."""
    return " ".join(name_key(name))


def side_of(entity: Entity) -> Side:
    """The whole entity as a side."""
    return Side(entity, entity.name, entity.n_mentions, entity.n_documents)


def value_of(kind: str, sides: Iterable[Side], doubt: float = 1.0) -> float:
    """What an answer would change, the smaller side's mentions and documents, times the doubt."""
    return min(side.n_mentions * side.n_documents for side in sides) * DOUBT[kind] * doubt


def asked(kind: str, one: Side, other: Side, *, by_id: bool = False, are_one: bool = False, doubt: float = 1.0) -> Doubt:
    """A doubt; the larger side first."""
    first, second = sorted((one, other), key=lambda side: (-side.n_mentions, side.name, side.entity.entity_id))
    names = (first.entity.entity_id, second.entity.entity_id) if by_id else (first.name, second.name)
    return Doubt(kind, names, (first, second), are_one, value_of(kind, (first, second), doubt))


def skeleton(key: str) -> str:
    """What transliterations of one name have in common: its consonants, those that stand for one another as one, none of them doubled.

    >>> skeleton("muammar qaddafi"), skeleton("moammar gadhafi"), skeleton("mikhail sergeyev")
    ('mmr kdf', 'mmr kdf', 'mkl srkf')
    """
    words = []
    for word in re.split(r"[ -]", fold(key)):
        plain = re.sub(r"[^a-z]", "", word.replace("ph", "f").replace("ck", "k"))
        words.append(re.sub(r"(.)\1+", r"\1", plain).translate(str.maketrans("qgczv", "kkksf", "aeiouywh")))
    return " ".join(word for word in words if word)


def spellings(entities: Iterable[Entity], keys: Iterable[KeyRow]) -> Iterator[Doubt]:
    """Full names of two entities of one kind that may be transliterations, or slips, of one another."""
    by_id = {entity.entity_id: entity for entity in entities}
    near: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entity_id, key, _, _ in keys:
        entity = by_id[entity_id]
        bones = skeleton(key)
        if " " in bones and len(bones) > 5 and entity.label in {"PERSON", "ORG", "GPE", "LOC", "FAC"}:
            near[KINDS_OF_LABELS.get(entity.label, entity.label), bones].setdefault(entity_id, key)
    for group in near.values():
        for (one, one_key), (other, other_key) in combinations(sorted(group.items()), 2):
            # The same full name twice is the corpus's own decision, by what the documents state of its bearers.
            kind = "same name" if one_key == other_key else "spelling"
            yield asked(kind, side_of(by_id[one]), side_of(by_id[other]), by_id=one_key == other_key)


def two_labels(entities: Iterable[Entity], keys: Iterable[KeyRow]) -> Iterator[Doubt]:
    """One name, two entities of different kinds."""
    by_id = {entity.entity_id: entity for entity in entities}
    bearers: defaultdict[str, dict[str, Side]] = defaultdict(dict)
    for entity_id, key, n_mentions, n_documents in keys:
        entity = by_id[entity_id]
        kind = KINDS_OF_LABELS.get(entity.label, entity.label)
        side = Side(entity, entity.name, n_mentions, n_documents)
        if folded(entity.name) == key and (kind not in bearers[key] or bearers[key][kind].n_mentions < n_mentions):
            bearers[key][kind] = side
    for group in bearers.values():
        for one, other in combinations(sorted(group.values(), key=lambda side: side.entity.entity_id), 2):
            yield asked("two labels", one, other)


def short_names(entities: Iterable[Entity], keys: Iterable[KeyRow]) -> Iterator[Doubt]:
    """Family names alone, or with an initial, that several people of the corpus bear: each with the one who is mentioned most."""
    by_id = {entity.entity_id: entity for entity in entities}
    full: defaultdict[str, list[tuple[str, Entity]]] = defaultdict(list)
    short: list[tuple[str, str, str]] = []
    for entity_id, key, _, _ in keys:
        words = key.split(" ")
        if by_id[entity_id].label == "PERSON" and len(words) < 3 and (len(words) == 1 or len(words[0]) == 1):
            short.append((entity_id, words[-1], words[0] if len(words) > 1 else ""))
        elif by_id[entity_id].label == "PERSON":
            full[words[-1]].append((key, by_id[entity_id]))
    for entity_id, family, initial in short:
        fitting = {entity for key, entity in full.get(family, ()) if key.startswith(initial) and entity.entity_id != entity_id}
        # A name that its own entity has in full is no short one.
        if len(fitting) > 1 and " " not in folded(by_id[entity_id].name).removeprefix(f"{initial} "):
            likely = max(fitting, key=lambda entity: (entity.n_mentions, entity.entity_id))
            yield asked("short name", side_of(likely), side_of(by_id[entity_id]), by_id=True, doubt=1 / len(fitting))


STATED_ONCE = """
select l.entity_id, mode(n.name order by n.name) as name, sum(n.n_mentions)::bigint as n_mentions, count(distinct l.doc_id) as n_documents
from entity_links as l inner join document_names as n using (doc_id, entity_index)
where l.entity_id is not null
group by l.entity_id, n.key
having count(distinct l.doc_id) filter (where list_contains(?, n.evidence)) = 1
order by all
"""
STATED = ["stated alias", "acronym in parentheses", "acronym", "short form", "full name"]


def stated_once(corpus: duckdb.DuckDBPyConnection, entities: Iterable[Entity]) -> Iterator[Doubt]:
    """Names that are an entity's because a single document shows it, and that the corpus uses more often."""
    by_id = {entity.entity_id: entity for entity in entities}
    for entity_id, name, n_mentions, n_documents in corpus.execute(STATED_ONCE, [STATED]).fetchall():
        entity = by_id[entity_id]
        # "Inc." and its like leave no doubt.
        if without_designator(name_key(name)) != without_designator(name_key(entity.name)) and n_documents > 1:
            rest = Side(entity, entity.name, max(entity.n_mentions - n_mentions, 0), entity.n_documents)
            yield asked("stated once", rest, Side(entity, name, n_mentions, n_documents), are_one=True)


# Sentences with the most mentions of a side first, from different documents, so that a reader sees most at a glance.
SENTENCES = r"""
with mention as (
    select s.side, m.doc_id, m.sentence_index, list((m.start_char, m.end_char) order by m.start_char) as spans
    from sides as s
    inner join entity_links as l using (entity_id)
    inner join document_mentions as m using (doc_id, entity_index)
    where m.kind = 'name' and (s.name is null or lower(regexp_replace(m.text, '\s+', ' ', 'g')) = lower(s.name))
    group by all
),
chosen as (
    from mention
    qualify row_number() over (partition by side, doc_id order by len(spans) desc, sentence_index) = 1
),
first as (
    from chosen
    qualify row_number() over (partition by side order by len(spans) desc, doc_id) <= ?
)
select first.side, d.title, d.source_uri, d.published_on, s.text, s.start_char, first.spans
from first inner join sentences as s using (doc_id, sentence_index) left join document_metadata as d using (doc_id)
order by first.side, len(first.spans) desc, first.doc_id
"""
SIDES = pa.schema([("side", pa.int64()), ("entity_id", pa.string()), ("name", pa.string())])


def with_sentences(corpus: duckdb.DuckDBPyConnection, found: Sequence[Doubt]) -> list[Doubt]:
    """The doubts with sentences that mention each side."""
    rows = [
        {"side": 2 * i + j, "entity_id": side.entity.entity_id, "name": side.name if doubt.are_one else None}
        for i, doubt in enumerate(found)
        for j, side in enumerate(doubt.sides)
    ]
    corpus.register("sides", pa.Table.from_pylist(rows, schema=SIDES))
    sentences: defaultdict[int, list[Sentence]] = defaultdict(list)
    for side, title, source_uri, published_on, text, start, spans in corpus.execute(SENTENCES, [SENTENCES_PER_SIDE]).fetchall():
        inside = tuple((first - start, last - start) for first, last in spans)
        sentences[side].append(Sentence(title or source_uri or "", published_on, text, inside))
    return [
        Doubt(
            doubt.kind,
            doubt.names,
            (
                doubt.sides[0]._replace(sentences=tuple(sentences[2 * i])),
                doubt.sides[1]._replace(sentences=tuple(sentences[2 * i + 1])),
            ),
            doubt.are_one,
            doubt.value,
        )
        for i, doubt in enumerate(found)
    ]
