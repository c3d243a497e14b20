"""A warehouse in an object store that fails, throttles, answers late or twice, loses its writer, or has two of them."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any, NamedTuple

import pytest

from flows import upkeep
from flows.batches import Pending
from flows.corpus import Engine, at_once, build, utc_now
from flows.forget import forget
from flows.read.seeds import SeedsError
from flows.settings import Settings
from flows.show import Silent
from flows.status import status
from flows.store import decided, files, mirror, objects, parts, publish
from flows.store.ask import answer
from flows.store.catalogue import tables_behind
from flows.store.connect import connect
from flows.store.lock import WarehouseBusyError
from flows.store.manifest import WarehouseError
from flows.store.objects import StoreError
from tests.buckets import Memory, local_hash
from tests.conftest import Run
from tests.corpus_hash import corpus_hash
from tests.test_faults import write_seeds

HERE = "s3://bucket/mart"


class Published(NamedTuple):
    """What a run leaves in a bucket and in its machine's cache, and the hashes of a folder of the same seeds before and after changes."""

    held: dict[str, tuple[bytes, datetime]]
    cache: Path
    hash: str
    changed_hash: str


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, blank_model: str) -> Published:
    folder, memory = tmp_path_factory.mktemp("published"), Memory()
    settings = Settings(seeds=(str(folder / "seeds"),), model=blank_model)

    def hash_of_folder(version: int) -> str:
        write_seeds(folder / "seeds", version)
        build(replace(settings, warehouse=str(folder / f"warehouse{version}")), Engine(at_once, at_once), Silent())
        return corpus_hash(folder / f"warehouse{version}")

    first = hash_of_folder(1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(objects, "opened", lambda _bucket: memory)
        patched.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        build(replace(settings, warehouse=HERE, batch_chars=150), Engine(at_once, at_once), Silent())
    return Published(memory.held, folder / "cache", first, hash_of_folder(2))


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, published: Published) -> Iterator[Memory]:
    """A bucket in memory and the machine that published in it."""
    write_seeds(tmp_path / "seeds", 1)
    shutil.copytree(published.cache, tmp_path / "one")
    memory = Memory(dict(published.held))
    monkeypatch.setattr(objects, "opened", lambda _bucket: memory)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
    yield memory
    monkeypatch.setattr(files, "before", files._nothing)


@pytest.fixture
def another_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Goes on as the machine of that name, which has a cache of its own."""
    return lambda name: monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))


def held(store: Memory) -> dict[str, bytes]:
    return {key: content for key, (content, _) in store.held.items()}


def hash_in(store: Memory, folder: Path) -> str:
    """The hash of what the bucket holds."""
    shutil.rmtree(folder / "copy", ignore_errors=True)
    return local_hash(held(store), HERE, folder / "copy")


def parts_of(store: Memory) -> set[str]:
    return {key.removeprefix("mart/parts/") for key in store.held if key.startswith("mart/parts/")}


def live_files(warehouse: str = HERE) -> set[str]:
    return {part.file for each in publish.live(mirror.folder(warehouse)).parts().values() for part in each}


def cached(folder: Path, of: str = "one") -> list[bytes]:
    return [path.read_bytes() for path in (folder / of).rglob("*") if path.is_file()]


def test_ended_before_any_put_or_delete(
    store: Memory, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, every_fault: bool
) -> None:
    write_seeds(tmp_path / "seeds", 2)
    monkeypatch.setattr(files, "PUT_AT_ONCE", 1)  # so that nothing changes while a state is kept
    old = held(store)
    states: list[tuple[str, dict[str, tuple[bytes, datetime]]]] = []

    def keeping(word: str, _path: Path) -> None:
        if word in ("put", "delete"):
            shutil.copytree(tmp_path / "one", tmp_path / "states" / str(len(states)), copy_function=shutil.copy)
            states.append((word, dict(store.held)))

    monkeypatch.setattr(files, "before", keeping)
    run(warehouse=HERE, prune=True)
    upkeep.vacuum(mirror.folder(HERE), 0, datetime.now(UTC))
    monkeypatch.setattr(files, "before", files._nothing)
    after = hash_in(store, tmp_path)
    assert {word for word, _ in states} == {"put", "delete"}
    assert len(states) > 30
    for number, (_, left) in enumerate(states):
        # The old corpus is there to the letter, or the new one.
        if left["mart/textmart.duckdb"][0] == old["mart/textmart.duckdb"]:
            assert old.items() <= {key: content for key, (content, _) in left.items()}.items()
        if not every_fault and number not in (len(states) // 3, len(states) - 1):
            continue
        store.held = dict(left)
        shutil.rmtree(tmp_path / "one")
        # On the machine that was ended, or on one that has nothing of it.
        if number % 2:
            shutil.copytree(tmp_path / "states" / str(number), tmp_path / "one")
        run(warehouse=HERE, prune=True)
        assert hash_in(store, tmp_path) == after, f"not made good after ending before change {number}"


def test_parts_are_put_side_by_side_and_the_catalogue_after_them(
    store: Memory, run: Run, tmp_path: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A put takes as long as the way to the store does, and a batch has two dozen."""
    lock, under_way, most = Lock(), list[str](), list[int]()
    put = store.put

    def slowly(key: str, content: bytes, *rest: object, **others: object) -> str:
        with lock:
            under_way.append(key)
            most.append(len(under_way))
            if not key.startswith("mart/parts/"):
                assert under_way == [key]
        sleep(0.02)
        with lock:
            under_way.remove(key)
            return put(key, content, *rest, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "put", slowly)
    write_seeds(tmp_path / "seeds", 2)
    run(warehouse=HERE, prune=True)
    assert 1 < max(most) <= files.PUT_AT_ONCE
    assert hash_in(store, tmp_path) == published.changed_hash


