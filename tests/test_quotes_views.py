"""Views and macros over attributions: a few rows in, the expected rows out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.views.conftest import catalogue as catalogue_of

TEXT = 'Mayor Ada Lund said the bridge is safe. "I crossed it," she said. Officials did not confirm that Lund crossed it.'
ROWS: dict[str, list[dict[str, Any]]] = {
    "document_history": [{"doc_id": "d1", "source_uri": "news/a.txt", "publisher": "The Reed", "published_on": date(2024, 3, 5)}],
    "source_history": [
        {"source_uri": "news/a.txt", "doc_id": "d1", "publisher": "The Reed", "published_on": date(2024, 3, 5)},
        {"source_uri": "news/b.txt", "doc_id": "d1", "publisher": "The Heron", "published_on": date(2024, 4, 1)},
    ],
    "entities": [{"entity_id": "e1", "name": "Ada Lund"}],
    "entity_names": [{"entity_id": "e1", "name": "Ada Lund"}, {"entity_id": "e1", "name": "Lund"}],
    "duplicates": [{"doc_id": "d9", "original_doc_id": "d9", "is_original": True}],
    "entity_links": [{"doc_id": "d1", "entity_index": 0, "entity_id": "e1"}],
    "document_roles": [{"doc_id": "d1", "start_char": 0, "entity_index": 0, "role": "Mayor"}],
    "document_mentions": [
        {"doc_id": "d1", "start_char": 6, "end_char": 14, "kind": "name"},
        {"doc_id": "d1", "start_char": TEXT.index("she said"), "end_char": TEXT.index(" said. O"), "kind": "pronoun"},
        {"doc_id": "d1", "start_char": TEXT.index("Lund crossed"), "end_char": TEXT.index(" crossed it."), "kind": "name"},
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


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The views and macros over the rows above."""
    with catalogue_of(tmp_path_factory.mktemp("rows"), ROWS) as connection:
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


@pytest.mark.parametrize("view", ["quotes", "who_said_what", "sourcing"])
def test_every_view_and_column_says_what_it_is(catalogue: duckdb.DuckDBPyConnection, view: str) -> None:
    [(comment,)] = catalogue.sql(f"select comment from duckdb_views() where view_name = '{view}'").fetchall()
    uncommented = catalogue.sql(f"select column_name from duckdb_columns() where table_name = '{view}' and comment is null").fetchall()
    assert comment.startswith("One row per ")
    assert uncommented == []
