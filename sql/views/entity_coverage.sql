-- How widely is each entity covered, by whom and when? One row per entity.
create or replace view entity_coverage as
with
covered as (
    select
        mentions.entity_id,
        mentions.doc_id,
        count(*) as n_mentions,
    from mentions
    anti join boilerplate
        on
            mentions.doc_id = boilerplate.doc_id
            and mentions.start_char >= boilerplate.start_char
            and mentions.end_char <= boilerplate.end_char
    group by all
),

in_documents as (
    select
        entity_id,
        cast(sum(n_mentions) as bigint) as n_mentions,
        count(*) as n_documents,
    from covered
    group by all
),

in_sources as (
    select
        covered.entity_id,
        count(distinct sources.publisher) as n_publishers,
        min(sources.published_on) as first_published_on,
        max(sources.published_on) as last_published_on,
    from covered
    inner join sources using (doc_id)
    group by all
),

corpus as (
    select count(*) as n_documents from documents
)

select
    entities.entity_id,
    entities.name,
    entities.label,
    in_documents.n_mentions,
    in_documents.n_documents,
    in_documents.n_documents / corpus.n_documents as share_of_documents,
    coalesce(in_sources.n_publishers, 0) as n_publishers,
    in_sources.first_published_on,
    in_sources.last_published_on,
from entities
inner join in_documents using (entity_id)
left join in_sources using (entity_id)
cross join corpus;
comment on view entity_coverage is 'One row per entity: how often and how widely it is mentioned outside of boilerplate, by how many publishers, and from when to when.';
comment on column entity_coverage.entity_id is 'The entity.';
comment on column entity_coverage.name is 'Its most frequent name.';
comment on column entity_coverage.label is 'Its label (OntoNotes).';
comment on column entity_coverage.n_mentions is 'Spans that refer to it, but for those in boilerplate, such as a byline.';
comment on column entity_coverage.n_documents is 'Documents with at least one of them.';
comment on column entity_coverage.share_of_documents is 'Those, as a share of all documents: above 0, at most 1.';
comment on column entity_coverage.n_publishers is 'Publishers of those documents, over all their sources; sources that name none do not count.';
comment on column entity_coverage.first_published_on is 'Earliest date of publication of any source of those documents; null where none states one.';
comment on column entity_coverage.last_published_on is 'Latest date of publication of any source of those documents; null where none states one.';