def test_a_store_that_answers_twice_comes_to_what_a_folder_comes_to_and_vacuum_leaves_no_garbage(
    store: Memory, run: Run, tmp_path: Path, published: Published
) -> None:
    assert run(warehouse=HERE).outcome == "unchanged"
    put = store.put

    def twice(key: str, content: bytes, *rest: object, **others: object) -> str:
        """The put arrives, its answer is lost, and it is put again."""
        put(key, content, *rest, **others)  # type: ignore[arg-type]
        return put(key, content, *rest, **others)  # type: ignore[arg-type]

    store.put = twice  # type: ignore[method-assign]
    write_seeds(tmp_path / "seeds", 2)
    done = run(warehouse=HERE, prune=True)
    assert (done.outcome, done.warehouse) == ("published", HERE)
    assert hash_in(store, tmp_path) == published.changed_hash
    store.held["mart/parts/tokens/unnamed.parquet"] = b"of a run that died", datetime.now(UTC)
    store.held["elsewhere/parts/tokens/1.parquet"] = b"another's", datetime.now(UTC)
    upkeep.vacuum(mirror.folder(HERE), 0, datetime.now(UTC))
    assert parts_of(store) == live_files()
    assert "elsewhere/parts/tokens/1.parquet" in store.held
    assert upkeep.check(mirror.folder(HERE)) == []


def test_another_machine_goes_on_and_fetches_what_it_needs(
    store: Memory, run: Run, tmp_path: Path, published: Published, another_machine: Callable[[str], None]
) -> None:
    another_machine("two")
    folder = mirror.folder(HERE)
    query = "select count(*) from issues"
    store.n_fetched = 0
    with answer(parts.paths_by_table(folder, publish.live(folder), tables_behind(query)), query) as reader:
        assert reader.read_all().to_pylist() == [{"count_star()": 1}]
    assert store.n_fetched == 5  # the catalogue, the manifest, its two batches, one part
    # What no step asks for stays where it is.
    upkeep.publish_again(folder)
    assert len(list(folder.glob("parts/tokens/*"))) == 1 < len([file for file in live_files() if file.startswith("tokens/")])
    write_seeds(tmp_path / "seeds", 2)
    assert run(warehouse=HERE, prune=True).n_removed
    another_machine("one")
    assert run(warehouse=HERE).outcome == "unchanged"
    assert hash_in(store, tmp_path) == published.changed_hash


def test_workers_elsewhere_have_caches_of_their_own(
    store: Memory, tmp_path: Path, blank_model: str, published: Published, another_machine: Callable[[str], None]
) -> None:
    def elsewhere(_step: str, function: Callable[..., Any], *args: object) -> Pending:
        sent = pickle.loads(pickle.dumps(tuple(map(mirror.sent, args))))
        assert str(tmp_path) not in str(sent[1:])
        another_machine("two")
        done = at_once("", mirror.called, function, *sent)
        another_machine("one")
        return done

    write_seeds(tmp_path / "seeds", 2)
    settings = Settings(seeds=(str(tmp_path / "seeds"),), warehouse=HERE, model=blank_model)
    build(settings, Engine(at_once, elsewhere), Silent(), prune=True)
    assert hash_in(store, tmp_path) == published.changed_hash
    assert list(tmp_path.glob("two/textmart/s3/*/parts/tokens/*"))


