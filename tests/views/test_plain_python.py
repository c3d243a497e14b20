"""Macros held against plain Python over the same rows: of a made corpus with copies, boilerplate and several publishers."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import duckdb
import pytest

from flows.extract import words
from flows.schema import SENTENCES, table
from tests.views.conftest import catalogue

PEOPLE = ["Ann Ash", "Ben Birch", "Cleo Cedar", "Dan Dogwood", "Eve Elm"]
LATE = "Fay Fir"  # of whom only the last run's documents know
TOWNS = {"Ulmen": 1, "Reedham": 2}
ENTITIES = [*PEOPLE, *TOWNS, LATE]
VOCABULARY = "river bridge vote storm harvest mill council rain road school".split(" ")
PUBLISHERS = ["The Reed", "The Heron", None]
FIRST_DAY = date(2024, 1, 1)
N_DOCUMENTS, N_RUNS = 30, 5
# Documents that are there no more, by the run that took them: each came with the second run and mentioned these.
GONE = {"x1": (4, ["Ann Ash", "Gus Gale"]), "x2": (5, ["Ben Birch"])}


@dataclass(frozen=True)
class Mention:
    doc: str
    sentence: int
    start: int
    end: int
    entity: str
    is_told: bool  # outside of boilerplate


@dataclass(frozen=True)
class Quote:
    doc: str
    index: int
    speaker: str
    content: str
    about: frozenset[str]


@dataclass
class Corpus:
    """What is known of the made documents, as a reader of them would note it, and the same as rows of the catalogue's tables."""

    texts: dict[str, str] = field(default_factory=dict)
    sentences: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    dates: list[tuple[str, int, date]] = field(default_factory=list)
    published: dict[str, tuple[str | None, date]] = field(default_factory=dict)
    story: dict[str, str] = field(default_factory=dict)
    run: dict[str, int] = field(default_factory=dict)
    rows: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def told(self) -> list[Mention]:
        return [mention for mention in self.mentions if mention.is_told]

    def words(self, doc: str, sentence: int) -> list[str]:
        start, end = self.sentences[doc, sentence]
        return self.texts[doc][start:end].lower().rstrip(".").split(" ")

    def n_stories(self, docs: set[str]) -> int:
        return len({self.story[doc] for doc in docs})


