"""Attributions by construction: a sentence, and who said what in it. One line a construction; people and places are invented."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from flows.annotate.annotate import annotate
from flows.annotate.model import load_nlp
from flows.extract.quotes import extract
from flows.schema import QUOTES, Row, table

pytestmark = pytest.mark.model

Said = tuple[str | None, str, str]  # speaker, cue, content (pieces joined by " … ")

CASES: list[tuple[str, list[Said]]] = [
    # Direct speech: before, after and round the cue; verb and speaker in either order.
    ("“The bridge is safe,” said Ada Lund, the mayor.", [("Ada Lund, the mayor", "said", "“The bridge is safe,”")]),
    ("Ada Lund said: “The bridge is safe.”", [("Ada Lund", "said", "“The bridge is safe.”")]),
    ("“The bridge,” Lund said, “is safe.”", [("Lund", "said", "“The bridge,” … “is safe.”")]),
    ("“It is safe,” Lund said. “I crossed it twice.”", [("Lund", "said", "“It is safe,” … “I crossed it twice.”")]),
    # A verb like "continue" that does something else; one behind a comma whose subject follows; a title is not said.
    ("“It is safe,” Lund said. “I crossed it.” She continued her walk.", [("Lund", "said", "“It is safe,” … “I crossed it.”")]),
    ("“It is safe,” remarked a New Harbour Democrat.", [("a New Harbour Democrat", "remarked", "“It is safe,”")]),
    ("“It is safe,” Lund wrote in her memoir, “The Long Way Home.”", [("Lund", "wrote", "“It is safe,”")]),
    ("‘It’s over,’ said Mr Lund. ‘I don’t like it.’", [("Mr Lund", "said", "‘It’s over,’ … ‘I don’t like it.’")]),
    ("«We go now,» said Ada Lund.", [("Ada Lund", "said", "«We go now,»")]),
    # A verb that no lexicon has, in the place of one.
    ("“What a day!” beamed Ada Lund.", [("Ada Lund", "beamed", "“What a day!”")]),
    # Several paragraphs, one speech.
    ("“We came early,” Lund said.\n\n“We saw it all.”", [("Lund", "said", "“We came early,” … “We saw it all.”")]),
    ("Lund added:\n\n“We came early.\n\n“We saw it all.”", [("Lund", "added", "“We came early.\n\n“We saw it all.”")]),
    # A closing mark is missing.
    ("“We came early, the mayor said. “We stay.”", [("the mayor", "said", "“We came early, … “We stay.”")]),
    # Words in marks that nobody says here: a title, a nickname.
    ("The song “Two Rivers” was played in the “old” hall.", []),
    # Indirect speech: a clause after, before and round the cue.
    ("Lund said that the bridge was safe.", [("Lund", "said", "that the bridge was safe")]),
    ("The bridge was safe, Lund told reporters.", [("Lund", "told", "The bridge was safe")]),
    ("The bridge, Lund said, was safe.", [("Lund", "said", "The bridge … was safe")]),
    ("Lund asked whether the bridge was safe.", [("Lund", "asked", "whether the bridge was safe")]),
    ("Lund believes the bridge is safe.", [("Lund", "believes", "the bridge is safe")]),
    # Mixed speech.
    ("Lund said the bridge was “as safe as my kitchen.”", [("Lund", "said", "the bridge was “as safe as my kitchen.”")]),
    # What a dash adds to a quotation is the writer's; a quotation that a dash adds is the speaker's.
    ("Lund described it as “a farce” — a word from the stage.", [("Lund", "described", "it as “a farce”")]),
    ("Lund asked them to greet the mayor – “my best friend.”", [("Lund", "asked", "them to greet the mayor – “my best friend.”")]),
    # What is quoted goes on: another quotation joined to it, a second clause, what it is to whom, the rest of its sentence.
    ("Lund called the plan “a farce” and “a shame.”", [("Lund", "called", "the plan “a farce” and “a shame.”")]),
    (
        "Lund said that the bridge was closed, but there was “no danger” to drivers.",
        [("Lund", "said", "that the bridge was closed, but there was “no danger” to drivers")],
    ),
    ("Lund called the plan “a farce” and “a shame”", [("Lund", "called", "the plan “a farce” and “a shame”")]),  # the text ends here
    ("Lund called the plan “a threat” to the town.", [("Lund", "called", "the plan “a threat” to the town")]),
    (
        "“It is old,” Lund said. “It is narrow. It needs a coat” of new paint.",
        [("Lund", "said", "“It is old,” … “It is narrow. It needs a coat” of new paint")],
    ),
    ("The bridge is “old,” Lund said, and “narrow.”", [("Lund", "said", "The bridge is “old,” … and “narrow.”")]),
    ("Lund said it was old, which made it “a danger.”", [("Lund", "said", "it was old, which made it “a danger.”")]),
    ("Lund criticized the plan. “It is a farce.”", [("Lund", "criticized", "the plan … “It is a farce.”")]),
    (
        "Lund said she would stay, but she knew that it was late.",
        [("Lund", "said", "she would stay, but she knew that it was late")],
    ),
    # What the speaker did next is no part of it.
    ("Lund called the plan “a farce” before leaving the hall.", [("Lund", "called", "the plan “a farce”")]),
    ("Lund said the plan was “a farce,” leaving the vote to others.", [("Lund", "said", "the plan was “a farce,”")]),
    (
        "Lund said she would stay, but she added that it was late.",
        [("Lund", "said", "she would stay"), ("she", "added", "that it was late")],
    ),
    # A relative pronoun stands for what is said something of.
    ("They crossed the bridge, which Lund said was unsafe.", [("Lund", "said", "which … was unsafe")]),
    ("They closed the bridge, which Lund called “a joke.”", [("Lund", "called", "which … “a joke.”")]),
    # Where it was said is no part of it, behind it or before it, nor what stands before a colon.
    ("At the harbour, Lund said, “The bridge is safe.”", [("Lund", "said", "“The bridge is safe.”")]),
    ("Lund called for a “new start” in a speech.", [("Lund", "called for", "a “new start”")]),
    ("The answer was short: it would rain, Lund said.", [("Lund", "said", "it would rain")]),
    # A second verb of the speaker's.
    ("Lund said the bridge was closed and warned drivers.", [("Lund", "said", "the bridge was closed")]),
    # Infinitives, with and without the one who is to act.
    ("Lund promised to repair the bridge.", [("Lund", "promised", "to repair the bridge")]),
    ("Lund urged drivers to stay at home.", [("Lund", "urged", "drivers to stay at home")]),
    ("The bridge is expected to open in May.", [(None, "is expected", "The bridge … to open in May")]),
    # Noun phrases and prepositions.
    ("Lund rejected the plan.", [("Lund", "rejected", "the plan")]),
    ("The plan was rejected by the council.", [("the council", "was rejected", "The plan")]),
    ("Lund called the plan a farce.", [("Lund", "called", "the plan a farce")]),
    ("Lund described the plan as a farce.", [("Lund", "described", "the plan as a farce")]),
    ("Lund warned of new floods.", [("Lund", "warned of", "new floods")]),
    ("Lund blamed the council for the delay.", [("Lund", "blamed", "the council for the delay")]),
    ("Lund condemned the plan as “a farce.”", [("Lund", "condemned", "the plan as “a farce.”")]),
    ("Lund condemned what he called a farce.", [("Lund", "condemned", "what he called a farce")]),
    ("Lund promised lower taxes.", [("Lund", "promised", "lower taxes")]),
    ("A colleague told her of two other cases.", [("A colleague", "told", "two other cases")]),
    # Nouns and adjectives as cues.
    ("Lund reiterated the claim that the bridge was safe.", [("Lund", "reiterated", "the claim that the bridge was safe")]),
    ("Lund voiced fears that the bridge would fall.", [("Lund", "fears", "that the bridge would fall")]),
    ("Lund’s answer was that the bridge was safe.", [("Lund", "answer", "that the bridge was safe")]),
    ("Lund is confident that the bridge is safe.", [("Lund", "confident", "that the bridge is safe")]),
    # According to, in somebody's view, in a poll, as somebody said.
    ("The bridge is safe, according to a report by the council.", [("a report by the council", "according to", "The bridge is safe")]),
    ("According to Lund, the bridge is safe.", [("Lund", "According to", "the bridge is safe")]),
    ("In Lund’s view, the bridge is safe.", [("Lund", "view", "the bridge is safe")]),
    ("In a Herald poll, most crossed the bridge daily.", [("a Herald poll", "In", "most crossed the bridge daily")]),
    ("Most crossed the bridge daily in the latest Herald poll.", [("the latest Herald poll", "in", "Most crossed the bridge daily")]),
    ("Lund fell back in the polls.", []),
    ("As Lund put it, the bridge was “a joke.”", [("Lund", "put it", "the bridge was “a joke.”")]),
    # At the end of a sentence the source is that of the whole.
    (
        "Lund said that the bridge was safe, according to the Herald.",
        [("the Herald", "according to", "Lund said that the bridge was safe"), ("Lund", "said", "that the bridge was safe")],
    ),
    # The passive hides the speaker.
    ("The mayor was told that the bridge had fallen.", [(None, "was told", "that the bridge had fallen")]),
    # The subject stands in another clause, in the main clause, behind a participle.
    ("Lund smiled and said the bridge was safe.", [("Lund", "said", "the bridge was safe")]),
    ("Lund left early, saying the bridge was safe.", [("Lund", "saying", "the bridge was safe")]),
    ("The mayor, reached at home, said she was calm.", [("The mayor", "said", "she was calm")]),
    ("A report published on Friday says the bridge is safe.", [("A report published on Friday", "says", "the bridge is safe")]),
    # A chain has a row for each link; what the reported speaker thinks or wants is a part of the report.
    (
        "The Herald said the mayor had told the council that the bridge was safe.",
        [
            ("The Herald", "said", "the mayor had told the council that the bridge was safe"),
            ("the mayor", "had told", "that the bridge was safe"),
        ],
    ),
    ("Lund said the council wanted to close the bridge.", [("Lund", "said", "the council wanted to close the bridge")]),
    # An aside of the writer's ends what is reported.
    ("Lund said the bridge was safe, which surprised the council.", [("Lund", "said", "the bridge was safe")]),
    # Headlines and transcripts.
    ("Mayor Lund: Bridge will open in May", [("Mayor Lund", ":", "Bridge will open in May")]),
    ("Q: Is the bridge safe?\n\nA: I crossed it twice.", [("Q", ":", "Is the bridge safe?"), ("A", ":", "I crossed it twice.")]),
    # A dateline is nobody's.
    ("PORT REED (CRN) -- The bridge is safe, Ada Lund said.", [("Ada Lund", "said", "The bridge is safe")]),
    # What stands in brackets behind a name is a part of the phrase with its bracket; an editor's label is nobody.
    ("The Bridge Board (BB) said it was safe.", [("The Bridge Board (BB)", "said", "it was safe")]),
    ("Also Read: Bridge of Port Reed opens in May", []),
    # A name that is a word too.
    ("May said the bridge was safe.", [("May", "said", "the bridge was safe")]),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_nlp()


@pytest.fixture(scope="module")
def rows_of(nlp: Language) -> Callable[[str], list[Row]]:
    def rows_of(text: str) -> list[Row]:
        [annotated] = annotate(nlp, [("d1", text)])
        rows = extract(annotated)
        table(QUOTES, rows)
        return rows

    return rows_of


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_who_said_what(rows_of: Callable[[str], list[Row]], text: str, expected: list[Said]) -> None:
    assert [(row["speaker_text"], row["cue_text"], row["content"]) for row in rows_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("“It is safe,” Lund said.", "kind", "direct"),
        ("Lund said it was “safe.”", "kind", "mixed"),
        ("Lund said it was safe.", "kind", "indirect"),
        # Negation: of the cue, of a verb above it, by the subject.
        ("Lund did not say that it was safe.", "is_negated", True),
        ("Lund did not want to say that it was safe.", "is_negated", True),
        ("Nobody claimed that it was safe.", "is_negated", True),
        ("Lund said that it was not safe.", "is_negated", False),
        # Hedging.
        ("Lund reportedly said that it was safe.", "is_hedged", True),
        ("Lund may have said that it was safe.", "is_hedged", True),
        ("Lund said that it may be safe.", "is_hedged", False),
        # Speakers.
        ("Ada Lund said that it was safe.", "speaker_kind", "name"),
        ("The mayor, Ada Lund, said that it was safe.", "speaker_kind", "name"),
        ("The mayor said that it was safe.", "speaker_kind", "nominal"),
        ("She said that it was safe.", "speaker_kind", "pronoun"),
        ("It was reported that it was safe.", "speaker_kind", "none"),
        ("Two officials close to the talks said that it was safe.", "is_anonymous", True),
        ("A clerk who spoke on condition of anonymity said that it was safe.", "is_anonymous", True),
        ("The mayor said that it was safe.", "is_anonymous", False),
        # What kind of act.
        ("Lund admitted that it was not safe.", "cue_class", "confirm"),
        ("Lund denied that it was safe.", "cue_class", "deny"),
    ],
)
def test_what_a_row_says(rows_of: Callable[[str], list[Row]], text: str, column: str, expected: object) -> None:
    [row] = rows_of(text)
    assert row[column] == expected
