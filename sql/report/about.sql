-- How much is in the corpus, and of which time? One row.
with
dated as (
    select cast(starts_at as date) as day
    from times
    where precision in ('second', 'minute', 'hour', 'part of day', 'day', 'week', 'weekend', 'month')
),

-- A single document that states the year 1 must not press all others into one bar.
drawn as (
    select
        quantile_disc(published_on, 0.01) as first_day,
        quantile_disc(published_on, 0.99) as last_day,
    from documents
)

select
    (select count(*) from documents) as n_documents,
    (select count(*) from stories) as n_stories,
    (select count(*) from sources) as n_sources,
    (select count(distinct publisher) from sources) as n_publishers,
    (select count(*) from entities) as n_entities,
    (select count(*) from quotes) as n_quotes,
    (select count(*) from times) as n_times,
    (
        select count(distinct places.geonames_id) from places
        anti join boilerplate
            on
                places.doc_id = boilerplate.doc_id
                and places.start_char >= boilerplate.start_char
                and places.end_char <= boilerplate.end_char
        where not places.is_part_of_name
    ) as n_places,
    (select count(*) from issues) as n_issues,
    (
        select count(*) from documents
        where published_on is null
    ) as n_undated,
    (
        select count(*) from documents
        where published_on < (select drawn.first_day from drawn) or published_on > (select drawn.last_day from drawn)
    ) as n_undrawn,
    (select first_day from drawn) as first_published_on,
    (select last_day from drawn) as last_published_on,
    (select quantile_disc(day, 0.02) from dated) as first_time_on,
    (select quantile_disc(day, 0.98) from dated) as last_time_on,
    (select max(ended_at) from runs) as ended_at,
    (select arg_max(n_added, run_id) from runs) as n_added,
    (select arg_max(n_removed, run_id) from runs) as n_removed,
    (select count(*) from runs) as n_runs
