"""Pronouns, definite descriptions and roles of one document."""

import pytest

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.identity import extract
from tests.identity_text import annotated

ADA, OBI, VELMORA = ("Ada Okoro", "PERSON"), ("Obi Falk", "PERSON"), ("Velmora", "ORG")
SUBJECTS = {"Okoro": ("left", "nsubj"), "Ada": ("Okoro", "compound"), "Falk": ("left", "nsubj"), "Obi": ("Falk", "compound")}


def referred(document: AnnotatedDocument, kind: str) -> list[tuple[str, str]]:
    """(mention, name of its entity) of the document's mentions of a kind, in text order."""
    rows = extract(document)
    names = {row["entity_index"]: row["name"] for row in rows["document_entities"]}
    return [(row["text"], names[row["entity_index"]]) for row in rows["document_mentions"] if row["kind"] == kind]


PRONOUNS = [
    # The subject of the sentence before; gender by given name or title.
    ("Ada Okoro left. She won.", [ADA], {**SUBJECTS, "She": ("won", "nsubj")}, [("She", "Ada Okoro")]),
    ("Ms. Velmora left. She won.", [("Velmora", "PERSON")], {"Velmora": ("left", "nsubj"), "She": ("won", "nsubj")}, [("She", "Velmora")]),
    # No woman is "he", no person "its".
    ("Ms. Okoro left. He won.", [("Okoro", "PERSON")], {"Okoro": ("left", "nsubj"), "He": ("won", "nsubj")}, []),
    ("Ada Okoro left. Its men won.", [ADA], {**SUBJECTS, "Its": ("men", "poss")}, []),
    # An organisation's "its".
    ("Velmora left its base.", [VELMORA], {"Velmora": ("left", "nsubj"), "its": ("base", "poss")}, [("its", "Velmora")]),
    # Subject and object of one verb are two.
    ("Mr. Falk saw him.", [("Falk", "PERSON")], {"Falk": ("saw", "nsubj"), "him": ("saw", "dobj")}, []),
    ("Mr. Falk saw himself.", [("Falk", "PERSON")], {"Falk": ("saw", "nsubj"), "himself": ("saw", "dobj")}, [("himself", "Falk")]),
    # A common noun that is nearer takes the pronoun.
    (
        "Mr. Falk left. A driver won. He sang.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "driver": ("won", "nsubj"), "He": ("sang", "nsubj")},
        [],
    ),
    # "Own" takes up the subject, whoever was spoken of.
    (
        "Mr. Falk left. Mr. Falk won. Obi Lund sang to Falk in his own base.",
        [("Falk", "PERSON"), ("Falk", "PERSON"), ("Obi Lund", "PERSON"), ("Falk", "PERSON")],
        {
            "Falk": ("won", "nsubj"),
            "Lund": ("sang", "nsubj"),
            "Obi": ("Lund", "compound"),
            "his": ("base", "poss"),
            "base": ("sang", "pobj"),
        },
        [("his", "Obi Lund")],
    ),
    # In the clause of "who" a pronoun is who "who" is, named or not.
    (
        "Mr. Falk left. Mr. Falk saw a driver who sold his base.",
        [("Falk", "PERSON"), ("Falk", "PERSON")],
        {
            "Falk": ("saw", "nsubj"),
            "driver": ("saw", "dobj"),
            "who": ("sold", "nsubj"),
            "sold": ("driver", "relcl"),
            "his": ("base", "poss"),
            "base": ("sold", "dobj"),
        },
        [],
    ),
    (
        "Mr. Falk saw Obi Lund who sold his base.",
        [("Falk", "PERSON"), ("Obi Lund", "PERSON")],
        {
            "Falk": ("saw", "nsubj"),
            "Lund": ("saw", "dobj"),
            "Obi": ("Lund", "compound"),
            "who": ("sold", "nsubj"),
            "sold": ("Lund", "relcl"),
            "his": ("base", "poss"),
            "base": ("sold", "dobj"),
        },
        [("his", "Obi Lund")],
    ),
    # A pronoun may come before its name; later in a paragraph it may be who was spoken of, too.
    (
        "In his base, Mr. Falk sang.",
        [("Falk", "PERSON")],
        {"In": ("sang", "prep"), "base": ("In", "pobj"), "his": ("base", "poss"), "Falk": ("sang", "nsubj")},
        [("his", "Falk")],
    ),
    (
        "Mr. Lund left. In his base, Mr. Falk sang.",
        [("Lund", "PERSON"), ("Falk", "PERSON")],
        {
            "Lund": ("left", "nsubj"),
            "In": ("sang", "prep"),
            "base": ("In", "pobj"),
            "his": ("base", "poss"),
            "Falk": ("sang", "nsubj"),
        },
        [],
    ),
    # A name before the sentence is who is spoken of in it.
    (
        "Mr. Lund left. Obi Falk, he won.",
        [("Lund", "PERSON"), OBI],
        {"Lund": ("left", "nsubj"), "Falk": ("won", "dep"), "he": ("won", "nsubj")},
        [("he", "Obi Falk")],
    ),
    # Somebody's relative is as good as named.
    (
        "Ada Okoro left. Ada Okoro won. Ada Okoro sang. Then his mother said she left.",
        [ADA, ADA, ADA],
        {
            "Okoro": ("left", "nsubj"),
            "Ada": ("Okoro", "compound"),
            "his": ("mother", "poss"),
            "mother": ("said", "nsubj"),
            "left": ("said", "ccomp"),
            "she": ("left", "nsubj"),
        },
        [],
    ),
    # "It" of a passive that takes a clause stands for nothing.
    (
        "Velmora left. It was said that men won.",
        [VELMORA],
        {"Velmora": ("left", "nsubj"), "It": ("said", "nsubjpass"), "won": ("said", "ccomp")},
        [],
    ),
    # What is joined to a name may be its own.
    (
        "Mr. Falk and his men left.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "his": ("men", "poss"), "men": ("Falk", "conj")},
        [("his", "Falk")],
    ),
    # "The driver" has been named as like as not, "a driver" has not.
    (
        "Mr. Falk left it there. It rained there today and the driver sang. He won.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "driver": ("today", "pobj"), "the": ("driver", "det"), "He": ("won", "nsubj")},
        [("He", "Falk")],
    ),
    (
        "Mr. Falk left it there. It rained there today and a driver sang. He won.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "driver": ("today", "pobj"), "a": ("driver", "det"), "He": ("won", "nsubj")},
        [],
    ),
    # A name that is joined to "his" owns it, whatever the subject is.
    (
        "Mr. Lund saw Obi Falk and his men.",
        [("Lund", "PERSON"), OBI],
        {"Lund": ("saw", "nsubj"), "Falk": ("saw", "dobj"), "his": ("men", "poss"), "men": ("Falk", "conj")},
        [("his", "Obi Falk")],
    ),
    # A name in apposition to a subject is as near to the verb as the subject is.
    (
        "Mr. Lund left. The mayor, Obi Falk, won his base.",
        [("Lund", "PERSON"), OBI],
        {
            "Lund": ("left", "nsubj"),
            "mayor": ("won", "nsubj"),
            "Falk": ("mayor", "appos"),
            "his": ("base", "poss"),
            "base": ("won", "dobj"),
        },
        [("his", "Obi Falk")],
    ),
    # Verbs that are joined have one subject, who is not their object.
    (
        "Mr. Falk saw Mr. Lund and told him.",
        [("Falk", "PERSON"), ("Lund", "PERSON")],
        {"Falk": ("saw", "nsubj"), "Lund": ("saw", "dobj"), "told": ("saw", "conj"), "him": ("told", "dobj")},
        [("him", "Lund")],
    ),
    # What only modifies is hardly taken up.
    (
        "A Norrvik-based firm, Velmora, left its base.",
        [("Norrvik", "GPE"), VELMORA],
        {"Norrvik": ("based", "npadvmod"), "based": ("firm", "amod"), "Velmora": ("left", "nsubj"), "its": ("base", "poss")},
        [("its", "Velmora")],
    ),
    # Who stands in parentheses is mentioned by the way.
    (
        "Mr. Falk saw Ada Okoro (Mia Lund). She won.",
        [("Falk", "PERSON"), ADA, ("Mia Lund", "PERSON")],
        {"Okoro": ("saw", "dobj"), "Ada": ("Okoro", "compound"), "Mia": ("Okoro", "appos"), "She": ("won", "nsubj")},
        [("She", "Ada Okoro")],
    ),
    # A part of the body is nobody.
    (
        "Mr. Falk left. A head hurt. He sang.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "head": ("hurt", "nsubj"), "He": ("sang", "nsubj")},
        [("He", "Falk")],
    ),
    # Words that say little, as in talk, put nobody out of mind; sentences do.
    (
        f"Mr. Falk left Norrvik there. {'Mhm. ' * 9}He sang.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "He": ("sang", "nsubj")},
        [("He", "Falk")],
    ),
    (
        f"Mr. Falk left Norrvik there. {'It rained there today. ' * 9}He sang.",
        [("Falk", "PERSON")],
        {"Falk": ("left", "nsubj"), "He": ("sang", "nsubj")},
        [],
    ),
    # Nobody is "he" in what he says himself.
    (
        "My name is Obi Falk and he left. It rained." + "\n\nIt rained." * 8,
        [OBI],
        {"he": ("left", "nsubj")},
        [("My", "Obi Falk")],
    ),
    # A title before a family name, which others bear, says less of a woman than her given name.
    (
        "Ada Okoro saw Mr. Okoro. She won.",
        [ADA, ("Okoro", "PERSON")],
        {"Ada": ("Okoro", "compound"), "She": ("won", "nsubj")},
        [("She", "Ada Okoro")],
    ),
    # Nobody is "he" in what he says himself, whether a name or a pronoun says who does; in a part of the teller's own sentence he may be.
    ('"He left," Mr. Falk said.', [("Falk", "PERSON")], {"Falk": ("said", "nsubj"), "He": ("left", "nsubj")}, []),
    (
        'Mr. Falk won. "His men left," he said.',
        [("Falk", "PERSON")],
        {"Falk": ("won", "nsubj"), "he": ("said", "nsubj"), "His": ("men", "poss")},
        [("he", "Falk")],
    ),
    (
        'Mr. Falk said he left "his base" there.',
        [("Falk", "PERSON")],
        {"Falk": ("said", "nsubj"), "he": ("left", "nsubj"), "his": ("base", "poss"), "left": ("said", "ccomp")},
        [("he", "Falk"), ("his", "Falk")],
    ),
    # In a quotation "I" is who says it.
    (
        '"I left," said Ada Okoro.',
        [ADA],
        {"Okoro": ("said", "nsubj"), "Ada": ("Okoro", "compound"), "I": ("left", "nsubj")},
        [("I", "Ada Okoro")],
    ),
    # Single marks are quotation marks where one closes what another opened; a possessive ending closes nothing.
    (
        "‘I left,’ said Ada Okoro.",
        [ADA],
        {"Okoro": ("said", "nsubj"), "Ada": ("Okoro", "compound"), "I": ("left", "nsubj")},
        [("I", "Ada Okoro")],
    ),
    (
        "‘I left the men’ said Ada Okoro.",
        [ADA],
        {"Okoro": ("said", "nsubj"), "Ada": ("Okoro", "compound"), "I": ("left", "nsubj")},
        [("I", "Ada Okoro")],
    ),
    ("It rained ‘I left it there, said Ada Okoro.", [ADA], {"Okoro": ("said", "nsubj"), "Ada": ("Okoro", "compound")}, []),
    # Outside quotation marks nobody is known to say it.
    ("Ada Okoro left. I won.", [ADA], SUBJECTS, []),
    # In a letter it is who signs.
    ("Dear Sir,\nI left.\nIt rained.\nIt rained.\nAda Okoro", [ADA], {}, [("I", "Ada Okoro")]),
    # In a transcript it is whose turn it is.
    (
        "Ada Okoro: I left.\nObi Falk: I won.\nAda Okoro: I sang.\nObi Falk: I sat.",
        [ADA, OBI, ADA, OBI],
        {},
        [("I", "Ada Okoro"), ("I", "Obi Falk"), ("I", "Ada Okoro"), ("I", "Obi Falk")],
    ),
]


