-- Who is mentioned together with whom? One row per ordered pair of entities.
create or replace view co_mentions as
with
by_document as not materialized (
    select distinct doc_id, entity_id from mentions
),

by_sentence as not materialized (
    select distinct doc_id, sentence_index, entity_id from mentions
),

together as not materialized (
    select
        one.entity_id,
        other.entity_id as other_entity_id,
        1 as in_document,
        0 as in_sentence,
    from by_document as one
    inner join by_document as other using (doc_id)
    where one.entity_id <> other.entity_id
    union all
    select
        one.entity_id,
        other.entity_id as other_entity_id,
        0 as in_document,
        1 as in_sentence,
    from by_sentence as one
    inner join by_sentence as other using (doc_id, sentence_index)
    where one.entity_id <> other.entity_id
)

select
    entities.entity_id,
    entities.name,
    entities.label,
    others.entity_id as other_entity_id,
    others.name as other_name,
    others.label as other_label,
    cast(sum(together.in_document) as bigint) as n_documents,
    cast(sum(together.in_sentence) as bigint) as n_sentences,
from together
inner join entities using (entity_id)
inner join entities as others on together.other_entity_id = others.entity_id
group by all;
