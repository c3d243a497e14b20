-- A place has more than one live source.
select
    source_uri,
    count(*) as n_live,
from source_history
where removed_run_id is null
group by source_uri
having count(*) > 1
