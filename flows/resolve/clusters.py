"""Names put together: which names, of those that documents use, are one entity's.

A *node* is a name with a kind ("the person ada okoro"): the entities of all documents whose fullest name it is. The same name is the same
entity;
different names are one only on evidence: a spelling, a document that shows it, or a name that fits exactly one fuller name of the corpus.
What
fits two stays apart. Every pass goes through the nodes in order of their names, so that neither the order of documents nor of batches
matters.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from flows.extract.identity import gazetteer
from flows.extract.identity.labels import short_forms
from flows.extract.identity.lexicon import GENERIC_ORGANISATIONS, ORG_NOUNS, OTHER_COUNTRIES, PERSON_NOUNS, PLACE_NOUNS, TITLES
from flows.extract.identity.linking import without_designator
from flows.extract.identity.naming import GENERATIONS, Key, core, family_name, same_person

Node = tuple[str, str]
Join = tuple[Node, Node, str]


class Clusters:
    """Disjoint sets of nodes, each known by its least member, so that the order of joins does not matter; pairs in `apart` never meet."""

    def __init__(self, apart: Iterable[tuple[Node, Node]] = ()) -> None:
        self.parent: dict[Node, Node] = {}
        self.members: dict[Node, set[Node]] = {}
        self.apart: defaultdict[Node, set[Node]] = defaultdict(set)
        for one, other in apart:
            self.apart[one].add(other)
            self.apart[other].add(one)

    def root(self, node: Node) -> Node:
        """The least member of the set that a node is in."""
        path = []
        while (above := self.parent.get(node, node)) != node:
            path.append(node)
            node = above
        for step in path:
            self.parent[step] = node
        return node

    def join(self, one: Node, other: Node) -> bool:
        """Puts the sets of two nodes together; False where they are together already or must not be."""
        root, joined = sorted((self.root(one), self.root(other)))
        if root == joined:
            return False
        mine, yours = self.members.get(root, {root}), self.members.get(joined, {joined})
        if any(not self.apart[node].isdisjoint(mine) for node in yours if node in self.apart):
            return False
        self.parent[joined] = root
        self.members[root] = mine | yours
        self.members.pop(joined, None)
        return True


def cluster(
    nodes: Iterable[Node],
    claims: Mapping[Node, Collection[Node]],
    same: Iterable[tuple[Node, Node]] = (),
    apart: Iterable[tuple[Node, Node]] = (),
) -> tuple[Clusters, dict[Node, str]]:
    """Joins nodes. `claims` maps a name, as a node, to the nodes that documents show it to stand for; `same` and `apart` are people's
    decisions.

    Returns the clusters and, for each node that was joined to a fuller one, the reason in a word.
    """
    known = sorted(nodes)
    clusters = Clusters(apart)
    why: dict[Node, str] = {}
    decided = ((node, into, "decision") for node, into in same)
    for passes in (
        decided,
        spellings(known),
        full_names(known, clusters),
        claimed(known, claims, clusters),
        without_place(known, clusters),
        surnames(known, clusters),
    ):
        why |= {node: reason for node, into, reason in passes if clusters.join(node, into)}
    return clusters, why


def words(node: Node) -> Key:
    """The key of a node."""
    return tuple(node[0].split(" "))


def spellings(nodes: list[Node]) -> Iterator[Join]:
    """Spellings of one country, also at the head of an organisation's name, and organisations with and without "Inc."."""
    first: dict[tuple[str, str], Node] = {}
    for node in nodes:
        key, kind = words(node), node[1]
        if kind == "ORG":
            yield node, first.setdefault(("ORG", " ".join(with_country(without_designator(key)))), node), "short form"
        elif kind == "PLACE" or kind.startswith("TEAM"):
            country = OTHER_COUNTRIES.get(node[0]) or gazetteer.countries().get(key)
            if country:
                yield node, first.setdefault((kind, country), node), "spelling of a country"


def with_country(key: Key) -> Key:
    """An organisation's key with the main name of the country that opens it: ('us', 'army') -> ('United States', 'army')."""
    for i in (3, 2, 1):
        country = len(key) > i and (OTHER_COUNTRIES.get(" ".join(key[:i])) or gazetteer.countries().get(key[:i]))
        if country:
            return (country, *key[i:])
    return key


