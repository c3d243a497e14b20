-- How widely is each entity covered, by whom and when? One row per entity.
create or replace view entity_coverage as
with
-- With the name, so that a question about one reads that one's documents alone.
covered as not materialized (
    select
        entities.entity_id,
        entities.name,
        entities.label,
        entity_sentences.doc_id,
        coalesce(duplicates.original_doc_id, entity_sentences.doc_id) as story_id,
        cast(sum(entity_sentences.n_mentions) as bigint) as n_mentions,
    from entities
    inner join entity_sentences using (entity_id)
    left join duplicates using (doc_id)
    group by all
),

-- A story counts once: by the document that has most mentions of it.
in_stories as (
    select
        entity_id,
        name,
        label,
        story_id,
        max(n_mentions) as n_mentions,
        count(*) as n_documents,
    from covered
    group by all
),

counted as (
    select
        entity_id,
        name,
        label,
        cast(sum(n_mentions) as bigint) as n_mentions,
        count(*) as n_stories,
        cast(sum(n_documents) as bigint) as n_documents,
    from in_stories
    group by all
),

in_sources as (
    select
        covered.entity_id,
        covered.name,
        covered.label,
        count(distinct sources.publisher) as n_publishers,
        min(sources.published_on) as first_published_on,
        max(sources.published_on) as last_published_on,
    from covered
    inner join sources using (doc_id)
    group by all
),

corpus as (
    select count(*) as n_stories from stories
)

select
    counted.entity_id,
    counted.name,
    counted.label,
    counted.n_mentions,
    counted.n_stories,
    counted.n_documents,
    counted.n_stories / corpus.n_stories as share_of_stories,
    coalesce(in_sources.n_publishers, 0) as n_publishers,
    in_sources.first_published_on,
    in_sources.last_published_on,
from counted
left join in_sources using (entity_id, name, label)
cross join corpus;
comment on view entity_coverage is
'One row per entity: how often and how widely it is mentioned outside of boilerplate, by how many publishers, and from when to when. Copies of one story count once, but for `n_documents`.';
comment on column entity_coverage.entity_id is 'The entity.';
comment on column entity_coverage.name is 'Its most frequent name.';
comment on column entity_coverage.label is 'Its label (OntoNotes).';
comment on column entity_coverage.n_mentions is
'Spans that refer to it, but for those in boilerplate, such as a byline; of a story in several documents as many as the one has that has most.';
comment on column entity_coverage.n_stories is 'Stories with at least one of them: groups of near-duplicates, and documents that are in none.';
comment on column entity_coverage.n_documents is 'Documents with at least one of them, copies included.';
comment on column entity_coverage.share_of_stories is 'Its stories, as a share of all stories: above 0, at most 1.';
comment on column entity_coverage.n_publishers is 'Publishers of those documents, over all their sources; sources that name none do not count.';
comment on column entity_coverage.first_published_on is 'Earliest date of publication of any source of those documents; null where none states one.';
comment on column entity_coverage.last_published_on is 'Latest date of publication of any source of those documents; null where none states one.';
