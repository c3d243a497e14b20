-- Where does the corpus have what a question asks for? One row per place.
create or replace macro question_matches(question) as table
with
asked as materialized (
    select
        item,
        item_index,
        word,
        is_prefix,
        is_excluded,
        is_required,
    from question_words(question)
    where n_item_words = 1
)

select
    asked.item,
    asked.item_index,
    asked.is_excluded,
    asked.is_required,
    word_positions.doc_id,
    word_positions.sentence_index,
    word_positions.word_index,
    word_positions.start_char,
    word_positions.start_char + word_positions.n_chars as end_char,
    word_positions.n_words,
from word_positions
inner join asked on word_positions.word = asked.word
where not asked.is_prefix
union all
select
    asked.item,
    asked.item_index,
    asked.is_excluded,
    asked.is_required,
    word_positions.doc_id,
    word_positions.sentence_index,
    word_positions.word_index,
    word_positions.start_char,
    word_positions.start_char + word_positions.n_chars as end_char,
    word_positions.n_words,
from word_positions
inner join asked on starts_with(word_positions.word, asked.word)
-- The bounds are constants of the question, so only the parts' stretches between them are read.
where
    asked.is_prefix
    and word_positions.word >= list_min(list_transform(
        regexp_extract_all(lower(strip_accents(translate(question, '“”„«»', '"""""'))), '([\pL\pM\pN]+)[^\pL\pM\pN\s"]*"?\*', 1),
        lambda word: strip_accents(word)
    ))
    and word_positions.word < list_max(list_transform(
        regexp_extract_all(lower(strip_accents(translate(question, '“”„«»', '"""""'))), '([\pL\pM\pN]+)[^\pL\pM\pN\s"]*"?\*', 1),
        lambda word: strip_accents(word)
    )) || chr(1114111)
union all
select
    item,
    item_index,
    is_excluded,
    is_required,
    doc_id,
    sentence_index,
    word_index,
    start_char,
    end_char,
    n_words,
from question_phrases(question);
comment on macro table question_matches is
'One row per place where the corpus has an item of a question (a word, a phrase, a beginning of words): item, item_index, is_excluded and is_required as in question_words; doc_id, sentence_index, word_index (of the first word); start_char and end_char of the place; n_words of the sentence.';
