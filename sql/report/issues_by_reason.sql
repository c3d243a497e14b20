-- What was not used, and why? One row per reason, with one of its inputs.
select
    reason,
    count(*) as n_issues,
    arg_min(source_uri, source_uri) as example_uri,
    arg_min(message, source_uri) as example_message,
from issues
group by all
order by n_issues desc, reason asc
