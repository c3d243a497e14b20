-- Which places is the entity of this name mentioned with? One row per place that shares a sentence with it.
create or replace macro places_of(entity_name) as table
with
mentioned as materialized (
    select
        doc_id,
        sentence_index,
        start_char,
        end_char,
    from mentions_of(entity_name)
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
    anti join boilerplate
        on
            places.doc_id = boilerplate.doc_id
            and places.start_char >= boilerplate.start_char
            and places.end_char <= boilerplate.end_char
),

-- A story counts once: by the document that has most.
by_document as (
    select
        * exclude (sentence_index),
        count(*) as n_mentions,
        count(distinct sentence_index) as n_sentences,
    from beside
    group by all
),

by_story as (
    select
        by_document.* exclude (doc_id, n_mentions, n_sentences),
        coalesce(duplicates.original_doc_id, by_document.doc_id) as story_id,
        max(by_document.n_mentions) as n_mentions,
        max(by_document.n_sentences) as n_sentences,
        count(*) as n_documents,
    from by_document
    left join duplicates using (doc_id)
    group by all
)

select
    geonames_id,
    name,
    feature_code,
    admin1_name,
    country_code,
    latitude,
    longitude,
    cast(sum(n_mentions) as bigint) as n_mentions,
    cast(sum(n_sentences) as bigint) as n_sentences,
    count(*) as n_stories,
    cast(sum(n_documents) as bigint) as n_documents,
from by_story
group by all;
comment on macro table places_of is
'One row per place that stands in a sentence with a mention of the entity that the name means (see find_entity), the entity itself and places in its names aside: geonames_id, name, feature_code, admin1_name, country_code, latitude, longitude; n_mentions of the place there, demonyms included; n_sentences, n_stories and n_documents (copies included) in which the two meet, outside of boilerplate; of a story in several documents the one that has most counts.';
