-- When was this one in the news, and when more than usual? One row per period.
create or replace macro trends(entity_name, period := 'month') as table
with
mine as (
    select
        doc_id,
        count(*) as n_mentions,
    from mentions_of(entity_name)
    group by doc_id
),

-- A story counts once in a period: by the document that has most mentions.
told as (
    select
        cast(date_trunc(period, document_history.published_on) as date) as starts_on,
        coalesce(duplicates.original_doc_id, document_history.doc_id) as story_id,
        count(*) as n_all_documents,
        count(mine.doc_id) as n_documents,
        coalesce(max(mine.n_mentions), 0) as n_mentions,
    from document_history
    left join mine using (doc_id)
    left join duplicates on document_history.doc_id = duplicates.doc_id
    where document_history.removed_run_id is null and document_history.published_on is not null
    group by all
),

counted as (
    select
        starts_on,
        count(*) as n_all_stories,
        cast(sum(n_all_documents) as bigint) as n_all_documents,
        count(*) filter (where n_documents > 0) as n_stories,
        cast(sum(n_documents) as bigint) as n_documents,
        cast(sum(n_mentions) as bigint) as n_mentions,
    from told
    group by starts_on
)

select
    starts_on,
    n_stories,
    n_documents,
    n_mentions,
    n_all_stories,
    n_all_documents,
    n_stories / n_all_stories as share_of_stories,
    n_all_stories * sum(n_stories) over () / sum(n_all_stories) over () as n_expected,
    -- The standardized residual of a binomial count (Agresti 2013, 3.3): how many standard deviations above what its size lets expect.
    (n_stories - n_all_stories * sum(n_stories) over () / sum(n_all_stories) over ())
    / nullif(sqrt(
        n_all_stories * sum(n_stories) over () / sum(n_all_stories) over ()
        * (1 - sum(n_stories) over () / sum(n_all_stories) over ())
        * (1 - n_all_stories / sum(n_all_stories) over ())
    ), 0) as burst,
from counted;
comment on macro table trends is
'One row per period (`day`, `week`, `month`, `quarter` or `year` of publication; `month` by default) in which documents were published: starts_on, its first day; n_stories that mention the one that the name means (see find_entity), each once in a period, n_documents (copies included) and n_mentions; n_all_stories and n_all_documents of the period; share_of_stories; n_expected, stories that would mention it if it were in all periods alike; burst, by how many standard deviations there are more (the standardized residual, Agresti 2013): from 3 on it is no chance; null where there is nothing to compare.';
