"""Every stored table, declared once: columns, types, descriptions, key, grain.

A table is a `pa.Schema`. A column is not null unless declared `null=True`; its description rides in the field's metadata, the table's
description, key and layer in the schema's. From this one declaration come writing, the strict check of rows, the checks of keys and
references, the base views with their comments, and the data dictionary of the README.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]


def column(name: str, kind: pa.DataType, description: str, *, null: bool = False) -> pa.Field:
    """A column with its description; not null unless said."""
    return pa.field(name, kind, nullable=null, metadata={"description": description})


# DuckDB reads a row group of a part at a time and skips by its least and greatest values; this is its own default.
ROWS_PER_GROUP = 122_880


def declare(
    description: str,
    key: tuple[str, ...],
    columns: list[pa.Field],
    *,
    order: tuple[str, ...] = (),
    rows_per_group: int = ROWS_PER_GROUP,
) -> pa.Schema:
    """A table's schema. `description` says the grain and begins "One row per"; `key` names the columns that identify a row.

    `order` names the columns by which a part is sorted, where that is not the documents' order: for tables that are asked by a word.
    `rows_per_group` are few where a question wants few rows and rows are long: a group with none of them is not decompressed.
    """
    said = {"description": description, "key": " ".join(key), "order": " ".join(order), "rows_per_group": str(rows_per_group)}
    return pa.schema(columns, metadata=said)


def key_of(schema: pa.Schema) -> tuple[str, ...]:
    """The columns that identify a row."""
    return tuple(schema.metadata[b"key"].decode().split())


def order_of(schema: pa.Schema) -> tuple[str, ...]:
    """The columns by which a part is sorted; none where it has the documents' order."""
    return tuple(schema.metadata[b"order"].decode().split())


def rows_per_group_of(schema: pa.Schema) -> int:
    """Rows in a row group of a part."""
    return int(schema.metadata[b"rows_per_group"])


DOC_ID = column("doc_id", pa.string(), "The document: a hash of its text.")
START = column("start_char", pa.int32(), "First character of the span in `documents.text`, counted in code points from 0.")
END = column("end_char", pa.int32(), "End of the span, exclusive.")
TEXT = column("text", pa.string(), "The span's text, exactly as in `documents.text`.")
SENTENCE_INDEX = column("sentence_index", pa.int32(), "Sentence in the document, from 0.")

_FROM = "Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none."

_SOURCE_METADATA = [
    column("source_id", pa.string(), "The given `id`, else the file's name without its ending; not a key."),
    column("title", pa.string(), "Title as the source states it.", null=True),
    column("title_from", pa.string(), _FROM, null=True),
    column("publisher", pa.string(), "Publisher as the source states it.", null=True),
    column("publisher_from", pa.string(), _FROM, null=True),
    column("authors", pa.list_(pa.string()), "Authors as the source states them, in order.", null=True),
    column("authors_from", pa.string(), _FROM, null=True),
    column("contributors", pa.list_(pa.string()), "Who else is said to have contributed, in order.", null=True),
    column("contributors_from", pa.string(), _FROM, null=True),
    column(
        "published_at",
        pa.timestamp("us"),
        "When it was published, as written there: no zone is applied, and what is finer than `published_precision` is its beginning.",
        null=True,
    ),
    column("published_at_from", pa.string(), _FROM, null=True),
    column("published_precision", pa.string(), "Unit to which that is stated: year, month, day, hour, minute or second.", null=True),
    column(
        "published_on",
        pa.date32(),
        "The calendar date of publication as written there, the anchor of relative dates; null where no day is stated.",
        null=True,
    ),
    column("dateline_place", pa.string(), "The place where it was written, as the source states it.", null=True),
    column("dateline_place_from", pa.string(), _FROM, null=True),
    column("url", pa.string(), "Address as the source states it.", null=True),
    column("url_from", pa.string(), _FROM, null=True),
    column(
        "language",
        pa.string(),
        "Language (ISO 639): as the source states it, unless the text is plainly in another; else as the text shows it; null where "
        "neither tells.",
        null=True,
    ),
    column("language_from", pa.string(), "Where that was read; `detected` where it was told from the text.", null=True),
    column("encoding", pa.string(), "Codec that made text of the bytes; null where the format leaves no choice of one.", null=True),
    column("media_type", pa.string(), "What kind of file the text is from, by its name with IANA: `text/plain`.", null=True),
]
_ADDED = column("added_run_id", pa.string(), "The run that brought this row in.")
_REMOVED = column("removed_run_id", pa.string(), "The run that took it out; null while it is live.", null=True)
_SOURCE_URI = column(
    "source_uri", pa.string(), "Where it was found: the path from its seed root, with the root's name in front; in line files plus `#<id>`."
)
_SEED_URI = column("seed_uri", pa.string(), "The seed file: its path from the seed root, with the root's name in front.")

