"""Quotation marks: which stretches stand between them, and what does not confuse them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.quotes import count_marks
from flows.extract.quotes.marks import quotations

CASES = [
    # text, quotations, marks without partner
    ("He left.", [], 0),
    ('"No," she said.', ['"No,"'], 0),
    ("“No,” she said. “Never.”", ["“No,”", "“Never.”"], 0),
    # Single marks; the apostrophe is the same sign.
    ("‘It’s over,’ said Lund.", ["‘It’s over,’"], 0),
    ("The officials’ doubts didn’t end in the ’90s.", [], 0),
    ("'Tis late, rock 'n' roll is here.", [], 0),
    # A possessive inside single marks closes nothing as long as a later mark does.
    ("‘The members’ votes count,’ she said.", ["‘The members’ votes count,’"], 0),
    # Guillemets, both ways of writing newswire, German low marks.
    ("«We go,» said Lund.", ["«We go,»"], 0),
    ("``We go,'' said Lund. ''We stay.''", ["``We go,''", "''We stay.''"], 0),
    ("„Wir gehen,“ said Lund.", ["„Wir gehen,“"], 0),
    # Marks inside marks are a part of what is quoted.
    ("“She said ‘yes’ to us,” he said.", ["“She said ‘yes’ to us,”"], 0),
    ('"They call it “the Reed” here," he said.', ['"They call it “the Reed” here,"'], 0),
    # Several paragraphs: each opens a mark, the last one closes.
    ("“We came early.\n\n“We saw it.”", ["“We came early.", "“We saw it.”"], 0),
    # A mark that nothing closes: the quotation ends with its sentence, or with the paragraph that it opens.
    ("He said “we go now. Then he left.", ["“we go now."], 1),
    ("“We go now. We stay.\n\nHe left.", ["“We go now. We stay."], 1),
    # … or before the clause that reports it; the quotation after it is not lost.
    ("“We go now, the mayor said. “We stay.”", ["“We go now,", "“We stay.”"], 1),
    # A mark that nothing opens.
    ("We go now,” he said. “We stay.”", ["“We stay.”"], 1),
]


@pytest.mark.parametrize(("text", "expected", "n_unbalanced"), CASES)
def test_quotations(text: str, expected: list[str], n_unbalanced: int) -> None:
    found, missing = quotations(text)
    assert [text[one.start : one.end] for one in found] == expected
    assert missing == n_unbalanced


def test_paragraphs_of_one_speech_are_tied() -> None:
    found, _ = quotations("“We came early.\n\n“We saw it.”\n\n“No,” he said.")
    assert [one.continues for one in found] == [False, True, False]


def test_marks_are_counted() -> None:
    assert count_marks("d1", "“Go,” he said. “Stay") == {"doc_id": "d1", "n_quotations": 2, "n_unbalanced_marks": 1}
    assert count_marks("d1", "He left.") is None


@given(st.text(alphabet="ab .,:!?\n-“”\"‘’'«»`sT"))
def test_quotations_lie_in_the_text_one_after_the_other(text: str) -> None:
    found, n_unbalanced = quotations(text)
    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)
    assert n_unbalanced >= 0


@given(st.lists(st.sampled_from(["“Yes,” he said.", "He left.", "“No, he said."]), min_size=1))
def test_a_missing_mark_spoils_no_other_paragraph(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    found, _ = quotations(text)
    whole = [text[one.start : one.end] for one in found if one.is_closed]
    assert whole == ["“Yes,”" for paragraph in paragraphs if paragraph.startswith("“Yes")]
