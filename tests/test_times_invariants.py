"""What holds for the times of every text."""

from datetime import date, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from flows.extract.times import tense
from flows.extract.times.lexicon import words
from flows.schema import TIMES, table
from tests.timed import plain

WORDS = st.sampled_from(
    [
        *words(
            "the a of in on at to from between and early late mid last next this that Monday Friday May March Sept . , - / : ' s 1998 2012"
            " 98 3 31 29 Feb 0 00 12 24 60 99 99999 9999 0001 BC AD B.C. p.m. am noon night second quarter half year years week month day"
            " century 1990s 90s two hundred thousand million several few ago later earlier before after every other more than about end now"
            " recently Christmas Easter Eve fiscal summer UTC Z ٣ ² 1/2"
        ),
        "\n\n",
        "\t",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=14).map("".join))
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2016, 2, 29)]))


@example("²²²²²", None)  # digits that are no decimals
@example("1998 " * 3 + "million " * 9 + "years ago", date(2015, 3, 8))
@given(TEXTS, DAYS)
def test_rows_fit_their_table_and_lead_to_their_characters(text: str, day: date | None) -> None:
    rows = plain(text, day)
    table(TIMES, rows)
    end = 0
    for row in rows:
        assert row["text"] == text[row["start_char"] : row["end_char"]] != ""
        assert row["start_char"] >= end  # in order, none inside another
        end = row["end_char"]


@given(TEXTS, DAYS)
def test_intervals_are_whole_and_anchors_honest(text: str, day: date | None) -> None:
    for row in plain(text, day):
        assert (row["starts_at"] is None) == (row["ends_at"] is None)
        assert row["starts_at"] is None or row["starts_at"] < row["ends_at"]
        assert row["range_starts_at"] is None or row["range_starts_at"] < row["range_ends_at"]
        if row["anchor"] is not None and row["anchor_start_char"] is None:
            assert row["anchor"] == datetime.combine(day or date.min, datetime.min.time())
        if "X" in row["value"] and row["type"] != "DURATION":
            assert row["starts_at"] is None


@given(TEXTS)
def test_what_is_said_in_full_needs_no_day(text: str) -> None:
    without, told = plain(text), plain(text, date(2015, 3, 8))
    assert [row["text"] for row in without] == [row["text"] for row in told]
    for one, other in zip(without, told, strict=True):
        if one["starts_at"] is not None and one["anchor"] is None:
            assert one["value"] == other["value"]


def test_without_a_parse_no_tense_is_told() -> None:
    """Without one, `Token.children` of spaCy reads outside the document."""
    doc = Doc(Vocab(), words=["They", "left", "Friday"], tags=["PRP", "VBD", "NNP"], pos=["PRON", "VERB", "PROPN"])
    assert [tense.direction(doc, i) for i in range(3)] == [0, 0, 0]