TEXTS = declare(
    "One row per live document: its text, decoded and otherwise untouched.",
    ("doc_id",),
    [DOC_ID, column("text", pa.string(), "The text that all offsets count in.")],
    rows_per_group=64,
)

DOCUMENT_METADATA = declare(
    "One row per live document: what its earliest published source states of it.",
    ("doc_id",),
    [DOC_ID, _SOURCE_URI, *_SOURCE_METADATA],
)

SOURCE_HISTORY = declare(
    "One row per place where a document was found, and per version of what that place states; live rows have no `removed_run_id`.",
    ("source_uri", "added_run_id"),
    [_SOURCE_URI, _SEED_URI, DOC_ID, *_SOURCE_METADATA, _ADDED, _REMOVED],
)

DOCUMENT_HISTORY = declare(
    "One row per document and version of its metadata (its earliest published source's); live rows have no `removed_run_id`.",
    ("doc_id", "added_run_id"),
    [DOC_ID, _SOURCE_URI, *_SOURCE_METADATA, _ADDED, _REMOVED],
)

SEED_FILES = declare(
    "One row per seed file that was read.",
    ("seed_uri",),
    [
        _SEED_URI,
        column("content_hash", pa.string(), "SHA-256 of the file's bytes and of what it was read with."),
        column("n_sources", pa.int32(), "Documents found in it."),
        column("n_issues", pa.int32(), "Issues found in it."),
    ],
)

ISSUES = declare(
    "One row per input that was not, or not fully, used.",
    ("source_uri", "reason", "message"),
    [
        column("source_uri", pa.string(), "The input: a seed file, or a document in it."),
        _SEED_URI,
        column("stage", pa.string(), "The step that could not use it, such as `read`."),
        column("reason", pa.string(), "Why, as one of a fixed list of words."),
        column("message", pa.string(), "Why, in a sentence, and what to do."),
        column("run_id", pa.string(), "The run that found it."),
    ],
)

RUNS = declare(
    "One row per run that was published.",
    ("run_id",),
    [
        column("run_id", pa.string(), "The run: its start in UTC."),
        column("started_at", pa.timestamp("us"), "Start, UTC."),
        column("ended_at", pa.timestamp("us"), "Publication, UTC."),
        column("n_documents", pa.int64(), "Documents that were live after it."),
        column("n_added", pa.int64(), "Documents that it brought in, edits included."),
        column("n_removed", pa.int64(), "Documents that it took out, edits included."),
        column("n_edited", pa.int64(), "Sources whose document it replaced by another."),
        column("n_issues", pa.int64(), "Issues that were open after it."),
    ],
)

RUN_STEPS = declare(
    "One row per step of a published run, up to the publishing itself, whose seconds are in the run's log.",
    ("run_id", "step_index"),
    [
        column("run_id", pa.string(), "The run."),
        column("step_index", pa.int32(), "Step in the run, from 0."),
        column("step", pa.string(), "`read`, `annotate`, `compact`, `resolve` or `copies`."),
        column("started_at", pa.timestamp("us"), "Start, UTC."),
        column("seconds", pa.float64(), "How long it took."),
        column("n_rows", pa.int64(), "Rows in the parts that it made."),
        column("n_words", pa.int64(), "Words that it annotated; null for steps that annotate none.", null=True),
        column("words_per_second", pa.float64(), "The same for each second of the step.", null=True),
        column("peak_memory_mb", pa.int32(), "The most memory that the run's own process held in it, in megabytes."),
        column(
            "worker_peak_memory_mb",
            pa.int32(),
            "The most memory that a worker process held in one of its calls, in megabytes; null without such a call.",
            null=True,
        ),
    ],
)

FORGOTTEN = declare(
    "One row per document that was forgotten (`textmart forget`): nothing else is left of it, and its text is not read again.",
    ("doc_id",),
    [
        column("doc_id", pa.string(), "The hash of its text, which tells the text to nobody who does not have it."),
        column("forgotten_at", pa.timestamp("us"), "When, UTC."),
        column("why", pa.string(), "Why, as it was said then.", null=True),
        column("run_id", pa.string(), "The publishing that took it out."),
    ],
)

