-- Which documents did the last run bring in or take out? One row per document and version; a restated one has both.
with
last_run as (
    select max(run_id) as run_id from runs
)

select
    document_history.doc_id,
    document_history.title,
    document_history.publisher,
    document_history.published_on,
    document_history.source_uri,
    document_history.added_run_id = last_run.run_id as is_added,
    coalesce(document_history.removed_run_id = last_run.run_id, false) as is_removed,
from document_history
cross join last_run
where document_history.added_run_id = last_run.run_id or document_history.removed_run_id = last_run.run_id
order by is_removed asc, document_history.published_on desc nulls last, document_history.source_uri asc
limit getvariable('n_changes')
