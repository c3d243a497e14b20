-- Which places are mentioned most? One row per place, countries and regions included.
select
    geonames_id,
    any_value(name) as name,
    any_value(country_code) as country_code,
    any_value(admin1_name) as admin1_name,
    any_value(feature_class) as feature_class,
    any_value(feature_code) as feature_code,
    any_value(latitude) as latitude,
    any_value(longitude) as longitude,
    count(*) as n_mentions,
    count(distinct doc_id) as n_documents,
from places
where not is_part_of_name
group by geonames_id
order by n_documents desc, n_mentions desc, geonames_id asc
limit getvariable('n_places')