DOCUMENT_COUNTS = declare(
    "One row per annotated document.",
    ("doc_id",),
    [
        DOC_ID,
        column("n_tokens", pa.int32(), "Tokens in the document."),
        column("n_sentences", pa.int32(), "Sentences in the document."),
    ],
)

SENTENCES = declare(
    "One row per sentence, without the white space at its edges.",
    ("doc_id", "sentence_index"),
    [DOC_ID, SENTENCE_INDEX, START, END, TEXT],
    rows_per_group=2048,
)

TOKENS = declare(
    "One row per token; white space is no token. In a language without a model, `lemma`, `pos`, `tag` and `dep` are empty.",
    ("doc_id", "token_index"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        column("token_index", pa.int32(), "Token in the document, from 0."),
        START,
        END,
        TEXT,
        column("lemma", pa.string(), "Base form."),
        column("pos", pa.string(), "Part of speech, universal (UPOS)."),
        column("tag", pa.string(), "Part of speech, the model's own (Penn Treebank for English)."),
        column("dep", pa.string(), "Relation to the head (the model's labels; ClearNLP for English)."),
        column("head_index", pa.int32(), "Token that this one depends on, as a `token_index`; a root heads itself."),
    ],
)

NAMES = declare(
    "One row per name that the model found, before any repair.",
    ("doc_id", "start_char"),
    [DOC_ID, SENTENCE_INDEX, START, END, TEXT, column("label", pa.string(), "The model's label (OntoNotes).")],
)

AMOUNTS = declare(
    "One row per number, quantity, money, percentage, ordinal, date or time that the model found.",
    ("doc_id", "start_char"),
    [DOC_ID, START, END, TEXT, column("label", pa.string(), "OntoNotes' CARDINAL, QUANTITY, MONEY, PERCENT, ORDINAL, DATE or TIME.")],
)

DOCUMENT_SHINGLES = declare(
    "One row per document: what it is compared with others by, to find copies.",
    ("doc_id",),
    [
        DOC_ID,
        column("n_shingles", pa.int32(), "Different sequences of five words in it, lower case."),
        column("bands", pa.list_(pa.int32()), "A hash of each band of its MinHash signature; empty where it has no five words."),
        column("sentence_hashes", pa.list_(pa.int64()), "A hash of each sentence or line of five words or more, each once, in no order."),
    ],
)

ENTITY_INDEX = column("entity_index", pa.int32(), "The document's own entity, from 0 in the order of first mention.")
ENTITY_ID = column("entity_id", pa.string(), "The entity across the corpus.")

DOCUMENT_MENTIONS = declare(
    "One row per span that refers to an entity, as this document alone tells it.",
    ("doc_id", "start_char", "end_char"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        START,
        END,
        TEXT,
        column("kind", pa.string(), "`name`, `nominal` or `pronoun`."),
        column("label", pa.string(), "OntoNotes' label, after repair."),
        column("model_label", pa.string(), "What the model called this name; null where it called it nothing.", null=True),
        ENTITY_INDEX,
    ],
)

DOCUMENT_ENTITIES = declare(
    "One row per entity of a document, as this document alone tells it.",
    ("doc_id", "entity_index"),
    [
        DOC_ID,
        ENTITY_INDEX,
        column("name", pa.string(), "The fullest name that the document gives it."),
        column("key", pa.string(), "That name folded: equal for spellings that are the same name."),
        column("sense", pa.string(), "The sport, where a place's name stands for its team; else empty."),
        column("label", pa.string(), "OntoNotes' label."),
        column("certainty", pa.float32(), "Votes for the label less those for the next one; a confident reading of the model is 2."),
        column("support", pa.float32(), "The same without the model's votes: what the text around and the form of the names say."),
        column("gender", pa.string(), "f or m where a title, a given name or a noun says so.", null=True),
        column("n_mentions", pa.int32(), "Names that refer to it in the document."),
    ],
)

DOCUMENT_NAMES = declare(
    "One row per name of an entity of a document, with the characters that show why it is this entity's.",
    ("doc_id", "entity_index", "key"),
    [
        DOC_ID,
        ENTITY_INDEX,
        column("name", pa.string(), "The name, in its commonest spelling."),
        column("key", pa.string(), "The name folded: equal for spellings that are the same name."),
        column("n_mentions", pa.int32(), "Mentions of it by this name."),
        column("evidence", pa.string(), "Why the name is this entity's, in a word or two."),
        START,
        END,
        TEXT,
    ],
)

