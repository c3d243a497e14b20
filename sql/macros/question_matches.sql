-- Where does the corpus have what a question asks for? One row per place.
create or replace macro question_matches(question) as table
with
asked as materialized (
    select
        item,
        item_index,
        word_number,
        word,
        n_item_words,
        is_excluded,
        is_required,
        is_anchor,
    from question_terms(question)
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
        where is_anchor and n_item_words > 1
    ) as anchors
        on
            positions.item_index = anchors.item_index
            and positions.doc_id = anchors.doc_id
            and positions.word_index - positions.word_number = anchors.first_word_index
    where n_item_words > 1
    group by item, item_index, is_excluded, is_required, doc_id, positions.word_index - positions.word_number
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
from positions
where n_item_words = 1
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
from phrases;
comment on macro table question_matches is
'One row per place where the corpus has an item of a question (a word, a phrase, a beginning of words): item, item_index, is_excluded and is_required as in question_words; doc_id, sentence_index, word_index (of the first word); start_char and end_char of the place; n_words of the sentence.';
