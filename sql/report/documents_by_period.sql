-- How many documents were published when, and by whom? One row per period and publisher; the smaller publishers are together as `others`.
with
-- A text that several publishers have is one document of the publisher that `documents` shows.
counted as (
    select
        cast(date_trunc(getvariable('unit'), published_on) as date) as period,
        coalesce(publisher, 'not stated') as publisher,
        count(*) as n_documents,
    from documents
    where published_on between getvariable('first_published_on') and getvariable('last_published_on')
    group by all
),

ranked as (
    select
        publisher,
        row_number() over (order by sum(n_documents) desc, publisher) as publisher_rank,
    from counted
    group by publisher
)

select
    counted.period,
    -- A date has no zone, and a chart's own weeks begin with Sundays: where a period ends is said here.
    cast(counted.period + cast('1 ' || getvariable('unit') as interval) as date) as ends,
    case when ranked.publisher_rank <= getvariable('n_coloured') then counted.publisher else 'others' end as publisher,
    least(ranked.publisher_rank, getvariable('n_coloured') + 1) as publisher_rank,
    cast(sum(counted.n_documents) as bigint) as n_documents,
from counted
inner join ranked using (publisher)
group by all
order by all
