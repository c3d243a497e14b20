"""How long answers take: every view with a filter and every macro, each asked twenty times about other things that the corpus has."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.schema import TABLES, key_of
from flows.store.catalogue import identifier, sql_files
from flows.store.publish import CATALOGUE

N_ARGUMENTS = 20

# Where arguments come from, each a query for `n` different ones, the same at each call. What is mentioned more is asked for more.
DRAWN = {
    "name": """
        select name from (select name, any_value(n_mentions) as n_mentions from entities group by name)
        order by ln(hash(name) / 18446744073709551616.0) / n_mentions desc limit $n
    """,
    "entity": "select entity_id from entities order by ln(hash(entity_id) / 18446744073709551616.0) / n_mentions desc limit $n",
    "document": "select doc_id from document_lengths order by hash(doc_id) limit $n",
    "publisher": "select publisher from sources where publisher is not null group by publisher order by hash(publisher) limit $n",
    "day": "select cast(published_on as varchar) from documents where published_on is not null order by hash(doc_id) limit $n",
    "sentence": "select text from sentences where length(text) between 60 and 300 order by hash(text) limit $n",
    "attribution": "select {'doc_id': doc_id, 'quote_index': quote_index} from document_quotes order by hash(doc_id, quote_index) limit $n",
    "country": "select country_code from places where country_code is not null group by country_code order by hash(country_code) limit $n",
    "latitude": "select latitude from places order by hash(doc_id, start_char) limit $n",
    "longitude": "select longitude from places order by hash(doc_id, start_char) limit $n",
    "size": "select 10 * number from range(1, cast($n as bigint) + 1) as sizes(number)",
    "moment": "select cast(ended_at as varchar) from runs order by run_id limit $n",
    "run": "select run_id from runs order by run_id limit $n",
}

# What a macro is asked, given one of each of these; macros that are called without arguments are asked once.
CALLS = {
    "attributions": "attributions([$attribution])",
    "co_mentions": "co_mentions($name)",
    "collocates": "collocates($word)",
    "corpus_at": "corpus_at($moment)",
    "coverage_by_publisher": "coverage_by_publisher($name)",
    "diff_runs": "diff_runs($run, $other_run)",
    "dossier": "dossier($name)",
    "entity_network": "entity_network($size)",
    "events_on": "events_on($day)",
    "find_entity": "find_entity($name)",
    "first_mentions": "first_mentions($name)",
    "keyness": "keyness(first_day := $day, last_day := $day)",
    "keywords_of": "keywords_of($document)",
    "kwic": "kwic($phrase)",
    "mentions_of": "mentions_of($name)",
    "mentions_between": "mentions_between($day, $day)",
    "near": "near($latitude, $longitude, 50)",
    "new_entities": "new_entities($day)",
    "phrase_matches": "phrase_matches($question)",
    "path_between": "path_between($name, $other_name)",
    "places_of": "places_of($name)",
    "question_matches": "question_matches($question)",
    "question_terms": "question_terms($question)",
    "question_words": "question_words($question)",
    "quotes_about": "quotes_about($name)",
    "quotes_by": "quotes_by($name)",
    "search": "search($question)",
    "search_sentences": "search_sentences($question)",
    "sentences_with": "sentences_with($name)",
    "similar_documents": "similar_documents($document)",
    "source_of": "source_of($document, 20, 60)",
    "sources_of": "sources_of($publisher)",
    "speakers_about": "speakers_about($name)",
    "timeline": "timeline($name)",
    "top_entities": "top_entities('person', $day, $day)",
    "top_speakers": "top_speakers(first_day := $day, last_day := $day)",
    "trends": "trends($name)",
    "what_changed": "what_changed()",
}

# The column that a view is filtered by; a stored table by the first one of its key.
FILTERS = {
    "boilerplate_sentences": "doc_id = $document",
    "co_mentions": "name = $name",
    "documents": "doc_id = $document",
    "entity_coverage": "name = $name",
    "entity_sentences": "entity_id = $entity",
    "mentions": "entity_id = $entity",
    "mentions_by_country": "country_code = $country",
    "quote_speakers": "entity_id = $entity",
    "quotes": "speaker_entity_id = $entity",
    "resolved_mentions": "entity_id = $entity",
    "roles": "entity_id = $entity",
    "sources": "publisher = $publisher",
    "sourcing": "publisher = $publisher",
    "stories": "story_id = $document",
    "story_locations": "doc_id = $document",
    "who_said_what": "speaker = $name",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What is asked, the 95th percentile of its milliseconds by the clock and of processor time, and the median number of rows."""

    what: str
    wall_ms: float
    cpu_ms: float
    n_rows: int


