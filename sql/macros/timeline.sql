-- What is said of the entity of this name, by the time that the text speaks of? One row per sentence and time.
create or replace macro timeline(entity_name) as table
with
mentioned as (
    select distinct
        doc_id,
        sentence_index,
        entity_id,
    from mentions_of(entity_name)
),

dated as (
    select
        doc_id,
        sentence_index,
        start_char,
        text,
        value,
        "precision",
        coalesce(range_starts_at, starts_at) as starts_at,
        coalesce(range_ends_at, ends_at) as ends_at,
    from times
    where starts_at is not null
)

select
    coalesce(dated.starts_at, cast(documents.published_on as timestamp)) as starts_at,
    coalesce(dated.ends_at, cast(documents.published_on as timestamp) + interval 1 day) as ends_at,
    coalesce(dated."precision", case when documents.published_on is not null then 'day' end) as "precision",
    dated.text as time_text,
    dated.start_char as time_start_char,
    documents.published_on,
    mentioned.doc_id,
    mentioned.sentence_index,
    sentences.start_char,
    sentences.end_char,
    sentences.text,
    mentioned.entity_id,
from mentioned
inner join sentences using (doc_id, sentence_index)
inner join documents using (doc_id)
left join dated using (doc_id, sentence_index);
comment on macro table timeline is
'One row per sentence that mentions the entity that the name means (see find_entity), outside of boilerplate, and per time in that sentence: starts_at, ends_at (exclusive) and precision of the time spoken of (of the whole range where the text states one); time_text and time_start_char, null where the sentence names no time that could be resolved, and then the day of publication stands in starts_at and ends_at (null where there is none); published_on; doc_id, sentence_index; start_char, end_char and text of the sentence; entity_id.';
