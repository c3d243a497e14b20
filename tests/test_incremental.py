"""A run makes the warehouse hold what the seeds hold, and costs what changed: the same rows as a fresh run, by any way."""

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows import batch, batches, work
from flows.annotate.annotated import AnnotatedDocument
from flows.extract import times
from flows.plan import RefusedError
from flows.read.seeds import SeedsError
from flows.schema import Row
from flows.store import parts, publish
from flows.store.catalogue import derived
from flows.store.manifest import Batch
from tests.conftest import Run
from tests.corpus_hash import corpus_hash, view_hashes

WORDS = "Anna Boris Clara the and said went to town with 12 300 Delta. river! “Quiet,” Evening\n\nNight".split(" ")


def rows(tmp_path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(tmp_path / "warehouse/textmart.duckdb"), read_only=True) as connection:
        return connection.sql(query).fetchall()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def made_of(words: random.Random) -> str:
    return " ".join(words.choices(WORDS, k=words.randint(5, 60)))


def part_files(tmp_path: Path) -> set[Path]:
    return set((tmp_path / "warehouse/parts").rglob("*.parquet"))


def test_a_run_that_changes_nothing_writes_nothing_and_adds_no_run(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "seeds/a.txt", "Anna went to town.")
    assert run().outcome == "published"
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "warehouse").rglob("*") if path.is_file() and path.name != ".lock"}
    assert run().outcome == "unchanged"
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "warehouse").rglob("*") if path.is_file() and path.name != ".lock"}
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= {
        tmp_path / "warehouse/seeds.cache.parquet"
    }
    assert len(rows(tmp_path, "from runs")) == 1


def test_a_renamed_seed_is_the_same_document_and_annotates_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "seeds/a.txt", "Anna went to town.")
    run()
    [(doc_id,)] = rows(tmp_path, "select doc_id from documents")
    tokens = {path for path in part_files(tmp_path) if path.parent.name == "tokens"}
    (tmp_path / "seeds/a.txt").rename(tmp_path / "seeds/b.txt")
    done = run()
    assert (done.n_added, done.n_removed, done.n_edited) == (0, 0, 0)
    assert rows(tmp_path, "select doc_id, source_uri, source_id from documents") == [(doc_id, "seeds/b.txt", "b")]
    assert {path for path in part_files(tmp_path) if path.parent.name == "tokens"} == tokens


def test_an_edit_that_leaves_size_and_time_is_seen_by_its_content_alone(run: Run, tmp_path: Path) -> None:
    path, long_ago = tmp_path / "seeds/a.txt", (10**18, 10**18)
    for text in ("Anna went to town.", "Clara was at home."):
        write(path, text)
        os.utime(path, ns=long_ago)
        assert run().outcome == ("published" if text.startswith("Anna") else "unchanged")
    assert run(checksum=True).outcome == "published"
    assert rows(tmp_path, "select text from documents") == [("Clara was at home.",)]
    assert run(checksum=True).outcome == "unchanged"


def test_an_edited_seed_is_a_new_document_and_the_old_one_is_history(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "seeds/a.txt", "Anna went to town.")
    write(tmp_path / "seeds/b.txt", "Boris went too.")
    run()
    write(tmp_path / "seeds/a.txt", "Clara went to town, after all.")
    done = run()
    assert (done.n_added, done.n_removed, done.n_edited, done.n_documents) == (1, 1, 1, 2)
    assert rows(tmp_path, "select text from mentions order by all") == [("Boris",), ("Clara",)]
    [first, second] = [run_id for (run_id,) in rows(tmp_path, "select run_id from runs order by run_id")]
    history = rows(tmp_path, "select added_run_id, removed_run_id from source_history where source_uri = 'seeds/a.txt' order by all")
    assert history == [(first, second), (second, None)]


