"""`python -m tests.accuracy`: what a run makes of the test stories, scored against their gold, in plain figures.

Spans count as found when both ends are right. A name's span must have the right kind too: a person, an organisation, a place, a group of
people, or another. An entity is scored by pairs of names (Rand 1971 as precision and recall): the share of pairs put together that belong
together, and of pairs that belong together that were. A quotation counts when four fifths of the words of both contents are shared.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from rich.console import Console
from rich.table import Table

from flows.corpus import Engine, at_once, build
from flows.resolve.groups import components
from flows.settings import Settings
from flows.show import Silent

HERE = Path(__file__).parent
SEEDS, GOLD = HERE / "newsroom", HERE / "newsroom_gold" / "stories.jsonl"
PAIRS = HERE / "newsroom_gold" / "pairs.jsonl"
KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group"}
Item = tuple[Any, ...]


class Score(NamedTuple):
    """How many items the gold has, how many were found, and how many of those are right."""

    n_gold: int
    n_found: int
    n_right: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 to 1."""
        return self.n_right / self.n_found if self.n_found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 to 1."""
        return self.n_right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.n_right else 0.0


def scores(catalogue: Path, gold: Path = GOLD) -> dict[str, Score]:
    """The scores by what they are of. A layer is scored in the stories in which its gold is complete."""
    stories = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    with duckdb.connect(str(catalogue), read_only=True) as connection:
        doc_of = dict(connection.sql("select source_id, doc_id from sources").fetchall())
        found = {layer: _by_document(connection, query) for layer, query in QUERIES.items()}
        copies = connection.sql("select doc_id, original_doc_id from duplicates where not is_original").fetchall()
    made: dict[str, list[Score]] = defaultdict(list)
    seen: set[str] = set()
    for story in stories:
        doc_id = doc_of[story["id"]]
        if doc_id in seen:  # an exact copy
            continue
        seen.add(doc_id)
        for layer, items in gold_items(story).items():
            made[layer].append(_matched(items, found[layer][doc_id], layer))
    summed = {layer: Score(*map(sum, zip(*each, strict=True))) for layer, each in made.items()}
    return summed | {
        "entities (pairs of names)": _pairs(stories, doc_of, found["names"]),
        "copies (pairs of documents)": _copies(copies, doc_of),
    }


# What a layer's items are, in the order of doc_id, start, end and the rest.
QUERIES = {
    "sentences": "select doc_id, start_char, end_char from sentences",
    "names": "select doc_id, start_char, end_char, label, entity_id from mentions where kind = 'name'",
    "times": "select doc_id, start_char, end_char, value from times",
    "quotes": "select doc_id, start_char, end_char, content from quotes",
    "boilerplate": "select doc_id, start_char, end_char, kind from boilerplate",
    "days of publication": "select doc_id, cast(published_on as varchar) from documents where published_on is not null",
}


def gold_items(story: Mapping[str, Any]) -> dict[str, list[Item]]:
    """The gold's items of the layers that are complete in a story."""
    gold, layers = story["gold"], story["layers"]
    items: dict[str, list[Item]] = {"sentences": [(each["start"], each["end"]) for each in gold["sentences"]]}
    names = [each for each in gold["mentions"] if each["kind"] == "name"]
    items["boilerplate"] = [(each["start"], each["end"], each["kind"]) for each in gold["boilerplate"]]
    items["days of publication"] = [(story["published_at"][:10],)] if story.get("published_at") else []
    items["names"] = [(each["start"], each["end"], each["label"], each["entity"]) for each in names]
    if "times" in layers:
        items["times"] = [(each["start"], each["end"], each["value"]) for each in gold["times"]]
    if "quotes" in layers:
        items["quotes"] = [
            (each["content"][0]["start"], each["content"][-1]["end"], " ".join(piece["text"] for piece in each["content"]))
            for each in gold["quotes"]
        ]
    return items


def _by_document(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, list[Item]]:
    rows: dict[str, list[Item]] = defaultdict(list)
    for doc_id, *item in connection.sql(query).fetchall():
        rows[doc_id].append(tuple(item))
    return rows


def _matched(gold: list[Item], found: list[Item], layer: str) -> Score:
    if layer == "quotes":
        return Score(len(gold), len(found), _overlapping(gold, found))
    keyed = (_key(gold, layer), _key(found, layer))
    return Score(len(keyed[0]), len(keyed[1]), len(keyed[0] & keyed[1]))


def _key(items: Iterable[Item], layer: str) -> set[Item]:
    if layer == "names":
        return {(start, end, KINDS.get(label, "other")) for start, end, label, _ in items}
    return set(items)


def _overlapping(gold: list[Item], found: list[Item]) -> int:
    """How many pairs share four fifths of their words, each used once, the best first."""
    words = [[set(item[2].lower().split()) for item in items] for items in (gold, found)]
    shares = sorted(
        ((len(one & other) / max(len(one | other), 1), i, j) for i, one in enumerate(words[0]) for j, other in enumerate(words[1])),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = set(), set()
    for share, i, j in shares:
        if share >= 0.8 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return len(used[0])


def _pairs(stories: list[dict[str, Any]], doc_of: Mapping[str, str], found: Mapping[str, list[Item]]) -> Score:
    """Pairs of names of one entity, across all stories, over the names that both have."""
    entity_of = {(doc_id, start, end): entity for doc_id, items in found.items() for start, end, _, entity in items}
    both = {}
    for story in stories:
        for start, end, _, entity in gold_items(story)["names"]:
            place = (doc_of[story["id"]], start, end)
            if place in entity_of:
                both[place] = (entity, entity_of[place])
    counted = [(one[0] == other[0], one[1] == other[1]) for one, other in combinations(both.values(), 2)]
    return Score(sum(gold for gold, _ in counted), sum(ours for _, ours in counted), sum(gold and ours for gold, ours in counted))


def _copies(found: Iterable[tuple[str, str]], doc_of: Mapping[str, str]) -> Score:
    """Pairs of documents in one group, against those that gold pairs at least 0.5 similar link."""
    gold = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    linked = [(doc_of[pair["id1"]], doc_of[pair["id2"]]) for pair in gold if pair["similarity"] >= 0.5]
    sides = [
        {pair for group in components(pairs) for pair in combinations(group, 2)}
        for pairs in ([(one, other) for one, other in linked if one != other], found)
    ]
    return Score(len(sides[0]), len(sides[1]), len(sides[0] & sides[1]))


def table(made: Mapping[str, Score]) -> Table:
    """The scores as a table, times 100."""
    shown = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("", "gold", "found", "precision", "recall", "F1"):
        shown.add_column(name, justify="right" if name else "left")
    for layer, score in made.items():
        shares = (f"{100 * share:.1f}" for share in (score.precision, score.recall, score.f1))
        shown.add_row(layer, f"{score.n_gold:,}", f"{score.n_found:,}", *shares)
    return shown


def main() -> None:
    """Runs over the test stories and prints the scores."""
    with tempfile.TemporaryDirectory() as folder:
        build(Settings(seeds=(str(SEEDS),), warehouse=folder), Engine(at_once, at_once), Silent())
        Console().print(table(scores(Path(folder) / "textmart.duckdb")))


if __name__ == "__main__":
    main()
