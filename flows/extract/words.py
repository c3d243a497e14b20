"""The words of documents, for search: where each stands, how often each document has it, and how many words a document has.

A word is an unbroken run of letters, marks and digits, folded: in lower case and without accents. Nothing else of the annotation counts
but where sentences begin, so what a question is cut into by SQL (`question_words`) is what texts are cut into here, in any language that
writes its words apart.
"""

import re
import unicodedata
from array import array
from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from flows.schema import DOCUMENT_LENGTHS, DOCUMENT_WORDS, WORD_POSITIONS

# The last mark of Unicode but for the variation selectors, which no word is told apart by.
LAST_MARK = 0x1E94A

Ints = npt.NDArray[np.int64]


@cache
def pattern() -> re.Pattern[str]:
    """What a word is. Python's `\\w` has letters and digits, and the underscore, but no marks (Unicode's category M)."""
    marks = "".join(char for char in map(chr, range(0x300, LAST_MARK + 1)) if unicodedata.category(char).startswith("M"))
    return re.compile(rf"(?:[^\W_]|[{marks}])+")


@cache
def folded(word: str) -> str:
    """The word in lower case without accents, as DuckDB's `strip_accents(lower(word))` has it."""
    if word.isascii():
        return word.lower()
    letters = (char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", "".join(letters))


def rows(texts: Mapping[str, str], sentences: pa.Table) -> dict[str, pa.Table]:
    """The tables `word_positions`, `document_words` and `document_lengths` of these documents, given their rows of `sentences`."""
    folded.cache_clear()
    number = {doc_id: index for index, doc_id in enumerate(texts)}
    words: list[str] = []
    starts, n_chars = array("i"), array("i")  # a text may have millions of words
    lengths = np.zeros(len(texts), dtype=np.int32)
    for document, text in enumerate(texts.values()):
        for found in pattern().finditer(text):
            word = folded(found[0])
            if word:
                words.append(word)
                starts.append(found.start())
                n_chars.append(found.end() - found.start())
                lengths[document] += 1
    document_of = np.repeat(np.arange(len(texts)), lengths)
    sentence = _sentences(document_of, np.array(starts, dtype=np.int64), number, sentences)
    doc_ids = pa.array(texts, pa.string())
    first = np.cumsum(lengths) - lengths
    positions = pa.table(
        {
            "word": pa.array(words, pa.string()),
            "doc_id": doc_ids.take(pa.array(document_of)),
            "sentence_index": sentences["sentence_index"].take(pa.array(sentence)),
            "word_index": pa.array(np.arange(len(words)) - first[document_of], pa.int32()),
            "start_char": pa.array(starts, pa.int32()),
            "n_chars": pa.array(n_chars, pa.int32()),
            "n_words": pa.array(np.bincount(sentence, minlength=len(sentences))[sentence], pa.int32()),
        }
    )
    counted = positions.group_by(["doc_id", "word"]).aggregate([([], "count_all")])
    return {
        "word_positions": positions.select(WORD_POSITIONS.names).cast(WORD_POSITIONS),
        "document_words": counted.rename_columns({"count_all": "n_positions"}).select(DOCUMENT_WORDS.names).cast(DOCUMENT_WORDS),
        "document_lengths": pa.Table.from_arrays([doc_ids, pa.array(lengths)], schema=DOCUMENT_LENGTHS),
    }


def _sentences(document_of: Ints, starts: Ints, number: Mapping[str, int], sentences: pa.Table) -> Ints:
    """For each word the row of the sentence that it stands in: the last one of its document that begins before it or with it."""
    place = pc.index_in(sentences["doc_id"], pa.array(number, pa.string())).to_numpy().astype(np.int64)
    # Document and character as one number: both tables are in that order.
    far = np.int64(1) << 32
    begins = place * far + sentences["start_char"].to_numpy()
    return np.searchsorted(begins, document_of * far + starts, side="right") - 1
