-- A seed has other documents or issues than were found in it, or neither of them; `textmart run` reads it again.
-- Rows of: seed_files.
with
found as (
    select
        seed_uri,
        count(*) as n_live,
    from source_history
    where removed_run_id is null
    group by seed_uri
),

told as (
    select
        seed_uri,
        count(*) as n_told,
    from issues
    where reason <> 'no_model_for_language'
    group by seed_uri
)

select
    seed_files.seed_uri,
    seed_files.n_sources,
    coalesce(found.n_live, 0) as n_live,
    seed_files.n_issues,
    coalesce(told.n_told, 0) as n_told,
from seed_files
left join found using (seed_uri)
left join told using (seed_uri)
where
    seed_files.n_sources <> coalesce(found.n_live, 0)
    or seed_files.n_issues <> coalesce(told.n_told, 0)
    or seed_files.n_sources + seed_files.n_issues = 0
