-- Which places is the entity of this name mentioned with? One row per place that shares a sentence with it.
create or replace macro places_of(entity_name) as table
with
named as (
    select entity_id from find_entity(entity_name) where is_meant
),

mentioned as (
    select
        mentions.doc_id,
        mentions.sentence_index,
        mentions.start_char,
        mentions.end_char,
    from mentions
    inner join named using (entity_id)
),

-- A place that is the entity itself, or named in its name, is no place that it is mentioned with.
beside as (
    select
        places.doc_id,
        places.sentence_index,
        places.geonames_id,
        places.name,
        places.feature_code,
        places.admin1_name,
        places.country_code,
        places.latitude,
        places.longitude,
    from places
    semi join mentioned using (doc_id, sentence_index)
    anti join mentioned
        on
            places.doc_id = mentioned.doc_id
            and places.start_char < mentioned.end_char
            and places.end_char > mentioned.start_char
)

select
    geonames_id,
    name,
    feature_code,
    admin1_name,
    country_code,
    latitude,
    longitude,
    count(*) as n_mentions,
    count(distinct (doc_id, sentence_index)) as n_sentences,
    count(distinct doc_id) as n_documents,
from beside
group by all;
comment on macro table places_of is
'One row per place that stands in a sentence with a mention of the entity that the name means (see find_entity), the entity itself and places in its names aside: geonames_id, name, feature_code, admin1_name, country_code, latitude, longitude; n_mentions of the place there, demonyms included; n_sentences and n_documents in which the two meet.';
