"""Near-duplicate documents: candidates by bands of MinHash signatures, verified by their texts, put into groups.

Whether two documents are a pair depends on their texts, on which of their sentences are standing text and on which of their bands are
crowded. So a run compares the documents for which any of these is not as it was with all others, and keeps the other pairs: it comes to
what a run over everything comes to, at the cost of what changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

import duckdb
import pyarrow as pa

from flows.extract.shingles import compared
from flows.resolve.groups import Group, Known, Stated, groups
from flows.resolve.passages import passages
from flows.schema import TABLES, TABLES_OF_COPIES, Row, table

# Two documents are near-duplicates from this similarity on, with their standing text and without it.
SIMILAR = 0.5
# Of a text with fewer shingles a shared form of words is most: only the same words from begin to end make it a copy.
ENOUGH_SHINGLES = 30
# A sentence in more documents than this is standing text.
TOLD_AT_MOST = 20
# So many shingles of standing text, and such a share of a document, are no notice beside it: they are a story that many have printed.
WIDELY_TOLD, MOSTLY = 150, 0.8
# A band that more documents share leads to no candidates: what costs most and says least.
SHARED_AT_MOST = 100

# Texts of so many pairs are in memory at once.
PAIRS_AT_ONCE = 1_000

TABLES_READ = ("texts", "document_metadata", "document_shingles")
TABLES_KEPT = TABLES_OF_COPIES

# Documents are numbered as long as a run lasts: joins of bands are of numbers.
BANDS = """
create temp table numbered as select row_number() over (order by doc_id) as number, doc_id from document_shingles;
create temp view all_bands as
select number, cast(generate_subscripts(bands, 1) as bigint) * 4294967296 + cast(unnest(bands) as bigint) + 2147483648 as band
from document_shingles inner join numbered using (doc_id)
"""

STANDING = """
create temp table standing as
select sentence_hash, count(*) as n_documents
from (select unnest(sentence_hashes) as sentence_hash from document_shingles)
group by sentence_hash having count(*) > ?
"""

CROWDED = """
create temp table added as
select number from numbered anti join previous_document_shingles using (doc_id);
create temp table crowded as
select band, count(*) as n_documents
from all_bands
semi join (
    select band from all_bands semi join added using (number)
    union
    select band from previous_crowded_bands
) as touched using (band)
group by band having count(*) > {shared_at_most}
"""

FRESH = """
create temp table fresh as
with
changed_sentences as (
    select sentence_hash from standing anti join previous_standing_sentences using (sentence_hash)
    union all
    select sentence_hash from previous_standing_sentences anti join standing using (sentence_hash)
),
changed_bands as (
    select band from crowded anti join previous_crowded_bands using (band)
    union all
    select band from previous_crowded_bands anti join crowded using (band)
)
select number from added
union
select number from numbered inner join (
    select doc_id from (select doc_id, unnest(sentence_hashes) as sentence_hash from document_shingles)
    semi join changed_sentences using (sentence_hash)
) using (doc_id)
union
select number from all_bands semi join changed_bands using (band)
"""

CANDIDATES = """
create temp table candidates as
with
fresh_bands as (
    select number, band from all_bands semi join fresh using (number) anti join crowded using (band)
),
pairs as (
    select distinct least(mine.number, theirs.number) as number, greatest(mine.number, theirs.number) as other_number
    from fresh_bands as mine inner join all_bands as theirs using (band)
    where mine.number <> theirs.number
)
select one.doc_id, other.doc_id as other_doc_id
from pairs
inner join numbered as one on one.number = pairs.number
inner join numbered as other on other.number = pairs.other_number
"""

KEPT = """
select previous.doc_id, previous.other_doc_id, previous.similarity
from previous_duplicate_pairs as previous
inner join numbered as one on one.doc_id = previous.doc_id
inner join numbered as other on other.doc_id = previous.other_doc_id
where one.number not in (select number from fresh) and other.number not in (select number from fresh)
"""

MEMBERS = """
select doc_id, published_at, n_shingles
from document_metadata inner join document_shingles using (doc_id) semi join members using (doc_id)
"""

Pair = tuple[str, str]


def duplicates(corpus: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, pa.Table]:
    """The tables of TABLES_KEPT.

    `corpus` has the live rows of TABLES_READ, and under names with `previous_` before them those of TABLES_KEPT as the last run left them,
    with the `document_shingles` that it had; all of these are empty where it left none, or was of another version. What comes out does not
    depend on the order of any rows nor on the last run, but for the values of ids.
    """
    corpus.execute(BANDS)
    corpus.execute(STANDING, [TOLD_AT_MOST])
    corpus.execute(CROWDED.format(shared_at_most=SHARED_AT_MOST))
    corpus.execute(FRESH)
    corpus.execute(CANDIDATES)
    pairs = {(one, other): similarity for one, other, similarity in corpus.execute(KEPT).fetchall()}
    pairs |= _verified(corpus)
    found = _groups(corpus, pairs, run_id)
    members, copied = _compared_with_original(corpus, found, pairs)
    rows: dict[str, list[Row]] = {
        "duplicates": members,
        "duplicate_pairs": [
            {"doc_id": one, "other_doc_id": other, "similarity": similarity} for (one, other), similarity in sorted(pairs.items())
        ],
        "duplicate_passages": copied,
    }
    made = {name: table(TABLES[name], each) for name, each in rows.items()}
    made["standing_sentences"] = corpus.sql("from standing order by all").to_arrow_table().cast(TABLES["standing_sentences"])
    made["crowded_bands"] = corpus.sql("from crowded order by all").to_arrow_table().cast(TABLES["crowded_bands"])
    return made


def similarity(one: set[str], other: set[str]) -> float:
    """Jaccard similarity: those in both by those in either; 0 for two empty sets."""
    n_both = len(one & other)
    n_either = len(one) + len(other) - n_both
    return n_both / n_either if n_either else 0.0


def are_copies(one: tuple[set[str], set[str]], other: tuple[set[str], set[str]]) -> bool:
    """Whether two documents are near-duplicates, each given by its shingles and those of them that are not standing text."""
    if similarity(one[0], other[0]) < SIMILAR:
        return False
    if _is_widely_told(one) and _is_widely_told(other):
        return True
    told = similarity(one[1], other[1])
    return told == 1 if min(len(one[1]), len(other[1])) < ENOUGH_SHINGLES else told >= SIMILAR


def _is_widely_told(shingles: tuple[set[str], set[str]]) -> bool:
    n_standing = len(shingles[0]) - len(shingles[1])
    return n_standing >= max(WIDELY_TOLD, MOSTLY * len(shingles[0]))


def _verified(corpus: duckdb.DuckDBPyConnection) -> dict[Pair, float]:
    """The candidates that are near-duplicates, and how similar they are."""
    candidates = corpus.execute("select doc_id, other_doc_id from candidates order by all").fetchall()
    standing = {sentence for (sentence,) in corpus.execute("select sentence_hash from standing").fetchall()}
    found = {}
    for pairs, texts in _with_texts(corpus, candidates):

        @lru_cache(maxsize=PAIRS_AT_ONCE)
        def shingles_of(doc_id: str, texts: Mapping[str, str] = texts) -> tuple[set[str], set[str]]:
            return compared(texts[doc_id], standing)

        for pair in pairs:
            one, other = shingles_of(pair[0]), shingles_of(pair[1])
            if are_copies(one, other):
                found[pair] = similarity(one[0], other[0])
    return found


def _with_texts(corpus: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Iterator[tuple[list[Pair], dict[str, str]]]:
    """The pairs, some at a time, with the texts of their documents."""
    pairs = list(pairs)
    wanted = pa.table({"doc_id": pa.array(sorted({doc_id for pair in pairs for doc_id in pair}), pa.string())})
    corpus.register("wanted", wanted)
    corpus.execute("create or replace temp table wanted_texts as select doc_id, text from texts semi join wanted using (doc_id)")
    rest = iter(pairs)
    while some := list(islice(rest, PAIRS_AT_ONCE)):
        ids = pa.table({"doc_id": pa.array(sorted({doc_id for pair in some for doc_id in pair}), pa.string())})
        corpus.register("wanted", ids)
        yield some, dict(corpus.execute("select doc_id, text from wanted_texts semi join wanted using (doc_id)").fetchall())


def _groups(corpus: duckdb.DuckDBPyConnection, pairs: Iterable[Pair], run_id: str) -> list[Group]:
    pairs = list(pairs)
    corpus.register("members", pa.table({"doc_id": pa.array(sorted({doc_id for pair in pairs for doc_id in pair}), pa.string())}))
    stated = {doc_id: Stated(*rest) for doc_id, *rest in corpus.execute(MEMBERS).fetchall()}
    known = {
        doc_id: Known(group_id, first_run_id)
        for doc_id, group_id, first_run_id in corpus.execute("select doc_id, group_id, first_run_id from previous_duplicates").fetchall()
    }
    return groups(pairs, stated, known, run_id)


def _compared_with_original(
    corpus: duckdb.DuckDBPyConnection, found: Iterable[Group], pairs: Mapping[Pair, float]
) -> tuple[list[Row], list[Row]]:
    """Rows of `duplicates` and `duplicate_passages`. A document and an original that were that before are not compared again."""
    group_of = {doc_id: group for group in found for doc_id in group.members}
    links = {(doc_id, group.original) for doc_id, group in group_of.items() if doc_id != group.original}
    query = """
        select {columns}, similarity
        from previous_duplicate_passages as passages inner join previous_duplicates using (doc_id, original_doc_id)
    """
    columns = TABLES["duplicate_passages"].names
    copied: list[Row] = []
    similar: dict[Pair, float] = {}
    for *values, same in corpus.execute(query.format(columns=", ".join(columns))).fetchall():
        row = dict(zip(columns, values, strict=True))
        if (link := (row["doc_id"], row["original_doc_id"])) in links:
            similar[link] = same
            copied.append(row)
    for some, texts in _with_texts(corpus, sorted(links - similar.keys())):
        for doc_id, original in some:
            pair = (min(doc_id, original), max(doc_id, original))
            text, other = texts[doc_id], texts[original]
            similar[doc_id, original] = pairs[pair] if pair in pairs else similarity(compared(text, ())[0], compared(other, ())[0])
            copied += [
                {
                    "doc_id": doc_id,
                    "start_char": each.start,
                    "end_char": each.end,
                    "text": text[each.start : each.end],
                    "original_doc_id": original,
                    "original_start_char": each.other_start,
                    "original_end_char": each.other_end,
                    "original_text": other[each.other_start : each.other_end],
                }
                for each in passages(text, other)
            ]
    members: list[Row] = [
        {
            "group_id": group.group_id,
            "doc_id": doc_id,
            "is_original": doc_id == group.original,
            "similarity": similar.get((doc_id, group.original), 1.0),
            "original_doc_id": group.original,
            "first_run_id": group.first_run_id,
        }
        for doc_id, group in sorted(group_of.items())
    ]
    return members, sorted(copied, key=lambda row: (row["doc_id"], row["start_char"]))
