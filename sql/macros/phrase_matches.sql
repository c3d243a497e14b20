-- Where does the corpus have the phrases that a question asks for? One row per place.
create or replace macro phrase_matches(question) as table
with
asked as materialized (
    select
        item_index,
        word_number,
        word,
        n_item_words,
        is_excluded,
        is_required,
        is_anchor,
    from question_terms(question)
    where n_item_words > 1
),

positions as materialized (
    select
        asked.item_index,
        asked.word_number,
        asked.n_item_words,
        asked.is_excluded,
        asked.is_required,
        asked.is_anchor,
        word_positions.doc_id,
        word_positions.sentence_index,
        word_positions.word_index - asked.word_number as word_index,
        word_positions.start_char,
        word_positions.start_char + word_positions.n_chars as end_char,
        word_positions.n_words,
    from word_positions
    inner join asked on word_positions.word = asked.word
)

-- Words of a phrase stand one behind the other: all have the same place of the first one.
select
    positions.item_index,
    positions.is_excluded,
    positions.is_required,
    positions.doc_id,
    arg_min(positions.sentence_index, positions.word_number) as sentence_index,
    positions.word_index,
    min(positions.start_char) as start_char,
    max(positions.end_char) as end_char,
    arg_min(positions.n_words, positions.word_number) as n_words,
from positions
semi join (
    select
        item_index,
        doc_id,
        word_index,
    from positions
    where is_anchor
) as anchors using (item_index, doc_id, word_index)
group by positions.item_index, positions.is_excluded, positions.is_required, positions.doc_id, positions.word_index
having count(*) = any_value(positions.n_item_words);
comment on macro table phrase_matches is
'One row per place where the corpus has a phrase of a question: item_index, is_excluded and is_required as in question_words; doc_id; sentence_index and word_index of its first word; start_char and end_char of the place; n_words of the sentence.';
