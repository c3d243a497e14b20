-- When was this one in the news, and when more than usual? One row per period.
create or replace macro trends(entity_name, period := 'month') as table
with
named as (
    select entity_id from find_entity(entity_name) where is_meant
),

mine as (
    select
        entity_sentences.doc_id,
        cast(sum(entity_sentences.n_mentions) as bigint) as n_mentions,
    from entity_sentences
    semi join named using (entity_id)
    group by entity_sentences.doc_id
),

counted as (
    select
        cast(date_trunc(period, document_history.published_on) as date) as starts_on,
        count(*) as n_all_documents,
        count(mine.doc_id) as n_documents,
        cast(coalesce(sum(mine.n_mentions), 0) as bigint) as n_mentions,
    from document_history
    left join mine using (doc_id)
    where document_history.removed_run_id is null and document_history.published_on is not null
    group by all
)

select
    starts_on,
    n_documents,
    n_mentions,
    n_all_documents,
    n_documents / n_all_documents as share_of_documents,
    n_all_documents * sum(n_documents) over () / sum(n_all_documents) over () as n_expected,
    -- The standardized residual of a binomial count (Agresti 2013, 3.3): how many standard deviations above what its size lets expect.
    (n_documents - n_all_documents * sum(n_documents) over () / sum(n_all_documents) over ())
    / nullif(sqrt(
        n_all_documents * sum(n_documents) over () / sum(n_all_documents) over ()
        * (1 - sum(n_documents) over () / sum(n_all_documents) over ())
        * (1 - n_all_documents / sum(n_all_documents) over ())
    ), 0) as burst,
from counted;
comment on macro table trends is
'One row per period (`day`, `week`, `month`, `quarter` or `year` of publication; `month` by default) in which documents were published: starts_on, its first day; n_documents and n_mentions of the one that the name means (see find_entity); n_all_documents of the period; share_of_documents; n_expected, documents that would mention it if it were in all periods alike; burst, by how many standard deviations there are more (the standardized residual, Agresti 2013): from 3 on it is no chance; null where there is nothing to compare.';
