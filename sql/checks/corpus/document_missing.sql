-- Rows belong to a document that is not there.
with
spans as (
    select distinct 'sentences' as stored_in, doc_id from sentences
    union all
    select distinct 'amounts' as stored_in, doc_id from amounts
    union all
    select distinct 'names' as stored_in, doc_id from names
    union all
    select distinct 'times' as stored_in, doc_id from times
    union all
    select distinct 'document_mentions' as stored_in, doc_id from document_mentions
    union all
    select distinct 'document_entities' as stored_in, doc_id from document_entities
    union all
    select distinct 'entity_links' as stored_in, doc_id from entity_links
)

select spans.stored_in, spans.doc_id
from spans
anti join texts using (doc_id)
