-- An entity has no mention, or not as many mentions and documents as it says.
-- Rows of: entities.
with
counted as (
    select
        entity_id,
        count(*) as n_mentions,
        count(distinct doc_id) as n_documents,
    from mentions
    group by entity_id
)

select
    entities.entity_id,
    entities.name,
    entities.n_mentions,
    counted.n_mentions as n_mentions_counted,
    entities.n_documents,
    counted.n_documents as n_documents_counted,
from entities
left join counted using (entity_id)
where
    entities.n_mentions is distinct from counted.n_mentions
    or entities.n_documents is distinct from counted.n_documents
