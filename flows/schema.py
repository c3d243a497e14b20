"""Every stored table, declared once: columns, types, descriptions, key, grain.

A table is a `pa.Schema`. A column is not null unless declared `null=True`; its description rides in the field's metadata, the table's
description, key and layer in the schema's. From this one declaration come writing, the strict check of rows, the checks of keys and
references, the base views with their comments, and the data dictionary of the README.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]


def column(name: str, kind: pa.DataType, description: str, *, null: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=null, metadata={"description": description})


def declare(description: str, key: tuple[str, ...], columns: list[pa.Field]) -> pa.Schema:
    """A table's schema. `description` says the grain and begins "One row per"; `key` names the columns that identify a row."""
    return pa.schema(columns, metadata={"description": description, "key": " ".join(key)})


DOC_ID = column("doc_id", pa.string(), "The document: a hash of its text.")
START = column("start_char", pa.int32(), "First character of the span in `documents.text`, counted in code points from 0.")
END = column("end_char", pa.int32(), "End of the span, exclusive.")
TEXT = column("text", pa.string(), "The span's text, exactly as in `documents.text`.")
SENTENCE_INDEX = column("sentence_index", pa.int32(), "Sentence in the document, from 0.")

SENTENCES = declare(
    "One row per sentence, without the white space at its edges.",
    ("doc_id", "sentence_index"),
    [DOC_ID, SENTENCE_INDEX, START, END, TEXT],
)

TOKENS = declare(
    "One row per token; white space is no token.",
    ("doc_id", "token_index"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        column("token_index", pa.int32(), "Token in the document, from 0."),
        START,
        END,
        TEXT,
        column("lemma", pa.string(), "Base form."),
        column("pos", pa.string(), "Part of speech, universal (UPOS)."),
        column("tag", pa.string(), "Part of speech, the model's own (Penn Treebank for English)."),
        column("dep", pa.string(), "Relation to the head (the model's labels; ClearNLP for English)."),
        column("head_index", pa.int32(), "Token that this one depends on, as a `token_index`; a root heads itself."),
    ],
)

NAMES = declare(
    "One row per name that the model found, before any repair.",
    ("doc_id", "start_char"),
    [DOC_ID, SENTENCE_INDEX, START, END, TEXT, column("label", pa.string(), "The model's label (OntoNotes).")],
)

AMOUNTS = declare(
    "One row per number, quantity, money, percentage, ordinal, date or time that the model found.",
    ("doc_id", "start_char"),
    [DOC_ID, START, END, TEXT, column("label", pa.string(), "OntoNotes' CARDINAL, QUANTITY, MONEY, PERCENT, ORDINAL, DATE or TIME.")],
)


class RowError(ValueError):
    """Rows that do not fit their table: a fault of the code that made them, never of the input."""


def table(schema: pa.Schema, rows: Iterable[Row]) -> pa.Table:
    """The rows as an Arrow table, strictly: a key too many or too few, a null where none may be, or a wrong type raises RowError.

    `pa.Table.from_pylist` alone drops unknown keys, fills missing ones with null and ignores `nullable=False`.
    """
    rows = list(rows)
    expected = set(schema.names)
    for row in rows:
        if row.keys() != expected:
            raise RowError(f"columns {sorted(row.keys() ^ expected)} are too many or missing: {dict(row)!r}")
    try:
        made = pa.Table.from_pylist(rows, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise RowError(str(error)) from error
    for field in schema:
        if not field.nullable and made[field.name].null_count:
            raise RowError(f"{field.name} is null in {made[field.name].null_count} rows")
    return made
