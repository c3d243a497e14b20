-- Which places are mentioned near this point? One row per place mention within so many kilometres.
create or replace macro near(at_latitude, at_longitude, within_km) as table
with
-- Great-circle distance by the haversine formula, on a sphere with the Earth's mean radius (IUGG).
measured as (
    select
        doc_id,
        sentence_index,
        start_char,
        end_char,
        text,
        is_demonym,
        geonames_id,
        name,
        feature_code,
        country_code,
        latitude,
        longitude,
        2 * 6371.0088 * asin(sqrt(least(
            1.0,
            pow(sin(radians(latitude - at_latitude) / 2), 2)
            + cos(radians(at_latitude)) * cos(radians(latitude)) * pow(sin(radians(longitude - at_longitude) / 2), 2)
        ))) as distance_km,
    from places
)

select
    doc_id,
    sentence_index,
    start_char,
    end_char,
    text,
    is_demonym,
    geonames_id,
    name,
    feature_code,
    country_code,
    latitude,
    longitude,
    distance_km,
from measured
where distance_km <= within_km;
comment on macro table near is
'One row per place mention whose point lies within so many kilometres of this one (degrees north, degrees east, kilometres): doc_id, sentence_index; start_char, end_char and text of the mention; is_demonym; geonames_id, name, feature_code, country_code, latitude and longitude of the place; distance_km along the great circle. The point of a country or a state is its middle: `where feature_code like ''PPL%''` keeps towns.';
