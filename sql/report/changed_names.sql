-- Who and what came with the last run, and who is mentioned no longer? One row per entity; none after the first run.
with
last_runs as (
    select
        max(run_id) as run_id,
        arg_max(run_id, run_id, 2)[2] as previous_run_id,
    from runs
)

select
    changed.change,
    changed.text as name,
    changed.entity_id,
    coalesce(coverage.n_stories, changed.n_documents_before) as n_stories,
from diff_runs((select last_runs.previous_run_id from last_runs), (select last_runs.run_id from last_runs)) as changed
left join coverage using (entity_id)
where
    changed.kind = 'entity'
    -- Who stands in bylines alone is no news.
    and (changed.change = 'lost' or (changed.change = 'gained' and coverage.entity_id is not null))
    and (select count(*) from runs) > 1
qualify row_number() over (partition by changed.change order by n_stories desc, changed.text asc, changed.entity_id asc) <= getvariable('n_changed_names')
order by changed.change asc, n_stories desc, changed.text asc, changed.entity_id asc