def made() -> Corpus:
    """Thirty documents of random sentences, six a run; each sixth one tells the story of the one before it."""
    chance, corpus = random.Random(7), Corpus()
    for number in range(N_DOCUMENTS):
        doc = f"d{number:02}"
        corpus.run[doc] = 1 + number * N_RUNS // N_DOCUMENTS
        is_copy = number % 6 == 5
        corpus.story[doc] = f"d{number - 1:02}" if is_copy else doc
        corpus.published[doc] = (chance.choice(PUBLISHERS), FIRST_DAY + timedelta(days=chance.randrange(90)))
        linked: dict[str, int] = {}
        text = ""
        for sentence in range(chance.randint(2, 5)):
            start = len(text)
            named = chance.sample(ENTITIES if corpus.run[doc] == N_RUNS else ENTITIES[:-1], chance.choice([0, 1, 1, 2, 3]))
            pieces = chance.choices(VOCABULARY, k=chance.randint(3, 7)) + named[1:]
            chance.shuffle(pieces)
            is_told = chance.random() > 0.15
            for piece in [*named[:1], *pieces]:
                if piece in ENTITIES:
                    at = len(text)
                    corpus.mentions.append(Mention(doc, sentence, at, at + len(piece), piece, is_told))
                    _mentioned(corpus, corpus.mentions[-1], linked.setdefault(piece, len(linked)), at)
                text += f"{piece} "
            text = text[:-1] + ". "
            end = len(text) - 1
            corpus.sentences[doc, sentence] = (start, end)
            corpus.rows["sentences"].append(
                {"doc_id": doc, "sentence_index": sentence, "start_char": start, "end_char": end, "text": text[start:end]}
            )
            if not is_told:
                corpus.rows["boilerplate"].append({"doc_id": doc, "start_char": start, "end_char": end, "text": text[start:end]})
            if named and chance.random() < 0.6:
                _quoted(corpus, doc, sentence, named[0], start + len(named[0]) + 1, text)
            if chance.random() < 0.4:
                _dated(corpus, doc, sentence, start, FIRST_DAY + timedelta(days=chance.randrange(20)))
        corpus.texts[doc] = text
        _stated(corpus, doc, is_copy)
    corpus.rows["entities"] = [
        {"entity_id": name.lower(), "name": name, "label": "GPE" if name in TOWNS else "PERSON"}
        | {"n_mentions": len(its), "n_documents": len({mention.doc for mention in its})}
        for name in ENTITIES
        for its in [[mention for mention in corpus.mentions if mention.entity == name]]
    ]
    corpus.rows["entity_names"] = [
        {"entity_id": name.lower(), "name": each, "n_mentions": 1} for name in ENTITIES for each in {name, name.split(" ")[-1]}
    ]
    for run in range(1, N_RUNS + 1):
        n_added = list(corpus.run.values()).count(run) + (len(GONE) if run == 2 else 0)
        row = {"run_id": str(run), "started_at": started(run), "ended_at": started(run) + timedelta(hours=1), "n_added": n_added}
        corpus.rows["runs"].append(row | {"n_removed": sum(until == run for until, _ in GONE.values())})
    for doc, (until, named) in GONE.items():
        row = {"doc_id": doc, "source_uri": doc, "added_run_id": "2", "removed_run_id": str(until)}
        corpus.rows["document_history"].append(row)
        names = [{"entity_id": name.lower(), "entity_name": name, "label": "PERSON", "name": name, "start_char": 0} for name in named]
        corpus.rows["removed_names"] += [{"doc_id": doc, "end_char": 8, "removed_run_id": str(until)} | row for row in names]
    found = words.rows(corpus.texts, table(SENTENCES, corpus.rows["sentences"]))
    return Corpus(**{**vars(corpus), "rows": corpus.rows | {name: rows.to_pylist() for name, rows in found.items()}})


def started(run: int) -> datetime:
    return datetime(2024, 5, run)


def _mentioned(corpus: Corpus, mention: Mention, entity_index: int, at: int) -> None:
    where = {"doc_id": mention.doc, "sentence_index": mention.sentence, "start_char": at, "end_char": mention.end, "text": mention.entity}
    corpus.rows["document_mentions"].append(where | {"kind": "name", "entity_index": entity_index})
    link = {"doc_id": mention.doc, "entity_index": entity_index, "entity_id": mention.entity.lower()}
    if link not in corpus.rows["entity_links"]:
        corpus.rows["entity_links"].append(link)
        named = {"doc_id": mention.doc, "entity_index": entity_index, "name": mention.entity, "key": mention.entity.lower()}
        corpus.rows["document_names"].append(named | {"start_char": at, "end_char": mention.end})
    if mention.entity in TOWNS:
        place = {"geonames_id": TOWNS[mention.entity], "name": mention.entity, "latitude": float(TOWNS[mention.entity]), "longitude": 0.0}
        corpus.rows["places"].append(where | place)


def _quoted(corpus: Corpus, doc: str, sentence: int, speaker: str, start: int, text: str) -> None:
    content, end = text[start:-1], len(text) - 1
    index = sum(quote.doc == doc for quote in corpus.quotes)
    about = {mention.entity for mention in corpus.told() if (mention.doc, mention.sentence) == (doc, sentence) and mention.start >= start}
    corpus.quotes.append(Quote(doc, index, speaker, content, frozenset(about)))
    corpus.rows["document_quotes"].append(
        {"doc_id": doc, "quote_index": index, "content": content, "kind": "direct", "speaker_kind": "name", "speaker_text": speaker}
        | {"start_char": start, "end_char": end, "spans": [{"start_char": start, "end_char": end}]}
        | {"speaker_head_start_char": start - len(speaker) - 1, "speaker_head_end_char": start - 1}
    )