DOCUMENT_ROLES = declare(
    "One row per role that a document states of an entity.",
    ("doc_id", "start_char", "end_char", "entity_index"),
    [
        DOC_ID,
        START,
        END,
        TEXT,
        ENTITY_INDEX,
        column("role", pa.string(), "The role, without the organisation."),
        column("of_entity_index", pa.int32(), "The organisation or place of the role, an entity of the document.", null=True),
    ],
)

PASSED_OVER = declare(
    "One row per word that is in no name and opens two words with a capital among them: where a name that the corpus knows may be.",
    ("doc_id", "start_char"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        column("start_char", pa.int32(), "First character of the word in `documents.text`, counted in code points from 0."),
        column("opening", pa.string(), "The word and the next one, with what parts them, as in `documents.text`."),
        column("n_free_chars", pa.int32(), "Characters from there to the next name, or to the end of the text."),
    ],
)

MOMENT = pa.timestamp("us")

TIMES = declare(
    "One row per temporal expression, as TIMEX3 marks them (TimeML 1.2.1); ages are none.",
    ("doc_id", "start_char"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        START,
        END,
        TEXT,
        column("type", pa.string(), "TIMEX3's type: DATE, TIME, DURATION or SET."),
        column("value", pa.string(), "TIMEX3's value, `X` where a digit is not known: `2015-07`, `XXXX-WXX-6`, `P2W`, `PAST_REF`."),
        column(
            "starts_at",
            MOMENT,
            "First moment of the time spoken of, local; null where it could not be resolved. Parts of the day begin at 6 (morning), 12, 18,"
            " 20 (night) o'clock, seasons as meteorologists count them in the north, a fiscal year as the calendar's.",
            null=True,
        ),
        column("ends_at", MOMENT, "End of the time spoken of, exclusive, local; null where `starts_at` is.", null=True),
        column(
            "range_starts_at",
            MOMENT,
            "Begin of the range that the text states with this time as one end (between 2009 and 2013).",
            null=True,
        ),
        column("range_ends_at", MOMENT, "End of that range, exclusive.", null=True),
        column(
            "precision",
            pa.string(),
            "Unit of the time spoken of: second, minute, part of day, day, week, weekend, month, ..., century.",
            null=True,
        ),
        column(
            "modifier",
            pa.string(),
            "TIMEX3's mod: START, MID, END, APPROX, MORE_THAN, LESS_THAN, EQUAL_OR_MORE, EQUAL_OR_LESS, BEFORE, AFTER.",
            null=True,
        ),
        column("quant", pa.string(), "Of a SET: the quantifier as written (EVERY, EACH OTHER).", null=True),
        column("freq", pa.string(), "Of a SET: how often in each (2X: twice).", null=True),
        column(
            "anchor", MOMENT, "The day that a relative expression was told from; null where it needed none, or there was none.", null=True
        ),
        column(
            "anchor_start_char",
            pa.int32(),
            "Where the text says that day, of which `anchor` is the first; null if it is `published_on`.",
            null=True,
        ),
    ],
)

ENTITY_LINKS = declare(
    "One row per entity of a document: the corpus's entity that it is.",
    ("doc_id", "entity_index"),
    [
        DOC_ID,
        ENTITY_INDEX,
        column("key", pa.string(), "The folded name by which the next run knows it again."),
        column("entity_id", pa.string(), "The entity across the corpus; null where people decided to ignore it.", null=True),
    ],
)

ENTITIES = declare(
    "One row per entity, across the corpus.",
    ("entity_id",),
    [
        ENTITY_ID,
        column("name", pa.string(), "Its name: the most frequent of its full ones, or the one that people decided."),
        column("label", pa.string(), "OntoNotes' label."),
        column("n_mentions", pa.int64(), "Spans that refer to it: names, noun phrases and pronouns."),
        column("n_documents", pa.int64(), "Documents with at least one of them."),
        column("generation", pa.int32(), "The run, counted from 1, in which the id came up: of two that become one, the older lives."),
    ],
)

ENTITY_NAMES = declare(
    "One row per name of an entity.",
    ("entity_id", "name"),
    [
        ENTITY_ID,
        column("name", pa.string(), "A name, in its commonest spelling."),
        column("n_mentions", pa.int64(), "Names that refer to it so."),
        column("evidence", pa.string(), "Why this name is this entity's, in a word or two."),
    ],
)

