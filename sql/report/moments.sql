-- Which days do the texts speak of most? One row per day that is named as a day, with how many documents speak of it.
select
    cast(starts_at as date) as day,
    count(distinct doc_id) as n_documents,
    count(*) as n_times,
from times
where precision in ('day', 'part of day', 'hour', 'minute', 'second') and starts_at is not null
group by all
order by n_documents desc, n_times desc, day asc
limit getvariable('n_moments')
