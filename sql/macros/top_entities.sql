-- Who and what is mentioned most, of this kind and in this time? One row per entity.
create or replace macro top_entities(of_label := null, first_day := null, last_day := null) as table
with
chosen as (
    select
        doc_id,
        publisher,
    from document_history
    where
        removed_run_id is null
        and (first_day is null or published_on >= cast(first_day as date))
        and (last_day is null or published_on <= cast(last_day as date))
),

present as (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        chosen.publisher,
        cast(sum(entity_sentences.n_mentions) as bigint) as n_mentions,
    from entity_sentences
    inner join chosen using (doc_id)
    group by all
)

select
    entities.entity_id,
    entities.name,
    entities.label,
    cast(sum(present.n_mentions) as bigint) as n_mentions,
    count(*) as n_documents,
    count(distinct present.publisher) as n_publishers,
from present
inner join entities using (entity_id)
where of_label is null or entities.label = upper(of_label)
group by all;
comment on macro table top_entities is
'One row per entity with a label (`PERSON`, `ORG`, ...; all by default) in documents published from first_day to last_day (both included; without them also those that state no day): entity_id, name, label; n_mentions, n_documents and n_publishers there. Order and limit are yours: `order by n_documents desc limit 20`.';
