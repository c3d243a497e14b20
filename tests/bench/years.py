"""`python -m tests.bench.years`: years of hourly runs on a clock that is set, each published; nothing is annotated.

Each run brings 0 to 50 documents of about 3,000 characters, of which a few rows stand in for what annotation makes. Measured is what
every run does around that: history, joining of small batches, checks, catalogue, removal of what is not needed any more.
"""

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import click
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows import batch, batches, copies, corpus, entities, plan
from flows.annotate.choice import Models
from flows.plan import NewTexts, Plan
from flows.read.documents import Document, doc_id
from flows.schema import SEED_FILES, TABLES, TEXTS, table
from flows.settings import Settings
from flows.show import Silent
from flows.store import changes, parts, publish
from flows.store.manifest import Batch, Manifest, Part

START = datetime(2030, 1, 1)
CHARS = 3_000
QUERY = "select publisher, count(*) from documents inner join document_counts using (doc_id) group by all"


class Measured(NamedTuple):
    """What lies on the disk after a run, and what the runs since the last measurement took on the average, in seconds."""

    n_runs: int
    n_documents: int
    n_live_parts: int
    n_files: int
    catalogue_kb: float
    manifest_kb: float
    megabytes: float
    seconds_a_run: float
    cpu_seconds_a_run: float
    query_seconds: float


def simulated(folder: Path, n_runs: int, every: int, hours: int = 1, max_batches: int = 64) -> Iterator[Measured]:
    """A measurement after each `every` of that many runs, which are so many hours apart."""
    chance = random.Random(1)
    settings = Settings(
        seeds=(str(folder / "seeds"),), warehouse=str(folder / "warehouse"), model="none", keep_history_days=365, max_batches=max_batches
    )
    (folder / "seeds").mkdir()
    since, cpu_since = time.perf_counter(), time.process_time()
    stands_in: list[tuple[Any, str, Any]] = [
        (corpus, "models_of", lambda _settings: Models("none", "en", {})),
        (batches, "models_of", lambda _settings: Models("none", "en", {})),
        (batch, "fingerprints", lambda _model: {layer.name: layer.name for layer in batch.LAYERS}),
        (batch, "make", _made),
        (entities, "found", lambda _warehouse, _live, made, _curation: (made, [])),
        (copies, "found", lambda _warehouse, _live, made: made),
        (plan, "make", lambda settings, live, _lost, run_id, **_: _planned(settings, live, run_id, chance)),
    ]
    for number in range(n_runs):
        for module, name, stand_in in stands_in:
            patch.object(module, name, stand_in).start()
        try:
            corpus.build(
                settings,
                corpus.Engine(corpus.at_once, corpus.at_once),
                Silent(),
                now=lambda hour=hours * number: START + timedelta(hours=hour),  # type: ignore[misc]
            )
        finally:
            patch.stopall()
        if (number + 1) % every == 0:
            took = (time.perf_counter() - since) / every, (time.process_time() - cpu_since) / every
            yield _measured(Path(settings.warehouse), number + 1, *took)
            since, cpu_since = time.perf_counter(), time.process_time()


