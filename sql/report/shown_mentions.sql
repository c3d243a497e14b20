-- Where are the entities mentioned that the report shows? One row per entity and sentence, with all spans there.
select
    mentions.entity_id,
    mentions.doc_id,
    coalesce(any_value(duplicates.original_doc_id), mentions.doc_id) as story_id,
    mentions.sentence_index,
    list({ 'start_char': mentions.start_char, 'end_char': mentions.end_char } order by mentions.start_char) as spans,
    list(mentions.start_char) as start_chars,
    bool_or(mentions.kind = 'name') as is_named,
from mentions
inner join shown_entities using (entity_id)
-- A byline or an agency's name before the story says nothing of either.
anti join boilerplate
    on
        mentions.doc_id = boilerplate.doc_id
        and mentions.start_char >= boilerplate.start_char
        and mentions.end_char <= boilerplate.end_char
left join duplicates on mentions.doc_id = duplicates.doc_id
group by mentions.entity_id, mentions.doc_id, mentions.sentence_index