def test_the_same_text_in_two_places_is_one_document_with_two_sources(run: Run, tmp_path: Path) -> None:
    text = "Anna went to town."
    lines = [
        {"id": "wire", "text": text, "publisher": "Wire", "published_at": "2024-03-02"},
        {"id": "paper", "text": text, "publisher": "Paper", "published_at": "2024-03-01T08:00:00+05:00"},
    ]
    write(tmp_path / "seeds/a.jsonl", "\n".join(json.dumps(line) for line in lines))
    write(tmp_path / "seeds/b.txt", text)
    run()
    # the earliest published source speaks for the document; the date is the one that is written there
    shown = rows(tmp_path, "select source_uri, publisher, cast(published_at as varchar), cast(published_on as varchar) from documents")
    assert shown == [("seeds/a.jsonl#paper", "Paper", "2024-03-01 08:00:00", "2024-03-01")]
    assert rows(tmp_path, "select source_uri from sources order by all") == [
        ("seeds/a.jsonl#paper",),
        ("seeds/a.jsonl#wire",),
        ("seeds/b.txt",),
    ]


def test_changed_metadata_change_the_document_but_not_its_annotation(run: Run, tmp_path: Path) -> None:
    line = {"id": "1", "text": "Anna went to town.", "title": "Anna"}
    write(tmp_path / "seeds/a.jsonl", json.dumps(line))
    run()
    tokens = {path for path in part_files(tmp_path) if path.parent.name == "tokens"}
    write(tmp_path / "seeds/a.jsonl", json.dumps(line | {"title": "Anna, in town"}))
    assert run().outcome == "published"
    assert rows(tmp_path, "select title from documents") == [("Anna, in town",)]
    assert rows(tmp_path, "select title, removed_run_id is null from document_history order by all") == [
        ("Anna", False),
        ("Anna, in town", True),
    ]
    assert {path for path in part_files(tmp_path) if path.parent.name == "tokens"} == tokens


def test_add_takes_nothing_out_and_a_run_of_the_old_seeds_then_asks(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "seeds/a.txt", "Anna went to town.")
    write(tmp_path / "more/b.txt", "Boris went too.")
    run()
    run(tmp_path / "more", only_add=True)
    assert rows(tmp_path, "select source_uri from sources order by all") == [("more/b.txt",), ("seeds/a.txt",)]
    with pytest.raises(RefusedError, match="seeds are not those of the last run.*1 of 2 documents.*--prune"):
        run()
    assert run(tmp_path / "seeds", tmp_path / "more").outcome == "unchanged"
    assert run(prune=True).n_documents == 1


@pytest.mark.parametrize(
    ("kept", "refused"),
    [
        (10, None),  # nothing goes
        (8, None),  # a fifth goes: that may be meant
        (7, "would take out 3 of 10 documents, more than a fifth"),
        (0, "no seeds were found.*is a folder unmounted"),
    ],
)
def test_a_run_that_would_take_out_much_asks_first(kept: int, refused: str | None, run: Run, tmp_path: Path) -> None:
    for number in range(10):
        write(tmp_path / f"seeds/{number}.txt", f"Anna has {number} boats.")
    run()
    for number in range(kept, 10):
        (tmp_path / f"seeds/{number}.txt").unlink()
    before = corpus_hash(tmp_path / "warehouse")
    if refused:
        with pytest.raises(RefusedError, match=refused):
            run()
        assert corpus_hash(tmp_path / "warehouse") == before
    assert run(prune=True).n_documents == kept


def test_edits_of_every_document_are_no_loss(run: Run, tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"seeds/{number}.txt", f"Anna has {number} boats.")
    run()
    for number in range(5):
        write(tmp_path / f"seeds/{number}.txt", f"Boris has {number} boats now.")
    assert run().n_edited == 5


def test_a_dry_run_says_what_would_change_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "seeds/a.txt", "Anna went to town.")
    done = run(dry_run=True)
    assert (done.outcome, done.n_added, done.n_documents) == ("planned", 1, 1)
    assert not (tmp_path / "warehouse").exists()


