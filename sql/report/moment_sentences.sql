-- What is said of each of these days? One row per sentence, one of a story.
with
told as (
    select
        moments.day,
        times.doc_id,
        coalesce(any_value(duplicates.original_doc_id), times.doc_id) as story_id,
        times.sentence_index,
        list({ 'start_char': times.start_char, 'end_char': times.end_char } order by times.start_char) as spans,
    from times
    inner join moments on cast(times.starts_at as date) = moments.day
    left join duplicates on times.doc_id = duplicates.doc_id
    where times.precision in ('day', 'part of day', 'hour', 'minute', 'second')
    group by moments.day, times.doc_id, times.sentence_index
),

one_each as (
    select *
    from told
    qualify row_number() over (partition by day, story_id order by doc_id = story_id desc, doc_id asc, sentence_index asc) = 1
)

select
    one_each.day,
    one_each.doc_id,
    sentences.start_char as excerpt_start_char,
    sentences.end_char as excerpt_end_char,
    sentences.text as excerpt,
    one_each.spans,
from one_each
inner join documents using (doc_id)
inner join sentences using (doc_id, sentence_index)
qualify row_number() over (partition by one_each.day order by documents.published_on, one_each.doc_id) <= getvariable('n_rows')
order by one_each.day, documents.published_on, one_each.doc_id
