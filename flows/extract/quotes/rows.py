"""From an annotated document to rows of `QUOTES`."""

from bisect import bisect_left
from dataclasses import replace

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.quotes import colons, direct, indirect, nesting, stance
from flows.extract.quotes.attribution import Attribution, Span
from flows.extract.quotes.direct import Quoted
from flows.extract.quotes.marks import quotations
from flows.extract.quotes.parse import Parse, parse
from flows.schema import Row


def extract(annotated: AnnotatedDocument) -> list[Row]:
    """The document's attributions, in the order of their content."""
    made = parse(annotated)
    quoted = quoted_tokens(made)
    is_quoted = [False] * len(made)
    for one in quoted:
        is_quoted[one.start : one.end] = [True] * (one.end - one.start)
    found = nesting.outermost(
        made, direct.attach(made, quoted, is_quoted, [*colons.attributions(made, is_quoted), *indirect.attributions(made, is_quoted)])
    )
    return [row(annotated.doc_id, index, made, behind_dateline(made, one), is_quoted) for index, one in enumerate(found)]


def behind_dateline(made: Parse, one: Attribution) -> Attribution:
    """The attribution without a dateline at the front of its content or speaker."""

    def clipped(span: Span) -> Span:
        start, end = span
        behind = made.datelines.get(start, start)
        return (behind, end) if behind < end else span

    return replace(one, content=[clipped(piece) for piece in one.content], speaker=one.speaker and clipped(one.speaker))


def count_marks(doc_id: str, text: str) -> Row | None:
    """The row of `QUOTATION_MARKS`; null if the text has no quotation marks."""
    found, n_unbalanced = quotations(text)
    if not found and not n_unbalanced:
        return None
    return {"doc_id": doc_id, "n_quotations": len(found), "n_unbalanced_marks": n_unbalanced}


def quoted_tokens(made: Parse) -> list[Quoted]:
    """The text's quotations in tokens; one that holds no token of its own is left out."""
    found: list[Quoted] = []
    for one in quotations(made.text)[0]:
        start, end = bisect_left(made.starts, one.start), bisect_left(made.starts, one.end)
        if start < end and (not found or start >= found[-1].end):
            found.append(Quoted(start, end, one.continues))
    return found


def row(doc_id: str, index: int, made: Parse, one: Attribution, is_quoted: list[bool]) -> Row:
    """The attribution as a row of `QUOTES`."""
    text = made.text
    spans = [made.characters(*piece) for piece in one.content]
    start, end = spans[0][0], spans[-1][1]
    cue = made.characters(*one.cue)
    speaker = made.characters(*one.speaker) if one.speaker else None
    head = stance.head_of(made, one.speaker) if one.speaker else None
    return {
        "doc_id": doc_id,
        "quote_index": index,
        "start_char": start,
        "end_char": end,
        "text": text[start:end],
        "spans": [{"start_char": s, "end_char": e} for s, e in spans],
        "content": " … ".join(text[s:e] for s, e in spans),
        "kind": kind(made, one, is_quoted),
        "cue_start_char": cue[0],
        "cue_end_char": cue[1],
        "cue_text": text[cue[0] : cue[1]],
        "cue_lemma": made.lemmas[one.head],
        "cue_class": one.cue_class,
        "is_negated": stance.is_negated(made, one.head),
        "is_hedged": stance.is_hedged(made, one.head),
        "speaker_start_char": speaker and speaker[0],
        "speaker_end_char": speaker and speaker[1],
        "speaker_text": speaker and text[speaker[0] : speaker[1]],
        "speaker_head_start_char": None if head is None else made.starts[head],
        "speaker_head_end_char": None if head is None else made.ends[head],
        "speaker_kind": "none" if head is None else stance.speaker_kind(made, head),
        "is_anonymous": head is not None and one.speaker is not None and stance.is_anonymous(made, one.speaker, head),
    }


def kind(made: Parse, one: Attribution, is_quoted: list[bool]) -> str:
    """`direct` if nine tenths of the content's words are quoted or it is a transcript's, `indirect` if none is, else `mixed`."""
    words = [token for start, end in one.content for token in range(start, end) if any(map(str.isalnum, made.words[token]))]
    inside = len(words) if one.is_transcript else sum(is_quoted[token] for token in words)
    if inside and inside >= 0.9 * len(words):
        return "direct"
    return "mixed" if inside else "indirect"
