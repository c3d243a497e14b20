"""`textmart review`: what is asked, in which order, and what the answers write."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from flows.resolve.curation import Decision, appended, read_decisions
from flows.resolve.doubts import Doubt, doubts, skeleton
from flows.review import TABLES_READ, Answers, ask, rows
from flows.schema import TABLES
from tests.test_resolve_entities import ADA, Document, resolved_with

DOCUMENTS: dict[str, Document] = {
    # A transliteration: two entities.
    "a": ("Murad Qazzafi left. Murad Qazzafi won.", [("Murad Qazzafi", "PERSON")] * 2),
    "b": ("Mourad Gazafi left.", [("Mourad Gazafi", "PERSON")]),
    "b2": ("Mourad Gazafi left. Gazafi won.", [("Mourad Gazafi", "PERSON"), ("Gazafi", "PERSON")]),
    # An alias that one document states, and two more use.
    "c": ("Norrvik Steel, formerly Brask Iron, fell.", [("Norrvik Steel", "ORG"), ("Brask Iron", "ORG")]),
    "d": ("They saw Brask Iron.", [("Brask Iron", "ORG")]),
    "e": ("They saw Brask Iron.", [("Brask Iron", "ORG")]),
    # A family name that two people bear.
    "f": ("Ada Okoro left.", [ADA]),
    "g": ("Obi Okoro left. Obi Okoro won.", [("Obi Okoro", "PERSON")] * 2),
    "h": ("Mr. Okoro won.", [("Okoro", "PERSON")]),
    # One name of two kinds.
    "i": ("Mr. Velmora, 45, left.", [("Velmora", "PERSON")]),
    "j": ("He left Velmora.", [("Velmora", "GPE")]),
}
QUESTIONS = {
    ("spelling", "Mourad Gazafi", "Murad Qazzafi"),
    ("stated once", "Brask Iron", "Norrvik Steel"),
    ("short name", "Obi Okoro", "Okoro"),
    ("two labels", "Velmora", "Velmora"),
}


def found(decisions: list[Decision] | None = None, limit: int = 50) -> list[Doubt]:
    tables = resolved_with(DOCUMENTS)
    with duckdb.connect() as corpus:
        for name in TABLES_READ:
            corpus.register(name, tables.get(name, TABLES[name].empty_table()))
        return doubts(corpus, decisions or [], limit)


@pytest.fixture(scope="module")
def asked() -> list[Doubt]:
    return found()


def names(doubts: list[Doubt]) -> set[tuple[str, str, str]]:
    return {(doubt.kind, doubt.sides[0].name, doubt.sides[1].name) for doubt in doubts}


def test_each_kind_of_doubt_is_found_and_the_most_valuable_comes_first(asked: list[Doubt]) -> None:
    assert names(asked) == QUESTIONS
    assert [doubt.value for doubt in asked] == sorted((doubt.value for doubt in asked), reverse=True)
    assert [doubt.kind for doubt in asked if doubt.are_one] == ["stated once"]


def test_what_was_decided_is_not_asked_again(asked: list[Doubt]) -> None:
    answers = [Decision(line, "different", doubt.names) for line, doubt in enumerate(asked)]
    for i, doubt in enumerate(asked):
        assert names(found([answers[i]])) == QUESTIONS - names([doubt])
    assert not found(answers)


def test_no_more_is_asked_than_is_wanted() -> None:
    assert len(found(limit=2)) == 2


def test_a_short_name_is_decided_by_its_id(asked: list[Doubt]) -> None:
    (doubt,) = (doubt for doubt in asked if doubt.kind == "short name")
    assert doubt.names == tuple(side.entity.entity_id for side in doubt.sides)


SKELETONS = [
    ("muammar qaddafi", "moammar gadhafi", True),
    ("sergei falk", "sergey falk", True),
    ("ada okoro", "obi okoro", False),
    ("jon brask", "john brask", True),
]


@pytest.mark.parametrize(("one", "other", "is_near"), SKELETONS)
def test_transliterations_share_their_consonants(one: str, other: str, is_near: bool) -> None:
    assert (skeleton(one) == skeleton(other)) == is_near


def keys(pressed: str) -> Callable[[], str]:
    left = iter(pressed)

    def key() -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return key


def session(asked: list[Doubt], pressed: str, path: Path) -> str:
    told = io.StringIO()
    ask(asked, Answers(str(path), date(2024, 5, 2)), keys(pressed), Console(file=told, width=100))
    return told.getvalue()


OLD = '# ours\n[[ignore]]\nname = "Photo Desk"  # a byline'
# What is pressed, and the verbs that the file holds in the end.
SESSIONS = [
    ("ynyn", ["ignore", "same", "different", "same", "different"]),
    ("yq", ["ignore", "same"]),
    ("lllny", ["ignore", "different"]),  # put off; the session ends with the fourth
    ("yu", ["ignore"]),
    ("yunyuq", ["ignore", "different"]),
    ("uy", ["ignore", "same"]),  # nothing to take back
    ("x?Y", ["ignore", "same"]),  # other keys tell the keys again
    ("", ["ignore"]),
    ("y\x03", ["ignore", "same"]),
]


@pytest.mark.parametrize(("pressed", "verbs"), SESSIONS)
def test_answers_are_decisions(asked: list[Doubt], pressed: str, verbs: list[str], tmp_path: Path) -> None:
    path = tmp_path / "curation.toml"
    path.write_text(OLD, encoding="utf-8")
    session(asked, pressed, path)
    assert path.read_text(encoding="utf-8").startswith(OLD)
    decisions = read_decisions(str(path))
    assert [decision.verb for decision in decisions] == verbs
    for decision in decisions[1:]:
        assert "review of 2024-05-02" in decision.note


def test_a_file_that_the_session_made_goes_with_its_only_answer(asked: list[Doubt], tmp_path: Path) -> None:
    told = session(asked, "yuq", tmp_path / "curation.toml")
    assert not (tmp_path / "curation.toml").exists()
    assert "No decision was written" in told


def test_a_question_shows_the_sentences_of_both_sides(asked: list[Doubt], tmp_path: Path) -> None:
    told = session(asked, "", tmp_path / "curation.toml")
    assert "1 of 4" in told
    for doubt in asked:
        for side in doubt.sides:
            assert side.sentences
            for sentence in side.sentences:
                assert len(set(sentence.spans)) == len(sentence.spans)
                assert doubt is not asked[0] or all(sentence.text[start:end] in told for start, end in sentence.spans)


def test_questions_as_rows(asked: list[Doubt]) -> None:
    assert ("stated once", "Brask Iron (ORG, 3 mentions in 3 documents)", "Norrvik Steel (ORG, 1 mention in 3 documents)", "one") in {
        row[:4] for row in rows(asked)
    }


@pytest.mark.parametrize("name", ['Ada "the Eel" Okoro', "back\\slash", "tab\tand\x7f", "Ñuval\u2028"])
def test_any_name_can_be_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "curation.toml"
    path.write_text(appended("", "same", (name, "Obi"), name), encoding="utf-8")
    assert read_decisions(str(path)) == [Decision(1, "same", (name, "Obi"), note=name)]
