-- A group of near-duplicates has fewer than two documents, or not one original that all of them name, or a document that is not there.
-- Rows of: duplicates.
with
counted as (
    select
        group_id,
        count(*) as n_documents,
        count(*) filter (where is_original) as n_originals,
        count(distinct original_doc_id) as n_named,
        count(*) filter (where is_original <> (doc_id = original_doc_id)) as n_contradictions,
        count(*) filter (where doc_id not in (select texts.doc_id from texts)) as n_missing,
    from duplicates
    group by group_id
)

select
    group_id,
    n_documents,
    n_originals,
    n_named,
    n_missing,
from counted
where n_documents < 2 or n_originals <> 1 or n_named <> 1 or n_contradictions > 0 or n_missing > 0
