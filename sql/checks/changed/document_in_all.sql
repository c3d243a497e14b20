-- A document is not in each of: texts, annotated documents, live history, live sources; or is live twice in the history.
with
found as (
    select doc_id, 1 as n_texts, 0 as n_annotated, 0 as n_live, 0 as n_sources from texts
    union all
    select doc_id, 0 as n_texts, 1 as n_annotated, 0 as n_live, 0 as n_sources from document_counts
    union all
    select doc_id, 0 as n_texts, 0 as n_annotated, 1 as n_live, 0 as n_sources from document_history
    where removed_run_id is null
    union all
    select doc_id, 0 as n_texts, 0 as n_annotated, 0 as n_live, 1 as n_sources from source_history
    where removed_run_id is null
)

select
    doc_id,
    sum(n_texts) as n_texts,
    sum(n_annotated) as n_annotated,
    sum(n_live) as n_live,
    sum(n_sources) as n_sources,
from found
group by doc_id
having sum(n_texts) <> 1 or sum(n_annotated) <> 1 or sum(n_live) <> 1 or sum(n_sources) < 1
