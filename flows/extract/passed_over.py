"""Where a name may have been passed over: words with a capital that no name covers, each with the word after it.

The names that the corpus knows beyond doubt are looked for here and not in the texts, so that what a run costs does not grow with them.
"""

import re
from collections.abc import Iterable

import numpy as np

from flows.annotate.annotated import AnnotatedDocument
from flows.schema import Row

# Two words and what parts them; `resolve.known_names` has the same pattern for names.
OPENING = re.compile(r"\w+\W{1,3}\w+")


def openings(annotated: AnnotatedDocument, mentions: Iterable[Row]) -> list[Row]:
    """Rows of `passed_over`: one a token that lies in none of the document's names and opens two words with a capital among them.

    `mentions` are the document's rows of `document_mentions`.
    """
    text, starts = annotated.text, annotated.starts
    names = sorted((row["start_char"], row["end_char"]) for row in mentions if row["kind"] == "name")
    name_starts = np.array([start for start, _ in names], dtype=np.int64)
    # Names may lie in one another: what covers a place is the furthest end of those that begin before it.
    name_ends = np.maximum.accumulate(np.array([end for _, end in names] or [0], dtype=np.int64))
    sentences = np.cumsum(annotated.doc.to_array("SENT_START") == 1).tolist() if len(annotated.doc) else []
    first = sentences[0] if sentences else 0
    following = np.searchsorted(name_starts, starts, side="right").tolist()
    rows: list[Row] = []
    for start, sentence, after in zip(starts.tolist(), sentences, following, strict=True):
        if after and name_ends[after - 1] > start:
            continue
        found = OPENING.match(text, start)
        if not found or found[0] == found[0].lower():
            continue
        n_free = int(name_starts[after]) - start if after < len(names) else len(text) - start
        if len(found[0]) <= n_free:
            rows.append(
                {
                    "doc_id": annotated.doc_id,
                    "sentence_index": sentence - first,
                    "start_char": start,
                    "opening": found[0],
                    "n_free_chars": n_free,
                }
            )
    return rows
