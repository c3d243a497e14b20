-- Rows belong to a document that is not there.
-- Rows of: document_metadata, document_shingles, sentences, amounts, names, times, places, document_mentions, document_entities,
-- document_names, document_roles, document_quotes, quotation_marks, statements, boilerplate.
with
held as (
    select distinct 'document_metadata' as stored_in, doc_id from document_metadata
    union all
    select distinct 'document_shingles' as stored_in, doc_id from document_shingles
    union all
    select distinct 'sentences' as stored_in, doc_id from sentences
    union all
    select distinct 'amounts' as stored_in, doc_id from amounts
    union all
    select distinct 'names' as stored_in, doc_id from names
    union all
    select distinct 'times' as stored_in, doc_id from times
    union all
    select distinct 'places' as stored_in, doc_id from places
    union all
    select distinct 'document_mentions' as stored_in, doc_id from document_mentions
    union all
    select distinct 'document_entities' as stored_in, doc_id from document_entities
    union all
    select distinct 'document_names' as stored_in, doc_id from document_names
    union all
    select distinct 'document_roles' as stored_in, doc_id from document_roles
    union all
    select distinct 'document_quotes' as stored_in, doc_id from document_quotes
    union all
    select distinct 'quotation_marks' as stored_in, doc_id from quotation_marks
    union all
    select distinct 'statements' as stored_in, doc_id from statements
    union all
    select distinct 'boilerplate' as stored_in, doc_id from boilerplate
)

select held.stored_in, held.doc_id
from held
anti join texts using (doc_id)
