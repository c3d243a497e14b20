-- What has changed since then? One row per document or entity.
create or replace macro what_changed(since := null) as table
with
-- By default since the last run that brought or took something.
changing as (
    select run_id
    from runs
    where
        case
            when since is null then started_at = (select max(last.started_at) from runs as last where last.n_added > 0 or last.n_removed > 0)
            else started_at >= cast(since as timestamp)
        end
),

documents_changed as (
    select
        document_history.doc_id,
        bool_or(document_history.removed_run_id is null) as is_there,
        bool_or(
            document_history.added_run_id not in (select changing.run_id from changing)
            and (document_history.removed_run_id is null or document_history.removed_run_id in (select changing.run_id from changing))
        ) as was_there,
        bool_or(document_history.added_run_id in (select changing.run_id from changing)) as has_come,
        bool_or(document_history.removed_run_id in (select changing.run_id from changing)) as has_gone,
        arg_max(document_history.title, document_history.added_run_id) as title,
    from document_history
    group by document_history.doc_id
),

before as (
    select distinct entity_links.entity_id
    from entity_links
    inner join documents_changed using (doc_id)
    where documents_changed.was_there and entity_links.entity_id is not null
)

select
    case when not was_there then 'document added' when not is_there then 'document removed' else 'document changed' end as change,
    doc_id,
    null as entity_id,
    title as name,
    null as n_documents,
from documents_changed
where (has_come or has_gone) and (was_there or is_there)
union all
select
    'entity added' as change,
    min(entity_links.doc_id) as doc_id,
    entities.entity_id,
    any_value(entities.name) as name,
    any_value(entities.n_documents) as n_documents,
from entity_links
inner join documents_changed using (doc_id)
inner join entities using (entity_id)
anti join before using (entity_id)
where documents_changed.is_there and documents_changed.has_come
group by entities.entity_id;
comment on macro table what_changed is
'One row per document that came, went or of which something else is stated, and per entity that only documents mention which came, in the runs that started at or after that moment (UTC), by default in the last one that brought or took documents: change (`document added`, `document removed`, `document changed`, `entity added`), doc_id (of an entity: the first one that came), entity_id, name (of a document: its title), n_documents of an entity.';
