-- Who and what came into the corpus since then? One row per entity.
create or replace macro new_entities(since) as table
with
-- When each document that is there was seen first.
came as (
    select
        document_history.doc_id,
        min(runs.started_at) as added_at,
    from document_history
    inner join runs on document_history.added_run_id = runs.run_id
    group by document_history.doc_id
    having bool_or(document_history.removed_run_id is null)
),

present as (
    select doc_id, entity_id from entity_links
    union all
    select doc_id, entity_id from corpus_mentions
),

firsts as (
    select
        present.entity_id,
        min(came.added_at) as added_at,
        arg_min(came.doc_id, (came.added_at, came.doc_id)) as doc_id,
    from present
    inner join came using (doc_id)
    group by present.entity_id
)

select
    entities.entity_id,
    entities.name,
    entities.label,
    entities.n_mentions,
    entities.n_documents,
    firsts.added_at,
    firsts.doc_id,
from firsts
inner join entities using (entity_id)
where firsts.added_at >= cast(since as timestamp);
comment on macro table new_entities is
'One row per entity that no document mentions which was in the corpus before that moment (UTC) and still is: entity_id, name, label, n_mentions, n_documents; added_at, the start of the run that brought the first of its documents, and doc_id of that one.';
