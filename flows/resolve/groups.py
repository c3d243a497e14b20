"""Pairs of near-duplicates -> groups with ids that stay and an original each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple


class Known(NamedTuple):
    """A document's group as the last run left it."""

    group_id: str
    first_run_id: str


class Stated(NamedTuple):
    """What decides which document of a group is its original."""

    published_at: datetime | None
    n_shingles: int


class Group(NamedTuple):
    """A group of near-duplicates; `members` are in order of `doc_id`."""

    group_id: str
    first_run_id: str
    original: str
    members: tuple[str, ...]


def components(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The documents that pairs link, directly or by way of others: each component sorted, and they by their first."""
    parent: dict[str, str] = {}

    def root(doc_id: str) -> str:
        while parent.setdefault(doc_id, doc_id) != doc_id:
            parent[doc_id] = doc_id = parent[parent[doc_id]]
        return doc_id

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    found = defaultdict(list)
    for doc_id in sorted(parent):
        found[root(doc_id)].append(doc_id)
    return sorted(tuple(each) for each in found.values())


def original(members: Iterable[str], stated: Mapping[str, Stated]) -> str:
    """The earliest published, those without a date last; then the one with the most text; then the least id."""

    def rank(doc_id: str) -> tuple[bool, datetime, int, str]:
        published_at, n_shingles = stated[doc_id]
        return published_at is None, published_at or datetime.min, -n_shingles, doc_id

    return min(members, key=rank)


def groups(pairs: Iterable[tuple[str, str]], stated: Mapping[str, Stated], known: Mapping[str, Known], run_id: str) -> list[Group]:
    """The groups that the pairs make, in order of their least member.

    An id goes on with the documents that bear it: when two groups become one, the older id lives, and when one falls apart, the part with
    more of its documents keeps it, ties by least member. A fresh id is a hash of the least member.
    """
    found = components(pairs)
    claims: defaultdict[Known, list[tuple[int, int]]] = defaultdict(list)
    for position, members in enumerate(found):
        for each, n_members in Counter(known[doc_id] for doc_id in members if doc_id in known).items():
            claims[each].append((-n_members, position))
    kept: defaultdict[int, list[Known]] = defaultdict(list)
    for each, claimants in claims.items():
        kept[min(claimants)[1]].append(each)
    taken = {each.group_id for each in known.values()}
    made = []
    for position, members in enumerate(found):
        group_id, first_run_id = min(kept[position], key=lambda each: (each.first_run_id, each.group_id), default=("", run_id))
        if not group_id:
            group_id = _id(members[0])
            if group_id in taken:
                group_id = _id(members[0], run_id)
        made.append(Group(group_id, first_run_id, original(members, stated), members))
    return made


def _id(*made_from: str) -> str:
    return "g" + sha256(" ".join(made_from).encode()).hexdigest()[:12]