def full_names(nodes: list[Node], clusters: Clusters) -> Iterator[Join]:
    """People's full names that fit exactly one other: "j okoro", "john b okoro" and "john okoro"."""
    # Spellings of one name begin with one letter. Most have but one bearer: lists and keys of words would be most of what is held.
    alike: dict[str, Node | list[Node]] = {}
    for node in nodes:
        key = core(words(node))
        if node[1] == "PERSON" and len(key) > 1:
            name = f"{key[0][0]} {' '.join(family_name(key))}"
            bearers = alike.setdefault(name, node)
            if isinstance(bearers, list):
                bearers.append(node)
            elif bearers is not node:
                alike[name] = [bearers, node]
    for bearers in alike.values():
        if isinstance(bearers, tuple):
            continue
        fuller = sorted(bearers, key=lambda node: (-len(node[0]), node))
        for i, node in enumerate(fuller):
            fitting = {
                clusters.root(other): other
                for other in fuller[:i]
                if same_person(words(node), words(other), short_forms=False) and same_generation(words(node), words(other))
            }
            if len(fitting) == 1:
                yield node, next(iter(fitting.values())), "full name"


def same_generation(one: Key, other: Key) -> bool:
    """Whether two keys do not state different generations: "John Falk Jr." is not "John Falk Sr."."""
    stated = [GENERATIONS.intersection(key) for key in (one, other)]
    return not (stated[0] and stated[1] and stated[0].isdisjoint(stated[1]))


def claimed(nodes: list[Node], claims: Mapping[Node, Collection[Node]], clusters: Clusters) -> Iterator[Join]:
    """Names that documents show to stand for one other node, and never for two."""
    known = set(nodes)
    for node in sorted(claims.keys() & known):
        owners = {clusters.root(owner): owner for owner in sorted(claims[node]) if owner in known}
        owners.pop(clusters.root(node), None)
        if len(owners) == 1:
            yield node, next(iter(owners.values())), "shown in another document"


def without_place(nodes: list[Node], clusters: Clusters) -> Iterator[Join]:
    """A plural that, after a place's name, is the name of exactly one organisation of the corpus: "Rovers" of "Norrvik Rovers"."""
    plurals = [node for node in nodes if node[1] == "ORG" and node[0].endswith(("s", "x")) and not set(words(node)) <= ORG_NOUNS]
    wanted = {node[0] for node in plurals}
    longer: defaultdict[str, dict[Node, Node]] = defaultdict(dict)
    for node in nodes:
        if node[1] == "ORG" and node[0].endswith(("s", "x")):
            for short in short_forms(words(node), "ORG"):
                if words(node)[-len(short) :] == short and " ".join(short) in wanted:
                    longer[" ".join(short)].setdefault(clusters.root(node), node)
    for node in plurals:
        owners = longer.get(node[0], {})
        if len(owners) == 1:
            yield node, next(iter(owners.values())), "only bearer of the name"


def bearers_of(nodes: Iterable[Node], clusters: Clusters) -> dict[str, dict[Node, Node]]:
    """Family name that stands alone somewhere -> the people of the corpus who bear it, as {cluster: one of its nodes}."""
    nodes = list(nodes)
    alone = {node[0] for node in nodes if node[1] == "PERSON" and " " not in node[0]}
    bearers: defaultdict[str, dict[Node, Node]] = defaultdict(dict)
    for node in nodes:
        if node[1] == "PERSON" and " " in node[0]:
            key = words(node)
            for short in {" ".join(family_name(key)), key[-1]} & alone:
                bearers[short].setdefault(clusters.root(node), node)
    return bearers


def surnames(nodes: list[Node], clusters: Clusters) -> Iterator[Join]:
    """A family name alone, where the corpus has exactly one person who bears it."""
    bearers = bearers_of(nodes, clusters)
    for node in nodes:
        owners = bearers.get(node[0], {})
        if node[1] == "PERSON" and " " not in node[0] and len(owners) == 1 and not gazetteer.mostly_given(node[0]):
            yield node, next(iter(owners.values())), "only bearer of the surname"


def is_kind(node: Node) -> bool:
    """Whether a name says what something is and not which one: "the Ministry", "the State", "Mr. Chief Justice"."""
    if node[1] == "PERSON":
        return " " in node[0] and set(words(node)) <= TITLES | PERSON_NOUNS
    return node[0] in (GENERIC_ORGANISATIONS if node[1] == "ORG" else PLACE_NOUNS if node[1] == "PLACE" else ())


def ambiguous(nodes: list[Node], clusters: Clusters) -> set[Node]:
    """Names that stay their document's where nothing joined them to another.

    They are family names that several people of the corpus bear, and words for kinds of things.
    """
    bearers = bearers_of(nodes, clusters)
    return {
        node
        for node in nodes
        if (node[1] == "PERSON" and " " not in node[0] and len(bearers.get(node[0], ())) > 1) or is_kind(node)
        if len(clusters.members.get(clusters.root(node), ())) < 2
    }
