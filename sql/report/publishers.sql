-- Who published how much, and when? One row per publisher, as its sources state it.
select
    coalesce(publisher, 'not stated') as publisher,
    count(distinct doc_id) as n_documents,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on,
from sources
group by all
order by n_documents desc, publisher asc
limit getvariable('n_publishers')
