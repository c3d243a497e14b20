-- Which places stand in the sentences of each entity that is shown? One row per entity and place.
with
beside as (
    select
        shown_mentions.entity_id,
        places.geonames_id,
        any_value(places.name) as name,
        any_value(places.country_code) as country_code,
        count(distinct shown_mentions.doc_id || shown_mentions.sentence_index) as n_sentences,
    from shown_mentions
    inner join places using (doc_id, sentence_index)
    where
        not places.is_part_of_name
        and not list_contains(shown_mentions.start_chars, places.start_char)
    group by all
)

select
    entity_id,
    name,
    country_code,
    n_sentences,
from beside
qualify row_number() over (partition by entity_id order by n_sentences desc, geonames_id asc) <= getvariable('n_rows')
order by entity_id asc, n_sentences desc, name asc