def test_seeds_that_are_not_there_or_share_a_name_are_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(SeedsError, match="there is no .*nowhere"):
        run(tmp_path / "nowhere")
    write(tmp_path / "one/docs/a.txt", "Anna.")
    write(tmp_path / "two/docs/b.txt", "Boris.")
    with pytest.raises(SeedsError, match="both called 'docs'"):
        run(tmp_path / "one/docs", tmp_path / "two/docs")


def test_a_decision_of_people_makes_a_run_and_changes_no_text(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "seeds/a.txt", "Anna went to town. Boris stayed.")
    run()
    decided = {"entities", "entity_names", "entity_links", "merge_evidence", "corpus_mentions", "entity_id_history", "runs", "run_steps"}
    decided |= derived().keys()
    of_text = {path: path.stat().st_mtime_ns for path in part_files(tmp_path) if path.parent.name not in decided}
    write(
        tmp_path / "curation.toml", '[[ignore]]\nname = "Anna"\nnote = "a byline"\n\n[[rename]]\nname = "Boris"\nto = "Boris the Elder"\n'
    )
    assert run().outcome == "published"
    assert {path: path.stat().st_mtime_ns for path in part_files(tmp_path) if path.parent.name not in decided} == of_text
    assert rows(tmp_path, "select name from entities") == [("Boris the Elder",)]
    assert rows(tmp_path, "select text, entity_id is null from mentions order by text") == [("Anna", True), ("Boris", False)]
    assert run().outcome == "unchanged"
    write(tmp_path / "curation.toml", '[[ignore]]\nname = "Nobody"\n')
    assert "nothing in the corpus is called 'Nobody'" in run().unapplied[0]


def test_of_a_document_that_states_another_day_only_what_depends_on_that_is_made_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of the others in its batch nothing."""

    def days(*published: str) -> str:
        return "".join(
            json.dumps({"id": name, "text": f"{name} came yesterday.", "published_at": day}) + "\n"
            for name, day in zip(("Anna", "Boris", "Clara"), published, strict=True)
        )

    write(tmp_path / "seeds/lines.jsonl", days("2024-05-08", "2024-05-08", "2024-05-08"))
    run()
    extract, asked = times.extract, list[str]()

    def counted(document: AnnotatedDocument, published_on: date | None) -> list[Row]:
        asked.append(document.text[:5])
        return extract(document, published_on)

    monkeypatch.setattr(times, "extract", counted)
    write(tmp_path / "seeds/lines.jsonl", days("2024-05-08", "2024-06-12", "2024-05-08"))
    tokens = {path for path in part_files(tmp_path) if path.parent.name == "tokens"}
    run()
    assert asked == ["Boris"]
    assert {path for path in part_files(tmp_path) if path.parent.name == "tokens"} == tokens
    found = rows(tmp_path, "select d.text[:5], t.value from times t join documents d using (doc_id) order by all")
    assert found == [("Anna ", "2024-05-07"), ("Boris", "2024-06-11"), ("Clara", "2024-05-07")]
    stepwise = corpus_hash(tmp_path / "warehouse")
    shutil.rmtree(tmp_path / "warehouse")
    run()
    assert corpus_hash(tmp_path / "warehouse") == stepwise


def test_include_and_exclude(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.draft.txt", "deep/c.txt", "deep/er/d.txt", ".hidden.txt", "~$lock.txt", "Thumbs.db"):
        write(tmp_path / "seeds" / name, f"Anna wrote {name}.")
    run(include=("deep/**", "*.draft.txt"), exclude=("er/",))
    assert rows(tmp_path, "select source_uri from sources order by all") == [("seeds/b.draft.txt",), ("seeds/deep/c.txt",)]
    assert rows(tmp_path, "from issues") == []


def test_many_small_runs_leave_few_parts_and_the_rows_of_one_run(run: Run, tmp_path: Path) -> None:
    for number in range(16):
        write(tmp_path / f"seeds/{number}.txt", f"Anna has {number} boats.")
        run(max_batches=4)
    live = publish.live(tmp_path / "warehouse")
    assert len(live.batches) <= 5
    assert max(len(each) for each in live.parts().values()) <= 8
    many = view_hashes(tmp_path / "warehouse")
    shutil.rmtree(tmp_path / "warehouse")
    run()
    assert view_hashes(tmp_path / "warehouse") == many


def test_batches_that_were_joined_are_full_and_not_joined_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of them there come to be: what a run does must not grow with the runs before it."""
    monkeypatch.setattr(batches, "FULL_BATCH_CHARS", 100)
    monkeypatch.setattr(batches, "JOINED_BATCH_CHARS", 200)
    joined: list[list[str]] = []

    def watched(warehouse: Path, old: Sequence[Batch], model: str | None) -> Batch:
        joined.append(parts.doc_ids(warehouse, [each.parts["texts"] for each in old]))
        return join(warehouse, old, model)

    join = batch.join
    monkeypatch.setattr(batch, "join", watched)
    for number in range(40):
        write(tmp_path / f"seeds/{number}.txt", f"Anna has {number} boats.")
        run(max_batches=4)
    times = Counter(doc_id for each in joined for doc_id in each)
    assert len(joined) <= 10
    assert max(times.values()) <= 3
    assert len(publish.live(tmp_path / "warehouse").batches) <= 4 + 40 * len("Anna has 10 boats.") // 100