@pytest.mark.parametrize(("text", "names", "arcs", "expected"), PRONOUNS)
def test_pronouns(text: str, names: list[tuple[str, str]], arcs: dict[str, tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert referred(annotated(text, names, arcs, nouns="men base driver head mayor firm mother"), "pronoun") == expected


DESCRIPTIONS = [
    # The only organisation near.
    ("Velmora left. Then the group won.", [VELMORA], [("the group", "Velmora")]),
    # Two organisations near: neither.
    ("Velmora met Brask Ltd. and the group won.", [VELMORA, ("Brask Ltd.", "ORG")], []),
    # A role that the text stated, borne by one person.
    ("The mayor Ada Okoro left. Then the mayor won.", [ADA], [("the mayor", "Ada Okoro")]),
    # "The country" is no town.
    ("He left Peru for Norrvik. Then the country won.", [("Peru", "GPE"), ("Norrvik", "GPE")], [("the country", "Peru")]),
    # What is said of another thing by "of" is not taken up.
    ("Velmora left. Then the group of men won.", [VELMORA], []),
]


@pytest.mark.parametrize(("text", "names", "expected"), DESCRIPTIONS)
def test_definite_descriptions(text: str, names: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert referred(annotated(text, names, nouns="group mayor country men"), "nominal") == expected


ROLES = [
    # Before the name, with the organisation before that.
    ("He saw Velmora leader Ada Okoro.", [VELMORA, ADA], ("Ada Okoro", "leader", "Velmora"), "Velmora leader Ada Okoro"),
    ("He saw Velmora's leader, Ada Okoro.", [VELMORA, ADA], ("Ada Okoro", "leader", "Velmora"), "Velmora's leader, Ada Okoro"),
    # After it, up to the organisation.
    (
        "Ada Okoro, an analyst with the Norrvik Institute, left.",
        [ADA, ("Norrvik Institute", "ORG")],
        ("Ada Okoro", "analyst", "Norrvik Institute"),
        "Ada Okoro, an analyst with the Norrvik Institute",
    ),
    # Said with "is".
    (
        "Ada Okoro is the mayor of Norrvik.",
        [ADA, ("Norrvik", "GPE")],
        ("Ada Okoro", "mayor", "Norrvik"),
        "Ada Okoro is the mayor of Norrvik",
    ),
    # No organisation is named.
    ("He saw spokesman Obi Falk.", [OBI], ("Obi Falk", "spokesman", None), "spokesman Obi Falk"),
]


def test_where_somebody_is_from_is_no_role() -> None:
    document = annotated("He saw Norrvik native Ada Okoro.", [("Norrvik", "GPE"), ADA], nouns="native")
    assert extract(document)["document_roles"] == []


def test_a_subject_after_a_comma_is_no_role_of_the_name_before_it() -> None:
    document = annotated("There with Ada Okoro, the mayor said it.", [ADA], {"mayor": ("said", "nsubj")}, nouns="mayor")
    assert extract(document)["document_roles"] == []


@pytest.mark.parametrize(("text", "names", "expected", "shown_by"), ROLES)
def test_roles(text: str, names: list[tuple[str, str]], expected: tuple[str, str, str | None], shown_by: str) -> None:
    rows = extract(annotated(text, names, {"Okoro": ("is", "nsubj")}, nouns="leader analyst mayor spokesman"))
    name = {row["entity_index"]: row["name"] for row in rows["document_entities"]}
    (role,) = rows["document_roles"]
    assert (name[role["entity_index"]], role["role"], name.get(role["of_entity_index"])) == expected
    assert role["text"] == shown_by
