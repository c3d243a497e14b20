"""`python -m tests.bench.years`: years of hourly runs on a clock that is set, each published; nothing is annotated.

Each run brings 0 to 50 documents of about 3,000 characters, of which a few rows stand in for what annotation makes, and checks where it
makes it. Measured is what every run does around that: history, joining of small batches, checks of the corpus, catalogue, removal of what
is not needed any more.
"""

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import click
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows import batch, batches, copies, corpus, entities, plan
from flows.annotate.choice import Models
from flows.batches import JOINED_BATCH_CHARS
from flows.plan import Plan
from flows.read.documents import Document, doc_id
from flows.reading import FOUND, NewTexts, source_row
from flows.schema import SEED_FILES, TABLES, TEXTS, empty, table
from flows.settings import Settings
from flows.show import Silent
from flows.store import changes, manifest, parts, publish
from flows.store.manifest import Batch, Manifest, Part

START = datetime(2030, 1, 1)
CHARS = 3_000
# Documents of a batch that others were joined into.
FULL = JOINED_BATCH_CHARS // CHARS
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


def simulated(
    folder: Path, n_runs: int, every: int, hours: int = 1, max_batches: int = 64, begin_with: int = 0, *, edits: bool = True
) -> Iterator[Measured]:
    """A measurement after each `every` of that many runs, which are so many hours apart.

    With `edits`, in every tenth run or so a seed that was there says something else, and in every tenth one is gone; else seeds only come.
    Before them, if the warehouse is to begin with documents, one run brings so many in full batches: what years of runs would leave.
    """
    chance = random.Random(1)
    settings = Settings(
        seeds=(str(folder / "seeds"),), warehouse=str(folder / "warehouse"), model="none", keep_history_days=365, max_batches=max_batches
    )
    (folder / "seeds").mkdir()
    seeds: list[str] = []
    sizes = chain([begin_with], repeat(0))
    stands_in: list[tuple[Any, str, Any]] = [
        (corpus, "models_of", lambda _settings: Models("none", "en", {})),
        (batches, "models_of", lambda _settings: Models("none", "en", {})),
        (batch, "fingerprints", lambda _model: {layer.name: layer.name for layer in batch.LAYERS}),
        (batch, "make", _made),
        (entities, "found", lambda _warehouse, _live, made, _curation: (made, [])),
        (copies, "found", lambda _warehouse, _live, made: made),
        (plan, "make", lambda settings, live, _lost, run_id, **_: _planned(settings, live, run_id, chance, seeds, next(sizes), edits)),
    ]
    since, cpu_since = time.perf_counter(), time.process_time()
    for number in range(-1 if begin_with else 0, n_runs):
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
        if number < 0:
            since, cpu_since = time.perf_counter(), time.process_time()
        elif (number + 1) % every == 0:
            took = (time.perf_counter() - since) / every, (time.process_time() - cpu_since) / every
            yield _measured(Path(settings.warehouse), number + 1, *took)
            since, cpu_since = time.perf_counter(), time.process_time()


def _planned(settings: Settings, live: Manifest, run_id: str, chance: random.Random, seeds: list[str], n_first: int, edits: bool) -> Plan:
    """What a run finds that reads some new documents."""
    warehouse = Path(settings.warehouse)
    uris = [f"seeds/{run_id}/{number}.txt" for number in range(n_first or chance.randint(0, 50))]
    edited, gone = (seeds.pop(chance.randrange(len(seeds))) if edits and seeds and not chance.randrange(10) else None for _ in "eg")
    changed_seeds = [each for each in (edited, gone) if each]
    read = [*uris, *([edited] if edited else [])]
    texts = [f"Story of {uri} in run {run_id}.".ljust(CHARS, ".") for uri in read]
    rows = [source_row(uri, doc_id(text), Document(uri, doc_id(text), text)) for uri, text in zip(read, texts, strict=True)]
    found = warehouse / "found.parquet"
    found.parent.mkdir(exist_ok=True)
    pq.write_table(table(FOUND, rows), found)
    changed = changes.find(warehouse, live.parts(), [found], [*uris, *changed_seeds])
    found.unlink()
    seeds += read
    new = [
        NewTexts(
            parts.write_by_content(warehouse, "texts", table(TEXTS, [{"doc_id": doc_id(text), "text": text} for text in some])),
            CHARS * len(some),
        )
        for some in (texts[start : start + FULL] for start in range(0, len(texts), FULL))
    ]
    files = [{"seed_uri": uri, "content_hash": doc_id(text), "n_sources": 1, "n_issues": 0} for uri, text in zip(read, texts, strict=True)]
    keys = pa.schema([SEED_FILES.field("seed_uri")])
    return Plan(
        run_id,
        (str(Path(settings.seeds[0]).resolve()),),
        changed,
        texts=new,
        seed_files_gone=table(keys, [{"seed_uri": uri} for uri in changed_seeds]),
        seed_files_new=table(SEED_FILES, files),
        n_seeds=len(seeds),
    )


def _made(warehouse: Path, texts: Part, metadata: Part, n_chars: int, _old: Sequence[Batch], model: str) -> Batch:
    """A batch with one sentence of one token in each document, and no row of what is found in them."""
    doc_ids = parts.read(warehouse, [metadata])["doc_id"]
    made = {"texts": texts, "document_metadata": metadata}
    for layer in batch.LAYERS:
        for name in layer.tables:
            rows = _rows(name, doc_ids) if name in _FILLED else empty(name)
            made[name] = parts.write_by_content(warehouse, name, rows)
    return Batch(len(doc_ids), n_chars, batch.fingerprints(model), made, (None,))


# What each row of a table says; a number says nothing where it is none of these.
_SAID: dict[str, Any] = {"end_char": 5, "text": "Story", "lemma": "story", "pos": "NOUN", "tag": "NN", "dep": "ROOT"}
_FILLED = ("document_counts", "document_shingles", "document_lengths", "sentences", "tokens")


def _rows(name: str, doc_ids: pa.ChunkedArray) -> pa.Table:
    """A row for each document."""
    said = [doc_ids if field.name == "doc_id" else pa.repeat(pa.scalar(_value(field), field.type), len(doc_ids)) for field in TABLES[name]]
    return pa.table(said, schema=TABLES[name])


def _value(field: pa.Field) -> Any:
    if pa.types.is_list(field.type):
        return []
    return _SAID.get(field.name, 1 if field.name in {"n_tokens", "n_sentences"} else 0)


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
        manifest.path_of(warehouse, live.run_id).stat().st_size / 1e3,
        sum(path.stat().st_size for path in paths) / 1e6,
        seconds,
        cpu_seconds,
        time.perf_counter() - since,
    )


@click.command()
@click.option("--runs", default=26_280, show_default=True, help="Hourly runs; three years are 26,280.")
@click.option("--every", default=730, show_default=True, help="Runs between two measurements.")
@click.option("--begin-with", default=0, help="Documents that are there before: 219,000 come in a year.")
@click.option("--edits/--no-edits", default=True, show_default=True, help="Seeds are edited and removed, too: of ten runs, one each.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to work, on a disk of your choice.")
def main(runs: int, every: int, begin_with: int, edits: bool, folder: Path | None) -> None:
    """Prints a line for each measurement."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        print(*Measured._fields, sep="\t")
        for each in simulated(Path(name), runs, every, begin_with=begin_with, edits=edits):
            print(*(f"{value:.3f}" if isinstance(value, float) else f"{value:,}" for value in each), sep="\t", flush=True)


if __name__ == "__main__":
    main()