def opening(warehouse: Path, n: int = 5) -> float:
    """Milliseconds until a stock DuckDB has opened the catalogue and answered the least of questions; the median of `n`."""
    taken = []
    for _ in range(n):
        start = time.perf_counter()
        with duckdb.connect(str(warehouse / CATALOGUE), read_only=True) as connection:
            connection.sql("select count(*) from runs").fetchall()
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)[n // 2]


def answers(warehouse: Path, only: Sequence[str] = ()) -> Iterator[Answered]:
    """Asks everything, or only these views and macros. Each question is asked once before it counts."""
    with duckdb.connect(str(warehouse / CATALOGUE), read_only=True) as connection:
        drawn = _drawn(connection)
        for what, query in queries().items():
            if not only or re.split("[( ]", what)[0] in only:
                yield _answered(connection, what, query, drawn)


def queries() -> dict[str, str]:
    """What is asked, by how it is shown."""
    stored = {name: f"{identifier(key_of(schema)[0])} = $of_{name}" for name, schema in TABLES.items()}
    views = {f"{name} where {_shown(condition)}": f"from {identifier(name)} where {condition}" for name, condition in FILTERS.items()}
    tables = {f"{name} where {_shown(condition)}": f"from {identifier(name)} where {condition}" for name, condition in stored.items()}
    missing = (sql_files("views").keys() - FILTERS.keys()) | (sql_files("macros").keys() - CALLS.keys())
    if missing:
        raise ValueError(f"nothing is asked of {', '.join(sorted(missing))}")
    return {call.replace("$", ""): f"from {call}" for call in CALLS.values()} | views | tables


def _shown(condition: str) -> str:
    return condition.partition(" = ")[0] + " = ..."


def _drawn(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """Arguments of each kind."""
    drawn = {kind: [value for (value,) in connection.execute(query, {"n": N_ARGUMENTS}).fetchall()] for kind, query in DRAWN.items()}
    words = [[word for word in sentence.replace("'", " ").replace('"', " ").split() if word.isalnum()] for sentence in drawn["sentence"]]
    words = [each if len(each) > 3 else ["the", "new", "first", "year"] for each in words]
    drawn["word"] = [max(each, key=len) for each in words]
    drawn["phrase"] = [" ".join(each[1:3]) for each in words]
    forms = ("{0} {1} {2}", '"{1} {2}"', "{3}", '{0} "{1} {2}"', "{3:.5}* {1}", "{1} {3} -{0}")
    drawn["question"] = [
        forms[number % len(forms)].format(each[0], each[1], each[2], max(each, key=len)) for number, each in enumerate(words)
    ]
    for kind in ("name", "run"):
        drawn[f"other_{kind}"] = drawn[kind][1:] + drawn[kind][:1]
    for name, schema in TABLES.items():
        key = identifier(key_of(schema)[0])
        query = f"select {key} from (select distinct {key} from {identifier(name)}) order by hash({key}) limit $n"
        drawn[f"of_{name}"] = [value for (value,) in connection.execute(query, {"n": N_ARGUMENTS}).fetchall()]
    return drawn


def _answered(connection: duckdb.DuckDBPyConnection, what: str, query: str, drawn: Mapping[str, Sequence[Any]]) -> Answered:
    kinds = sorted(set(re.findall(r"\$(\w+)", query)))
    turns = [query] if not kinds else [_filled(query, kinds, drawn, turn) for turn in range(N_ARGUMENTS)]
    taken, rows = [], []
    for text in turns:
        connection.sql(text).to_arrow_table()
        start, start_cpu = time.perf_counter(), time.process_time()
        rows.append(connection.sql(text).to_arrow_table().num_rows)
        taken.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - start_cpu)))
    wall, cpu = (sorted(each)[max(round(0.95 * len(taken)) - 1, 0)] for each in zip(*taken, strict=True))
    return Answered(what, wall, cpu, sorted(rows)[len(rows) // 2])


def _filled(query: str, kinds: Sequence[str], drawn: Mapping[str, Sequence[Any]], turn: int) -> str:
    """The query with an argument of each kind in its place: a macro's argument must be a constant."""
    for kind in kinds:
        value = drawn[kind][turn % len(drawn[kind])] if drawn[kind] else ""
        constant = str(value) if isinstance(value, int | float | dict) else "'" + str(value).replace("'", "''") + "'"
        query = re.sub(rf"\${kind}\b", lambda _, constant=constant: constant, query)  # type: ignore[misc]
    return query
