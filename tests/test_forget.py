"""Takedown: after `forget` nothing of a document is left, it stays out, and a process that dies on the way changes nothing of that."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows import corpus, report, upkeep
from flows.forget import Done, ForgetError, forget
from flows.settings import Settings
from flows.store import forgotten, parts, publish
from flows.store.manifest import WarehouseError
from tests.corpus_hash import corpus_hash
from tests.test_faults import in_child, kept_before_each

# What is in no other document: words, a name, a title, a person who wrote it, a file.
TRACES = ("Zweifelhaft", "Quillon", "Orlaith", "zz-letter")
COPIED = "The harbour master said on Monday that the crane of the old quay would be taken down before the winter storms come again."
READ = "Mara Lund read the paper aloud to everyone who had come to the quay."
LETTER = f"{COPIED} Zweifelhaft Quillon signed for it, and {READ}\n\n“No,” said Quillon."
WHEN = datetime(2030, 1, 2, 3, 4, 5)


def write_seeds(folder: Path) -> None:
    folder.mkdir()
    (folder / "copy.txt").write_text(f"{COPIED} {READ}")
    (folder / "other.txt").write_text("Boris has 3 boats.")
    (folder / "zz-letter.txt").write_text("Quillon wrote this first.")


def write_letter(folder: Path) -> None:
    """An edition of the same seed with the text that is to be forgotten, and the same text in a file of lines."""
    (folder / "zz-letter.txt").write_text(LETTER)
    lines = [{"id": "1", "text": LETTER, "title": "Orlaith's letter", "authors": ["Orlaith"]}, {"id": "2", "text": "Clara sang."}]
    (folder / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)))


def traces(folder: Path) -> set[str]:
    """Which of the traces are in the file, or those below the folder: in bytes, names, or the rows of Parquet and DuckDB files."""
    found = set()
    for path in [folder] if folder.is_file() else folder.rglob("*"):
        held = [path.relative_to(folder.parent if path == folder else folder).as_posix(), *(said(path) if path.is_file() else ())]
        found |= {trace for trace in TRACES for text in held if trace.casefold() in text.casefold()}
    return found


def said(path: Path) -> Iterator[str]:
    """What a file says, decompressed."""
    yield path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".parquet" or path.name == "seeds.cache.parquet":
        yield json.dumps(pq.read_table(path, partitioning=None).to_pylist(), default=str, ensure_ascii=False)
        yield str(pq.read_metadata(path).to_dict())
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            for (view,) in connection.sql("select view_name from duckdb_views() where not internal").fetchall():
                yield json.dumps(connection.sql(f'from "{view}"').to_arrow_table().to_pylist(), default=str, ensure_ascii=False)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, blank_model: str) -> Path:
    """A folder with seeds and a warehouse of two runs, joined once, with reports, a log, and leftovers of a crash."""
    from flows.corpus import Engine, at_once, build
    from flows.log import JsonLog

    folder = tmp_path_factory.mktemp("full")
    settings = settings_of(folder, blank_model)
    write_seeds(folder / "seeds")
    with (folder / "warehouse.log").open("w") as stream:
        build(settings, Engine(at_once, at_once), JsonLog(stream))
        write_letter(folder / "seeds")
        build(settings, Engine(at_once, at_once), JsonLog(stream))
    warehouse = folder / "warehouse"
    upkeep.compact(settings)
    report.write(warehouse, folder / "public.html")
    shutil.copy(folder / "public.html", warehouse / "report.html")
    [texts, *_] = publish.live(warehouse).parts()["texts"]
    shutil.copy(parts.path_of(warehouse, texts), warehouse / "parts/texts/of-a-run-that-died.parquet")
    shutil.copy(parts.path_of(warehouse, texts), warehouse / "parts/texts/x.parquet.tmp-1-a")
    (warehouse / "found.tmp-1-b").mkdir()
    shutil.copy(parts.path_of(warehouse, texts), warehouse / "found.tmp-1-b/0.parquet")
    return folder


def settings_of(folder: Path, model: str) -> Settings:
    return Settings(seeds=(str(folder / "seeds"),), warehouse=str(folder / "warehouse"), model=model, report=str(folder / "public.html"))


@pytest.fixture
def folder(full: Path, tmp_path: Path) -> Path:
    shutil.copytree(full, tmp_path / "here", copy_function=os.link)
    return tmp_path / "here"


def forgotten_in(folder: Path, model: str, which: str = "seeds/zz-letter.txt", why: str | None = "a court said so") -> Done:
    return forget(settings_of(folder, model), which, why, lambda: WHEN)


def run_again(folder: Path, model: str) -> corpus.Summary:
    from flows.show import Silent

    return corpus.build(settings_of(folder, model), corpus.Engine(corpus.at_once, corpus.at_once), Silent(), prune=True)


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "warehouse/textmart.duckdb"), read_only=True) as connection:
        return connection.sql(query).fetchall()


def test_nothing_is_left(folder: Path, blank_model: str) -> None:
    warehouse = folder / "warehouse"
    # It is found before: in the text, in names, in what is stated of it, in its history, in the report, and in what crashes left.
    assert traces(warehouse) == set(TRACES)
    for place in ("parts/tokens", "parts/texts", "parts/word_positions", "parts/source_history", "parts/entity_names", "found.tmp-1-b"):
        assert traces(warehouse / place), place
    assert (folder / "public.html").read_text().count("Quillon")
    assert len(list((warehouse / "runs").iterdir())) == 3
    done = forgotten_in(folder, blank_model)
    assert traces(warehouse) == set()
    assert not (folder / "public.html").exists()
    # The log never had any, and one that had would be found.
    log = folder / "warehouse.log"
    assert '"event": "done"' in log.read_text() and traces(log) == set()
    (folder / "another.log").write_text(f"{log.read_text()}seeds/zz-letter.txt was read\n")
    assert traces(folder / "another.log") == {"zz-letter"}
    # Both editions of the seed went, with the other place where the second one stood.
    assert len(done.doc_ids) == 2
    assert done.source_uris == ("seeds/lines.jsonl#1", "seeds/zz-letter.txt")
    assert [(copy.source_uri, copy.similarity > 0.3) for copy in done.copies] == [("seeds/copy.txt", True)]
    assert upkeep.check(warehouse) == []
    assert asked(folder, "select doc_id, forgotten_at, why from forgotten order by all") == [
        (doc_id, WHEN, "a court said so") for doc_id in done.doc_ids
    ]
    assert asked(folder, "select source_uri from documents order by all") == [
        ("seeds/copy.txt",),
        ("seeds/lines.jsonl#2",),
        ("seeds/other.txt",),
    ]


def test_a_seed_that_still_has_it_is_an_issue(folder: Path, blank_model: str) -> None:
    forgotten_in(folder, blank_model)
    assert run_again(folder, blank_model).issues == {"forgotten": 2}
    issues = asked(folder, "select source_uri, reason, message from issues order by all")
    assert [row[:2] for row in issues] == [("seeds/lines.jsonl#1", "forgotten"), ("seeds/zz-letter.txt", "forgotten")]
    assert "2030-01-02" in str(issues[0][2])
    # All else of the warehouse is lost: what is left is as if it had never been there.
    found = corpus_hash(folder / "warehouse")
    for name in ("parts", "runs"):
        shutil.rmtree(folder / "warehouse" / name)
    (folder / "warehouse/textmart.duckdb").unlink()
    assert run_again(folder, blank_model).issues == {"forgotten": 2}
    assert corpus_hash(folder / "warehouse") == found
    assert len(asked(folder, "from forgotten")) == 2


@pytest.mark.parametrize("goes_on", ["forget", "run"])
def test_ended_before_any_change_of_the_disk(goes_on: str, folder: Path, blank_model: str, tmp_path: Path, *, every_fault: bool) -> None:
    warehouse, states = folder / "warehouse", tmp_path / "states"
    assert in_child(kept_before_each(states, warehouse, lambda: forgotten_in(folder, blank_model))) == 0
    numbers = sorted(map(int, (path.name for path in states.iterdir())))
    assert len(numbers) > 40
    if goes_on == "run":
        # Before the list names the document nothing has happened that a run could know of.
        numbers = [number for number in numbers if (states / str(number) / forgotten.FILE).exists()]
        assert len(numbers) > 40
    # The last states are those in which manifests of earlier runs go, whose parts and batches are gone.
    sample = [numbers[5], numbers[-10]] if goes_on == "forget" else [numbers[-2]]
    for number in numbers if every_fault else sample:
        shutil.rmtree(warehouse)
        (states / str(number)).rename(warehouse)
        if goes_on == "forget":
            forgotten_in(folder, blank_model)
        else:
            upkeep.vacuum(warehouse, 30, WHEN)
            run_again(folder, blank_model)
        assert upkeep.check(warehouse) == []
        assert len(asked(folder, "from forgotten")) == 2
        assert len(asked(folder, "from documents")) == 3
        # A run that goes on says which seeds still have it.
        assert traces(warehouse) <= ({"zz-letter"} if goes_on == "run" else set())


def test_what_was_never_there_is_said(folder: Path, blank_model: str, tmp_path: Path) -> None:
    with pytest.raises(ForgetError, match="has no document 'seeds/none.txt'.*in full"):
        forgotten_in(folder, blank_model, "seeds/none.txt")
    with pytest.raises(WarehouseError, match="no published run"):
        forgotten_in(tmp_path, blank_model)
    [doc_id, _] = forgotten_in(folder, blank_model).doc_ids
    assert forgotten_in(folder, blank_model, doc_id) == Done((), (), ())


def test_damage_is_mended_first(folder: Path, blank_model: str) -> None:
    warehouse = folder / "warehouse"
    parts.path_of(warehouse, publish.live(warehouse).parts()["tokens"][0]).unlink()
    with pytest.raises(WarehouseError, match="`textmart run` makes it again, and then forgets"):
        forgotten_in(folder, blank_model)
    run_again(folder, blank_model)
    assert traces(warehouse) == set()
    assert len(asked(folder, "from forgotten")) == 2


def test_without_its_list_nothing_is_read(folder: Path, blank_model: str) -> None:
    forgotten_in(folder, blank_model)
    (folder / "warehouse" / forgotten.FILE).write_text("{")
    with pytest.raises(WarehouseError, match="mend or restore it"):
        run_again(folder, blank_model)
