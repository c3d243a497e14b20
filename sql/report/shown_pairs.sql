-- Which of the entities that are shown are mentioned together? One row per pair that shares a sentence.
with
in_documents as (
    select
        one.entity_id,
        other.entity_id as other_entity_id,
        one.story_id,
        one.doc_id,
        count(*) as n_sentences,
    from shown_mentions as one
    inner join shown_mentions as other
        on
            one.doc_id = other.doc_id
            and one.sentence_index = other.sentence_index
            and one.entity_id < other.entity_id
    group by all
),

-- A story counts once: by the document that has most.
in_stories as (
    select
        entity_id,
        other_entity_id,
        story_id,
        max(n_sentences) as n_sentences,
    from in_documents
    group by all
)

select
    entity_id,
    other_entity_id,
    cast(sum(n_sentences) as bigint) as n_sentences,
    count(*) as n_stories,
from in_stories
group by all
