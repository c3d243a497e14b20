-- Where does the corpus say this, and in what context (key word in context)? One row per occurrence.
create or replace macro kwic(phrase, window_chars := 60) as table
with
-- Lower case and plain white space: both leave each character in its place, so offsets stay true.
searched as (
    select
        doc_id,
        replace(replace(replace(replace(lower(text), chr(10), ' '), chr(9), ' '), chr(13), ' '), chr(160), ' ') as folded,
        replace(replace(replace(replace(lower(phrase), chr(10), ' '), chr(9), ' '), chr(13), ' '), chr(160), ' ') as folded_phrase,
    from texts
),

-- The lengths of what lies before and between the occurrences.
gaps as (
    select
        doc_id,
        length(folded_phrase) as n_chars,
        list_transform(string_split(folded, folded_phrase), lambda gap: length(gap))[:-2] as lengths,
    from searched
    where folded_phrase <> '' and contains(folded, folded_phrase)
),

numbered as (
    select
        doc_id,
        n_chars,
        unnest(lengths) as n_chars_before,
        generate_subscripts(lengths, 1) as number,
    from gaps
),

occurrences as (
    select
        doc_id,
        n_chars,
        cast(
            sum(n_chars_before) over (partition by doc_id order by number) + (number - 1) * n_chars as integer
        ) as start_char,
    from numbered
),

-- A character more than is shown on either side, because finding a character far into a text takes long and is done only once.
stretches as (
    select
        occurrences.doc_id,
        occurrences.n_chars,
        occurrences.start_char,
        least(occurrences.start_char, greatest(window_chars, 1)) as n_before,
        substr(
            texts.text,
            occurrences.start_char - least(occurrences.start_char, greatest(window_chars, 1)) + 1,
            least(occurrences.start_char, greatest(window_chars, 1)) + occurrences.n_chars + greatest(window_chars, 1)
        ) as stretch,
    from occurrences
    inner join texts using (doc_id)
)

select
    doc_id,
    start_char,
    cast(start_char + n_chars as integer) as end_char,
    right(left(stretch, n_before), window_chars) as before,
    substr(stretch, n_before + 1, n_chars) as text,
    substr(stretch, n_before + n_chars + 1, window_chars) as after,
from stretches
-- Whole words only: no word goes on across either end of the phrase.
where
    not (n_before > 0 and regexp_matches(substr(stretch, n_before, 2), '^[\pL\pM\pN_]{2}$'))
    and not regexp_matches(substr(stretch, n_before + n_chars, 2), '^[\pL\pM\pN_]{2}$');
comment on macro table kwic is
'One row per occurrence of a phrase as whole words, in whatever case and whatever single white space between them: doc_id; start_char, end_char and text of the occurrence; before and after, up to window_chars (60) characters on either side. The phrase is plain text, no pattern.';
