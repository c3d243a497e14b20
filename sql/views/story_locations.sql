-- Where does each document take place? One row per document that mentions a place.
create or replace view story_locations as
with
counted as (
    select
        doc_id,
        geonames_id,
        name,
        feature_class,
        feature_code,
        admin1_name,
        country_code,
        latitude,
        longitude,
        count(*) as n_mentions,
        min(start_char) as start_char,
    from places
    where not is_demonym
    group by all
)

-- A town or a division of a country says more than the country; of these the most mentioned, then the first.
select
    counted.doc_id,
    documents.title,
    documents.published_on,
    counted.geonames_id,
    counted.name,
    counted.feature_code,
    counted.admin1_name,
    counted.country_code,
    counted.latitude,
    counted.longitude,
    counted.n_mentions,
    counted.n_mentions / sum(counted.n_mentions) over (partition by counted.doc_id) as share_of_mentions,
from counted
inner join documents using (doc_id)
qualify
    row_number() over (
        partition by counted.doc_id
        order by
            counted.feature_class = 'P' or counted.feature_code in ('ADM1', 'ADM2') desc,
            counted.n_mentions desc,
            counted.start_char asc
    ) = 1;
comment on view story_locations is
'One row per document that mentions a place: the one it is most likely set in, a town or a division of a country if it mentions any. A rule of thumb: most mentions, then the first.';
comment on column story_locations.doc_id is 'The document: a hash of its text.';
comment on column story_locations.title is 'Title as the source states it.';
comment on column story_locations.published_on is 'The calendar date of publication as written there.';
comment on column story_locations.geonames_id is 'The place, by its GeoNames id.';
comment on column story_locations.name is 'The place''s name in the gazetteer.';
comment on column story_locations.feature_code is 'GeoNames'' code: `PPL` town, `PPLC` capital, `ADM1` and `ADM2` division, `PCLI` country ...';
comment on column story_locations.admin1_name is 'The state or province that it is or lies in.';
comment on column story_locations.country_code is 'The country that it is or lies in (ISO 3166); null for regions of several.';
comment on column story_locations.latitude is 'Degrees north.';
comment on column story_locations.longitude is 'Degrees east.';
comment on column story_locations.n_mentions is 'Mentions of the place in the document, demonyms aside.';
comment on column story_locations.share_of_mentions is 'Their share of the document''s mentions of places.';
