"""Entities across documents: what is one, what stays apart, ids that stay, and people's decisions."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.identity import extract
from flows.extract.passed_over import openings
from flows.resolve import TABLES_READ, resolve
from flows.resolve.curation import CurationError, Decision, contradictions, read_decisions
from flows.resolve.namesakes import moving
from flows.schema import TABLES, Row, table
from tests.identity_text import annotated

IDENTITY = ("document_mentions", "document_entities", "document_names", "document_roles")
Document = tuple[str, list[tuple[str, str]]]
Previous = Mapping[str, pa.Table]


def resolved(
    documents: Mapping[str, Document], decisions: Sequence[Decision] = (), previous: Previous | None = None
) -> dict[str, pa.Table]:
    """What `resolve` makes of documents given as {doc_id: (text, names)}, after a run that made `previous`."""
    return resolved_rows(rows_of(documents), decisions, previous)


def resolved_with(documents: Mapping[str, Document], nouns: str = "") -> dict[str, pa.Table]:
    """The same, and the tables that it was made of, with a sentence for each document."""
    rows = rows_of(documents, nouns)
    sentences = [
        {"doc_id": row["doc_id"], "sentence_index": 0, "start_char": 0, "end_char": len(row["text"]), "text": row["text"]}
        for row in rows["texts"]
    ]
    given = {name: table(TABLES[name], made) for name, made in (rows | {"sentences": sentences}).items()}
    mentions = given["document_mentions"]
    first = pa.array([0] * mentions.num_rows, pa.int32())
    given["document_mentions"] = mentions.set_column(1, mentions.schema.field(1), first)
    return given | resolved_rows(rows)


def rows_of(documents: Mapping[str, Document], nouns: str = "") -> dict[str, list[Row]]:
    """The rows of a batch that `resolve` reads, and roles."""
    rows: dict[str, list[Row]] = {name: [] for name in (*IDENTITY, "passed_over", "texts")}
    for doc_id, (text, names) in documents.items():
        document = annotated(text, names, nouns=nouns, doc_id=doc_id)
        rows["texts"].append({"doc_id": doc_id, "text": text})
        found = extract(document)
        for name, made in found.items():
            rows[name] += made
        rows["passed_over"] += openings(document, found["document_mentions"])
    return rows


def resolved_rows(
    rows: Mapping[str, Sequence[Row]], decisions: Sequence[Decision] = (), previous: Previous | None = None
) -> dict[str, pa.Table]:
    """What `resolve` makes of rows of the tables that it reads."""
    with duckdb.connect() as corpus:
        for name in TABLES_READ:
            corpus.register(name, table(TABLES[name], rows.get(name, ())))
        for name in ("entities", "entity_links", "entity_id_history") if previous else ():
            corpus.register(f"previous_{name}", (previous or {})[name])
        queries, messages = resolve(corpus, decisions)
        made = {name: corpus.sql(query).order("all").to_arrow_table().cast(TABLES[name]) for name, query in queries.items()}
        return made | {"messages": pa.table({"line": [line for line, _ in messages], "message": [message for _, message in messages]})}


def members(tables: Mapping[str, pa.Table]) -> list[list[str]]:
    """The (document, fullest name there) members of each entity, as sorted lists of "doc: name"."""
    found: dict[str, list[str]] = {}
    for row in tables["entity_links"].to_pylist():
        found.setdefault(row["entity_id"], []).append(f"{row['doc_id']}: {row['key']}")
    return sorted(sorted(group) for group in found.values())


def ids(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    return {f"{row['doc_id']}: {row['key']}": row["entity_id"] for row in tables["entity_links"].to_pylist()}


ADA = ("Ada Okoro", "PERSON")
CORPORA: list[tuple[dict[str, Document], list[list[str]]]] = [
    # One name, one person.
    ({"a": ("Ada Okoro left.", [ADA]), "b": ("Ada Okoro won.", [ADA])}, [["a: ada okoro", "b: ada okoro"]]),
    # The surname alone, where only one person of the corpus bears it.
    ({"a": ("Ada Okoro left.", [ADA]), "b": ("Mr. Okoro won.", [("Okoro", "PERSON")])}, [["a: ada okoro", "b: okoro"]]),
    # Twins with one surname: the bare surname stays with its document, never with the better known.
    (
        {
            "a": ("Ada Okoro left.", [ADA]),
            "b": ("Obi Okoro left.", [("Obi Okoro", "PERSON")]),
            "c": ("Mr. Okoro won.", [("Okoro", "PERSON")]),
            "d": ("Mr. Okoro won.", [("Okoro", "PERSON")]),
        },
        [["a: ada okoro"], ["b: obi okoro"], ["c: okoro"], ["d: okoro"]],
    ),
    # Initials that contradict.
    (
        {"a": ("Ada B. Okoro left.", [("Ada B. Okoro", "PERSON")]), "b": ("Ada C. Okoro left.", [("Ada C. Okoro", "PERSON")])},
        [["a: ada b okoro"], ["b: ada c okoro"]],
    ),
    # Generations that contradict.
    (
        {"a": ("Ada Okoro Jr. left.", [("Ada Okoro Jr.", "PERSON")]), "b": ("Ada Okoro Sr. left.", [("Ada Okoro Sr.", "PERSON")])},
        [["a: ada okoro jr"], ["b: ada okoro sr"]],
    ),
    # A short form of the given name may be the father's or the son's.
    (
        {"a": ("Rob Falk left.", [("Rob Falk", "PERSON")]), "b": ("Robert Falk left.", [("Robert Falk", "PERSON")])},
        [["a: rob falk"], ["b: robert falk"]],
    ),
    # Given names alone are nobody's, family names are their only bearer's.
    (
        {"a": ("Ada Michael left.", [("Ada Michael", "PERSON")]), "b": ("Mr. Michael won.", [("Michael", "PERSON")])},
        [["a: ada michael"], ["b: michael"]],
    ),
    # A name change that one document states holds in the others.
    (
        {
            "a": ("Norrvik Steel, formerly Brask Iron, fell.", [("Norrvik Steel", "ORG"), ("Brask Iron", "ORG")]),
            "b": ("They saw Brask Iron.", [("Brask Iron", "ORG")]),
        },
        [["a: norrvik steel", "b: brask iron"]],
    ),
    # Accents and capitals are no other name.
    (
        {"a": ("José Ñuval left.", [("José Ñuval", "PERSON")]), "b": ("Jose Nuval left.", [("Jose Nuval", "PERSON")])},
        [["a: jose nuval", "b: jose nuval"]],
    ),
    # An organisation named like a person is not that person.
    (
        {"a": ("They saw Ada Okoro, 45, there.", [ADA]), "b": ("They saw Ada Okoro Foundation.", [("Ada Okoro Foundation", "ORG")])},
        [["a: ada okoro"], ["b: ada okoro foundation"]],
    ),
    # A person named like a place: each document by its own words.
    (
        {"a": ("Mr. Paris, 45, left.", [("Paris", "PERSON")]), "b": ("He left Paris.", [("Paris", "GPE")])},
        [["a: paris"], ["b: paris"]],
    ),
    # An acronym that two names could make is neither's.
    (
        {
            "a": ("The Elvian Health Board (EHB) met.", [("Elvian Health Board", "ORG")]),
            "b": ("The Eastmere Harbour Bureau (EHB) met.", [("Eastmere Harbour Bureau", "ORG")]),
            "c": ("They saw EHB.", [("EHB", "ORG")]),
        },
        [["a: elvian health board"], ["b: eastmere harbour bureau"], ["c: ehb"]],
    ),
    # A kind of organisation is another one in each document.
    (
        {"a": ("They saw the Ministry.", [("Ministry", "ORG")]), "b": ("They saw the Ministry.", [("Ministry", "ORG")])},
        [["a: ministry"], ["b: ministry"]],
    ),
    # So is a kind of place, and who is called by a title alone.
    (
        {"a": ("He left the State.", [("State", "GPE")]), "b": ("He left the State.", [("State", "GPE")])},
        [["a: state"], ["b: state"]],
    ),
    (
        {"a": ("He saw Chief Justice.", [("Chief Justice", "PERSON")]), "b": ("He saw Chief Justice.", [("Chief Justice", "PERSON")])},
        [["a: chief justice"], ["b: chief justice"]],
    ),
    # A country by all its spellings.
    (
        {"a": ("He left the U.S.", [("U.S.", "GPE")]), "b": ("He left the United States.", [("United States", "GPE")])},
        [["a: us", "b: united states"]],
    ),
]


@pytest.mark.parametrize(("documents", "expected"), CORPORA)
def test_one_entity_or_two(documents: dict[str, Document], expected: list[list[str]]) -> None:
    assert members(resolved(documents)) == expected


RENAMED = next(documents for documents, _ in CORPORA if "formerly" in documents["a"][0])
ALL = {f"{i}{doc_id}": document for i, (documents, _) in enumerate(CORPORA) for doc_id, document in documents.items()}


@settings(max_examples=10, deadline=None)
@given(st.permutations(sorted(ALL)))
def test_the_order_of_documents_does_not_matter(order: list[str]) -> None:
    assert {name: made.to_pylist() for name, made in resolved({doc_id: ALL[doc_id] for doc_id in order}).items()} == {
        name: made.to_pylist() for name, made in resolved(ALL).items()
    }


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sets(st.sampled_from(sorted(ALL)), min_size=1), min_size=1, max_size=4))
def test_what_is_one_does_not_depend_on_the_runs_before(steps: list[set[str]]) -> None:
    now = None
    for step in steps:
        now = resolved({doc_id: ALL[doc_id] for doc_id in step}, previous=now)
        living = {row["entity_id"] for row in now["entities"].to_pylist()}
        for row in now["entity_id_history"].to_pylist():
            assert row["old_entity_id"] not in living
            assert row["entity_id"] is None or row["entity_id"] in living
    fresh = resolved({doc_id: ALL[doc_id] for doc_id in steps[-1]})
    assert now is not None
    assert members(now) == members(fresh)
    assert without_ids(now) == without_ids(fresh)


def without_ids(tables: Mapping[str, pa.Table]) -> dict[str, list[str]]:
    """The rows of each table but history and messages, without ids and what tells of runs."""
    hidden = {"entity_id", "generation"}
    return {
        name: sorted(repr({key: value for key, value in row.items() if key not in hidden}) for row in made.to_pylist())
        for name, made in tables.items()
        if name not in {"entity_id_history", "messages"}
    }


# A document's fields of work and whom else it mentions, and who is another person than the rest.
NAMESAKES: list[tuple[dict[str, tuple[str, str]], list[list[str]]]] = [
    ({"a": ("sport", "X"), "b": ("science", "Y")}, [["b"]]),  # two people
    ({"a": ("sport", "X"), "b": ("science", "X")}, []),  # a goalkeeper who became an engineer: somebody else is in both stories
    ({"a": ("sport", "X"), "b": ("sport", "Y"), "c": ("science", "Z")}, [["c"]]),
    ({"a": ("sport", "X"), "b": ("science", "Y"), "c": ("", "Y")}, [["a"]]),  # a document that states nothing follows its company
    ({"a": ("sport", "X"), "b": ("science", "Y"), "c": ("", "Z")}, [["b"]]),  # or stays where it was
    ({"a": ("sport science", "X"), "b": ("sport", "Y"), "c": ("science", "Z")}, []),  # one document states both
    ({"a": ("", "X"), "b": ("science", "Y")}, []),
]


@pytest.mark.parametrize(("documents", "apart"), NAMESAKES)
def test_namesakes_have_other_work_and_other_company(documents: dict[str, tuple[str, str]], apart: list[list[str]]) -> None:
    company = {other: [doc_id for doc_id, (_, whom) in documents.items() if whom == other] for _, other in documents.values()}
    fields = {doc_id: stated.split() for doc_id, (stated, _) in documents.items() if stated}
    found = moving([(doc_id, 0, True) for doc_id in documents], fields, company.values())
    assert [[doc_id for doc_id, _ in group] for group in found] == apart


def test_a_family_name_alone_is_neither_namesakes() -> None:
    assert list(moving([("a", 0, True), ("b", 0, True), ("c", 0, False)], {"a": ["sport"], "b": ["arts"]}, [])) == [[("b", 0)], [("c", 0)]]


JONAS = ("Jonas Hale", "PERSON")
HALES: dict[str, Document] = {
    "a": ("The goalkeeper Jonas Hale left.", [JONAS]),
    "b": ("The engineer Jonas Hale left.", [JONAS]),
}


def test_two_people_of_one_name_and_one_if_people_say_so() -> None:
    apart = resolved_with(HALES, nouns="goalkeeper engineer")
    assert [row["role"] for row in apart["document_roles"].to_pylist()] == ["goalkeeper", "engineer"]
    assert members(apart) == [["a: jonas hale"], ["b: jonas hale"]]
    given = {name: made.to_pylist() for name, made in apart.items() if name in TABLES_READ}
    for names in (("Jonas Hale", "Jonas Hale"), tuple(sorted(set(ids(apart).values())))):
        now: Previous = apart
        for _ in range(2):
            now = resolved_rows(given, [Decision(1, "same", names)], previous=now)
            assert members(now) == [["a: jonas hale", "b: jonas hale"]]
            assert now["messages"].num_rows == 0


def test_another_of_the_name_says_nothing_of_this_one() -> None:
    documents: dict[str, Document] = {
        "a": ("The goalkeeper Jonas Hale met Ada Okoro.", [JONAS, ADA]),
        "b": ("Jonas Hale saw Ada Okoro. They know another Jonas Hale, an engineer.", [JONAS, ADA, JONAS]),
        "c": ("The engineer Jonas Hale left.", [JONAS]),
    }
    apart = resolved_with(documents, nouns="goalkeeper engineer")
    assert ["a: jonas hale", "b: jonas hale"] in members(apart)
    assert ["c: jonas hale"] in members(apart)


def test_a_merge_leads_to_the_characters_that_justify_it() -> None:
    tables = resolved(RENAMED)
    rows = tables["merge_evidence"].to_pylist()
    assert [(row["doc_id"], row["name"], row["evidence"], row["text"]) for row in rows] == [
        ("a", "Brask Iron", "stated alias", "Norrvik Steel, formerly Brask Iron"),
        ("b", "Brask Iron", "shown in another document", "Brask Iron"),
    ]


def test_a_name_that_the_corpus_knows_is_found_where_its_document_missed_it() -> None:
    known: dict[str, Document] = {doc_id: ("They saw Velmora Quell.", [("Velmora Quell", "ORG")]) for doc_id in "abc"}
    tables = resolved({**known, "d": ("We saw Velmora Quell here.", [])})
    (found,) = tables["corpus_mentions"].to_pylist()
    assert (found["doc_id"], found["start_char"], found["text"], found["label"]) == ("d", 7, "Velmora Quell", "ORG")
    (entity,) = tables["entities"].to_pylist()
    assert (entity["entity_id"], entity["n_mentions"]) == (found["entity_id"], 4)
    # Two documents are too few to know a name beyond doubt.
    assert not resolved({"a": known["a"], "b": known["b"], "d": ("We saw Velmora Quell here.", [])})["corpus_mentions"].num_rows


def test_ids_stay_when_documents_come() -> None:
    first = resolved({"b": ("Ada Okoro left.", [ADA])})
    # The new document has the lesser id, so that a fresh id would be another.
    second = resolved({"a": ("Ada Okoro won.", [ADA]), "b": ("Ada Okoro left.", [ADA])}, previous=first)
    assert set(ids(second).values()) == set(ids(first).values())
    assert second["entity_id_history"].num_rows == 0


def test_when_two_become_one_the_older_id_lives() -> None:
    iron: Document = ("They saw Brask Iron.", [("Brask Iron", "ORG")])
    steel: Document = ("They saw Norrvik Steel.", [("Norrvik Steel", "ORG")])
    first = resolved({"m": iron})
    second = resolved({"m": iron, "n": steel}, previous=first)
    third = resolved({"m": iron, "n": steel, "z": RENAMED["a"]}, previous=second)
    assert set(ids(third).values()) == {ids(first)["m: brask iron"]}
    (gone,) = third["entity_id_history"].to_pylist()
    assert (gone["old_entity_id"], gone["entity_id"], gone["generation"]) == (
        ids(second)["n: norrvik steel"],
        ids(first)["m: brask iron"],
        3,
    )


def test_an_id_that_goes_later_is_led_to_the_last_that_lives_or_to_none() -> None:
    iron: Document = ("They saw Brask Iron.", [("Brask Iron", "ORG")])
    steel: Document = ("They saw Norrvik Steel.", [("Norrvik Steel", "ORG")])
    falk: Document = ("They saw Falk Works.", [("Falk Works", "ORG")])
    first = resolved({"m": falk, "n": iron, "o": steel})
    old = ids(first)
    second = resolved({"m": falk, "n": iron, "o": steel, "z": RENAMED["a"]}, previous=first)
    (one,) = second["entity_id_history"].to_pylist()
    # The two that became one become one with a third: both ids lead there.
    joined = Decision(1, "same", ("Falk Works", "Brask Iron"))
    third = resolved({"m": falk, "n": iron, "o": steel, "z": RENAMED["a"]}, [joined], previous=second)
    last = {row["old_entity_id"]: row["entity_id"] for row in third["entity_id_history"].to_pylist()}
    (living,) = {row["entity_id"] for row in third["entities"].to_pylist()}
    assert last == {each: living for each in old.values() if each != living}
    # All its documents go: what led there leads nowhere.
    fourth = resolved({"y": ("Ada Okoro left.", [ADA])}, previous=third)
    assert {row["old_entity_id"]: row["entity_id"] for row in fourth["entity_id_history"].to_pylist()} == dict.fromkeys(old.values())
    assert one["old_entity_id"] in last


def test_a_place_and_its_team_keep_their_ids() -> None:
    def made(documents: Mapping[str, int]) -> dict[str, list[Row]]:
        common = {"name": "Norrvik", "key": "norrvik", "certainty": 3.0, "support": 3.0, "gender": None}
        rows: list[Row] = []
        for doc_id, n in documents.items():
            rows.append({"doc_id": doc_id, "entity_index": 0, "sense": "", "label": "GPE", "n_mentions": 1} | common)
            rows.append({"doc_id": doc_id, "entity_index": 1, "sense": "football", "label": "ORG", "n_mentions": n} | common)
        return {"document_entities": rows}

    first = resolved_rows(made({"a": 1, "b": 1}))
    second = resolved_rows(made({"a": 5, "b": 5}), previous=first)
    assert [(row["entity_index"], row["entity_id"]) for row in second["entity_links"].to_pylist()] == [
        (row["entity_index"], row["entity_id"]) for row in first["entity_links"].to_pylist()
    ]


def test_entities_of_one_name_in_sections_of_a_text_keep_their_ids() -> None:
    """Two of one family name alone in a text, of whom nothing tells which of the corpus' two they are."""

    def made(counts: tuple[int, int]) -> dict[str, list[Row]]:
        common = {"sense": "", "label": "PERSON", "certainty": 3.0, "support": 3.0, "gender": None}
        names = [("a", 0, "Holm"), ("a", 1, "Holm"), ("b", 0, "Ada Holm"), ("c", 0, "Bo Holm")]
        rows = [{"doc_id": doc_id, "entity_index": i, "name": name, "key": name.lower(), "n_mentions": 1} for doc_id, i, name in names]
        return {"document_entities": [common | row | ({"n_mentions": counts[i]} if i < 2 else {}) for i, row in enumerate(rows)]}

    first = resolved_rows(made((1, 2)))
    second = resolved_rows(made((5, 1)), previous=first)
    assert len({row["entity_id"] for row in first["entity_links"].to_pylist()}) == 4
    assert second["entity_links"].equals(first["entity_links"])