def _dated(corpus: Corpus, doc: str, sentence: int, start: int, day: date) -> None:
    corpus.dates.append((doc, sentence, day))
    moment = datetime(day.year, day.month, day.day)
    corpus.rows["times"].append(
        {"doc_id": doc, "sentence_index": sentence, "start_char": start, "starts_at": moment, "ends_at": moment + timedelta(days=1)}
    )


def _stated(corpus: Corpus, doc: str, is_copy: bool) -> None:
    publisher, day = corpus.published[doc]
    stated = {"doc_id": doc, "source_uri": doc, "publisher": publisher, "published_on": day}
    stated |= {"added_run_id": str(corpus.run[doc])}
    corpus.rows["document_history"].append(stated)
    corpus.rows["source_history"].append(stated)
    corpus.rows["texts"].append({"doc_id": doc, "text": corpus.texts[doc]})
    if is_copy:
        group = {"group_id": doc, "original_doc_id": corpus.story[doc]}
        corpus.rows["duplicates"] += [group | {"doc_id": each, "is_original": each != doc} for each in (corpus.story[doc], doc)]


def best_of_stories(corpus: Corpus, counts: Mapping[str, int]) -> int:
    """A count by document, of each story the most that one of its documents has."""
    best: dict[str, int] = {}
    for doc, n in counts.items():
        best[corpus.story[doc]] = max(n, best.get(corpus.story[doc], 0))
    return sum(best.values())


def docs_of(corpus: Corpus, entity: str) -> set[str]:
    return {mention.doc for mention in corpus.told() if mention.entity == entity}


def shared_sentences(corpus: Corpus, one: str, other: str) -> set[tuple[str, int]]:
    of = [{(mention.doc, mention.sentence) for mention in corpus.told() if mention.entity == each} for each in (one, other)]
    return of[0] & of[1]


def log_likelihood(observed: list[float], expected: list[float]) -> float:
    return 2 * sum(o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o)