MERGE_EVIDENCE = declare(
    "One row per place in a document that shows why a name is an entity's.",
    ("entity_id", "doc_id", "start_char", "end_char", "name", "evidence"),
    [
        ENTITY_ID,
        DOC_ID,
        START,
        END,
        TEXT,
        column("name", pa.string(), "The name."),
        column("evidence", pa.string(), "Why it is this entity's, in a word or two."),
    ],
)

CORPUS_MENTIONS = declare(
    "One row per name that the document's own annotation passed over and the corpus knows beyond doubt.",
    ("doc_id", "start_char", "end_char"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        START,
        END,
        TEXT,
        column("kind", pa.string(), "`name`."),
        column("label", pa.string(), "OntoNotes' label of the entity."),
        column("model_label", pa.string(), "Null: the model said nothing.", null=True),
        ENTITY_ID,
    ],
)

ENTITY_ID_HISTORY = declare(
    "One row per entity_id that lives no longer: which one took its place.",
    ("old_entity_id",),
    [
        column("old_entity_id", pa.string(), "The id that was given up."),
        column("entity_id", pa.string(), "The id that lives on; null where the entity is gone.", null=True),
        column("generation", pa.int32(), "The run, counted from 1, in which that happened."),
    ],
)

QUOTES = declare(
    "One row per attribution: somebody said, wrote, thought or wanted something.",
    ("doc_id", "quote_index"),
    [
        DOC_ID,
        column("quote_index", pa.int32(), "Attribution in the document, from 0, in the order of their contents."),
        column("start_char", pa.int32(), "First character of the first of `spans`, counted in code points of `documents.text` from 0."),
        column("end_char", pa.int32(), "End of the last of `spans`, exclusive."),
        column("text", pa.string(), "The stretch that holds all `spans`, exactly as in `documents.text`."),
        column(
            "spans",
            pa.list_(pa.struct([pa.field("start_char", pa.int32(), nullable=False), pa.field("end_char", pa.int32(), nullable=False)])),
            "What was said, without speaker and cue, in the pieces that they break it into; quotation marks are a part of it.",
        ),
        column("content", pa.string(), "The text of the pieces, joined by ` … `."),
        column("kind", pa.string(), "`direct` (nine tenths of the words quoted), `mixed` or `indirect` (none quoted)."),
        column("cue_start_char", pa.int32(), "First character of the words that attribute: said, according to, a colon."),
        column("cue_end_char", pa.int32(), "End of the cue, exclusive."),
        column("cue_text", pa.string(), "The cue, exactly as in `documents.text`."),
        column("cue_lemma", pa.string(), "Base form of the cue's head."),
        column(
            "cue_class",
            pa.string(),
            "What kind of act: say, tell, claim, announce, confirm, deny, promise, predict, question, demand, and so on.",
        ),
        column("is_negated", pa.bool_(), "The text says that this was not said: did not say, nobody claimed."),
        column("is_hedged", pa.bool_(), "The text leaves open whether this was said: appeared to say, reportedly said, may have said."),
        column("speaker_start_char", pa.int32(), "First character of the speaker; null where the text names none.", null=True),
        column("speaker_end_char", pa.int32(), "End of the speaker, exclusive.", null=True),
        column("speaker_text", pa.string(), "The speaker, exactly as in `documents.text`.", null=True),
        column("speaker_head_start_char", pa.int32(), "First character of the word that the speaker's phrase is built on.", null=True),
        column("speaker_head_end_char", pa.int32(), "End of that word, exclusive.", null=True),
        column("speaker_kind", pa.string(), "`name`, `nominal` (the officials), `pronoun` or `none`."),
        column(
            "is_anonymous",
            pa.bool_(),
            "The speaker is a source that the text leaves without a name: officials, a person close to the talks.",
        ),
    ],
)

QUOTATION_MARKS = declare(
    "One row per document that has quotation marks.",
    ("doc_id",),
    [
        DOC_ID,
        column("n_quotations", pa.int32(), "Stretches between quotation marks; each paragraph of a longer quotation counts."),
        column("n_unbalanced_marks", pa.int32(), "Marks without a partner; they spoil no more than their paragraph."),
    ],
)

