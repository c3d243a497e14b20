-- Which days do the texts speak of most? One row per day that is named as a day in more than one story, in the order of the days.
with
counted as (
    select
        cast(times.starts_at as date) as day,
        count(distinct coalesce(duplicates.original_doc_id, times.doc_id)) as n_stories,
    from times
    left join duplicates on times.doc_id = duplicates.doc_id
    where times.precision in ('day', 'part of day', 'hour', 'minute', 'second') and times.starts_at is not null
    group by all
),

chosen as (
    select
        day,
        n_stories,
    from counted
    where n_stories > 1
    order by n_stories desc, day asc
    limit getvariable('n_moments')
)

select
    day,
    n_stories,
from chosen
order by day
