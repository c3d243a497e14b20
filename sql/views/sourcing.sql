-- Whom does each publisher let speak, and how? One row per publisher and month.
create or replace view sourcing as
with
-- A document with several sources counts once for each publisher that has it.
published as (
    select
        sources.publisher,
        sources.doc_id,
        any_value(coalesce(duplicates.original_doc_id, sources.doc_id)) as story_id,
        cast(date_trunc('month', min(sources.published_on)) as date) as month,
    from sources
    left join duplicates using (doc_id)
    where sources.publisher is not null
    group by all
),

-- What copies of one story repeat in the same words counts once.
heard as (
    select
        published.publisher,
        published.month,
        published.story_id,
        quotes.kind,
        quotes.content,
        quotes.speaker_text,
        bool_or(quotes.speaker_kind = 'name' or quotes.speaker_entity_id is not null) as is_named,
        bool_or(quotes.is_anonymous) as is_anonymous,
        bool_and(quotes.speaker_kind = 'none') as is_without_speaker,
        list(published.doc_id) as doc_ids,
    from published
    inner join quotes using (doc_id)
    group by all
)

select
    publisher,
    month,
    count(*) as n_quotes,
    count(distinct story_id) as n_stories,
    len(list_distinct(flatten(list(doc_ids)))) as n_documents,
    avg(case when kind = 'direct' then 1 else 0 end) as share_of_direct,
    avg(case when kind = 'mixed' then 1 else 0 end) as share_of_mixed,
    avg(case when kind = 'indirect' then 1 else 0 end) as share_of_indirect,
    avg(case when is_named then 1 else 0 end) as share_of_named,
    avg(case when is_anonymous then 1 else 0 end) as share_of_anonymous,
    avg(case when is_without_speaker then 1 else 0 end) as share_without_speaker,
from heard
group by all;
comment on view sourcing is
'One row per publisher and month: how many attributions its documents have, of which kind, and how many speakers they name. What copies of one story repeat counts once.';
comment on column sourcing.publisher is 'Publisher, as its sources state it.';
comment on column sourcing.month is 'First day of the month of publication; null where no date is stated.';
comment on column sourcing.n_quotes is 'Attributions; within a story the same words of the same speaker count once.';
comment on column sourcing.n_stories is 'Stories with at least one of them: groups of near-duplicates, and documents that are in none.';
comment on column sourcing.n_documents is 'Documents with at least one of them, copies included.';
comment on column sourcing.share_of_direct is 'Those that are quoted, as a share of all: 0 to 1.';
comment on column sourcing.share_of_mixed is 'Those that are quoted in part, as a share of all: 0 to 1.';
comment on column sourcing.share_of_indirect is 'Those without a quoted word, as a share of all: 0 to 1.';
comment on column sourcing.share_of_named is 'Those whose speaker is a name or is known by name elsewhere in the document, as a share of all: 0 to 1.';
comment on column sourcing.share_of_anonymous is 'Those of sources that the text leaves without a name, as a share of all: 0 to 1.';
comment on column sourcing.share_without_speaker is 'Those for which the text names no speaker, as a share of all: 0 to 1.';
