-- Who and what is mentioned most, of this kind and in this time? One row per entity.
create or replace macro top_entities(of_label := null, first_day := null, last_day := null) as table
with
chosen as (
    select
        document_history.doc_id,
        document_history.publisher,
        coalesce(duplicates.original_doc_id, document_history.doc_id) as story_id,
    from document_history
    left join duplicates using (doc_id)
    where
        document_history.removed_run_id is null
        and (first_day is null or document_history.published_on >= cast(first_day as date))
        and (last_day is null or document_history.published_on <= cast(last_day as date))
),

present as (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        chosen.publisher,
        chosen.story_id,
        cast(sum(entity_sentences.n_mentions) as bigint) as n_mentions,
    from entity_sentences
    inner join chosen using (doc_id)
    group by all
),

-- A story counts once: by the document that has most mentions of it.
in_stories as (
    select
        entity_id,
        story_id,
        max(n_mentions) as n_mentions,
        count(*) as n_documents,
        list(publisher) as publishers,
    from present
    group by all
)

select
    entities.entity_id,
    entities.name,
    entities.label,
    cast(sum(in_stories.n_mentions) as bigint) as n_mentions,
    count(*) as n_stories,
    cast(sum(in_stories.n_documents) as bigint) as n_documents,
    len(list_distinct(flatten(list(in_stories.publishers)))) as n_publishers,
from in_stories
inner join entities using (entity_id)
where of_label is null or entities.label = upper(of_label)
group by all;
comment on macro table top_entities is
'One row per entity with a label (`PERSON`, `ORG`, ...; all by default) in documents published from first_day to last_day (both included; without them also those that state no day): entity_id, name, label; n_mentions, n_stories, n_documents (copies included) and n_publishers there. Order and limit are yours: `order by n_stories desc limit 20`.';
