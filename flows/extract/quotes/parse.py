"""An annotated document as plain lists: what the rules read, without spaCy's cost per attribute."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from spacy.attrs import DEP, HEAD, LEMMA, POS, SENT_START, TAG

from flows.annotate.annotated import AnnotatedDocument
from flows.annotate.lines import unit_starts

# Reading a token's attributes one by one costs several times what all the rules do; `Doc.to_array` gives a column at once.


@dataclass(frozen=True, slots=True)
class Parse:
    """One value a token in every list; `children` are in the order of the text.

    `left` and `right` are the first and the last token of a token's subtree (both inclusive), `sentence` is the number of its sentence
    and `paragraph` of its paragraph (`unit_starts`).
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]
    left: list[int]
    right: list[int]
    sentence: list[int]
    sentence_starts: list[int]
    paragraph: list[int]
    datelines: dict[int, int]

    def __len__(self) -> int:
        """Tokens in the document."""
        return len(self.words)

    def sentence_span(self, token: int) -> tuple[int, int]:
        """First token of the token's sentence and the end (exclusive)."""
        number = self.sentence[token]
        last = number + 1 == len(self.sentence_starts)
        return self.sentence_starts[number], len(self.words) if last else self.sentence_starts[number + 1]

    def child(self, token: int, *deps: str) -> int | None:
        """The token's first child with one of the relations."""
        return next((child for child in self.children[token] if self.deps[child] in deps), None)

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """First character and end (exclusive) of the tokens from `start` to before `end`."""
        return self.starts[start], self.ends[end - 1]


def parse(annotated: AnnotatedDocument) -> Parse:
    """The document's annotation as lists. Works on any Doc that has the attributes, also on one made again from stored tokens."""
    doc, text = annotated.doc, annotated.text
    strings = doc.vocab.strings
    table = doc.to_array([LEMMA, TAG, POS, DEP, HEAD, SENT_START])
    named = {int(key): strings[int(key)] for key in set(table[:, :4].ravel().tolist())}
    lemmas, tags, pos, deps = ([named[key] for key in table[:, column].tolist()] for column in range(4))
    n = len(doc)
    offsets = table[:, 4].astype("int32").tolist()
    heads = [token + offset for token, offset in enumerate(offsets)]
    begins = [token == 0 or int(flag) == 1 for token, flag in enumerate(table[:, 5].astype("int64").tolist())]
    starts, ends = annotated.starts.tolist(), annotated.ends.tolist()
    words = [text[start:end].lower() for start, end in zip(starts, ends, strict=True)]
    children: list[list[int]] = [[] for _ in range(n)]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    left, right = edges(heads)
    sentence, sentence_starts, paragraph = [], [], []
    number = -1
    block = 0
    units = unit_starts(text)
    breaks = {bisect_left(starts, unit) for unit in units}
    datelines = {bisect_left(starts, unit): bisect_left(starts, behind) for unit, behind in after_datelines(text, units).items()}
    for token in range(n):
        if begins[token]:
            number += 1
            sentence_starts.append(token)
        block += token in breaks
        sentence.append(number)
        paragraph.append(block)
    return Parse(
        text, starts, ends, words, lemmas, tags, pos, deps, heads, children, left, right, sentence, sentence_starts, paragraph, datelines
    )


# "OSLO (AP) -- ", "(CRN)": the agency's, not the sentence's (The Associated Press Stylebook, "datelines").
DATELINE = re.compile(r"(?:\([A-Z]{2,8}\)|[A-Z]{3}[^a-z\n]{0,40}[^\n.?!]{0,50}?(?:--|–|—|\s-\s))\s*")


def after_datelines(text: str, units: list[int]) -> dict[int, int]:
    """{first character of a paragraph: first character behind its dateline}, for paragraphs that begin with one."""
    found = {}
    for unit in units:
        dateline = DATELINE.match(text, unit)
        if dateline is not None and dateline.end() < len(text):
            found[unit] = dateline.end()
    return found


def edges(heads: list[int]) -> tuple[list[int], list[int]]:
    """First and last token of every token's subtree, both inclusive.

    A tree's tokens are taken leaves first, so that each hands its edges to its head once.
    """
    n = len(heads)
    left, right = list(range(n)), list(range(n))
    waiting = [0] * n
    for token, head in enumerate(heads):
        if head != token:
            waiting[head] += 1
    ready = [token for token in range(n) if not waiting[token]]
    while ready:
        token = ready.pop()
        head = heads[token]
        if head == token:
            continue
        left[head] = min(left[head], left[token])
        right[head] = max(right[head], right[token])
        waiting[head] -= 1
        if not waiting[head]:
            ready.append(head)
    return left, right
