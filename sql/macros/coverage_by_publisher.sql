-- Which publishers write about this one, and how much? One row per publisher.
create or replace macro coverage_by_publisher(entity_name) as table
with
mine as (
    select
        doc_id,
        count(*) as n_mentions,
    from mentions_of(entity_name)
    group by doc_id
),

-- A document with several sources counts once for each publisher that has it.
published as (
    select
        source_history.publisher,
        source_history.doc_id,
        any_value(coalesce(duplicates.original_doc_id, source_history.doc_id)) as story_id,
        min(source_history.published_on) as published_on,
    from source_history
    left join duplicates using (doc_id)
    where source_history.removed_run_id is null
    group by all
),

-- A story counts once for a publisher: by the document that has most mentions.
told as (
    select
        published.publisher,
        published.story_id,
        count(mine.doc_id) as n_documents,
        coalesce(max(mine.n_mentions), 0) as n_mentions,
        min(case when mine.doc_id is not null then published.published_on end) as first_published_on,
        max(case when mine.doc_id is not null then published.published_on end) as last_published_on,
    from published
    left join mine using (doc_id)
    group by all
)

select
    publisher,
    count(*) filter (where n_documents > 0) as n_stories,
    cast(sum(n_documents) as bigint) as n_documents,
    cast(sum(n_mentions) as bigint) as n_mentions,
    count(*) filter (where n_documents > 0) / count(*) as share_of_stories,
    min(first_published_on) as first_published_on,
    max(last_published_on) as last_published_on,
from told
group by publisher
having sum(n_documents) > 0;
comment on macro table coverage_by_publisher is
'One row per publisher (null: none is stated) with documents that mention the one that the name means (see find_entity): publisher, n_stories, n_documents (copies included), n_mentions, share_of_stories (of all of that publisher, 0 to 1), first_published_on and last_published_on.';
