-- What have the entities said that the report shows? One row per attribution, without its words.
select
    quotes.speaker_entity_id as entity_id,
    quotes.doc_id,
    quotes.quote_index,
    coalesce(duplicates.original_doc_id, quotes.doc_id) as story_id,
    hash(quotes.content) as content_hash,
    quotes.kind,
    quotes.is_negated,
    quotes.spans,
    least(quotes.start_char, quotes.cue_start_char, quotes.speaker_start_char) as excerpt_start_char,
    greatest(quotes.end_char, quotes.cue_end_char, quotes.speaker_end_char) as excerpt_end_char,
from quotes
inner join shown_entities on quotes.speaker_entity_id = shown_entities.entity_id
left join duplicates on quotes.doc_id = duplicates.doc_id
