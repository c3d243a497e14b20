"""Names of one document: bounds, labels, and what the model passed over."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.identity import extract
from flows.extract.identity.naming import core, family_name, initials, name_key, same_person
from flows.extract.identity.tokens import tokens_of
from tests.identity_text import annotated, entities_of

BOUNDS = [
    # A possessive ending is no part of a name.
    ("Tilda Brask's boat sank.", [("Tilda Brask's", "PERSON")], [("PERSON", ["Tilda Brask"])]),
    # Nor is an article, a title, or an age.
    ("He met the Norrvik Institute.", [("the Norrvik Institute", "ORG")], [("ORG", ["Norrvik Institute"])]),
    ("He met Education Minister Ada Okoro.", [("Education Minister Ada Okoro", "PERSON")], [("PERSON", ["Ada Okoro"])]),
    ("We saw Ada Okoro 45.", [("Ada Okoro 45", "PERSON")], [("PERSON", ["Ada Okoro"])]),
    # "Actress" describes, "Queen" before a single given name belongs to it.
    ("We saw Actress Ada Okoro there.", [("Actress Ada Okoro", "PERSON")], [("PERSON", ["Ada Okoro"])]),
    ("We saw Queen Hilda there.", [("Queen Hilda", "PERSON")], [("PERSON", ["Queen Hilda"])]),
    # So does an office before a given name and another.
    ("We saw Finance Head Ada Okoro there.", [("Finance Head Ada Okoro", "PERSON")], [("PERSON", ["Ada Okoro"])]),
    # The line under a byline that says what the writer does names nobody.
    (
        "By Ada Okoro\nBusiness Reporter\nIt rained.",
        [("Ada Okoro", "PERSON"), ("Business Reporter", "PERSON")],
        [("PERSON", ["Ada Okoro"])],
    ),
    # An apostrophe that the typesetter turned makes a possessive ending all the same.
    ("Ada Okoro‘s boat sank.", [("Ada Okoro‘s", "PERSON")], [("PERSON", ["Ada Okoro"])]),
    ("Ada Okoro‘s Velmora sank.", [("Ada Okoro‘s Velmora", "PERSON")], [("PERSON", ["Ada Okoro"])]),
    # Two people joined by "and" are two names, a firm is one.
    ("We saw Ada Okoro and Lena Falk.", [("Ada Okoro and Lena Falk", "PERSON")], [("PERSON", ["Ada Okoro"]), ("PERSON", ["Lena Falk"])]),
    ("We saw Brask and Falk Ltd.", [("Brask and Falk Ltd.", "ORG")], [("ORG", ["Brask and Falk Ltd."])]),
    # A name does not run over a dash or into the next line.
    ("OSTRAU - Ada Okoro left.", [("OSTRAU - Ada Okoro", "ORG")], [("GPE", ["OSTRAU"]), ("PERSON", ["Ada Okoro"])]),
    (
        "By Lena Falk\nOSTRAU, Elvia 2026-03-04\nIt rained.",
        [("Lena Falk\nOSTRAU", "PERSON")],
        [("PERSON", ["Lena Falk"]), ("GPE", ["OSTRAU"]), ("GPE", ["Elvia"])],
    ),
    # What is built between two places.
    ("He left the Ulm – Norrvik Bridge.", [("Ulm", "GPE"), ("Norrvik Bridge", "FAC")], [("FAC", ["Ulm – Norrvik Bridge"])]),
    ("He left the Ulm – Norrvik Bay Bridge.", [("Ulm", "GPE")], [("FAC", ["Ulm – Norrvik Bay Bridge"])]),
    ("He left the Ulm – Norrvik coast.", [("Ulm", "GPE"), ("Norrvik", "GPE")], [("GPE", ["Ulm"]), ("GPE", ["Norrvik"])]),
    # A clock time, a title alone and a pronoun written large name nobody.
    ("He left on 3:10pm PST.", [("3:10pm PST", "ORG")], []),
    ("The Duke and Duchess left.", [("Duchess", "ORG")], []),
    ("He told Us.", [("Us", "GPE")], []),
    # A head noun and its preposition belong to the organisation.
    ("He left the Council on Elvian Affairs.", [("Elvian Affairs", "ORG")], [("ORG", ["Council on Elvian Affairs"])]),
]


@pytest.mark.parametrize(("text", "names", "expected"), BOUNDS)
def test_bounds(text: str, names: list[tuple[str, str]], expected: list[tuple[str, list[str]]]) -> None:
    assert entities_of(annotated(text, names)) == expected


VELMORAS = [("Velmora", "PERSON"), ("Velmora", "PERSON")]
LABELS = [
    # What one posts on is no person.
    ("He posted on Velmora. She posted on Velmora.", [("Velmora", "PERSON")] * 2, [("ORG", ["Velmora"] * 2)]),
    # What a full name is, its family name is, whatever the model says of it alone.
    ("Ada Okoro left. He saw Okoro.", [("Ada Okoro", "PERSON"), ("Okoro", "ORG")], [("PERSON", ["Ada Okoro", "Okoro"])]),
    # A country is a country.
    ("He left Cameroon.", [("Cameroon", "ORG")], [("GPE", ["Cameroon"])]),
    # The last word of a firm's name.
    ("He left Brask Corp.", [("Brask Corp.", "PERSON")], [("ORG", ["Brask Corp."])]),
    # An apposition outvotes the model.
    ("They left Velmora, a terror group.", [("Velmora", "PERSON")], [("ORG", ["Velmora"])]),
    # So does a noun for a business before it.
    ("The airline Velmora fell.", [("Velmora", "PERSON")], [("ORG", ["Velmora"])]),
    # An age after a comma makes a person.
    ("They saw Velmora, 45, there.", [("Velmora", "ORG")], [("PERSON", ["Velmora"])]),
    # A title makes a person.
    ("They saw Mr. Velmora there.", [("Velmora", "ORG")], [("PERSON", ["Velmora"])]),
    # A town before "-based".
    ("They saw the Velmora-based men.", [("Velmora", "ORG")], [("GPE", ["Velmora"])]),
    # What has an army, a border or a capital is a place; so is what lies at one.
    ("He left Velmora's army. It rained in Velmora.", [("Velmora", "PERSON"), ("Velmora", "PERSON")], [("GPE", ["Velmora", "Velmora"])]),
    ("The border between Velmora and here was closed. He left the Velmora government.", VELMORAS, [("GPE", ["Velmora", "Velmora"])]),
    # What is built is no organisation.
    ("He left the Velmora Bridge.", [("Velmora Bridge", "ORG")], [("FAC", ["Velmora Bridge"])]),
    # Authors in references by author and date; a year alone makes none.
    ("It rained (Velmora & Brask, 2016).", [("Velmora", "ORG"), ("Brask", "GPE")], [("PERSON", ["Velmora"]), ("PERSON", ["Brask"])]),
    ("It rained (see Velmora 2016).", [("Velmora", "ORG")], [("ORG", ["Velmora"])]),
    ("Velmora et al. won.", [("Velmora", "ORG")], [("PERSON", ["Velmora"])]),
    # Storms are events, by their short names too.
    (
        "Cyclone Velmora won. Velmora left.",
        [("Cyclone Velmora", "ORG"), ("Velmora", "PERSON")],
        [("EVENT", ["Cyclone Velmora", "Velmora"])],
    ),
    # What has inhabitants, and what a common noun for a place follows.
    ("The inhabitants of Velmora left. They saw the inhabitants of Velmora.", VELMORAS, [("GPE", ["Velmora", "Velmora"])]),
    # Letters and digits make no person.
    ("They saw the L2.", [("L2", "PERSON")], [("PRODUCT", ["L2"])]),
    # Laws, awards and championships are no organisations.
    ("They saw the Velmora Act there.", [("Velmora Act", "ORG")], [("LAW", ["Velmora Act"])]),
    ("They won the Velmora Awards there.", [("Velmora Awards", "ORG")], [("WORK_OF_ART", ["Velmora Awards"])]),
    ("They won the Velmora Championship there.", [("Velmora Championship", "ORG")], [("EVENT", ["Velmora Championship"])]),
    # A god is spoken of as a person is.
    ("They saw God there.", [("God", "GPE")], [("PERSON", ["God"])]),
]
# A subject for which a pronoun stands: (text, label that the model gave).
STANDS_FOR = [
    ("Velmora left his boat there. Velmora left her boat.", "ORG", "PERSON"),
    ("Velmora left. He sank. Velmora left. He won. Velmora left. He rained.", "ORG", "PERSON"),
    # Whoever has said something may have said it of somebody else.
    ("Velmora said he sank. Velmora said he won.", "ORG", "ORG"),
    # Between the two stands another name, or a noun for a person.
    ("Velmora saw Brask and his boat.", "ORG", "ORG"),
    ("Velmora saw the teacher and his boat.", "ORG", "ORG"),
]


@pytest.mark.parametrize(("text", "label", "expected"), STANDS_FOR)
def test_pronouns_say_what_their_subject_is(text: str, label: str, expected: str) -> None:
    verb = "left" if "left" in text else "said" if "said" in text else "saw"
    arcs = {"Velmora": (verb, "nsubj")}
    document = annotated(text, [("Velmora", label)] * text.count("Velmora"), arcs, nouns="boat teacher")
    assert next(label for label, names in entities_of(document) if "Velmora" in names) == expected


@pytest.mark.parametrize(("text", "names", "expected"), LABELS)
def test_labels(text: str, names: list[tuple[str, str]], expected: list[tuple[str, list[str]]]) -> None:
    assert entities_of(annotated(text, names, nouns="group terror men boat army border government inhabitants airline")) == expected


def test_what_a_name_is_in_apposition_to_says_what_it_is() -> None:
    document = annotated("The airline, Velmora, fell.", [("Velmora", "PERSON")], {"Velmora": ("airline", "appos")}, nouns="airline")
    assert entities_of(document) == [("ORG", ["Velmora"])]


MISSED = [
    # What the model found once is found everywhere, also in capitals, as long as it is written as a name.
    ("OKORO LEAVES AGAIN TODAY\nAda Okoro left. We saw Okoro.", [("Ada Okoro", "PERSON")], [("PERSON", ["OKORO", "Ada Okoro", "Okoro"])]),
    ("He saw Velmora. Then Velmora left.", [("Velmora", "ORG")], [("ORG", ["Velmora", "Velmora"])]),
    # A dateline; the bracketed agency is none of it.
    ("OSTRAU, Elvia (AP) - It rained.", [], [("GPE", ["OSTRAU"]), ("GPE", ["Elvia"])]),
    # A title before a free name, a given name before a free family name.
    ("He saw Mr. Velmora.", [], [("PERSON", ["Velmora"])]),
    ("He saw Hilda Velmora.", [], [("PERSON", ["Hilda Velmora"])]),
    # Who says the own name.
    ("The name is Velmora.", [], [("PERSON", ["Velmora"])]),
    # An era and an honour are no names.
    ("It rained in 1200 BC there.", [("BC", "ORG")], []),
    ("They saw Ada Okoro, KC, there.", [("Ada Okoro", "PERSON"), ("KC", "GPE")], [("PERSON", ["Ada Okoro"])]),
    ("He left BC for good.", [("BC", "GPE")], [("GPE", ["BC"])]),
    ("It sank for 20 DKK there.", [("DKK", "ORG")], []),
    # What the text itself says is short for common words.
    ("They saw the sea surface heat (SSH). SSH won.", [("SSH", "ORG")], []),
    ("They saw the Sea Surface Heat (SSH). SSH won.", [("SSH", "ORG"), ("SSH", "ORG")], [("ORG", ["SSH", "SSH"])]),
    # A word that the text goes on writing small.
    ("Brine rained. He saw brine and left brine.", [("Brine", "PERSON")], []),
    (
        "He saw Ada Brine. Brine left. He saw brine and left brine.",
        [("Ada Brine", "PERSON"), ("Brine", "PERSON")],
        [("PERSON", ["Ada Brine", "Brine"])],
    ),
    # A headline in large letters makes no names by itself.
    ("STORM HITS COAST TOWNS\nIt rained.", [("STORM HITS", "PERSON")], []),
]


@pytest.mark.parametrize(("text", "names", "expected"), MISSED)
def test_names_that_the_model_passed_over(text: str, names: list[tuple[str, str]], expected: list[tuple[str, list[str]]]) -> None:
    assert entities_of(annotated(text, names)) == expected


KEYS = [
    ("The U.N.'s", ("un",)),  # article, dots, possessive
    ("José  Ñu\nBo", ("jose", "nu", "bo")),  # accents, white space
    ("Vera ‘Ace’ Brask", ("vera", "ace", "brask")),  # a nickname in quotation marks
]


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_keys(text: str, key: tuple[str, ...]) -> None:
    assert name_key(text) == key


PEOPLE = [
    ("anna van der berg", "a van der berg", True),  # an initial; particles belong to the family name
    ("w mark falk", "mark falk", True),  # an initial before the name that is used
    ("fred falk", "frederick falk", True),  # a short form of the given name
    ("anna b falk", "anna c falk", False),  # middle initials that contradict
    ("anna falk", "hanna falk", False),
    ("anna falk", "anna brask", False),
]


@pytest.mark.parametrize(("one", "other", "same"), PEOPLE)
def test_spellings_of_a_persons_name(one: str, other: str, *, same: bool) -> None:
    assert same_person(tuple(one.split()), tuple(other.split())) is same
    assert same_person(tuple(other.split()), tuple(one.split())) is same


def test_initials() -> None:
    assert initials(("elvian", "bank", "of", "norrvik")) == {"ebon", "ebn"}


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    key = name_key(text)
    assert all(word == word.strip() and word for word in key)
    assert name_key(text) == name_key(f"  {text}\n")


@given(st.lists(st.sampled_from(["anna", "van", "al", "brask", "jr", "b"]), min_size=1, max_size=5).map(tuple))
def test_parts_of_a_name_are_parts(key: tuple[str, ...]) -> None:
    assert "".join(family_name(key)) in "".join(key)
    assert set(core(key)) <= set(key)


@given(
    st.lists(
        st.sampled_from(
            [
                *'Ada Okoro said the company Velmora Corp. , ( ) " he His Us I you 14 coach team . NORRVIK 72 and By Dear Yours'.split(),
                "'s",
                "\n",
            ]
        ),
        max_size=30,
    ),
    st.sampled_from(["Okoro", "His", "Us", "I", "Ada"]),
)
def test_every_row_leads_to_its_characters_which_no_other_has(words: list[str], named: str) -> None:
    document = annotated(" ".join(words), [(named, "PERSON")] if named in words else [], nouns="company coach team")
    assert len(tokens_of(document)) == len(document.doc)
    rows = extract(document)
    spans = [(row["start_char"], row["end_char"]) for row in rows["document_mentions"] if row["kind"] == "name"]
    assert all(
        document.text[row["start_char"] : row["end_char"]] == row["text"]
        for table in ("document_mentions", "document_names", "document_roles")
        for row in rows[table]
    )
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    mentions = [(row["start_char"], row["end_char"]) for row in rows["document_mentions"]]
    assert len(set(mentions)) == len(mentions)
    assert {row["entity_index"] for row in rows["document_mentions"]} == set(range(len(rows["document_entities"])))
