-- Where does the corpus say this, and in what context (key word in context)? One row per occurrence.
create or replace macro kwic(phrase, window_chars := 60) as table
with
-- Lower case and plain white space: both leave each character in its place, so offsets stay true.
asked as (
    select
        replace(replace(replace(replace(lower(phrase), chr(10), ' '), chr(9), ' '), chr(13), ' '), chr(160), ' ') as folded_phrase,
        length(phrase) as n_chars,
        length(regexp_extract(phrase, '^[^\pL\pM\pN]*')) as n_before_words,
),

-- Where the index has the phrase's words one behind the other, whatever stands between them.
likely as (
    select
        doc_id,
        start_char - asked.n_before_words as start_char,
    from question_matches('"' || trim(regexp_replace(phrase, '[^\pL\pM\pN]+', ' ', 'g')) || '"')
    cross join asked
),

-- A phrase without a word is not in the index: the texts are cut at it, and the lengths of the pieces say where it stands.
gaps as (
    select
        texts.doc_id,
        list_transform(
            string_split(
                replace(replace(replace(replace(lower(texts.text), chr(10), ' '), chr(9), ' '), chr(13), ' '), chr(160), ' '),
                asked.folded_phrase
            ),
            lambda gap: length(gap)
        )[:-2] as lengths,
    from texts
    cross join asked
    where phrase <> '' and not regexp_matches(phrase, '[\pL\pM\pN]')
),

numbered as (
    select
        doc_id,
        unnest(lengths) as n_chars_before,
        generate_subscripts(lengths, 1) as number,
    from gaps
),

occurrences as materialized (
    select
        doc_id,
        start_char,
    from likely
    where start_char >= 0
    union all
    select
        numbered.doc_id,
        cast(
            sum(numbered.n_chars_before) over (partition by numbered.doc_id order by numbered.number)
            + (numbered.number - 1) * asked.n_chars as integer
        ) as start_char,
    from numbered
    cross join asked
),

-- A character more than is shown on either side, because finding a character far into a text takes long and is done only once.
stretches as (
    select
        occurrences.doc_id,
        asked.n_chars,
        asked.folded_phrase,
        occurrences.start_char,
        least(occurrences.start_char, greatest(window_chars, 1)) as n_before,
        substr(
            texts.text,
            occurrences.start_char - least(occurrences.start_char, greatest(window_chars, 1)) + 1,
            least(occurrences.start_char, greatest(window_chars, 1)) + asked.n_chars + greatest(window_chars, 1)
        ) as stretch,
    from occurrences
    inner join texts using (doc_id)
    cross join asked
)

select
    doc_id,
    start_char,
    cast(start_char + n_chars as integer) as end_char,
    right(left(stretch, n_before), window_chars) as before,
    substr(stretch, n_before + 1, n_chars) as text,
    substr(stretch, n_before + n_chars + 1, window_chars) as after,
from stretches
where
    replace(replace(replace(replace(lower(substr(stretch, n_before + 1, n_chars)), chr(10), ' '), chr(9), ' '), chr(13), ' '), chr(160), ' ')
    = folded_phrase
    -- Whole words only: no word goes on across either end of the phrase.
    and not (n_before > 0 and regexp_matches(substr(stretch, n_before, 2), '^[\pL\pM\pN_]{2}$'))
    and not regexp_matches(substr(stretch, n_before + n_chars, 2), '^[\pL\pM\pN_]{2}$');
comment on macro table kwic is
'One row per occurrence of a phrase as whole words, in whatever case and whatever single white space between them: doc_id; start_char, end_char and text of the occurrence; before and after, up to window_chars (60) characters on either side. The phrase is plain text, no pattern.';
