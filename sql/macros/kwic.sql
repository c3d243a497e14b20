-- Where does the corpus say this, and in what context (key word in context)? One row per occurrence.
create or replace macro kwic(phrase, window_chars := 60) as table
with
-- Lower case and plain white space: both leave each character in its place, so offsets stay true.
searched as (
    select
        doc_id,
        text,
        translate(lower(text), chr(9) || chr(10) || chr(13) || chr(160), '    ') as folded,
        translate(lower(phrase), chr(9) || chr(10) || chr(13) || chr(160), '    ') as folded_phrase,
    from texts
),

-- What lies before, between and after the occurrences.
gaps as (
    select
        doc_id,
        text,
        length(folded_phrase) as n_chars,
        unnest(string_split(folded, folded_phrase)) as gap,
        generate_subscripts(string_split(folded, folded_phrase), 1) as gap_number,
    from searched
    where folded_phrase <> '' and contains(folded, folded_phrase)
),

occurrences as (
    select
        doc_id,
        text,
        n_chars,
        cast(sum(length(gap) + n_chars) over in_order - n_chars as integer) as start_char,
    from gaps
    window in_order as (partition by doc_id order by gap_number)
    qualify lead(gap_number) over in_order is not null
)

select
    doc_id,
    start_char,
    cast(start_char + n_chars as integer) as end_char,
    substr(text, greatest(start_char - window_chars, 0) + 1, least(start_char, window_chars)) as before,
    substr(text, start_char + 1, n_chars) as text,
    substr(text, start_char + n_chars + 1, window_chars) as after,
from occurrences
-- Whole words only: no word goes on across either end of the phrase.
where
    not (start_char > 0 and regexp_matches(substr(text, start_char, 2), '^[\pL\pM\pN_]{2}$'))
    and not regexp_matches(substr(text, start_char + n_chars, 2), '^[\pL\pM\pN_]{2}$');
comment on macro table kwic is
'One row per occurrence of a phrase as whole words, in whatever case and however its words are spaced by single white space: doc_id; start_char, end_char and text of the occurrence; before and after, up to window_chars (60) characters on either side. The phrase is plain text, no pattern.';
