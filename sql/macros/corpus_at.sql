-- Which documents were there at that moment? One row per document.
create or replace macro corpus_at(moment) as table
select
    document_history.doc_id,
    document_history.source_uri,
    document_history.title,
    document_history.publisher,
    document_history.published_on,
    document_history.added_run_id,
    document_history.removed_run_id,
from document_history
inner join runs as added on document_history.added_run_id = added.run_id
left join runs as removed on document_history.removed_run_id = removed.run_id
where
    added.ended_at <= cast(moment as timestamp)
    and (removed.ended_at is null or removed.ended_at > cast(moment as timestamp));
comment on macro table corpus_at is
'One row per document that was published at that moment (UTC), with what was said of it then: doc_id, source_uri, title, publisher, published_on; added_run_id and removed_run_id, the run that took this out (null while it is there). Rows of other tables are kept for documents that are there today.';
