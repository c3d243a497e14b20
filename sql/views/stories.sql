-- Which stories are told, and how often? One row per group of near-duplicates, and per document that is in none.
create or replace view stories as
with
told as (
    select
        document_history.doc_id,
        document_history.title,
        coalesce(duplicates.original_doc_id, document_history.doc_id) as story_id,
        duplicates.group_id,
    from document_history
    left join duplicates using (doc_id)
    where document_history.removed_run_id is null
),

counted as (
    select
        story_id,
        any_value(group_id) as group_id,
        any_value(title) filter (where doc_id = story_id) as title,
        count(*) as n_documents,
    from told
    group by story_id
),

in_sources as (
    select
        told.story_id,
        count(*) as n_sources,
        count(distinct sources.publisher) as n_publishers,
        min(sources.published_on) as first_published_on,
        max(sources.published_on) as last_published_on,
    from told
    inner join sources using (doc_id)
    group by told.story_id
)

select
    counted.story_id,
    counted.group_id,
    counted.title,
    counted.n_documents,
    coalesce(in_sources.n_sources, 0) as n_sources,
    coalesce(in_sources.n_publishers, 0) as n_publishers,
    in_sources.first_published_on,
    in_sources.last_published_on,
from counted
left join in_sources using (story_id);
comment on view stories is
'One row per story: a group of near-duplicates (copies, updates and cuts), or a document that is in none. `documents.story_id` leads here.';
comment on column stories.story_id is 'Its original, a `doc_id`: the earliest published, then the one with the most text.';
comment on column stories.group_id is 'Its group in `duplicates`; null where one document tells it.';
comment on column stories.title is 'Title of the original.';
comment on column stories.n_documents is 'Documents that tell it: different texts.';
comment on column stories.n_sources is 'Places where these were found.';
comment on column stories.n_publishers is 'Publishers that carry it; sources that name none do not count.';
comment on column stories.first_published_on is 'Earliest date of publication of any of its sources; null where none states one.';
comment on column stories.last_published_on is 'Latest date of publication of any of its sources; null where none states one.';
