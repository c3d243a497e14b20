-- How much is written of each country? One row per country.
create or replace view mentions_by_country as
with
told as (
    select
        places.country_code,
        places.name,
        places.feature_code,
        places.is_demonym,
        places.geonames_id,
        places.doc_id,
        coalesce(duplicates.original_doc_id, places.doc_id) as story_id,
    from places
    anti join boilerplate
        on
            places.doc_id = boilerplate.doc_id
            and places.start_char >= boilerplate.start_char
            and places.end_char <= boilerplate.end_char
    left join duplicates on places.doc_id = duplicates.doc_id
    where places.country_code is not null
),

by_document as (
    select
        country_code,
        doc_id,
        story_id,
        count(*) as n_mentions,
        count(*) filter (where is_demonym) as n_demonyms,
    from told
    group by all
),

-- A story counts once: by the document that has most mentions.
by_story as (
    select
        country_code,
        story_id,
        count(*) as n_documents,
        max(n_mentions) as n_mentions,
        max(n_demonyms) as n_demonyms,
    from by_document
    group by all
),

named as (
    select
        country_code,
        any_value(name) filter (where feature_code = 'PCLI') as name,
        count(distinct geonames_id) as n_places,
    from told
    group by country_code
)

select
    by_story.country_code,
    any_value(named.name) as name,
    cast(sum(by_story.n_mentions) as bigint) as n_mentions,
    cast(sum(by_story.n_demonyms) as bigint) as n_demonyms,
    any_value(named.n_places) as n_places,
    count(*) as n_stories,
    cast(sum(by_story.n_documents) as bigint) as n_documents,
    count(*) / (select count(*) from stories) as share_of_stories,
from by_story
inner join named using (country_code)
group by by_story.country_code;
comment on view mentions_by_country is
'One row per country that is mentioned outside of boilerplate, itself or a place in it. Copies of one story count once, but for `n_documents`.';
comment on column mentions_by_country.country_code is 'The country (ISO 3166).';
comment on column mentions_by_country.name is 'Its name; null where only places in it are mentioned.';
comment on column mentions_by_country.n_mentions is
'Mentions of it, of places in it and of their people; of a story in several documents as many as the one has that has most.';
comment on column mentions_by_country.n_demonyms is 'Those of them that name people: `Nigerian`; counted in the same way.';
comment on column mentions_by_country.n_places is 'Different places among them, the country itself included.';
comment on column mentions_by_country.n_stories is 'Stories with at least one of them: groups of near-duplicates, and documents that are in none.';
comment on column mentions_by_country.n_documents is 'Documents with at least one of them, copies included.';
comment on column mentions_by_country.share_of_stories is 'Share of all stories that have one.';