def test_of_two_machines_one_publishes_and_the_other_says_who(
    store: Memory, run: Run, tmp_path: Path, published: Published, another_machine: Callable[[str], None]
) -> None:
    before = store.held["mart/textmart.duckdb"]
    write_seeds(tmp_path / "seeds", 2)

    def meanwhile(call: str, key: str) -> None:
        if (call, key) == ("put", "mart/textmart.duckdb"):
            store.before = lambda _call, _key: None
            another_machine("two")
            run(warehouse=HERE, prune=True)
            another_machine("one")

    store.before = meanwhile
    with pytest.raises(WarehouseBusyError, match=r"another machine \(process 7 on elsewhere\) published 2.* while this run began from 2"):
        run(warehouse=HERE, prune=True)
    assert store.held["mart/textmart.duckdb"] != before
    assert run(warehouse=HERE, prune=True).outcome == "unchanged"
    assert hash_in(store, tmp_path) == published.changed_hash


def test_a_store_that_fails_publishes_nothing_and_the_next_run_does_what_is_missing(
    store: Memory, run: Run, tmp_path: Path, published: Published
) -> None:
    before = store.held["mart/textmart.duckdb"]
    write_seeds(tmp_path / "seeds", 2)
    for call, left in {"list": 0, "get": 0, "put": 20}.items():

        def fail(what: str, key: str, call: str = call, left: Iterator[int] = iter(range(left))) -> None:  # noqa: B008
            if what == call and next(left, None) is None:
                raise StoreError(f"s3://bucket/{key}: the store answers SlowDown; run again to do what is missing")

        store.before = fail
        with pytest.raises(StoreError, match="SlowDown"):
            run(warehouse=HERE, prune=True)
        assert store.held["mart/textmart.duckdb"] == before
    store.before = lambda _call, _key: None
    run(warehouse=HERE, prune=True)
    assert hash_in(store, tmp_path) == published.changed_hash


@pytest.mark.parametrize(("table", "damage"), [("texts", "gone"), ("source_history", "flipped")])
def test_a_damaged_object_is_found_by_check_and_made_again_by_the_next_run(
    table: str, damage: str, store: Memory, run: Run, tmp_path: Path, published: Published, another_machine: Callable[[str], None]
) -> None:
    [part, *_] = publish.live(mirror.folder(HERE)).parts()[table]
    key = f"mart/parts/{part.file}"
    content, moment = store.held.pop(key)
    if damage != "gone":
        store.held[key] = content[:40] + bytes([content[40] ^ 1]) + content[41:], moment
    if damage == "flipped":
        another_machine("two")
        with pytest.raises(WarehouseError, match="is damaged or missing; `textmart run`"):
            connect(HERE)
    assert upkeep.check(mirror.folder(HERE)) == [f"{mirror.folder(HERE)}/parts/{part.file} is damaged or missing"]
    [line] = [line for line in status(Settings(seeds=(str(tmp_path / "seeds"),), warehouse=HERE)) if line.name == "parts"]
    assert line.seen.startswith("1 of")
    run(warehouse=HERE)
    assert hash_in(store, tmp_path) == published.hash
    assert upkeep.check(mirror.folder(HERE)) == []


def test_what_is_forgotten_is_in_no_object_and_in_no_cache(
    store: Memory, tmp_path: Path, blank_model: str, another_machine: Callable[[str], None]
) -> None:
    another_machine("two")
    connect(HERE).close()
    another_machine("one")

    def traces(of: str) -> list[bytes]:
        """The texts' parts that are in the bucket or the machine's cache: they hold it as it is, or packed."""
        import io

        import pyarrow.parquet as pq

        parts = [body for body in (*held(store).values(), *cached(tmp_path, of)) if body[:4] == b"PAR1"]
        return [body for body in parts if "Delta was" in str(pq.read_table(io.BytesIO(body)).to_pylist())]

    assert len(traces("one")) > 3
    settings = Settings(seeds=(str(tmp_path / "seeds"),), warehouse=HERE, model=blank_model)
    assert forget(settings, "seeds/lines.jsonl#1", "a court said so", utc_now).doc_ids
    assert traces("one") == []
    assert "mart/forgotten.jsonl" in store.held
    # Another machine lets go of it when it sees the new catalogue.
    assert traces("two")
    another_machine("two")
    connect(HERE).close()
    assert traces("two") == []


