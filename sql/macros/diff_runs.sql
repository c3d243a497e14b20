-- What is different between the corpus after one run and after another? One row per document.
create or replace macro diff_runs(one_run_id, other_run_id) as table
with
-- Run ids are moments in UTC, written so that they sort.
stood as (
    select
        doc_id,
        source_uri,
        title,
        publisher,
        published_on,
        added_run_id <= one_run_id and (removed_run_id is null or removed_run_id > one_run_id) as is_in_one,
        added_run_id <= other_run_id and (removed_run_id is null or removed_run_id > other_run_id) as is_in_other,
    from document_history
),

compared as (
    select
        doc_id,
        bool_or(is_in_one) as was_there,
        bool_or(is_in_other) as is_there,
        any_value({'source_uri': source_uri, 'title': title, 'publisher': publisher, 'published_on': published_on})
            filter (is_in_one) as before,
        any_value({'source_uri': source_uri, 'title': title, 'publisher': publisher, 'published_on': published_on})
            filter (is_in_other) as after,
        -- The version that was valid is the same row, or it is not.
        bool_or(is_in_one and is_in_other) as is_same,
    from stood
    group by doc_id
),

-- Of documents that went, what they said is kept no longer.
said as (
    select
        doc_id,
        count(*) as n_quotes,
    from document_quotes
    group by doc_id
),

mentioned as (
    select
        doc_id,
        count(distinct entity_id) as n_entities,
    from entity_links
    group by doc_id
)

select
    case when not compared.was_there then 'gained' when not compared.is_there then 'lost' else 'changed' end as change,
    compared.doc_id,
    coalesce(compared.after, compared.before).title as title,
    coalesce(compared.after, compared.before).publisher as publisher,
    coalesce(compared.after, compared.before).published_on as published_on,
    coalesce(compared.after, compared.before).source_uri as source_uri,
    compared.before,
    compared.after,
    case when compared.is_there then coalesce(mentioned.n_entities, 0) end as n_entities,
    case when compared.is_there then coalesce(said.n_quotes, 0) end as n_quotes,
from compared
left join said using (doc_id)
left join mentioned using (doc_id)
where (compared.was_there or compared.is_there) and not compared.is_same;
comment on macro table diff_runs is
'One row per document that one run''s corpus has and the other''s has not, or of which they state different things: change (`gained`, `lost` or `changed`, from the first run to the second), doc_id, title, publisher, published_on, source_uri; before and after, what was stated then (null where it was not there); n_entities and n_quotes in it (null for documents that are there no longer).';
