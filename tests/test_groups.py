"""Pairs of near-duplicates -> groups: their originals, and ids that stay."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.resolve.groups import Known, Stated, components, groups, original

NOTHING_STATED = {doc_id: Stated(None, 100) for doc_id in "abcdefgh"}
OLD, NEW = Known("old", "1"), Known("new", "2")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"a": Stated(datetime(2024, 3, 2), 200), "b": Stated(datetime(2024, 3, 1), 100)}, "b"),  # the earlier, though shorter
        ({"a": Stated(None, 200), "b": Stated(datetime(2024, 3, 1), 100)}, "b"),  # one with a date before one without
        ({"a": Stated(None, 100), "b": Stated(None, 200)}, "b"),  # the more complete
        ({"a": Stated(datetime(2024, 3, 1), 100), "b": Stated(datetime(2024, 3, 1), 200)}, "b"),
        ({"a": Stated(None, 100), "b": Stated(None, 100)}, "a"),  # the least id
    ],
)
def test_original(stated: dict[str, Stated], expected: str) -> None:
    assert original(stated, stated) == expected


@pytest.mark.parametrize(
    ("pairs", "known", "expected"),
    [
        # a group keeps its id when documents come
        ([("a", "b"), ("b", "c")], {"b": OLD, "c": OLD}, {"abc": "old"}),
        # two become one: the older lives, though it was the smaller
        ([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")], {"a": NEW, "b": NEW, "c": NEW, "d": OLD, "e": OLD}, {"abcde": "old"}),
        # one falls apart: the larger part keeps the id, of equal ones the part with the least member
        ([("a", "b"), ("c", "d"), ("d", "e")], dict.fromkeys("abcde", OLD), {"ab": None, "cde": "old"}),
        ([("a", "b"), ("c", "d")], dict.fromkeys("abcd", OLD), {"ab": "old", "cd": None}),
        # a document that changes sides does not take the id along
        ([("a", "b"), ("c", "d")], {"a": OLD, "b": OLD, "c": OLD, "d": NEW}, {"ab": "old", "cd": "new"}),
    ],
)
def test_ids_stay(pairs: list[tuple[str, str]], known: dict[str, Known], expected: dict[str, str | None]) -> None:
    found = groups(pairs, NOTHING_STATED, known, "3")
    assert ["".join(each.members) for each in found] == list(expected)
    for group, group_id in zip(found, expected.values(), strict=True):
        assert group.group_id == group_id or (group_id is None and group.first_run_id == "3")


def test_a_fresh_id_is_none_that_is_borne() -> None:
    [group] = groups([("a", "b")], NOTHING_STATED, {}, "1")
    # its documents are elsewhere, and its least member is in another group
    borne = dict.fromkeys("cd", Known(group.group_id, "1"))
    [first, second] = groups([("a", "b"), ("c", "d")], NOTHING_STATED, borne, "2")
    assert second.group_id == group.group_id != first.group_id


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda pair: pair[0] != pair[1])), st.randoms())
def test_components_do_not_depend_on_order(pairs: list[tuple[str, str]], chance: object) -> None:
    found = components(pairs)
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    assert components([(other, one) for one, other in pairs]) == found
    assert sorted(doc_id for each in found for doc_id in each) == sorted({doc_id for pair in pairs for doc_id in pair})
    assert all(any({*pair} <= {*each} for each in found) for pair in pairs)