def test_seeds_in_a_bucket(store: Memory, run: Run, tmp_path: Path) -> None:
    old = datetime(2024, 5, 2, tzinfo=UTC)
    texts = {
        "a.txt": "Anna sang.",
        "a/b.txt": "Boris sang.",
        "a-.txt": "Clara sang.",
        "draft.txt": "Delta sang.",
        ".hidden": "Elsa sang.",
        "a/": "",
    }
    store.held = {f"in/{name}": (text.encode(), old) for name, text in texts.items()} | {"inner.txt": (b"Not meant.", old)}
    assert run("s3://bucket/in", exclude=("draft*",)).n_added == 3
    for name in ("a.txt", "a/b.txt", "a-.txt"):
        path = tmp_path / "local/in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[name])
    run(str(tmp_path / "local/in"), warehouse=str(tmp_path / "of-folder"))
    assert corpus_hash(tmp_path / "warehouse") == corpus_hash(tmp_path / "of-folder")
    # What is as it was is not fetched; another content within the same second shows.
    store.n_fetched = 0
    assert run("s3://bucket/in", exclude=("draft*",)).outcome == "unchanged"
    assert store.n_fetched == 0
    store.held["in/a.txt"] = b"Fanny sang", old
    assert run("s3://bucket/in", exclude=("draft*",)).n_edited == 1
    assert store.n_fetched == 2 - 1
    assert run("s3://bucket/in/a.txt", prune=True).n_removed == 2


# The seeds, and where people's decisions about them lie.
CURATED = {
    "s3://bucket/news/in": "s3://bucket/news/curation.toml",
    "s3://bucket/in/": "s3://bucket/curation.toml",
    "s3://bucket/in/a.txt": "s3://bucket/in/curation.toml",
    "s3://bucket": "curation.toml",  # whatever lies in it is a seed
}


@pytest.mark.parametrize("seeds", CURATED)
def test_decisions_lie_beside_the_seeds(seeds: str) -> None:
    assert Settings(seeds=(seeds,)).curated() == CURATED[seeds]


def test_decisions_are_read_in_the_bucket_and_written_there(store: Memory, run: Run, tmp_path: Path) -> None:
    def names() -> set[str]:
        with connect(tmp_path / "warehouse") as connection:
            return {name for (name,) in connection.sql("select name from entities").fetchall()}

    old = datetime(2024, 5, 2, tzinfo=UTC)
    store.held = {"in/a.txt": (b"Anna sang.", old)}
    run("s3://bucket/in")
    assert "Anna" in names()
    place = "s3://bucket/curation.toml"
    decided.replace(place, None, '[[rename]]\nname = "Anna"\nto = "Anna of Ulm"\n')
    assert run("s3://bucket/in").outcome == "published"
    assert "Anna of Ulm" in names()
    assert run("s3://bucket/in").outcome == "unchanged"
    # Whoever writes knows what was there: before the call, and in its last moment.
    with pytest.raises(StoreError, match="somebody else has changed it"):
        decided.replace(place, None, "mine")

    def meanwhile(call: str, key: str) -> None:
        if call == "put":
            store.held[key] = b"theirs", old

    written = decided.text(place)
    store.before = meanwhile
    with pytest.raises(StoreError, match="somebody else has changed it"):
        decided.replace(place, written, "mine")
    store.before = lambda _call, _key: None
    assert decided.text(place) == "theirs"
    decided.replace(place, "theirs", None)
    assert decided.text(place) is None
    run("s3://bucket/in")
    assert "Anna" in names()


def test_seeds_that_cannot_be_had_empty_no_warehouse(store: Memory, run: Run) -> None:
    store.held = {f"in/{number}.txt": (f"Anna has {number}.".encode(), datetime.now(UTC)) for number in range(9)}
    run("s3://bucket/in")

    def fail(*calls: str, is_answer: bool) -> Callable[[str, str], None]:
        def before(call: str, key: str) -> None:
            if call in calls and (call == "list" or key == "in/1.txt"):
                raise StoreError("the store said no", is_answer=is_answer)

        return before

    store.before = fail("list", is_answer=False)
    with pytest.raises(SeedsError, match="the store said no"):
        run("s3://bucket/in")
    store.before = fail("get", is_answer=False)
    with pytest.raises(SeedsError, match="the store said no"):
        run("s3://bucket/in", checksum=True)
    store.before = lambda _call, _key: None
    with pytest.raises(SeedsError, match="there is nothing at s3://bucket/out"):
        run("s3://bucket/out")
    # What the store says of one object is an issue of that one.
    store.before = fail("get", is_answer=True)
    assert run("s3://bucket/in", checksum=True).issues == {"unreadable": 1}


def test_an_object_that_changes_while_it_is_read_is_read_again(store: Memory, run: Run) -> None:
    old = datetime(2024, 5, 2, tzinfo=UTC)
    store.held = {"in/1.txt": (b"Anna sang.", old), "in/2.txt": (b"Boris sang.", old)}

    def change(call: str, key: str) -> None:
        if (call, key) == ("get", "in/1.txt"):
            store.held[key] = b"Clara sang", old

    store.before = change
    assert run("s3://bucket/in").issues == {"changed_while_read": 1}
    store.before = lambda _call, _key: None
    assert run("s3://bucket/in").issues == {}
