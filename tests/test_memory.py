"""How much this process's database holds in memory, and where the rest is."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Barrier
from typing import Any

import duckdb
import pytest

from flows import entities
from flows.corpus import Engine, at_once, build
from flows.settings import Settings
from flows.show import Silent
from flows.store import memory, publish, scratch

# Some 150 MB of values that are not equal.
DISTINCT = "select count(*) from (select distinct 'a value of some length, number ' || range from range(1_500_000))"


def limit(connection: duckdb.DuckDBPyConnection) -> object:
    return connection.execute("select current_setting('memory_limit')").fetchall()


def test_more_than_is_allowed_goes_to_the_disk_and_is_gone_with_the_process() -> None:
    connection = memory.connect()
    before = limit(connection)
    with memory.at_most(64):
        assert connection.execute(DISTINCT).fetchall() == [(1_500_000,)]
        # Nothing of it can: a list is one value.
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute("select list(range) from range(30_000_000)").fetchall()
        [(place,)] = connection.execute("select current_setting('temp_directory')").fetchall()
        assert Path(place).name.startswith(scratch.PREFIX)
    assert limit(connection) == before


def test_entities_are_the_same_whatever_memory_there_is(tmp_path: Path, blank_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One megabyte is not enough for anything, nor are two, so that it is done again without a limit."""
    seeds = Path(__file__).parent / "newsroom"
    made, n_tried, really = [], list[int](), entities._found

    def counted(*arguments: Any) -> Any:
        n_tried[-1] += 1
        return really(*arguments)

    monkeypatch.setattr(entities, "_found", counted)
    for megabytes in (memory.MEGABYTES, (1, 2)):
        n_tried.append(0)
        monkeypatch.setattr(memory, "MEGABYTES", megabytes)
        warehouse = tmp_path / str(megabytes[0])
        build(Settings(seeds=(str(seeds),), warehouse=str(warehouse), model=blank_model), Engine(at_once, at_once), Silent())
        live = publish.live(warehouse)
        made.append(
            {name: live.parts()[name] for name in ("entities", "entity_names", "entity_links", "merge_evidence", "corpus_mentions")}
        )
    assert n_tried == [1, 3]
    assert made[0] == made[1]
    assert sum(part.n_rows for part in made[0]["entity_links"]) > 0


def test_threads_that_ask_at_once_get_one_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_database", cache(memory._database.__wrapped__))
    together = Barrier(4)

    def connected(_number: int) -> duckdb.DuckDBPyConnection:
        together.wait()
        return memory.connect()

    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(connected, range(4))
    first.execute("create table shared as select 1 as one")
    for each in others:
        assert each.execute("from shared").fetchall() == [(1,)]
