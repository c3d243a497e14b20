-- Of which time do the texts speak? One row per period, with how many stories speak of a day or month in it.
select
    cast(date_trunc(getvariable('time_unit'), times.starts_at) as date) as period,
    cast(period + cast('1 ' || getvariable('time_unit') as interval) as date) as ends,
    count(distinct coalesce(duplicates.original_doc_id, times.doc_id)) as n_stories,
from times
left join duplicates on times.doc_id = duplicates.doc_id
where
    times.precision in ('second', 'minute', 'hour', 'part of day', 'day', 'week', 'weekend', 'month')
    and cast(times.starts_at as date) between getvariable('first_time_on') and getvariable('last_time_on')
group by all
order by all