def _planned(settings: Settings, live: Manifest, run_id: str, chance: random.Random) -> Plan:
    """What a run finds that reads some new documents; every tenth hour one of them is another edition of one that was there."""
    warehouse = Path(settings.warehouse)
    texts = [f"Story of run {run_id}, number {number}." for number in range(chance.randint(0, 50))]
    rows = [
        plan._source(f"seeds/{doc_id(text)}.txt", doc_id(text), Document(f"seeds/{doc_id(text)}.txt", doc_id(text), text)) for text in texts
    ]
    found = warehouse / "found.parquet"
    found.parent.mkdir(exist_ok=True)
    pq.write_table(table(plan._FOUND, rows), found)
    seeds = [
        row["seed_uri"] for row in parts.read_or_empty(warehouse, "seed_files", live.tables.get("seed_files", ()), ["seed_uri"]).to_pylist()
    ]
    gone = set(chance.sample(seeds, min(len(seeds), chance.randint(0, 2))))
    changed = changes.find(warehouse, live.parts(), [found], [uri for uri in seeds if uri not in gone])
    found.unlink()
    body = sorted(({"doc_id": doc_id(text), "text": text} for text in texts), key=lambda row: row["doc_id"])
    new = [NewTexts(parts.write_by_content(warehouse, "texts", table(TEXTS, body)), CHARS * len(texts))] if texts else []
    files = [{"seed_uri": row["seed_uri"], "content_hash": row["doc_id"], "n_sources": 1, "n_issues": 0} for row in rows]
    keys = pa.schema([SEED_FILES.field("seed_uri")])
    return Plan(
        run_id,
        (str(Path(settings.seeds[0]).resolve()),),
        changed,
        texts=new,
        seed_files_gone=table(keys, [{"seed_uri": uri} for uri in sorted(gone)]),
        seed_files_new=table(SEED_FILES, files),
        n_seeds=len(seeds) + len(files),
    )


def _made(warehouse: Path, texts: Part, metadata: Part, n_chars: int, _old: Sequence[Batch], model: str) -> Batch:
    """A batch with one sentence of one token in each document, and no row of what is found in them."""
    rows = parts.read(warehouse, [texts]).to_pylist()
    made = {"texts": texts, "document_metadata": metadata}
    for layer in batch.LAYERS:
        for name in layer.tables:
            made[name] = parts.write_by_content(warehouse, name, table(TABLES[name], [row for each in rows for row in _rows(name, each)]))
    return Batch(len(rows), n_chars, batch.fingerprints(model), made, (None,))


def _rows(name: str, row: dict[str, str]) -> list[dict[str, Any]]:
    span = {"doc_id": row["doc_id"], "sentence_index": 0, "start_char": 0, "end_char": 5, "text": row["text"][:5]}
    token = {"token_index": 0, "lemma": "story", "pos": "NOUN", "tag": "NN", "dep": "ROOT", "head_index": 0}
    found: dict[str, dict[str, Any]] = {
        "document_counts": {"doc_id": row["doc_id"], "n_tokens": 1, "n_sentences": 1},
        "document_shingles": {"doc_id": row["doc_id"], "n_shingles": 0, "bands": [], "sentence_hashes": []},
        "document_lengths": {"doc_id": row["doc_id"], "n_words": 0},
        "sentences": span,
        "tokens": span | token,
    }
    return [found[name]] if name in found else []


def _measured(warehouse: Path, n_runs: int, seconds: float, cpu_seconds: float) -> Measured:
    live = publish.live(warehouse)
    paths = [path for path in warehouse.rglob("*") if path.is_file()]
    since = time.perf_counter()
    with duckdb.connect(str(warehouse / publish.CATALOGUE), read_only=True) as connection:
        connection.sql(QUERY).fetchall()
    return Measured(
        n_runs,
        sum(each.n_documents for each in live.batches),
        sum(len(each) for each in live.parts().values()),
        len(paths),
        (warehouse / publish.CATALOGUE).stat().st_size / 1e3,
        (warehouse / "runs" / f"{live.run_id}.json").stat().st_size / 1e3,
        sum(path.stat().st_size for path in paths) / 1e6,
        seconds,
        cpu_seconds,
        time.perf_counter() - since,
    )


@click.command()
@click.option("--runs", default=26_280, show_default=True, help="Hourly runs; three years are 26,280.")
@click.option("--every", default=730, show_default=True, help="Runs between two measurements.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to work, on a disk of your choice.")
def main(runs: int, every: int, folder: Path | None) -> None:
    """Prints a line for each measurement."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        print(*Measured._fields, sep="\t")
        for each in simulated(Path(name), runs, every):
            print(*(f"{value:.3f}" if isinstance(value, float) else f"{value:,}" for value in each), sep="\t", flush=True)


if __name__ == "__main__":
    main()