PLACES = declare(
    "One row per place mention that was resolved.",
    ("doc_id", "start_char"),
    [
        DOC_ID,
        SENTENCE_INDEX,
        START,
        END,
        TEXT,
        column("is_demonym", pa.bool_(), "Whether it names a place's people: `Nigerian`."),
        column(
            "is_part_of_name",
            pa.bool_(),
            "Whether it lies in a longer name, such as an organisation's: `Dunmore` in `Dunmore High School`.",
        ),
        column("geonames_id", pa.int32(), "The place, by its GeoNames id."),
        column("name", pa.string(), "The place's name in the gazetteer."),
        column(
            "feature_class",
            pa.string(),
            "GeoNames' class: `A` country or division, `P` town, `L` region, `H` water, `T` mountains, peninsula.",
        ),
        column(
            "feature_code",
            pa.string(),
            "GeoNames' code: `PCLI` country, `ADM1` and `ADM2` division, `PPLC` capital, `PPL` town, `CONT`, `RGN` ...",
        ),
        column("admin1_name", pa.string(), "The state or province that it is or lies in.", null=True),
        column("country_code", pa.string(), "The country that it is or lies in (ISO 3166); null for regions of several.", null=True),
        column("latitude", pa.float64(), "Degrees north."),
        column("longitude", pa.float64(), "Degrees east."),
        column(
            "coordinates_from",
            pa.string(),
            "Whose point this is: the place's own (`geonames`), a country's centre (`countryinfo`), its capital (`capital`) "
            "or, for divisions, the centre of its towns (`towns`).",
        ),
        column(
            "confidence",
            pa.float32(),
            "How likely the place is this one (or one within 50 km) of those that bear the name, given the document: 0 to 1.",
        ),
        column("runner_up_geonames_id", pa.int32(), "The most likely place elsewhere; null where none bears the name.", null=True),
    ],
)

WORD = column("word", pa.string(), "A run of letters, marks and digits, in lower case and without accents.")

WORD_POSITIONS = declare(
    "One row per place where a word stands, in the order of the words: the index behind `search`.",
    ("doc_id", "word_index"),
    [
        WORD,
        DOC_ID,
        SENTENCE_INDEX,
        column("word_index", pa.int32(), "Word in the document, from 0."),
        column("start_char", pa.int32(), "Its first character in `documents.text`, counted in code points from 0."),
        column("n_chars", pa.int32(), "Its characters, as the text has it."),
        column("n_words", pa.int32(), "Words in the sentence."),
    ],
    order=("word", "doc_id", "word_index"),
    rows_per_group=16_384,
)

DOCUMENT_WORDS = declare(
    "One row per different word of a document.",
    ("doc_id", "word"),
    [DOC_ID, WORD, column("n_positions", pa.int32(), "How often the document has it.")],
    order=("word", "doc_id"),
    rows_per_group=16_384,
)

DOCUMENT_LENGTHS = declare(
    "One row per document: its length in words.",
    ("doc_id",),
    [DOC_ID, column("n_words", pa.int32(), "Words in it, repeated ones too.")],
)

STATEMENTS = declare(
    "One row per metadatum that a document's own text states: the evidence for columns with `text` beside them in `..._from`.",
    ("doc_id", "start_char", "field"),
    [
        DOC_ID,
        column(
            "field", pa.string(), "What: `title`, `author`, `contributor`, `publisher`, `published_at`, `updated_at` or `dateline_place`."
        ),
        column("value", pa.string(), "What is stated; a moment in ISO 8601, down to the unit that is stated."),
        START,
        END,
        TEXT,
    ],
)

BOILERPLATE = declare(
    "One row per stretch of a text that is about the text and no part of what it tells; they do not overlap.",
    ("doc_id", "start_char"),
    [
        DOC_ID,
        START,
        END,
        TEXT,
        column(
            "kind",
            pa.string(),
            "`headline`, `byline`, `published`, `dateline`, `source` (a house's name before the first words; where a text was published"
            " first), `contributed`, `correction`, `copyright`, `follow`, `share`, `related`, `subscription`, `cookies`,"
            " `advertisement`, `comments`, `credit` (of a picture).",
        ),
    ],
)

REMOVED_NAMES = declare(
    "One row per name of an entity in a document that went, as it was known when it went: what `diff_runs` tells of its names.",
    ("doc_id", "entity_id", "name", "removed_run_id"),
    [
        DOC_ID,
        column("entity_id", pa.string(), "The entity across the corpus, by the id that it had then."),
        column("entity_name", pa.string(), "The entity's name then."),
        column("label", pa.string(), "The entity's OntoNotes label then."),
        column("name", pa.string(), "The name, as the document has it."),
        column("start_char", pa.int32(), "First character of the span that showed it, counted in code points of the text from 0."),
        END,
        column("removed_run_id", pa.string(), "The run that took the document out."),
    ],
)

