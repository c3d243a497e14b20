-- How much is in the corpus, and of which time? One row.
select
    (select count(*) from documents) as n_documents,
    (select count(*) from sources) as n_sources,
    (select count(distinct publisher) from sources) as n_publishers,
    (select coalesce(sum(n_sentences), 0) from documents) as n_sentences,
    (select coalesce(sum(n_tokens), 0) from documents) as n_tokens,
    (select count(*) from entities) as n_entities,
    (select count(*) from quotes) as n_quotes,
    (select count(*) from times) as n_times,
    (select count(distinct geonames_id) from places) as n_places,
    (select count(*) from issues) as n_issues,
    (
        select count(*) from documents
        where published_on is null
    ) as n_undated,
    (select min(published_on) from documents) as first_published_on,
    (select max(published_on) from documents) as last_published_on,
    (select quantile_disc(cast(starts_at as date), 0.02) from times) as first_time_on,
    (select quantile_disc(cast(starts_at as date), 0.98) from times) as last_time_on,
    (select max(ended_at) from runs) as ended_at,
    (select count(*) from runs) as n_runs
