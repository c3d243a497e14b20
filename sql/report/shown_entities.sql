-- Which entities does the report show? One row per entity: those in the most documents, and of each label the first ones in any case.
with
covered as (
    select
        mentions.entity_id,
        min(documents.published_on) as first_published_on,
        max(documents.published_on) as last_published_on,
        count(distinct documents.publisher) as n_publishers,
    from mentions
    inner join documents using (doc_id)
    where mentions.entity_id is not null
    group by all
),

ranked as (
    select
        entity_id,
        row_number() over (order by n_documents desc, n_mentions desc, entity_id asc) as entity_rank,
        row_number() over (partition by label order by n_documents desc, n_mentions desc, entity_id asc) as rank_in_label,
    from entities
)

select
    entities.entity_id,
    entities.name,
    entities.label,
    entities.n_mentions,
    entities.n_documents,
    covered.n_publishers,
    covered.first_published_on,
    covered.last_published_on,
from entities
inner join ranked using (entity_id)
inner join covered using (entity_id)
where ranked.entity_rank <= getvariable('n_entities') or ranked.rank_in_label <= getvariable('n_entities_of_label')
order by ranked.entity_rank
