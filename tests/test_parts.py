"""Parts: what their files hold and say of themselves, and the rows that a process keeps of them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.schema import DOCUMENT_HISTORY, SEED_FILES, TEXTS, WORD_POSITIONS, table
from flows.store import keyed, parts
from flows.store.manifest import Part

RUNS = st.lists(st.none() | st.sampled_from(["20300101", "20300102", "20310101"]), min_size=1, max_size=4)


def seeds(warehouse: Path, number: int, n_rows: int = 1) -> tuple[Part, pa.Table]:
    rows = [{"seed_uri": f"{number}/{each}", "content_hash": "", "n_sources": 1, "n_issues": 0} for each in range(n_rows)]
    return parts.write_by_content(warehouse, "seed_files", table(SEED_FILES, rows)), table(SEED_FILES, rows)


@pytest.mark.parametrize(
    ("name", "n_rows", "codec"),
    [
        ("seed_files", 100, "UNCOMPRESSED"),  # small anyway
        ("seed_files", 101, "ZSTD"),
        ("texts", 1, "ZSTD"),  # one text may be large
    ],
)
def test_few_short_rows_are_not_compressed(name: str, n_rows: int, codec: str, tmp_path: Path) -> None:
    schema = {"seed_files": SEED_FILES, "texts": TEXTS}[name]
    columns = [pa.array([str(row) if pa.types.is_string(field.type) else row for row in range(n_rows)], field.type) for field in schema]
    part = parts.write_by_content(tmp_path, name, pa.table(columns, schema=schema))
    assert pq.read_metadata(parts.path_of(tmp_path, part)).row_group(0).column(0).compression == codec


def test_what_is_kept_is_bounded_and_what_is_not_kept_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [seeds(tmp_path, number) for number in range(8)]
    size = written[0][1].get_total_buffer_size()
    kept = parts._Kept()
    monkeypatch.setattr(parts, "_kept", kept)
    monkeypatch.setattr(parts, "_KEPT_BYTES", 3 * size)
    for _ in range(2):
        for part, rows in written:
            assert parts.read(tmp_path, [part]).equals(rows)
            assert parts.read(tmp_path, [part], ["seed_uri"]).equals(rows.select(["seed_uri"]))
            assert kept.get(tmp_path, part) is not None  # read a moment ago
    assert sum(kept.get(tmp_path, part) is not None for part, _ in written) <= 3


def test_what_is_kept_is_in_one_piece(tmp_path: Path) -> None:
    """However many parts it was put together of, one after the other."""
    kept = seeds(tmp_path, 0)[0]
    for number in range(1, 10):
        kept = parts.write_by_content(tmp_path, "seed_files", parts.read(tmp_path, [kept, seeds(tmp_path, number)[0]]))
    assert parts.read(tmp_path, [kept])["seed_uri"].num_chunks == 1


def test_a_part_that_is_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part, rows = seeds(tmp_path, 0, n_rows=1_000)
    kept = parts._Kept()
    monkeypatch.setattr(parts, "_kept", kept)
    monkeypatch.setattr(parts, "_KEPT_BYTES_EACH", 1_000)
    assert parts.read(tmp_path, [part]).num_rows == rows.num_rows
    assert kept.get(tmp_path, part) is None


WORDS = st.lists(st.sampled_from(["boat", "cat", "zebra", "émigré", "𝔞lpha"]), max_size=6)


@given(data=st.data(), of_parts=st.lists(st.lists(WORDS, max_size=5), min_size=1, max_size=4), at_once=st.integers(1, 12))
def test_parts_are_merged_in_pieces_as_they_would_be_at_once(
    data: st.DataObject, of_parts: list[list[list[str]]], at_once: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In the documents' order and in that of words, of all documents to the byte and of some of them in their rows."""
    warehouse = tmp_path_factory.mktemp("warehouse")
    words_of: dict[str, list[str]] = {}
    positions, texts = [], []
    for number, documents in enumerate(of_parts):
        mine = {f"{(7 * each + number) % 5}{number}{each}": words for each, words in enumerate(documents)}
        words_of |= mine
        positions.append(parts.write(warehouse, "word_positions", str(number), _positions(mine)))
        rows = [{"doc_id": doc_id, "text": " ".join(words)} for doc_id, words in sorted(mine.items())]
        texts.append(parts.write(warehouse, "texts", str(number), table(TEXTS, rows)))
    some = data.draw(st.sets(st.sampled_from(sorted(words_of)))) if words_of else set[str]()
    with pytest.MonkeyPatch.context() as patch:
        # Some row groups a part, and filters of them.
        patch.setattr(parts, "rows_per_group_of", lambda _schema: 3)
        patch.setattr(parts, "_FEW_ROWS", 4)
        patch.setattr(parts, "_MERGED_AT_ONCE", at_once)
        for name, those in (("word_positions", positions), ("texts", texts)):
            for wanted in (words_of.keys(), some):
                merged = parts.write_merged(warehouse, name, "merged", those, wanted)
                at_once_too = parts.write(warehouse, name, "whole", parts.rows_of(warehouse, those, wanted))
                assert parts.read(warehouse, [merged]).equals(parts.read(warehouse, [at_once_too]))
                assert merged.n_rows == at_once_too.n_rows
                if wanted == words_of.keys():
                    assert merged.sha256 == at_once_too.sha256


def _positions(words_of: dict[str, list[str]]) -> pa.Table:
    """The documents' words, one after the other, in one sentence."""
    rows = [
        {"word": word, "doc_id": doc_id, "sentence_index": 0, "word_index": at, "start_char": at, "n_chars": 1, "n_words": len(words)}
        for doc_id, words in sorted(words_of.items())
        for at, word in enumerate(words)
    ]
    return table(WORD_POSITIONS, rows)


@given(removed=st.lists(RUNS, min_size=1, max_size=4))
def test_a_part_says_what_its_rows_have_in_a_column(removed: list[list[str | None]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """How many none, and the least; and rows of before a run are taken out, those alone."""
    warehouse = tmp_path_factory.mktemp("warehouse")
    live = []
    for number, runs in enumerate(removed):
        rows = [{"doc_id": f"{number}-{each}", "added_run_id": "20290101", "removed_run_id": run} for each, run in enumerate(runs)]
        live.append(parts.write_by_content(warehouse, "document_history", _history(rows)))
    assert parts.n_nulls(warehouse, live, "removed_run_id") == sum(run is None for runs in removed for run in runs)
    assert [parts.least(warehouse, part, "removed_run_id") for part in live] == [
        min((run for run in runs if run), default=None) for runs in removed
    ]
    stay = keyed.without_before(warehouse, "document_history", live, "removed_run_id", "20300102")
    left = parts.read_or_empty(warehouse, "document_history", stay, ["removed_run_id"])["removed_run_id"].to_pylist()
    assert left == [run for runs in removed for run in runs if run is None or run >= "20300102"]


def _history(rows: list[dict[str, str | None]]) -> pa.Table:
    """With nulls, or what stands for nothing, in the other columns."""
    columns = []
    for field in DOCUMENT_HISTORY:
        said = [row.get(field.name) for row in rows]
        columns.append(
            pa.array(said if any(said) or field.nullable else [[] if pa.types.is_list(field.type) else "" for _ in rows], field.type)
        )
    return pa.table(columns, schema=DOCUMENT_HISTORY)