REMOVED_QUOTES = declare(
    "One row per attribution in a document that went, as it was known when it went: what `diff_runs` tells of its quotes.",
    ("doc_id", "quote_index", "removed_run_id"),
    [
        DOC_ID,
        column("quote_index", pa.int32(), "Attribution in the document, from 0, in the order of their contents."),
        column("content", pa.string(), "What was said: the text of its pieces, joined by ` … `."),
        column("start_char", pa.int32(), "First character of what was said, counted in code points of the text from 0."),
        END,
        column("speaker", pa.string(), "The speaker's name across the corpus then, else the words of the text; null for none.", null=True),
        column("speaker_entity_id", pa.string(), "The speaker, by the id that it had then.", null=True),
        column("removed_run_id", pa.string(), "The run that took the document out."),
    ],
)

RESOLVED_MENTIONS = declare(
    "One row per mention with the corpus's entity that it refers to, in the order of the entities: what `mentions` shows.",
    ("doc_id", "start_char", "end_char"),
    [
        column("entity_id", pa.string(), "The entity across the corpus; null where people decided to ignore it.", null=True),
        DOC_ID,
        SENTENCE_INDEX,
        START,
        END,
        TEXT,
        column("kind", pa.string(), "`name`, `nominal` or `pronoun`."),
        column("document_label", pa.string(), "OntoNotes' label, as this document alone tells it."),
        column("model_label", pa.string(), "What the model called this name; null where it called it nothing.", null=True),
        column("is_found_by_corpus", pa.bool_(), "Whether the document's own annotation passed over it and the corpus knows it."),
        column("is_boilerplate", pa.bool_(), "Whether it lies in a stretch of `boilerplate`."),
    ],
    order=("entity_id", "doc_id", "start_char"),
    rows_per_group=8192,
)

ENTITY_SENTENCES = declare(
    "One row per entity and sentence that mentions it, boilerplate aside.",
    ("doc_id", "sentence_index", "entity_id"),
    [
        ENTITY_ID,
        DOC_ID,
        SENTENCE_INDEX,
        column("n_mentions", pa.int64(), "Spans in it that refer to the entity."),
        column("is_first", pa.bool_(), "Whether it is the document's first one: there is one for each entity and document."),
    ],
    order=("entity_id", "doc_id", "sentence_index"),
    rows_per_group=8192,
)

QUOTE_SPEAKERS = declare(
    "One row per attribution whose speaker is an entity of the corpus.",
    ("doc_id", "quote_index"),
    [
        DOC_ID,
        column("quote_index", pa.int32(), "Attribution in the document, from 0."),
        column("entity_id", pa.string(), "The speaker, across the corpus."),
        column("role", pa.string(), "The first role that the document states of the speaker.", null=True),
    ],
    order=("entity_id", "doc_id", "quote_index"),
)

SIMILARITY = "Jaccard similarity of the two sets of word five-shingles: those in both by those in either, 0 to 1"

DUPLICATES = declare(
    "One row per document in a group of near-duplicates: copies, updates and cuts of one story.",
    ("doc_id",),
    [
        column("group_id", pa.string(), "The group; stays when documents come and go."),
        DOC_ID,
        column(
            "is_original",
            pa.bool_(),
            "Whether it is the group's original: the earliest published, then the one with the most text, then the least `doc_id`.",
        ),
        column("similarity", pa.float64(), f"To the original: {SIMILARITY}; 1 for the original itself."),
        column("original_doc_id", pa.string(), "The group's original."),
        column("first_run_id", pa.string(), "The run in which the group's id came up: of two groups that become one, the older id lives."),
    ],
)

DUPLICATE_PAIRS = declare(
    "One row per pair of documents that are near-duplicates, each once.",
    ("doc_id", "other_doc_id"),
    [
        DOC_ID,
        column("other_doc_id", pa.string(), "The other document, the greater `doc_id` of the two."),
        column("similarity", pa.float64(), f"{SIMILARITY}."),
    ],
)

DUPLICATE_PASSAGES = declare(
    "One row per passage of a near-duplicate that is, word for word, in its group's original.",
    ("doc_id", "start_char"),
    [
        DOC_ID,
        START,
        END,
        TEXT,
        column("original_doc_id", pa.string(), "The group's original."),
        column("original_start_char", pa.int32(), "First character of the passage in the original, counted in code points from 0."),
        column("original_end_char", pa.int32(), "End of it, exclusive."),
        column("original_text", pa.string(), "The passage exactly as in the original: case, marks and white space may differ."),
    ],
)

