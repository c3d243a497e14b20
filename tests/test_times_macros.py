"""The answers of `timeline`, `mentions_between` and `events_on` over a few rows."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

MACROS = Path(__file__).parent.parent / "sql" / "macros"

ROWS = """
create table documents as select * from (values ('d1', date '2015-03-08'), ('d2', null)) as t(doc_id, published_on);
create table sentences as select * from (values
    ('d1', 0, 0, 40, 'Ada Lund opened the harbour on Saturday.'),
    ('d1', 1, 41, 60, 'Ada Lund is eighty.'),
    ('d2', 0, 0, 50, 'Lund lived in Vessmark from 2009 to 2013, it says.')
) as t(doc_id, sentence_index, start_char, end_char, text);
create table mentions as select * from (values
    ('d1', 0, 0, 8, 'Ada Lund', 'PERSON', 'e1'),
    ('d1', 1, 41, 49, 'Ada Lund', 'PERSON', 'e1'),
    ('d2', 0, 0, 4, 'Lund', 'PERSON', 'e1'),
    ('d2', 0, 14, 22, 'Vessmark', 'GPE', 'e2')
) as t(doc_id, sentence_index, start_char, end_char, text, label, entity_id);
create table entity_names as select * from (values ('e1', 'Ada Lund'), ('e1', 'Lund'), ('e2', 'Vessmark')) as t(entity_id, name);
create table times as select * from (values
    ('d1', 0, 31, 'Saturday', '2015-03-07', 'day', timestamp '2015-03-07', timestamp '2015-03-08', null, null),
    ('d2', 0, 28, '2009', '2009', 'year', timestamp '2009-01-01', timestamp '2010-01-01', timestamp '2009-01-01', timestamp '2014-01-01'),
    ('d2', 0, 36, '2013', '2013', 'year', timestamp '2013-01-01', timestamp '2014-01-01', timestamp '2009-01-01', timestamp '2014-01-01')
) as t(doc_id, sentence_index, start_char, text, value, "precision", starts_at, ends_at, range_starts_at, range_ends_at);
"""


@pytest.fixture
def corpus() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(ROWS)
    for name in ("timeline", "mentions_between", "events_on"):
        con.execute((MACROS / f"{name}.sql").read_text())
    return con


def test_timeline_orders_by_the_time_spoken_of_and_falls_back_on_publication(corpus: duckdb.DuckDBPyConnection) -> None:
    rows = corpus.sql("select starts_at, ends_at, time_text, doc_id, sentence_index from timeline('ada lund') order by all").fetchall()
    assert rows == [
        (datetime(2009, 1, 1), datetime(2014, 1, 1), "2009", "d2", 0),  # both ends of the range stand for all of it
        (datetime(2009, 1, 1), datetime(2014, 1, 1), "2013", "d2", 0),
        (datetime(2015, 3, 7), datetime(2015, 3, 8), "Saturday", "d1", 0),
        (datetime(2015, 3, 8), datetime(2015, 3, 9), None, "d1", 1),  # no time in the sentence: the day of publication
    ]


def test_mentions_between_takes_both_days_in(corpus: duckdb.DuckDBPyConnection) -> None:
    def found(first: str, last: str) -> list[tuple[str, str]]:
        return corpus.sql(f"select distinct text, time_text from mentions_between('{first}', '{last}') order by all").fetchall()

    assert found("2015-03-07", "2015-03-07") == [("Ada Lund", "Saturday")]
    assert found("2015-03-08", "2015-03-09") == []
    # Inside the range, in neither of the years named.
    assert found("2011-01-01", "2011-12-31") == [("Lund", "2009"), ("Lund", "2013"), ("Vessmark", "2009"), ("Vessmark", "2013")]


def test_events_on_says_how_long_each_time_is(corpus: duckdb.DuckDBPyConnection) -> None:
    def found(day: date) -> list[tuple[str, int]]:
        return corpus.sql(f"select time_text, n_days from events_on(date '{day}') order by all").fetchall()

    assert found(date(2015, 3, 7)) == [("Saturday", 1)]
    assert found(date(2015, 3, 8)) == []
    assert found(date(2011, 6, 1)) == [("2009", 1826), ("2013", 1826)]


def test_each_macro_says_what_a_row_is(corpus: duckdb.DuckDBPyConnection) -> None:
    comments = corpus.sql("select function_name, comment from duckdb_functions() where not internal").fetchall()
    assert {name for name, comment in comments if comment.startswith("One row per")} == {"timeline", "mentions_between", "events_on"}