def test_on_a_split_the_part_with_more_mentions_keeps_the_id() -> None:
    documents = {
        "m": RENAMED["a"],
        "n": ("They saw Brask Iron.", [("Brask Iron", "ORG")]),
        "o": ("They saw Brask Iron.", [("Brask Iron", "ORG")]),
        "p": ("They saw Brask Iron.", [("Brask Iron", "ORG")]),
    }
    first = resolved(documents)
    assert len(set(ids(first).values())) == 1
    second = resolved(documents, [Decision(1, "different", ("Norrvik Steel", "Brask Iron"))], previous=first)
    assert members(second) == [["m: norrvik steel"], ["n: brask iron", "o: brask iron", "p: brask iron"]]
    assert ids(second)["n: brask iron"] == ids(first)["n: brask iron"]


def named(tables: Mapping[str, pa.Table]) -> set[tuple[str, str]]:
    return {(row["name"], row["label"]) for row in tables["entities"].to_pylist()}


DECISIONS: list[tuple[Decision, set[tuple[str, str]]]] = [
    (Decision(1, "same", ("Ada Okoro", "Obi Falk")), {("Ada Okoro", "PERSON")}),
    (Decision(1, "rename", ("ada okoro",), "Dr Okoro"), {("Dr Okoro", "PERSON"), ("Obi Falk", "PERSON")}),
    (Decision(1, "relabel", ("Ada Okoro",), "ORG"), {("Ada Okoro", "ORG"), ("Obi Falk", "PERSON")}),
    (Decision(1, "ignore", ("Obi Falk",)), {("Ada Okoro", "PERSON")}),
]


