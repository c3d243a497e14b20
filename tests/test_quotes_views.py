"""Views and macros over attributions: a few rows in, the expected rows out."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.schema import QUOTES

SQL = Path(__file__).parents[1] / "sql"

# What the views read, as the contract names it.
TABLES = {
    "document_quotes": """doc_id varchar, quote_index integer, start_char integer, end_char integer, text varchar,
        spans struct(start_char integer, end_char integer)[], content varchar, kind varchar, cue_start_char integer, cue_end_char integer,
        cue_text varchar, cue_lemma varchar, cue_class varchar, is_negated boolean, is_hedged boolean, speaker_start_char integer,
        speaker_end_char integer, speaker_text varchar, speaker_head_start_char integer, speaker_head_end_char integer,
        speaker_kind varchar, is_anonymous boolean""",
    "mentions": "doc_id varchar, start_char integer, end_char integer, text varchar, kind varchar, entity_id varchar",
    "documents": "doc_id varchar, source_uri varchar, title varchar, publisher varchar, published_on date, text varchar",
    "sources": "source_uri varchar, doc_id varchar, publisher varchar, published_on date",
    "entities": "entity_id varchar, name varchar, label varchar, n_mentions bigint, n_documents bigint",
    "entity_names": "entity_id varchar, name varchar",
    "duplicates": "doc_id varchar, original_doc_id varchar, is_original boolean",
    "roles": "doc_id varchar, start_char integer, entity_id varchar, role varchar",
}

TEXT = 'Mayor Ada Lund said the bridge is safe. "I crossed it," she said. Officials did not confirm that Lund crossed it.'
ROWS: dict[str, list[dict[str, Any]]] = {
    "documents": [{"doc_id": "d1", "source_uri": "news/a.txt", "publisher": "The Reed", "published_on": "2024-03-05", "text": TEXT}],
    "sources": [
        {"source_uri": "news/a.txt", "doc_id": "d1", "publisher": "The Reed", "published_on": "2024-03-05"},
        {"source_uri": "news/b.txt", "doc_id": "d1", "publisher": "The Heron", "published_on": "2024-04-01"},
    ],
    "entities": [{"entity_id": "e1", "name": "Ada Lund"}],
    "entity_names": [{"entity_id": "e1", "name": "Ada Lund"}, {"entity_id": "e1", "name": "Lund"}],
    "duplicates": [{"doc_id": "d9", "original_doc_id": "d9", "is_original": True}],
    "roles": [{"doc_id": "d1", "start_char": 0, "entity_id": "e1", "role": "Mayor"}],
    "mentions": [
        {"doc_id": "d1", "start_char": 6, "end_char": 14, "kind": "name", "entity_id": "e1"},
        {"doc_id": "d1", "start_char": TEXT.index("she said"), "end_char": TEXT.index(" said. O"), "kind": "pronoun", "entity_id": "e1"},
        {
            "doc_id": "d1",
            "start_char": TEXT.index("Lund crossed"),
            "end_char": TEXT.index(" crossed it."),
            "kind": "name",
            "entity_id": "e1",
        },
    ],
}


def _quote(index: int, content: str, cue: str, speaker: str, head: str, **given: Any) -> dict[str, Any]:
    start = TEXT.index(content)
    cue_start = TEXT.index(cue, TEXT.index(speaker))
    speaker_start, head_start = TEXT.index(speaker), TEXT.index(head, TEXT.index(speaker))
    return {
        "doc_id": "d1",
        "quote_index": index,
        "start_char": start,
        "end_char": start + len(content),
        "text": content,
        "spans": [{"start_char": start, "end_char": start + len(content)}],
        "content": content,
        "kind": "indirect",
        "cue_start_char": cue_start,
        "cue_end_char": cue_start + len(cue),
        "cue_text": cue,
        "cue_lemma": "say",
        "cue_class": "say",
        "is_negated": False,
        "is_hedged": False,
        "speaker_start_char": speaker_start,
        "speaker_end_char": speaker_start + len(speaker),
        "speaker_text": speaker,
        "speaker_head_start_char": head_start,
        "speaker_head_end_char": head_start + len(head),
        "speaker_kind": "name",
        "is_anonymous": False,
    } | given


ROWS["document_quotes"] = [
    _quote(0, "the bridge is safe", "said", "Mayor Ada Lund", "Lund"),
    _quote(1, '"I crossed it,"', "said", "she", "she", kind="direct", speaker_kind="pronoun"),
    _quote(
        2, "that Lund crossed it", "did not confirm", "Officials", "Officials", speaker_kind="nominal", is_anonymous=True, is_negated=True
    ),
]


# As the macro of this name has it, of the mentions above.
MENTIONS_OF = """
    create macro mentions_of(entity_name) as table
    from mentions semi join (from find_entity(entity_name) where is_meant) as meant on mentions.entity_id = meant.entity_id
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The views and macros over the rows above."""
    folder = tmp_path_factory.mktemp("rows")
    with duckdb.connect() as connection:
        for name, columns in TABLES.items():
            connection.execute(f"create table {name} ({columns})")
            lines = folder / f"{name}.jsonl"
            lines.write_text("\n".join(json.dumps(row) for row in ROWS[name]))
            connection.execute(f"insert into {name} by name select * from read_json('{lines}', format = 'newline_delimited')")
        for path in (
            "views/quotes",
            "views/who_said_what",
            "views/sourcing",
            "macros/find_entity",
            "macros/quotes_by",
            "macros/quotes_about",
            "macros/sources_of",
        ):
            connection.execute((SQL / f"{path}.sql").read_text("utf-8"))
            if path == "macros/find_entity":
                connection.execute(MENTIONS_OF)
        yield connection


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # The speaker is the entity of the mention that holds the phrase's head: a name, a pronoun, nobody known.
        ("select quote_index, speaker_entity_id from quotes order by all", [(0, "e1"), (1, "e1"), (2, None)]),
        # A pronoun is shown under the name; who has none under the words of the text.
        (
            "select speaker, speaker_role, cue, content, published_on, link from who_said_what order by quote_index",
            [
                ("Ada Lund", "Mayor", "said", "the bridge is safe", date(2024, 3, 5), "news/a.txt#char=20,38"),
                ("Ada Lund", "Mayor", "said", '"I crossed it,"', date(2024, 3, 5), "news/a.txt#char=40,55"),
                ("Officials", None, "did not confirm", "that Lund crossed it", date(2024, 3, 5), "news/a.txt#char=92,112"),
            ],
        ),
        # By any of her names, in any case; the pronoun counts.
        ("select content from quotes_by('lund') order by start_char", [("the bridge is safe",), ('"I crossed it,"',)]),
        ("select content from quotes_by('Nobody')", []),
        # About her: what others said, not what she said.
        ("select speaker, content, is_negated from quotes_about('Ada Lund')", [("Officials", "that Lund crossed it", True)]),
        # Her two and theirs.
        (
            """select speaker, is_anonymous, n_quotes, n_direct, n_documents, round(share_of_quotes, 2)
                from sources_of('the reed') order by all""",
            [("Ada Lund", False, 2, 1, 1, 0.67), ("Officials", True, 1, 0, 1, 0.33)],
        ),
        # One document, two publishers: it counts for both, each in its own month.
        (
            """select publisher, month, n_quotes, n_documents, round(share_of_direct, 2), round(share_of_named, 2),
                round(share_of_anonymous, 2) from sourcing order by all""",
            [
                ("The Heron", date(2024, 4, 1), 3, 1, 0.33, 0.67, 0.33),
                ("The Reed", date(2024, 3, 1), 3, 1, 0.33, 0.67, 0.33),
            ],
        ),
    ],
)
def test_answers(catalogue: duckdb.DuckDBPyConnection, query: str, expected: list[tuple[Any, ...]]) -> None:
    assert catalogue.sql(query).fetchall() == expected


def test_the_table_above_is_the_declared_one(catalogue: duckdb.DuckDBPyConnection) -> None:
    assert catalogue.table("document_quotes").columns == QUOTES.names


@pytest.mark.parametrize("view", ["quotes", "who_said_what", "sourcing"])
def test_every_view_and_column_says_what_it_is(catalogue: duckdb.DuckDBPyConnection, view: str) -> None:
    [(comment,)] = catalogue.sql(f"select comment from duckdb_views() where view_name = '{view}'").fetchall()
    uncommented = catalogue.sql(f"select column_name from duckdb_columns() where table_name = '{view}' and comment is null").fetchall()
    assert comment.startswith("One row per ")
    assert uncommented == []
