-- Which words of the corpus does a question ask for? One row per word of it and word of the index that fits.
create or replace macro question_terms(question) as table
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
),

-- Where `*` stands behind a word, or a mark or two behind it; else there is no bound, and nothing is read.
beginnings as materialized (
    select distinct document_words.word
    from document_words
    where
        document_words.word >= list_min(list_transform(
            regexp_extract_all(question, '([\pL\pM\pN]+)[^\pL\pM\pN\s"“”„«»]*["“”„«»]?\*', 1), lambda word: strip_accents(lower(word))
        ))
        and document_words.word < list_max(list_transform(
            regexp_extract_all(question, '([\pL\pM\pN]+)[^\pL\pM\pN\s"“”„«»]*["“”„«»]?\*', 1), lambda word: strip_accents(lower(word))
        )) || chr(1114111)
)

select
    item,
    item_index,
    word_number,
    word,
    n_item_words,
    is_excluded,
    is_required,
    is_anchor,
from asked
where not is_prefix
union all
select
    asked.item,
    asked.item_index,
    asked.word_number,
    beginnings.word,
    asked.n_item_words,
    asked.is_excluded,
    asked.is_required,
    asked.is_anchor,
from asked
left join beginnings on starts_with(beginnings.word, asked.word)
where asked.is_prefix;
comment on macro table question_terms is
'One row per word of a question and word of the corpus that fits it, which are several where it is a beginning (`terror*`): item, item_index, word_number, n_item_words, is_excluded, is_required and is_anchor as in question_words; word as the index has it, null where it has none.';
