-- A mention, name or role is of an entity that its document does not have.
-- Rows of: document_mentions, document_names, document_roles.
with
used as (
    select distinct 'document_mentions' as stored_in, doc_id, entity_index from document_mentions
    union all
    select distinct 'document_names' as stored_in, doc_id, entity_index from document_names
    union all
    select distinct 'document_roles' as stored_in, doc_id, entity_index from document_roles
    union all
    select distinct 'document_roles' as stored_in, doc_id, of_entity_index from document_roles
    where of_entity_index is not null
)

select
    used.stored_in,
    used.doc_id,
    used.entity_index,
from used
anti join document_entities using (doc_id, entity_index)
