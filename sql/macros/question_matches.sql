-- Where does the corpus have what a question asks for? One row per place.
create or replace macro question_matches(question) as table
with
asked as materialized (
    select
        item_index,
        word,
        is_excluded,
        is_required,
    from question_terms(question)
    where n_item_words = 1
)

select
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
union all
select
    item_index,
    is_excluded,
    is_required,
    doc_id,
    sentence_index,
    word_index,
    start_char,
    end_char,
    n_words,
from phrase_matches(question);
comment on macro table question_matches is
'One row per place where the corpus has an item of a question (a word, a phrase, a beginning of words): item_index, is_excluded and is_required as in question_words; doc_id, sentence_index, word_index (of the first word); start_char and end_char of the place; n_words of the sentence.';