def co_mentions(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    mine, n = docs_of(corpus, "Ann Ash"), len(set(corpus.story.values()))
    for other in ENTITIES[1:]:
        theirs = docs_of(corpus, other)
        # Two versions of one story may mention one of them each; only documents with both are stories with both.
        both, one, two = (corpus.n_stories(each) for each in (mine & theirs, mine, theirs))
        if both:
            n_sentences = best_of_stories(corpus, Counter(doc for doc, _ in shared_sentences(corpus, "Ann Ash", other)))
            cells = [float(both), one - both, two - both, max(n - one - two + both, 0)]
            expected = [one * two / n, one * (n - two) / n, (n - one) * two / n, (n - one) * (n - two) / n]
            sign = -1 if both < expected[0] else 1
            yield other, both, len(mine & theirs), n_sentences, round(sign * log_likelihood(cells, expected), 6)


def entity_network(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for one, other in permutations(ENTITIES, 2):
        shared = Counter(doc for doc, _ in shared_sentences(corpus, one, other))
        if shared and one.lower() < other.lower():
            yield one, other, best_of_stories(corpus, shared), corpus.n_stories(set(shared)), len(shared)


def top_entities(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    chosen = {doc for doc, (_, day) in corpus.published.items() if date(2024, 1, 20) <= day <= date(2024, 3, 1)}
    for entity in ENTITIES:
        counts = Counter(mention.doc for mention in corpus.told() if mention.entity == entity and mention.doc in chosen)
        if counts:
            yield entity, best_of_stories(corpus, counts), corpus.n_stories(set(counts)), len(counts)


def trends(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    mine = Counter(mention.doc for mention in corpus.told() if mention.entity == "Ben Birch")
    for month in (1, 2, 3):
        docs = {doc for doc, (_, day) in corpus.published.items() if day.month == month}
        here = {doc: n for doc, n in mine.items() if doc in docs}
        yield date(2024, month, 1), corpus.n_stories(set(here)), len(here), best_of_stories(corpus, here), corpus.n_stories(docs)


def coverage(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    mine = Counter(mention.doc for mention in corpus.told() if mention.entity == "Ben Birch")
    for publisher in PUBLISHERS:
        here = {doc: n for doc, n in mine.items() if corpus.published[doc][0] == publisher}
        if here:
            yield publisher, corpus.n_stories(set(here)), len(here), best_of_stories(corpus, here)


def first_mentions(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for publisher in PUBLISHERS:
        mine = [
            (corpus.published[mention.doc][1], mention.doc, mention.sentence)
            for mention in corpus.told()
            if mention.entity == "Ben Birch" and corpus.published[mention.doc][0] == publisher
        ]
        if mine:
            yield publisher, *min(mine)


def speakers(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for entity in ENTITIES:
        said = [quote for quote in corpus.quotes if quote.speaker == entity]
        if said:
            wordings = {(corpus.story[quote.doc], quote.content) for quote in said}
            yield entity, len(wordings), corpus.n_stories({quote.doc for quote in said}), len({quote.doc for quote in said})


def about(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for quote in corpus.quotes:
        if "Ann Ash" in quote.about and quote.speaker != "Ann Ash":
            yield quote.doc, quote.speaker, quote.content


def places_of(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for town in TOWNS:
        beside = shared_sentences(corpus, "Ann Ash", town)
        n = Counter(mention.doc for mention in corpus.told() if mention.entity == town and (mention.doc, mention.sentence) in beside)
        if n:
            yield town, best_of_stories(corpus, n), corpus.n_stories(set(n)), len(n)


def collocates(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    beside: Counter[str] = Counter()
    for doc, sentence in corpus.sentences:
        said = corpus.words(doc, sentence)
        at = [number for number, word in enumerate(said) if word == "river"]
        beside.update(word for number, word in enumerate(said) if word != "river" and any(abs(number - each) <= 2 for each in at))
    everywhere = Counter(word for doc, sentence in corpus.sentences for word in corpus.words(doc, sentence))
    for word, n in beside.items():
        yield word, n, everywhere[word], round(beside.total() * everywhere[word] / everywhere.total(), 6)


def keywords_of(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    # Its copies, and those of others, are left out.
    told = {doc for doc in corpus.texts if doc == "d04" or (corpus.story[doc] == doc and doc != "d05")}
    counts = {
        doc: Counter(word for each, sentence in corpus.sentences if each == doc for word in corpus.words(doc, sentence)) for doc in told
    }
    rest = sum((counts[doc] for doc in told if doc != "d04"), Counter[str]())
    n_here, n_rest = counts["d04"].total(), rest.total()
    for word, n in counts["d04"].items():
        if n * n_rest > rest[word] * n_here:
            share = (n + rest[word]) / (n_here + n_rest)
            yield word, n, round(log_likelihood([n, rest[word]], [n_here * share, n_rest * share]), 6)


def path(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    shared = len(shared_sentences(corpus, "Ann Ash", "Eve Elm"))
    assert shared  # so that one step is enough
    yield 1, "Ann Ash", "Eve Elm", shared


def beside(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    """Of each story the sentences of the original, or if it does not mention her, of the copy."""
    mine = docs_of(corpus, "Ann Ash")
    shown = {doc for doc in mine if corpus.story[doc] == doc or corpus.story[doc] not in mine}
    for other in ENTITIES[1:]:
        n = sum(doc in shown for doc, _ in shared_sentences(corpus, "Ann Ash", other))
        if n:
            yield "place" if other in TOWNS else "beside", other, n


def dated(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    yield from ((doc, sentence) for doc, sentence, day in corpus.dates if day == date(2024, 1, 4))


def mentions_between(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for doc, sentence, day in corpus.dates:
        if date(2024, 1, 3) <= day <= date(2024, 1, 6):
            yield from ((m.doc, m.start, m.entity, day) for m in corpus.mentions if (m.doc, m.sentence) == (doc, sentence))


def timeline(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for doc, sentence in {(m.doc, m.sentence) for m in corpus.told() if m.entity == "Ann Ash"}:
        days = [day for *where, day in corpus.dates if where == [doc, sentence]] or [corpus.published[doc][1]]
        yield from ((doc, sentence, day) for day in days)


def distance(one: str, other: str) -> int:
    """Letters that are other, too many, missing or that changed places with the next (Damerau and Levenshtein), by its definition."""
    if not one or not other:
        return len(one) + len(other)
    steps = [distance(one[1:], other) + 1, distance(one, other[1:]) + 1, distance(one[1:], other[1:]) + (one[0] != other[0])]
    if one[:2] == other[1::-1] and len(one) > 1:
        steps.append(distance(one[2:], other[2:]) + 1)
    return min(steps)


def meant(corpus: Corpus, name: str) -> Iterator[tuple[Any, ...]]:
    """Whom a name of one word may mean, the best first."""
    found = []
    for entity in ENTITIES:
        parts = entity.lower().split(" ")
        grades = [
            (name == parts[-1] or [name] == parts, 1, "same name"),
            (name in parts, 2, "words of the name"),
            (any(part.startswith(name) for part in parts), 3, "beginning of words"),
        ]
        found += [(grade, word, entity) for fits, grade, word in grades if fits][:1]
    if not found:
        alike = [each for each in ENTITIES if min(distance(name, part) for part in [each.lower(), *each.lower().split(" ")]) <= 1]
        found = [(4, "similar spelling", each) for each in alike]
    counted = Counter(mention.entity for mention in corpus.mentions)
    found.sort(key=lambda row: (row[0], -counted[row[2]], row[2]))
    for rank, (grade, word, entity) in enumerate(found, start=1):
        yield rank, entity, word, grade == 1 or rank == 1, len(found)


def first_run(corpus: Corpus, entity: str) -> int:
    return min(corpus.run[mention.doc] for mention in corpus.mentions if mention.entity == entity)


def new_entities(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for entity in ENTITIES:
        if started(first_run(corpus, entity)) >= started(4):
            docs = {mention.doc for mention in corpus.mentions if mention.entity == entity}
            yield entity, started(first_run(corpus, entity)), min(doc for doc in docs if corpus.run[doc] == first_run(corpus, entity))


def what_changed(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    yield from (("document added", doc, None) for doc, run in corpus.run.items() if run == N_RUNS)
    yield from (("document removed", doc, None) for doc, (until, _) in GONE.items() if until == N_RUNS)
    for entity in ENTITIES:
        if first_run(corpus, entity) == N_RUNS:
            yield "entity added", min(mention.doc for mention in corpus.mentions if mention.entity == entity), entity


def there_after(corpus: Corpus, run: int) -> set[str]:
    return {doc for doc, came in corpus.run.items() if came <= run} | {doc for doc, (until, _) in GONE.items() if 2 <= run < until}


def diff_runs(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    """What the second run's corpus and the fourth's differ in."""
    before, after = there_after(corpus, 2), there_after(corpus, 4)
    yield from (("document", "gained", doc, 0, 1) for doc in after - before)
    yield from (("document", "lost", doc, 1, 0) for doc in before - after)
    mentioned = {(mention.doc, mention.entity) for mention in corpus.mentions}
    mentioned |= {(doc, name) for doc, (_, named) in GONE.items() for name in named}
    for entity in {entity for _, entity in mentioned}:
        n_before, n_after = (len({doc for doc, each in mentioned if each == entity and doc in there}) for there in (before, after))
        change = "gained" if not n_before else "changed" if n_after else "lost"
        if n_before != n_after:
            yield from ((kind, change, entity, n_before, n_after) for kind in ("entity", "name"))
    said: defaultdict[str, set[str]] = defaultdict(set)
    for quote in corpus.quotes:
        said[quote.content].add(quote.doc)
    for content, docs in said.items():
        if not docs & before and docs & after:
            yield "quote", "gained", content, 0, len(docs & after)


def source(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    """The sentences of which a span from the character 3 to 90 has a part, with the span marked."""
    spans = [span for (doc, _), span in corpus.sentences.items() if doc == "d04" and span[0] < 90 and span[1] > 3]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    start, end = min(start, 3), max(end, 90)
    text = corpus.texts["d04"]
    yield start, end, text[3:90], f"{text[start:3]}⟦{text[3:90]}⟧{text[90:end]}"


def keyness(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    boilerplate = {(row["doc_id"], row["start_char"]) for row in corpus.rows["boilerplate"]}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (doc, sentence), (start, _) in corpus.sentences.items():
        if (doc, start) not in boilerplate:
            counts[doc].update(corpus.words(doc, sentence))
    mine = {doc for doc in corpus.texts if corpus.published[doc][0] == "The Reed"}
    # On either side a story is read once: in its original, or in the copy that is there.
    told = {doc for doc in corpus.texts if corpus.story[doc] == doc or (corpus.story[doc] in mine) != (doc in mine)}
    here = sum((counts[doc] for doc in mine & told), Counter[str]())
    rest = sum((counts[doc] for doc in told - mine), Counter[str]())
    for word, n in here.items():
        if n * rest.total() > rest[word] * here.total():
            share = (n + rest[word]) / (here.total() + rest.total())
            likelihood = log_likelihood([n, rest[word]], [here.total() * share, rest.total() * share])
            having = {doc for doc in mine if word in counts[doc]}
            yield word, n, rest[word], len(having & told), len(having), round(likelihood, 6)


def similar_documents(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    """BM25 by its formula (k1 = 1.2, b = 0.75), with the words of `keywords_of` as the question: they are fewer than 25."""
    keywords = {word for word, *_ in keywords_of(corpus)}
    counts = {doc: Counter(word for each, n in corpus.sentences if each == doc for word in corpus.words(doc, n)) for doc in corpus.texts}
    mean = sum(each.total() for each in counts.values()) / len(counts)
    having = Counter(word for each in counts.values() for word in keywords & each.keys())
    weight = {word: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for word, n in having.items()}
    found = []
    for doc, each in counts.items():
        shared = sorted(keywords & each.keys(), key=lambda word: (-weight[word], word))
        length = 1.2 * (1 - 0.75 + 0.75 * each.total() / mean)
        score = sum(weight[word] * each[word] * (1.2 + 1) / (each[word] + length) for word in shared)
        found += [(round(score, 6), doc, shared)] if doc != "d04" and shared else []
    yield from sorted(found, key=lambda row: (-row[0], row[1]))[:10]


Plain = Callable[[Corpus], Iterator[tuple[Any, ...]]]
MEANT = "select rank, name, match, is_meant, n_candidates from find_entity"
MACROS: dict[str, tuple[str, Plain]] = {
    "find_entity by a name": (f"{MEANT}('birch')", lambda corpus: meant(corpus, "birch")),
    "find_entity by a word": (f"{MEANT}('ANN')", lambda corpus: meant(corpus, "ann")),
    "find_entity by a beginning": (f"{MEANT}('e')", lambda corpus: meant(corpus, "e")),
    "find_entity by a wrong name": (f"{MEANT}('dogwodo')", lambda corpus: meant(corpus, "dogwodo")),
    "new_entities": ("select name, added_at, doc_id from new_entities('2024-05-04')", new_entities),
    "what_changed": (
        "select change, doc_id, case when starts_with(change, 'entity') then name end from what_changed()",
        what_changed,
    ),
    "corpus_at": (
        "select doc_id, publisher from corpus_at('2024-05-04 00:30')",
        lambda corpus: ((doc, corpus.published.get(doc, (None,))[0]) for doc in there_after(corpus, 3)),
    ),
    "diff_runs": ("select kind, change, text, n_documents_before, n_documents_after from diff_runs('2', '4')", diff_runs),
    "source_of": ("select start_char, end_char, text, marked from source_of('d04', 3, 90)", source),
    "keyness": (
        "select word, n_positions, n_elsewhere, n_stories, n_documents, round(log_likelihood, 6) from keyness('the reed')",
        keyness,
    ),
    "similar_documents": ("select round(score, 6), doc_id, shared_words from similar_documents('d04')", similar_documents),
    "mentions_of": (
        "select doc_id, start_char, end_char from mentions_of('Ann Ash')",
        lambda corpus: ((m.doc, m.start, m.end) for m in corpus.told() if m.entity == "Ann Ash"),
    ),
    "sentences_with": (
        "select doc_id, start_char, end_char, mention_start_char from sentences_with('Ann Ash')",
        lambda corpus: ((m.doc, *corpus.sentences[m.doc, m.sentence], m.start) for m in corpus.told() if m.entity == "Ann Ash"),
    ),
    "co_mentions": ("select name, n_stories, n_documents, n_sentences, round(log_likelihood, 6) from co_mentions('Ann Ash')", co_mentions),
    "co_mentions, the view": (
        "select other_name, n_stories, n_documents, n_sentences from co_mentions where name = 'Ann Ash'",
        lambda corpus: (row[:4] for row in co_mentions(corpus)),
    ),
    "entity_network": ("select source, target, weight, n_stories, n_documents from entity_network()", entity_network),
    "path_between": ("select distinct step, from_name, to_name, n_shared from path_between('Ann Ash', 'Eve Elm')", path),
    "dossier": ("select section, item, n from dossier('Ann Ash') where section in ('beside', 'place')", beside),
    "top_entities": (
        "select name, n_mentions, n_stories, n_documents from top_entities(first_day := '2024-01-20', last_day := '2024-03-01')",
        top_entities,
    ),
    "trends": ("select starts_on, n_stories, n_documents, n_mentions, n_all_stories from trends('Ben Birch')", trends),
    "coverage_by_publisher": ("select publisher, n_stories, n_documents, n_mentions from coverage_by_publisher('Ben Birch')", coverage),
    "first_mentions": ("select publisher, published_on, doc_id, sentence_index from first_mentions('Ben Birch')", first_mentions),
    "top_speakers": ("select name, n_quotes, n_stories, n_documents from top_speakers()", speakers),
    "quotes_by": (
        "select doc_id, content from quotes_by('Ann Ash')",
        lambda corpus: ((quote.doc, quote.content) for quote in corpus.quotes if quote.speaker == "Ann Ash"),
    ),
    "quotes_about": ("select doc_id, speaker, content from quotes_about('Ann Ash')", about),
    "speakers_about": (
        "select speaker, n_documents from speakers_about('Ann Ash')",
        lambda corpus: iter(Counter(speaker for _, speaker in {(doc, speaker) for doc, speaker, _ in about(corpus)}).items()),
    ),
    "sources_of": (
        "select speaker, n_documents from sources_of('the reed')",
        lambda corpus: iter(
            Counter(who for who, _ in {(q.speaker, q.doc) for q in corpus.quotes if corpus.published[q.doc][0] == "The Reed"}).items()
        ),
    ),
    "places_of": ("select name, n_mentions, n_stories, n_documents from places_of('Ann Ash')", places_of),
    "near": (
        "select doc_id, start_char from near(1, 0, 50)",
        lambda corpus: ((m.doc, m.start) for m in corpus.mentions if m.entity == "Ulmen"),
    ),
    "events_on": ("select doc_id, sentence_index from events_on('2024-01-04')", dated),
    "mentions_between": (
        "select doc_id, start_char, text, cast(starts_at as date) from mentions_between('2024-01-03', '2024-01-06')",
        mentions_between,
    ),
    "timeline": ("select doc_id, sentence_index, cast(starts_at as date) from timeline('Ann Ash')", timeline),
    "collocates": ("select word, n_beside, n_positions, round(n_expected, 6) from collocates('river', 2)", collocates),
    "keywords_of": ("select word, n_positions, round(log_likelihood, 6) from keywords_of('d04')", keywords_of),
    "kwic": (
        "select doc_id, start_char from kwic('river')",
        lambda corpus: ((doc, at) for doc, text in corpus.texts.items() for at in range(len(text)) if text[at:].startswith("river")),
    ),
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return made()


@pytest.fixture(scope="module")
def asked(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with catalogue(tmp_path_factory.mktemp("made"), corpus.rows) as connection:
        yield connection


@pytest.mark.parametrize(("query", "plain"), MACROS.values(), ids=MACROS.keys())
def test_a_macro_says_what_plain_python_finds(corpus: Corpus, asked: duckdb.DuckDBPyConnection, query: str, plain: Plain) -> None:
    expected = sorted(plain(corpus), key=repr)
    assert len(expected) > 0
    assert sorted(asked.sql(query).fetchall(), key=repr) == expected