@pytest.mark.parametrize(("decision", "expected"), DECISIONS)
def test_people_decide(decision: Decision, expected: set[tuple[str, str]]) -> None:
    documents: dict[str, Document] = {"a": ("Ada Okoro left. Okoro won.", [ADA]), "b": ("Obi Falk left.", [("Obi Falk", "PERSON")])}
    tables = resolved(documents, [decision])
    assert named(tables) == expected
    assert tables["messages"].num_rows == 0


def test_a_decision_may_name_an_entity_by_its_id() -> None:
    documents: dict[str, Document] = {"a": ("Ada Okoro left.", [ADA])}
    first = resolved(documents)
    second = resolved(documents, [Decision(1, "rename", (ids(first)["a: ada okoro"],), "Dr Okoro")], previous=first)
    assert named(second) == {("Dr Okoro", "PERSON")}


TWINS = next(documents for documents, _ in CORPORA if "Obi Okoro" in documents.get("b", ("",))[0])


def test_a_short_name_in_one_document_is_put_to_a_person_by_its_id_for_ever() -> None:
    first = resolved(TWINS)
    # The older id lives: once that of the short name, once the person's.
    for before in (first, resolved(TWINS, previous=resolved({"a": TWINS["a"]}))):
        decision = Decision(1, "same", (ids(before)["c: okoro"], "Ada Okoro"))
        now: Previous = before
        for _ in range(3):
            now = resolved(TWINS, [decision], previous=now)
            assert members(now) == [["a: ada okoro", "c: okoro"], ["b: obi okoro"], ["d: okoro"]]
            assert now["messages"].num_rows == 0


