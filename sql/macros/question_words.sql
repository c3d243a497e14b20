-- How is a question to `search` understood? One row per word of it.
create or replace macro question_words(question) as table
with
items as (
    select regexp_extract_all(translate(question, '“”„«»', '"""""'), '[-+]?"[^"]*"\*?|[^\s"]+') as all_items
),

cut as (
    select
        unnest(all_items) as item,
        generate_subscripts(all_items, 1) as item_index,
    from items
),

-- Cut and folded as the words of texts are.
folded as (
    select
        item,
        item_index,
        list_filter(
            list_transform(regexp_extract_all(item, '[\pL\pM\pN]+'), lambda word: strip_accents(lower(word))),
            lambda word: word <> ''
        ) as words,
    from cut
),

numbered as (
    select
        item,
        item_index,
        words,
        unnest(words) as word,
        generate_subscripts(words, 1) as word_number,
    from folded
)

select
    item,
    cast(item_index - 1 as integer) as item_index,
    cast(word_number - 1 as integer) as word_number,
    word,
    cast(len(words) as integer) as n_item_words,
    word_number = len(words) and regexp_matches(item, '\*"?$') as is_prefix,
    starts_with(item, '-') as is_excluded,
    not starts_with(item, '-') and (starts_with(item, '+') or contains(item, '"')) as is_required,
    -- The longest word is likely the rarest; the places where a phrase may stand are found by it.
    row_number() over (
        partition by item_index
        order by
            word_number = len(words) and regexp_matches(item, '\*"?$') asc,
            length(word) desc,
            word_number asc
    ) = 1 as is_anchor,
from numbered;
comment on macro table question_words is
'One row per word of a question: item as it was asked (a word, or a phrase in quotation marks; what a hyphen or an apostrophe parts is a phrase too) and item_index; word_number in the item, word as the index has it, n_item_words; is_prefix (`terror*`), is_excluded (`-word`), is_required (`+word` and phrases in quotation marks); is_anchor (the word by which the item is looked for).';
