"""The names of one document put together, and the reason for each."""

import pytest

from flows.extract.identity import extract
from tests.identity_text import annotated, entities_of

Found = list[tuple[str, str]]

LINKED = [
    # Family name, given name, initial and full name of the only one who bears them.
    (
        "Ada Okoro left. Then Okoro won. A. Okoro saw Ada.",
        [("Ada Okoro", "PERSON"), ("Okoro", "PERSON"), ("A. Okoro", "PERSON"), ("Ada", "PERSON")],
        [("PERSON", ["Ada Okoro", "Okoro", "A. Okoro", "Ada"])],
    ),
    # Twins with one surname: the bare surname is neither's, as both were introduced before it.
    (
        "Ada Okoro met Obi Okoro. Then Okoro won.",
        [("Ada Okoro", "PERSON"), ("Obi Okoro", "PERSON"), ("Okoro", "PERSON")],
        [("PERSON", ["Ada Okoro"]), ("PERSON", ["Obi Okoro"]), ("PERSON", ["Okoro"])],
    ),
    # A second bearer who comes later changes nothing of what the surname meant before.
    (
        "Ada Okoro won. Okoro saw Obi Okoro.",
        [("Ada Okoro", "PERSON"), ("Okoro", "PERSON"), ("Obi Okoro", "PERSON")],
        [("PERSON", ["Ada Okoro", "Okoro"]), ("PERSON", ["Obi Okoro"])],
    ),
    # A title parts a sister and a brother; the surname alone is neither's.
    (
        "Obi Okoro left. Then Ada Okoro won. Ms. Okoro sang. Mr. Okoro sat. Okoro left.",
        [("Obi Okoro", "PERSON"), ("Ada Okoro", "PERSON"), ("Okoro", "PERSON"), ("Okoro", "PERSON"), ("Okoro", "PERSON")],
        [("PERSON", ["Obi Okoro", "Okoro"]), ("PERSON", ["Ada Okoro", "Okoro"]), ("PERSON", ["Okoro"])],
    ),
    # Of two women neither; a man of the name is a third.
    (
        "Ada Okoro met Mia Okoro. Then Ms. Okoro sang. Mr. Okoro sat.",
        [("Ada Okoro", "PERSON"), ("Mia Okoro", "PERSON"), ("Okoro", "PERSON"), ("Okoro", "PERSON")],
        [("PERSON", ["Ada Okoro"]), ("PERSON", ["Mia Okoro"]), ("PERSON", ["Okoro"]), ("PERSON", ["Okoro"])],
    ),
    # Husband and wife, of whom one is named in full.
    (
        "Mr. Hans Okoro left. Mrs. Okoro sang.",
        [("Hans Okoro", "PERSON"), ("Okoro", "PERSON")],
        [("PERSON", ["Hans Okoro"]), ("PERSON", ["Okoro"])],
    ),
    # One full name and one title: a given name may be a woman's here and a man's elsewhere.
    (
        "Jean Okoro left. Mr. Okoro sang.",
        [("Jean Okoro", "PERSON"), ("Okoro", "PERSON")],
        [("PERSON", ["Jean Okoro", "Okoro"])],
    ),
    # Of a surname with a title the text itself says whose it is; then no title parts it.
    (
        "Obi Okoro left. Ada Okoro won. Ms. Okoro, also known as Lune, sang. Mr. Okoro sat.",
        [("Obi Okoro", "PERSON"), ("Ada Okoro", "PERSON"), ("Okoro", "PERSON"), ("Lune", "PERSON"), ("Okoro", "PERSON")],
        [("PERSON", ["Obi Okoro"]), ("PERSON", ["Ada Okoro"]), ("PERSON", ["Okoro", "Lune", "Okoro"])],
    ),
    # A company without its designator, an acronym, a team without its town.
    (
        "Brask Holdings Ltd. fell. Then Brask rose.",
        [("Brask Holdings Ltd.", "ORG"), ("Brask", "ORG")],
        [("ORG", ["Brask Holdings Ltd.", "Brask"])],
    ),
    # By its first word, unless firms of all kinds begin with it or two in the text do.
    (
        "Vestrin Exploration Inc. fell. Then Vestrin rose.",
        [("Vestrin Exploration Inc.", "ORG"), ("Vestrin", "GPE")],
        [("ORG", ["Vestrin Exploration Inc.", "Vestrin"])],
    ),
    (
        "Global Exploration Inc. fell. Then Global rose.",
        [("Global Exploration Inc.", "ORG"), ("Global", "ORG")],
        [("ORG", ["Global Exploration Inc."]), ("ORG", ["Global"])],
    ),
    (
        "Vestrin Exploration Inc met Vestrin Timber Ltd there. Then Vestrin rose.",
        [("Vestrin Exploration Inc", "ORG"), ("Vestrin Timber Ltd", "ORG"), ("Vestrin", "ORG")],
        [("ORG", ["Vestrin Exploration Inc"]), ("ORG", ["Vestrin Timber Ltd"]), ("ORG", ["Vestrin"])],
    ),
    (
        "The Elvian Health Board met. The EHB left.",
        [("Elvian Health Board", "ORG"), ("EHB", "ORG")],
        [("ORG", ["Elvian Health Board", "EHB"])],
    ),
    (
        "He joined the Chicago Herons. The Herons left.",
        [("Chicago Herons", "ORG"), ("Herons", "ORG")],
        [("ORG", ["Chicago Herons", "Herons"])],
    ),
    # The kind of organisation for the one of that kind.
    (
        "The Norrvik University won. Then the University left.",
        [("Norrvik University", "ORG"), ("University", "ORG")],
        [("ORG", ["Norrvik University", "University"])],
    ),
    # A department is not its country.
    (
        "The U.S. Trade Department met. The U.S. left.",
        [("U.S. Trade Department", "ORG"), ("U.S.", "GPE")],
        [("ORG", ["U.S. Trade Department"]), ("GPE", ["U.S."])],
    ),
    # Spellings of one country.
    ("He left the U.S. for the United States.", [("U.S.", "GPE"), ("United States", "GPE")], [("GPE", ["U.S.", "United States"])]),
]


