-- What is said of each entity that is shown? One row per sentence: of each story the one that names the most, from the latest ones.
with
told as (
    select
        shown_mentions.*,
        least(count(*) over (partition by shown_mentions.doc_id, shown_mentions.sentence_index), 4) as n_entities,
    from shown_mentions
),

one_each as (
    select *
    from told
    qualify
        row_number() over (
            partition by entity_id, story_id order by is_named desc, n_entities desc, doc_id = story_id desc, doc_id asc, sentence_index asc
        ) = 1
)

select
    one_each.entity_id,
    one_each.doc_id,
    sentences.start_char as excerpt_start_char,
    sentences.end_char as excerpt_end_char,
    sentences.text as excerpt,
    one_each.spans,
from one_each
inner join documents using (doc_id)
inner join sentences using (doc_id, sentence_index)
qualify
    row_number() over (
        partition by one_each.entity_id
        order by one_each.is_named desc, one_each.n_entities desc, documents.published_on desc nulls last, one_each.doc_id asc
    ) <= getvariable('n_rows')
order by one_each.entity_id asc, documents.published_on desc nulls last, one_each.doc_id asc