def messages(tables: Mapping[str, pa.Table]) -> list[tuple[int, str]]:
    return [(row["line"], row["message"]) for row in tables["messages"].to_pylist()]


def test_a_decision_that_matches_nothing_is_told_of() -> None:
    tables = resolved({"a": ("Ada Okoro left.", [ADA])}, [Decision(7, "ignore", ("Lena Brask",))])
    assert messages(tables) == [(7, "[[ignore]]: nothing in the corpus is called 'Lena Brask'")]


def test_of_two_decisions_that_contradict_the_earlier_holds() -> None:
    decisions = [Decision(3, "same", ("Ada Okoro", "Obi Falk")), Decision(9, "different", ("Obi Falk", "Ada Okoro"))]
    assert contradictions(decisions) == [(9, "[[different]] of Ada Okoro, Obi Falk contradicts the decision of line 3, which holds")]


FILE = """
# people
[[same]]
names = ["Ada Okoro", "A. Falk"]
note = "married name"

[[relabel]]
name = "Norrvik"
label = "ORG"
"""


def test_decisions_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "curation.toml"
    path.write_text(FILE, "utf-8")
    assert read_decisions(str(path)) == [
        Decision(3, "same", ("Ada Okoro", "A. Falk"), note="married name"),
        Decision(7, "relabel", ("Norrvik",), "ORG"),
    ]
    assert read_decisions(str(tmp_path / "none.toml")) == []


WRONG: Iterable[tuple[str, str]] = [
    ("[[same]]\nnames = ['Ada Okoro']", "1: [[same]] needs two names or more"),
    ("\n[[relabel]]\nname = 'Ada'\nlabel = 'HERO'", "2: [[relabel]]: 'HERO' is no label"),
    ("[[rename]]\nname = 'Ada'", "1: [[rename]] has name, to and may have a note; wrong or missing: to"),
    ("[[merge]]\nname = 'Ada'", "[[merge]] is no decision"),
    ("[[same", "Expected"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_file_that_cannot_be_understood_says_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "curation.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CurationError, match=r"curation\.toml") as raised:
        read_decisions(str(path))
    assert message in str(raised.value)
