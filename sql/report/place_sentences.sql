-- What is said of each place that is shown? One row per sentence, one of a story, the latest.
with
told as (
    select
        places.geonames_id,
        places.doc_id,
        coalesce(any_value(duplicates.original_doc_id), places.doc_id) as story_id,
        places.sentence_index,
        list({ 'start_char': places.start_char, 'end_char': places.end_char } order by places.start_char) as spans,
    from places
    inner join shown_places using (geonames_id)
    anti join boilerplate
        on
            places.doc_id = boilerplate.doc_id
            and places.start_char >= boilerplate.start_char
            and places.end_char <= boilerplate.end_char
    left join duplicates on places.doc_id = duplicates.doc_id
    where not places.is_part_of_name
    group by places.geonames_id, places.doc_id, places.sentence_index
),

one_each as (
    select *
    from told
    qualify row_number() over (partition by geonames_id, story_id order by doc_id = story_id desc, doc_id asc, sentence_index asc) = 1
)

select
    one_each.geonames_id,
    one_each.doc_id,
    sentences.start_char as excerpt_start_char,
    sentences.end_char as excerpt_end_char,
    sentences.text as excerpt,
    one_each.spans,
from one_each
inner join documents using (doc_id)
inner join sentences using (doc_id, sentence_index)
qualify row_number() over (partition by one_each.geonames_id order by documents.published_on desc nulls last, one_each.doc_id asc) <= getvariable('n_rows')
order by one_each.geonames_id asc, documents.published_on desc nulls last, one_each.doc_id asc
