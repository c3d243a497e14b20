-- What does the corpus say of this day? One row per time that covers it.
create or replace macro events_on(day) as table
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
        coalesce(range_starts_at, starts_at) < cast(day as date) + interval 1 day
        and coalesce(range_ends_at, ends_at) > cast(day as date)
)

select
    spoken_of.starts_at,
    spoken_of.ends_at,
    ceil(epoch(spoken_of.ends_at - spoken_of.starts_at) / 86400)::integer as n_days,
    spoken_of.value,
    spoken_of.text as time_text,
    spoken_of.start_char as time_start_char,
    spoken_of.doc_id,
    spoken_of.sentence_index,
    sentences.start_char,
    sentences.end_char,
    sentences.text,
from spoken_of
inner join sentences using (doc_id, sentence_index);
comment on macro table events_on is
'One row per time in the corpus that covers the day, with its sentence: starts_at, ends_at (exclusive), n_days (how many days it covers: `where n_days = 1` leaves out months and years), value (TIMEX3), time_text and time_start_char; doc_id, sentence_index; start_char, end_char and text of the sentence.';
