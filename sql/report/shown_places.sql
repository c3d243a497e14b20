-- Which places are mentioned most? One row per place, countries and regions included.
with
told as (
    select
        places.geonames_id,
        places.doc_id,
        coalesce(duplicates.original_doc_id, places.doc_id) as story_id,
        count(*) as n_mentions,
    from places
    -- Where a story was written says little of what it is about.
    anti join boilerplate
        on
            places.doc_id = boilerplate.doc_id
            and places.start_char >= boilerplate.start_char
            and places.end_char <= boilerplate.end_char
    left join duplicates on places.doc_id = duplicates.doc_id
    where not places.is_part_of_name
    group by all
),

-- A story counts once: by the document that has most.
in_stories as (
    select
        geonames_id,
        story_id,
        max(n_mentions) as n_mentions,
    from told
    group by all
),

counted as (
    select
        geonames_id,
        cast(sum(n_mentions) as bigint) as n_mentions,
        count(*) as n_stories,
    from in_stories
    group by geonames_id
),

described as (
    select
        geonames_id,
        any_value(name) as name,
        any_value(country_code) as country_code,
        any_value(admin1_name) as admin1_name,
        any_value(latitude) as latitude,
        any_value(longitude) as longitude,
    from places
    group by geonames_id
)

select
    described.geonames_id,
    described.name,
    described.country_code,
    described.admin1_name,
    described.latitude,
    described.longitude,
    counted.n_mentions,
    counted.n_stories,
from counted
inner join described using (geonames_id)
order by counted.n_stories desc, counted.n_mentions desc, described.geonames_id asc
limit getvariable('n_places')
