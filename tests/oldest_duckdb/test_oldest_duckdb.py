"""The catalogue opens in the oldest DuckDB that it is for, from a file or a bucket, and every view and macro gives the same rows there.

A single view that it cannot parse would make the whole file unopenable. `make test` puts that DuckDB into an environment of its own.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import botocore.session
import duckdb
import pytest

from flows.schema import TABLES as STORED
from flows.store.catalogue import Published, sql_files, write_catalogue
from flows.store.connect import connect
from tests.buckets import server, use
from tests.conftest import Run
from tests.test_faults import write_seeds
from tests.views.conftest import write_parts
from tests.views.corpus import TABLES

PYTHON = Path(__file__).parents[2] / ".venv" / "oldest-duckdb" / "bin" / "python"
MACROS = {
    "attributions": "attributions([{'doc_id': 'said', 'quote_index': 0}])",
    "co_mentions": "co_mentions('brandt')",
    "collocates": "collocates('okoro')",
    "corpus_at": "corpus_at('2024-06-01')",
    "coverage_by_publisher": "coverage_by_publisher('brandt')",
    "diff_runs": "diff_runs('1', '2')",
    "dossier": "dossier('brandt')",
    "entity_network": "entity_network()",
    "events_on": "events_on(date '2024-05-02')",
    "find_entity": "find_entity('okro')",
    "first_mentions": "first_mentions('brandt')",
    "keyness": "keyness('The Gazette')",
    "keywords_of": "keywords_of('sang')",
    "kwic": "kwic('okoro', 10)",
    "mentions_of": "mentions_of('brandt')",
    "mentions_between": "mentions_between(date '2024-05-01', date '2024-05-31')",
    "new_entities": "new_entities('2024-05-04')",
    "near": "near(48, 10, 100)",
    "path_between": "path_between('ulm', 'okoro')",
    "phrase_matches": "phrase_matches('\"ms br*\" okoro')",
    "places_of": "places_of('Ada Brandt')",
    "question_matches": "question_matches('okoro -sang')",
    "question_terms": "question_terms('okoro \"ms br*\"')",
    "question_words": "question_words('okoro \"ms br*\"')",
    "quotes_about": "quotes_about('Ada Brandt')",
    "quotes_by": "quotes_by('Ada Brandt')",
    "search": "search('okoro ms* -rained')",
    "search_sentences": "search_sentences('okoro ms* -rained')",
    "sentences_with": "sentences_with('Ada Brandt')",
    "similar_documents": "similar_documents('sang')",
    "source_of": "source_of('met', 15, 24)",
    "sources_of": "sources_of('The Courier')",
    "top_speakers": "top_speakers()",
    "trends": "trends('brandt', 'day')",
    "what_changed": "what_changed()",
    "top_entities": "top_entities('person', last_day := '2024-06-01')",
    "speakers_about": "speakers_about('brandt')",
    "timeline": "timeline('Ada Brandt')",
}
# `order by all` makes the rows of two DuckDBs comparable.
OBJECTS = [*STORED, *sql_files("views"), "catalogue", *MACROS.values()]
QUERIES = [f"from {name} order by all" for name in OBJECTS]
ABOUT = "select comment from duckdb_columns() where not internal order by table_name, column_index"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    path = folder / "textmart.duckdb"
    # A sentence that is boilerplate throughout, so that every view has rows.
    tables = TABLES | {"boilerplate": [{"doc_id": "rain", "start_char": 0, "end_char": 10, "text": "It rained.", "kind": "contributors"}]}
    write_catalogue(path, write_parts(folder, tables), Published("1", folder / "1.json", 1, "0.1.0", folder, datetime(2024, 5, 2)))
    return path


def test_every_macro_is_called() -> None:
    assert MACROS.keys() == sql_files("macros").keys()


def asked(catalogue: str, queries: Sequence[str], folder: Path) -> list[list[tuple[Any, ...]]]:
    """What the oldest DuckDB answers, query by query."""
    assert PYTHON.exists(), f"{PYTHON} is missing; `make test` makes it"
    script = Path(__file__).with_name("open_catalogue.py")
    done = subprocess.run([PYTHON, "-I", script, catalogue, *queries], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    answered = json.loads(done.stdout)
    assert answered["version"].startswith("1.4.")
    rows: list[list[tuple[Any, ...]]] = answered["rows"]
    return rows


def as_json(rows: list[list[tuple[Any, ...]]]) -> list[list[tuple[Any, ...]]]:
    """The rows as they come from another process."""
    written: list[list[tuple[Any, ...]]] = json.loads(json.dumps(rows, default=str))
    return written


def test_the_oldest_duckdb_gives_the_same_rows(catalogue: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(catalogue), read_only=True) as connection:
        expected = [connection.sql(query).fetchall() for query in (*QUERIES, ABOUT)]
    assert asked(str(catalogue), [*QUERIES, ABOUT], tmp_path) == as_json(expected)
    assert all(rows for name, rows in zip(OBJECTS, expected, strict=False) if name in {*sql_files("views"), *MACROS.values()})


def test_stock_duckdb_reads_a_bucket_in_place(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By its own extension, with no textmart and nothing of the cache: the catalogue is opened where a run has put it."""
    write_seeds(tmp_path / "seeds", 1)
    queries = {name: query for name, query in zip(OBJECTS, QUERIES, strict=True) if name != "catalogue"}  # the file speaks of itself
    with server() as endpoint:
        use(monkeypatch, endpoint, tmp_path / "cache")
        botocore.session.get_session().create_client("s3").create_bucket(Bucket="news")
        run(warehouse="s3://news/marts/one")
        with connect("s3://news/marts/one") as connection:
            expected = {name: connection.sql(query).fetchall() for name, query in queries.items()}
        shutil.rmtree(tmp_path / "cache")
        assert asked("s3://news/marts/one/textmart.duckdb", list(queries.values()), tmp_path) == as_json(list(expected.values()))
    assert all(expected[name] for name in ("texts", "tokens", "documents", "entities", "mentions"))
