"""What holds for the places of any text, with any names."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.places import extract
from flows.schema import PLACES, Row, table
from tests.placed import document

# Names that are ambiguous, short, demonyms, abbreviations or part of others, and what joins and parts them.
WORDS = ["Paris", "Texas", "Springfield", "Ill.", "Georgia", "Nigerian", "New", "York", "County", "counties", "St.", "U.S.", "Us", "R-Ohio"]
WORDS += ["the", "of", "in", "and", ",", "(", ")", "-", "--", ".", "\n", "'s", "Mr.", "Police", "Lake", "São", "İstanbul", "🙂", "gone"]
LABELS = ["GPE", "LOC", "FAC", "NORP", "ORG", "PERSON", "PRODUCT", "LANGUAGE", "DATE"]
STATED = (
    st.none()
    | st.text(max_size=30)
    | st.sampled_from(["Springfield Herald", "https://www.parisnews.com/x", "www.example.co.uk", "http://"])
)

texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=25).map(" ".join)
spans = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 20), st.sampled_from(LABELS)), max_size=8)


def places(text: str, spans: list[tuple[int, int, str]], publisher: str | None, url: str | None) -> list[Row]:
    named = [(start, start + length, label) for start, length, label in spans if start + length <= len(text)]
    return extract(document(text, named), {"publisher": publisher, "url": url})


@settings(max_examples=150, deadline=None)
@given(text=texts, spans=spans, publisher=STATED, url=STATED)
def test_rows_fit_their_table_lead_to_their_characters_and_do_not_overlap(
    text: str, spans: list[tuple[int, int, str]], publisher: str | None, url: str | None
) -> None:
    rows = places(text, spans, publisher, url)
    table(PLACES, rows)
    end = 0
    for row in rows:
        assert row["text"] == text[row["start_char"] : row["end_char"]] != ""
        assert row["start_char"] >= end
        end = row["end_char"]
        assert 0 < row["confidence"] <= 1 + 1e-6
        assert row["runner_up_geonames_id"] != row["geonames_id"]


@settings(max_examples=30, deadline=None)
@given(text=texts, spans=spans)
def test_what_came_before_does_not_matter(text: str, spans: list[tuple[int, int, str]]) -> None:
    first = places(text, spans, None, None)
    places("Paris , Texas", [(0, 5, "GPE")], "Paris News", None)
    assert places(text, spans, None, None) == first
