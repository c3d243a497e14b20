"""Sections of very long texts, each annotated and read as a text of its own, so that memory is bounded by a section whatever the text.

What spans a section's end is lost to the layers of rules: a quotation, a pronoun and its name. The corpus puts the names of all sections
together, as it does those of documents. Where a text is cut depends on nothing but the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

# Some 60,000 tokens: a novel has two or three sections, a story or a report one.
LONGEST = 300_000  # characters

# Where a text is best cut, the best first. A cut lies after the match.
PLACES = (
    re.compile(r"\n[^\S\n]*\n\s*"),  # a blank line, which ends a sentence
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…][\"'”’)\]]*\s+"),
    re.compile(r"\s+"),
)


class Section(NamedTuple):
    """A stretch of a document's text, which begins at the character `start` of it."""

    doc_id: str
    start: int
    text: str


def sections(doc_id: str, text: str, longest: int = LONGEST) -> Iterator[Section]:
    """The sections of a text, none longer than `longest` characters, together all of it; one where the text is not longer."""
    start = 0
    while len(text) - start > longest:
        end = _cut(text, start, longest)
        yield Section(doc_id, start, text[start:end])
        start = end
    yield Section(doc_id, start, text[start:])


def _cut(text: str, start: int, longest: int) -> int:
    """Where the section ends: at the last of the best places in the second half of what it may hold."""
    for place in PLACES:
        ends = [found.end() for found in place.finditer(text, start + longest // 2, start + longest)]
        if ends:
            return ends[-1]
    return start + longest


def groups(documents: Iterable[tuple[str, str]], longest: int = LONGEST) -> Iterator[list[Section]]:
    """The sections in order, as many together as have `longest` characters; those of a text that was cut are each alone."""
    group: list[Section] = []
    for doc_id, text in documents:
        found = list(sections(doc_id, text, longest))
        if group and (len(found) > 1 or sum(len(each.text) for each in group) + len(text) > longest):
            yield group
            group = []
        if len(found) > 1:
            yield from ([each] for each in found)
        else:
            group += found
    if group:
        yield group


# Columns that count something through a document. Entities and quotes are counted by their own rows.
SENTENCES, TOKENS = ("sentence_index",), ("token_index", "head_index")
COUNTED_BY_ROWS = {"document_entities": ("entity_index", "of_entity_index"), "document_quotes": ("quote_index",)}


class Placed:
    """Puts the rows of sections where they belong in their document: counted on from the sections before, with characters of the whole."""

    def __init__(self) -> None:
        self._doc_id = ""
        self._before: dict[str, int] = {}

    def __call__(self, section: Section, n_sentences: int, n_tokens: int, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        """The rows of a section by table, given those of its document's sections before it, in order."""
        if section.doc_id != self._doc_id:
            self._doc_id, self._before = section.doc_id, {}
        before = self._before

        def offset(column: str) -> int:
            return section.start if column.endswith("_char") else before.get(column, 0)

        placed = {name: _moved(rows, offset) for name, rows in tables.items()}
        counts = [(SENTENCES, n_sentences), (TOKENS, n_tokens)]
        counts += [(columns, len(tables[name])) for name, columns in COUNTED_BY_ROWS.items() if name in tables]
        for columns, count in counts:
            for column in columns:
                before[column] = before.get(column, 0) + count
        return placed


def taken(section: Section, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Of stored rows by table those of a section, as they are when it is a text of its own."""
    mine = {name: _within(section, rows) for name, rows in tables.items()}
    tokens = mine["tokens"]
    first = {name: tokens[name][0].as_py() if len(tokens) else 0 for name in ("sentence_index", "token_index")}
    first["head_index"] = first["token_index"]
    return {
        name: _moved(rows, lambda column: -(section.start if column.endswith("_char") else first.get(column, 0)))
        for name, rows in mine.items()
    }


def _within(section: Section, rows: pa.Table) -> pa.Table:
    start = rows["start_char"]
    end = section.start + len(section.text)
    is_there = pc.and_(pc.greater_equal(start, section.start), pc.less(start, end))
    return rows.filter(pc.and_(pc.equal(rows["doc_id"], section.doc_id), is_there))


def _moved(rows: pa.Table, offset: Callable[[str], int]) -> pa.Table:
    """The rows with the offset of each column of numbers added to it, also within lists of structs."""
    columns = [_added(column.combine_chunks(), name, offset) for name, column in zip(rows.column_names, rows.columns, strict=True)]
    return pa.Table.from_arrays(columns, schema=rows.schema)


def _added(column: pa.Array, name: str, offset: Callable[[str], int]) -> pa.Array:
    if pa.types.is_list(column.type) and pa.types.is_struct(column.type.value_type):
        values = column.flatten()
        fields = list(column.type.value_type)
        moved = [_added(value, each.name, offset) for each, value in zip(fields, values.flatten(), strict=True)]
        begins = pc.subtract(column.offsets, column.offsets[0])
        return pa.ListArray.from_arrays(begins, pa.StructArray.from_arrays(moved, fields=fields), type=column.type)
    return pc.add(column, pa.scalar(offset(name), column.type)) if offset(name) else column
