-- Where does the corpus have the phrases that a question asks for? One row per place.
create or replace macro question_phrases(question) as table
with
asked as materialized (
    select
        item,
        item_index,
        word_number,
        word,
        n_item_words,
        is_prefix,
        is_excluded,
        is_required,
        is_anchor,
    from question_words(question)
    where n_item_words > 1
),

positions as materialized (
    select
        asked.item,
        asked.item_index,
        asked.word_number,
        asked.n_item_words,
        asked.is_excluded,
        asked.is_required,
        asked.is_anchor,
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
        asked.word_number,
        asked.n_item_words,
        asked.is_excluded,
        asked.is_required,
        asked.is_anchor,
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
),

-- Words of a phrase stand one behind the other: all have the same place of the first one.
phrases as (
    select
        item,
        item_index,
        is_excluded,
        is_required,
        doc_id,
        arg_min(sentence_index, word_number) as sentence_index,
        word_index - word_number as word_index,
        min(start_char) as start_char,
        max(end_char) as end_char,
        arg_min(n_words, word_number) as n_words,
    from positions
    semi join (
        select
            item_index,
            doc_id,
            word_index - word_number as first_word_index,
        from positions
        where is_anchor
    ) as anchors
        on
            positions.item_index = anchors.item_index
            and positions.doc_id = anchors.doc_id
            and positions.word_index - positions.word_number = anchors.first_word_index
    group by all
    having count(*) = any_value(n_item_words)
)

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
from phrases;
comment on macro table question_phrases is
'One row per place where the corpus has a phrase of a question: columns as in question_matches.';
