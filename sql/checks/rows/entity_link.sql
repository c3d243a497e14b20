-- An entity of a document does not lead to the corpus, or more than one link does.
with
counted as (
    select
        (select count(*) from document_entities) as n_entities,
        (select count(*) from entity_links) as n_links,
)

select
    document_entities.doc_id,
    document_entities.entity_index,
    null as n_entities,
    null as n_links,
from document_entities
anti join entity_links using (doc_id, entity_index)
union all
select
    null as doc_id,
    null as entity_index,
    n_entities,
    n_links,
from counted
where n_entities <> n_links
