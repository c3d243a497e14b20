"""What a text is compared with others by: its word five-shingles, signatures of them in bands, and its sentences.

Resemblance of sets of shingles as in A. Broder, "On the resemblance and containment of documents" (1997); MinHash signatures in bands as in
J. Leskovec, A. Rajaraman and J. Ullman, "Mining of Massive Datasets", chapter 3. Rensa makes the signatures.
"""

import re
from collections.abc import Collection, Iterable
from hashlib import blake2b
from itertools import chain

import numpy as np
import pyarrow as pa
from rensa import RMinHash

from flows.schema import DOCUMENT_SHINGLES

N_WORDS = 5
# Two documents share a band with probability 1 - (1 - s**3)**64 where s is their similarity: 0.9998 at 0.5, 0.06 at 0.1.
N_BANDS, ROWS_PER_BAND = 64, 3
SEED = 1

# Signatures of so many documents are made at once: their shingles are in memory together.
AT_ONCE = 256

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"\n|[.!?…][\"'”’»)\]]*\s")


def sentences(text: str) -> list[list[str]]:
    """The words of each stretch between line ends and sentence ends, lower case. Together they are the words of the text.

    Where exactly a sentence ends makes no difference: the same sentence in two texts is split the same.
    """
    return [_WORD.findall(stretch) for stretch in _SENTENCE_END.split(text.lower())]


def shingles(words: Iterable[str]) -> set[str]:
    """Every five words in a row."""
    words = list(words)
    return set(map(" ".join, zip(*(words[start:] for start in range(N_WORDS)), strict=False)))


def sentence_hash(words: Iterable[str]) -> int:
    """64 bits of a hash of the words, signed."""
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), "little", signed=True)


def sentence_hashes(found: Iterable[list[str]]) -> set[int]:
    """The hashes of sentences that are long enough for a shingle."""
    return {sentence_hash(words) for words in found if len(words) >= N_WORDS}


def compared(text: str, standing: Collection[int]) -> tuple[set[str], set[str]]:
    """The text's shingles, and those of them that do not lie in standing text, which is given by the hashes of its sentences."""
    found = sentences(text)
    every = shingles(chain.from_iterable(found))
    stands = [bool(standing) and len(words) >= N_WORDS and sentence_hash(words) in standing for words in found]
    if not any(stands):
        return every, every
    words = list(chain.from_iterable(found))
    is_told = list(chain.from_iterable([not each] * len(sentence) for each, sentence in zip(stands, found, strict=True)))
    starts = range(len(words) - N_WORDS + 1)
    return every, {" ".join(words[start : start + N_WORDS]) for start in starts if any(is_told[start : start + N_WORDS])}


def rows(texts: Iterable[tuple[str, str]]) -> pa.Table:
    """Rows of `document_shingles` for documents, each an id and a text."""
    made = []
    held: list[tuple[str, str]] = []
    for each in texts:
        held.append(each)
        if len(held) == AT_ONCE:
            made.append(_rows(held))
            held = []
    made.append(_rows(held))
    return pa.concat_tables(made)


def _rows(texts: list[tuple[str, str]]) -> pa.Table:
    found = [sentences(text) for _, text in texts]
    sets = [shingles(chain.from_iterable(each)) for each in found]
    bands = iter(_bands([each for each in sets if each]))
    columns = [
        [doc_id for doc_id, _ in texts],
        [len(each) for each in sets],
        [next(bands) if each else [] for each in sets],
        [sorted(sentence_hashes(each)) for each in found],
    ]
    return pa.table(columns, schema=DOCUMENT_SHINGLES)


def _bands(sets: list[set[str]]) -> list[list[int]]:
    """For each set of shingles its bands: 32 bits of a hash of three values of its signature each."""
    if not sets:
        return []
    signatures = RMinHash.digests_from_token_sets(sets, num_perm=N_BANDS * ROWS_PER_BAND, seed=SEED)
    values = np.array(signatures, np.uint64).reshape(len(sets), N_BANDS, ROWS_PER_BAND)
    mixed = np.zeros((len(sets), N_BANDS), np.uint64)
    for row in range(ROWS_PER_BAND):
        # Multiplied by 2**64 divided by the golden ratio, and folded (D. Knuth, "The Art of Computer Programming", 6.4).
        mixed = (mixed ^ values[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    found: list[list[int]] = (mixed & np.uint64(0xFFFFFFFF)).astype(np.uint32).view(np.int32).tolist()
    return found