STANDING_SENTENCES = declare(
    "One row per sentence that stands in so many documents that it tells of none: a disclaimer, a notice, a form of words.",
    ("sentence_hash",),
    [
        column("sentence_hash", pa.int64(), "A hash of its words, as in `document_shingles`."),
        column("n_documents", pa.int64(), "Documents that have it."),
    ],
)

CROWDED_BANDS = declare(
    "One row per band of signatures that so many documents share that it says nothing of any two.",
    ("band",),
    [column("band", pa.int64(), "Which band, and its hash."), column("n_documents", pa.int64(), "Documents that share it.")],
)

TABLES: dict[str, pa.Schema] = {
    "texts": TEXTS,
    "document_metadata": DOCUMENT_METADATA,
    "document_counts": DOCUMENT_COUNTS,
    "document_shingles": DOCUMENT_SHINGLES,
    "sentences": SENTENCES,
    "tokens": TOKENS,
    "names": NAMES,
    "amounts": AMOUNTS,
    "document_mentions": DOCUMENT_MENTIONS,
    "document_entities": DOCUMENT_ENTITIES,
    "document_names": DOCUMENT_NAMES,
    "document_roles": DOCUMENT_ROLES,
    "passed_over": PASSED_OVER,
    "document_quotes": QUOTES,
    "quotation_marks": QUOTATION_MARKS,
    "times": TIMES,
    "entity_links": ENTITY_LINKS,
    "entities": ENTITIES,
    "entity_names": ENTITY_NAMES,
    "merge_evidence": MERGE_EVIDENCE,
    "corpus_mentions": CORPUS_MENTIONS,
    "entity_id_history": ENTITY_ID_HISTORY,
    "duplicates": DUPLICATES,
    "duplicate_pairs": DUPLICATE_PAIRS,
    "duplicate_passages": DUPLICATE_PASSAGES,
    "standing_sentences": STANDING_SENTENCES,
    "crowded_bands": CROWDED_BANDS,
    "source_history": SOURCE_HISTORY,
    "document_history": DOCUMENT_HISTORY,
    "removed_names": REMOVED_NAMES,
    "removed_quotes": REMOVED_QUOTES,
    "seed_files": SEED_FILES,
    "issues": ISSUES,
    "runs": RUNS,
    "run_steps": RUN_STEPS,
    "forgotten": FORGOTTEN,
    "places": PLACES,
    "word_positions": WORD_POSITIONS,
    "document_words": DOCUMENT_WORDS,
    "document_lengths": DOCUMENT_LENGTHS,
    "statements": STATEMENTS,
    "boilerplate": BOILERPLATE,
    # Made of others by the query of `sql/derived` that has their name, in this order.
    "resolved_mentions": RESOLVED_MENTIONS,
    "entity_sentences": ENTITY_SENTENCES,
    "quote_speakers": QUOTE_SPEAKERS,
}

# Found for the corpus as a whole, and so in no batch, even where a row is a document's.
TABLES_OF_COPIES = ("duplicates", "duplicate_pairs", "duplicate_passages", "standing_sentences", "crowded_bands")


@cache
def empty(name: str) -> pa.Table:
    """The table of that name without a row. Arrow takes a tenth of a millisecond to make one of many columns."""
    return TABLES[name].empty_table()


def in_types_of(schema: pa.Schema, rows: pa.Table) -> pa.Table:
    """The rows in the schema's types. To cast what has them already takes Arrow a tenth of a millisecond, too."""
    return rows if rows.schema.equals(schema, check_metadata=True) else rows.cast(schema)


class RowError(ValueError):
    """Rows that do not fit their table: a fault of the code that made them, never of the input."""


def table(schema: pa.Schema, rows: Iterable[Row]) -> pa.Table:
    """The rows as an Arrow table, strictly: a key too many or too few, a null where none may be, or a wrong type raises RowError.

    `pa.Table.from_pylist` alone drops unknown keys, fills missing ones with null and ignores `nullable=False`.
    """
    rows = list(rows)
    expected = set(schema.names)
    for row in rows:
        if row.keys() != expected:
            raise RowError(f"columns {sorted(row.keys() ^ expected)} are too many or missing: {dict(row)!r}")
    try:
        made = pa.Table.from_pylist(rows, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise RowError(str(error)) from error
    for field in schema:
        if not field.nullable and made[field.name].null_count:
            raise RowError(f"{field.name} is null in {made[field.name].null_count} rows")
    return made
