-- Of which time do the texts speak? One row per period, with how many documents speak of a day or month in it.
select
    cast(date_trunc(getvariable('time_unit'), starts_at) as date) as period,
    count(distinct doc_id) as n_documents,
from times
where
    precision in ('second', 'minute', 'hour', 'part of day', 'day', 'week', 'weekend', 'month')
    and cast(starts_at as date) between getvariable('first_time_on') and getvariable('last_time_on')
group by all
order by all
