-- Who is mentioned in connection with these days? One row per mention and time in its sentence.
create or replace macro mentions_between(first_day, last_day) as table
with
spoken_of as (
    select
        doc_id,
        sentence_index,
        start_char,
        text,
        value,
        coalesce(range_starts_at, starts_at) as starts_at,
        coalesce(range_ends_at, ends_at) as ends_at,
    from times
    where
        coalesce(range_starts_at, starts_at) < cast(last_day as date) + interval 1 day
        and coalesce(range_ends_at, ends_at) > cast(first_day as date)
)

select
    mentions.doc_id,
    mentions.sentence_index,
    mentions.start_char,
    mentions.end_char,
    mentions.text,
    mentions.label,
    mentions.entity_id,
    spoken_of.starts_at,
    spoken_of.ends_at,
    spoken_of.value,
    spoken_of.text as time_text,
    spoken_of.start_char as time_start_char,
from spoken_of
inner join mentions using (doc_id, sentence_index);
comment on macro table mentions_between is
'One row per mention and per time in its sentence that overlaps the days from first_day to last_day, both included: doc_id, sentence_index; start_char, end_char, text, label and entity_id of the mention; starts_at, ends_at (exclusive) and value (TIMEX3) of the time spoken of; time_text and time_start_char. A year overlaps each of its days: `where starts_at >= ... and ends_at <= ...` keeps what lies wholly inside.';
