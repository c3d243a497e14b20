"""Very long texts: where they are cut, and that what is found in their sections are rows of the one document."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import batch
from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.sections import Placed, Section, groups, sections
from flows.schema import QUOTES, TABLES, Row, table
from tests.conftest import Run
from tests.corpus_hash import corpus_hash


def cuts(text: str, longest: int) -> list[str]:
    return [section.text for section in sections("d", text, longest)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada came. Bo sang.", ["Ada came. Bo sang."]),  # short enough
        ("", [""]),
        ("Ada came. Bo.\n\nCy left\nus. Then", ["Ada came. Bo.\n\n", "Cy left\nus. Then"]),  # a blank line goes before all others
        ("Ada.\n\nBo left Orm. Cy sang.", ["Ada.\n\nBo left Orm. ", "Cy sang."]),  # but not in the first half
        ("Ada came. Bo\nleft. Cy sang.", ["Ada came. Bo\n", "left. Cy sang."]),  # then the end of a line
        ("Ada came, Bo left. Cy sang.", ["Ada came, Bo left. ", "Cy sang."]),  # of a sentence
        ("Ada and Bo and Cy and Di and Ed", ["Ada and Bo and Cy ", "and Di and Ed"]),  # of a word
        ("a" * 45, ["a" * 20, "a" * 20, "a" * 5]),  # or none
    ],
)
def test_a_text_of_more_than_twenty_characters_is_cut(text: str, expected: list[str]) -> None:
    assert cuts(text, 20) == expected


@given(text=st.text("ab .\n"), longest=st.integers(2, 30))
def test_sections_are_all_of_the_text(text: str, longest: int) -> None:
    found = list(sections("d", text, longest))
    assert "".join(each.text for each in found) == text
    assert all(text[each.start :].startswith(each.text) and len(each.text) <= longest for each in found)


def test_short_documents_are_read_together_and_sections_of_a_long_one_alone() -> None:
    documents = [("a", "Ada."), ("b", "Bo."), ("c", "Cy came. Di left. Ed."), ("d", "Di."), ("e", "Ed came.")]
    assert [[(each.doc_id, each.start) for each in group] for group in groups(documents, 10)] == [
        [("a", 0), ("b", 0)],
        [("c", 0)],
        [("c", 9)],
        [("c", 18)],
        [("d", 0)],
        [("e", 0)],
    ]


def test_rows_of_a_section_are_counted_on_from_those_before() -> None:
    """Sentences, entities and quotes go on where the section before ended; characters are those of the whole, in lists as well."""
    role = {"doc_id": "d", "start_char": 2, "end_char": 5, "text": "Ada", "entity_index": 0, "role": "spy", "of_entity_index": None}
    entity = dict.fromkeys(TABLES["document_entities"].names) | {"doc_id": "d", "entity_index": 0, "name": "Ada", "key": "ada"}
    entity |= {"sense": "", "label": "PERSON", "certainty": 1.0, "support": 1.0, "n_mentions": 1}
    tables = {"document_roles": table(TABLES["document_roles"], [role]), "document_entities": table(TABLES["document_entities"], [entity])}
    spans = pa.array([[{"start_char": 1, "end_char": 2}, {"start_char": 4, "end_char": 5}]], QUOTES.field("spans").type)
    quotes = pa.table({"sentence_index": pa.array([0], pa.int32()), "quote_index": pa.array([0], pa.int32()), "spans": spans})
    placed = Placed()
    first = placed(Section("d", 0, "..Ada"), 2, 3, tables | {"document_quotes": quotes})
    assert first == tables | {"document_quotes": quotes}
    second = placed(Section("d", 100, "..Ada"), 2, 3, tables | {"document_quotes": quotes})
    moved = {"start_char": 102, "end_char": 105, "entity_index": 1}
    assert second["document_roles"].to_pylist() == [role | moved]
    assert second["document_entities"]["entity_index"].to_pylist() == [1]
    assert second["document_quotes"].to_pylist() == [
        {"sentence_index": 2, "quote_index": 1, "spans": [{"start_char": 101, "end_char": 102}, {"start_char": 104, "end_char": 105}]}
    ]
    assert placed(Section("e", 0, "Ada"), 1, 1, tables) == tables


LONG = "\n\n".join(f"Ada Lind saw {number} ships. “We go,” said Bo Berg in May 20{number:02}." for number in range(12))


def test_the_rows_of_sections_are_those_of_one_document(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks at publishing hold spans, order, keys and counts; made again from stored tokens, they are the same rows."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/long.txt").write_text(LONG)
    (tmp_path / "seeds/short.txt").write_text(LONG[:40])
    run()
    query = "select sentence_index, start_char, text from sentences order by all"
    whole = asked(tmp_path, query), asked(tmp_path, "select token_index, head_index, text from tokens order by all")
    for layer in (batch.ANNOTATION, batch.IDENTITY, batch.QUOTES):
        read: list[int] = []
        of_sections(monkeypatch, replace(layer, version=99), read)
        run()
        assert max(read) <= 200 < len(LONG)
        assert asked(tmp_path, query) == whole[0]
    assert asked(tmp_path, "select token_index, head_index, text from tokens order by all") == whole[1]
    counted = "select count(*) = max(entity_index) + 1, count(*) > 10 from document_entities group by doc_id order by all"
    assert asked(tmp_path, counted) == [(True, False), (True, True)]
    assert asked(tmp_path, "select count(*), count(distinct start_char) from document_mentions where text = 'Ada Lind'") == [(13, 12)]
    assert asked(tmp_path, "select n_quotations from quotation_marks order by all") == [(1,), (12,)]
    from_stored = corpus_hash(tmp_path / "warehouse")
    run(warehouse=str(tmp_path / "anew"))
    assert corpus_hash(tmp_path / "anew") == from_stored


def of_sections(monkeypatch: pytest.MonkeyPatch, changed: batch.Layer, read: list[int]) -> None:
    """Makes the layer again, of sections of 200 characters; tells how long those are that are read."""
    layers = tuple(changed if layer.name == changed.name else layer for layer in batch.LAYERS)
    monkeypatch.setattr(batch, "LAYERS", layers)
    monkeypatch.setattr(batch, changed.name.upper(), changed)
    monkeypatch.setattr(batch, "groups", partial(groups, longest=200))

    def watched(extract: batch.Extract) -> batch.Extract:
        def extracted(annotated: AnnotatedDocument, stated: Row) -> Mapping[str, list[Row]]:
            read.append(len(annotated.text))
            return extract(annotated, stated)

        return extracted

    monkeypatch.setattr(batch, "extractors", lambda language: {name: watched(each) for name, each in extractors(language).items()})


extractors = batch.extractors


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "warehouse/textmart.duckdb"), read_only=True) as connection:
        return connection.sql(query).fetchall()