def test_what_is_made_again_of_a_joined_batch_is_made_in_pieces(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what makes a layer now: it holds the rows of a batch in memory."""
    for number in range(10):
        write(tmp_path / f"seeds/{number}.txt", f"Anna has {number} boats.")
    run()
    assert [each.n_documents for each in publish.live(tmp_path / "warehouse").batches] == [10]
    monkeypatch.setattr(work, "CHARS_MADE_AT_ONCE", 60)
    monkeypatch.setattr(batch, "version", lambda _name: "of another library")
    run()
    assert sorted(each.n_documents for each in publish.live(tmp_path / "warehouse").batches) == [2, 2, 3, 3]
    stepwise = corpus_hash(tmp_path / "warehouse")
    shutil.rmtree(tmp_path / "warehouse")
    run()
    assert corpus_hash(tmp_path / "warehouse") == stepwise


def test_any_way_to_the_same_seeds_gives_the_same_rows(run: Run, tmp_path: Path) -> None:
    """Runs that add, edit, rename, copy, restate and remove, in batches of different sizes, against one fresh run."""
    chance = random.Random(7)
    names = [f"{number}.txt" for number in range(40)] + ["lines.jsonl", "more.jsonl"]
    for _ in range(20):
        for _ in range(chance.randint(1, 6)):
            path = tmp_path / "seeds" / chance.choice(names)
            act = chance.choice(("write", "write", "rename", "copy", "remove"))
            if path.suffix == ".jsonl":
                ids = chance.choices(range(6), k=chance.randint(1, 8))
                texts = [made_of(chance) for _ in range(3)]
                lines = [{"id": each, "text": chance.choice(texts), "published_at": f"2024-01-{chance.randint(1, 28):02}"} for each in ids]
                write(path, "".join(json.dumps(line) + "\n" for line in lines) + chance.choice(("", "{broken")))
            elif act == "write" or not path.exists():
                write(path, made_of(chance))
            elif act == "remove":
                path.unlink()
            else:
                target = path.with_name(f"{act}-{path.name}")
                path.rename(target) if act == "rename" else shutil.copy(path, target)
        run(prune=True, batch_chars=chance.choice((100, 1_000, 100_000)), max_batches=chance.choice((2, 64)))
    stepwise = view_hashes(tmp_path / "warehouse")
    publish_folder = tmp_path / "warehouse"
    assert not list(parts.damaged(publish_folder, [part for each in publish.live(publish_folder).parts().values() for part in each]))
    shutil.rmtree(publish_folder)
    run()
    assert view_hashes(publish_folder) == stepwise
