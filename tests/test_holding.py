"""Which parts hold a value, told without reading each of them again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.schema import SEED_FILES, table
from flows.store import holding, memory, parts
from flows.store.manifest import Part

SEEDS = st.sets(st.sampled_from("abcdefgh"))


def part_of(warehouse: Path, seeds: Sequence[str]) -> Part:
    rows = [{"seed_uri": uri, "content_hash": uri, "n_sources": 1, "n_issues": 0} for uri in sorted(seeds)]
    return parts.write_by_content(warehouse, "seed_files", table(SEED_FILES, rows))


@given(held=st.lists(SEEDS, max_size=20), asked=st.lists(SEEDS, max_size=3), kept=st.integers(0, 5), bits=st.sampled_from([1, 2, 32]))
def test_it_is_what_a_look_into_each_says(
    held: list[set[str]], asked: list[set[str]], kept: int, bits: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """However many columns are kept, in how many portions the values come, and also where many values have the same number."""
    warehouse = tmp_path_factory.mktemp("warehouse")
    live = [part_of(warehouse, sorted(seeds)) for seeds in held]
    whole = holding._numbers
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(holding, "_kept", {})
        patched.setattr(holding, "_kept_of_groups", {})
        patched.setattr(holding, "_KEPT_COLUMNS", kept)
        patched.setattr(holding, "_KEPT_GROUPS", kept)
        patched.setattr(holding, "_numbers", lambda values: whole(values) >> (32 - bits))
        found = holding.holding(warehouse, live, "seed_uri", [pa.array(sorted(some), pa.string()) for some in asked])
    wanted = set().union(*asked)
    assert found == [part for part, seeds in zip(live, held, strict=True) if seeds & wanted]


def test_a_part_is_read_once_and_again_only_for_what_it_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = [part_of(tmp_path, [f"{number}/{each}" for each in range(100)]) for number in range(3)]
    read: list[Part] = []
    really = parts.read

    def noted(warehouse: Path, those: Sequence[Part], columns: Sequence[str]) -> pa.Table:
        read.extend(those)
        return really(warehouse, those, columns)

    monkeypatch.setattr(parts, "read", noted)
    holding.holding(tmp_path, live, "seed_uri", [pa.array(["none"])])
    assert read == live
    read.clear()
    assert holding.holding(tmp_path, live, "seed_uri", [pa.array(["1/7", "none"])]) == read == [live[1]]


def test_values_are_asked_for_only_where_a_part_may_hold_them_and_then_to_the_end(tmp_path: Path) -> None:
    """A connection with a result that is half read answers nothing else."""

    def never() -> Iterator[pa.Array]:
        raise AssertionError
        yield

    assert holding.holding(tmp_path, [part_of(tmp_path, [])], "seed_uri", never()) == []
    live = [part_of(tmp_path, ["100"])]
    with memory.connect() as connection:
        numbers = "select cast(range as varchar) as seed_uri from range(250_000)"
        assert holding.holding(tmp_path, live, "seed_uri", memory.values(connection, numbers)) == live
        assert connection.execute("select 1").fetchall() == [(1,)]
