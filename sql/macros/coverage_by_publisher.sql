-- Which publishers write about this one, and how much? One row per publisher.
create or replace macro coverage_by_publisher(entity_name) as table
with
named as (
    select entity_id from find_entity(entity_name) where is_meant
),

mine as (
    select
        entity_sentences.doc_id,
        cast(sum(entity_sentences.n_mentions) as bigint) as n_mentions,
    from entity_sentences
    semi join named using (entity_id)
    group by entity_sentences.doc_id
),

-- A document with several sources counts once for each publisher that has it.
published as (
    select
        publisher,
        doc_id,
        min(published_on) as published_on,
    from source_history
    where removed_run_id is null
    group by all
)

select
    published.publisher,
    count(mine.doc_id) as n_documents,
    cast(coalesce(sum(mine.n_mentions), 0) as bigint) as n_mentions,
    count(mine.doc_id) / count(*) as share_of_documents,
    min(case when mine.doc_id is not null then published.published_on end) as first_published_on,
    max(case when mine.doc_id is not null then published.published_on end) as last_published_on,
from published
left join mine using (doc_id)
group by published.publisher
having count(mine.doc_id) > 0;
comment on macro table coverage_by_publisher is
'One row per publisher (null: none is stated) with documents that mention the one that the name means (see find_entity): publisher, n_documents, n_mentions, share_of_documents (of all of that publisher, 0 to 1), first_published_on and last_published_on.';
