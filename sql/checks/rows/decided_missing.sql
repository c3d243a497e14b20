-- Rows that are decided across the corpus belong to a document that is not there.
-- Rows of: entity_links, corpus_mentions, merge_evidence.
with
held as (
    select distinct 'entity_links' as stored_in, doc_id from entity_links
    union all
    select distinct 'corpus_mentions' as stored_in, doc_id from corpus_mentions
    union all
    select distinct 'merge_evidence' as stored_in, doc_id from merge_evidence
)

select held.stored_in, held.doc_id
from held
anti join texts using (doc_id)