@pytest.mark.parametrize(("text", "names", "expected"), LINKED)
def test_linking(text: str, names: Found, expected: list[tuple[str, list[str]]]) -> None:
    assert entities_of(annotated(text, names)) == expected


STATED = [
    # An acronym in parentheses, found even where the model saw none of it.
    ("He met the Elvian Health Board (EHB).", [("Elvian Health Board", "ORG")], "acronym in parentheses", "Elvian Health Board (EHB"),
    # The other way round: what stands in the parentheses is one name.
    ("He met EHB (Elvian Health Board).", [("EHB", "ORG"), ("Elvian", "NORP")], "acronym in parentheses", "EHB (Elvian Health Board"),
    # "Known as" and its like.
    (
        "Ada Okoro, also known as Lady Brask, left.",
        [("Ada Okoro", "PERSON"), ("Lady Brask", "PERSON")],
        "stated alias",
        "Ada Okoro, also known as Lady Brask",
    ),
    # A name change.
    (
        "Norrvik Steel, formerly Brask Iron, fell.",
        [("Norrvik Steel", "ORG"), ("Brask Iron", "ORG")],
        "stated alias",
        "Norrvik Steel, formerly Brask Iron",
    ),
    # A role may stand between.
    (
        "Obi Falk, which is another name for Velmora leader Ada Okoro.",
        [("Obi Falk", "PERSON"), ("Velmora", "ORG"), ("Ada Okoro", "PERSON")],
        "stated alias",
        "Obi Falk, which is another name for Velmora leader Ada Okoro",
    ),
]


@pytest.mark.parametrize(("text", "names", "evidence", "shown_by"), STATED)
def test_stated_aliases_lead_to_the_words_that_state_them(text: str, names: Found, evidence: str, shown_by: str) -> None:
    rows = extract(annotated(text, names, nouns="leader name"))["document_names"]
    (alias,) = [row for row in rows if row["evidence"] != "same name"]
    assert (alias["evidence"], alias["text"]) == (evidence, shown_by)


TEAMS = [
    # The town's team is an organisation and another entity than the town.
    (
        "Soccer standings\nIn Chicago men sang. Chicago 3 1 0 2.",
        [("Chicago", "GPE"), ("Chicago", "GPE")],
        [("GPE", ["Chicago"]), ("ORG", ["Chicago"])],
    ),
    # A country's team keeps the label.
    (
        "Soccer standings\nIn Peru men sang. Peru beat Chile.",
        [("Peru", "GPE"), ("Peru", "GPE"), ("Chile", "GPE")],
        [("GPE", ["Peru"]), ("GPE", ["Peru"]), ("GPE", ["Chile"])],
    ),
    # Where no sport is spoken of, a place is a place.
    (
        "In Peru men sang. Peru beat Chile.",
        [("Peru", "GPE"), ("Peru", "GPE"), ("Chile", "GPE")],
        [("GPE", ["Peru", "Peru"]), ("GPE", ["Chile"])],
    ),
    # A pronoun or an article before figures opens no row of a table.
    (
        "Soccer standings\nAda Okoro left.\nHis 14 points won.\nThe 23 men won.\nAda Okoro 71 75",
        [("Ada Okoro", "PERSON")],
        [("PERSON", ["Ada Okoro", "Ada Okoro"])],
    ),
]


@pytest.mark.parametrize(("text", "names", "expected"), TEAMS)
def test_teams(text: str, names: Found, expected: list[tuple[str, list[str]]]) -> None:
    assert entities_of(annotated(text, names)) == expected
