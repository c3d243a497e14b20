-- Where are the entities mentioned that the report shows? One row per entity and sentence, with all spans there.
select
    mentions.entity_id,
    mentions.doc_id,
    mentions.sentence_index,
    list({ 'start_char': mentions.start_char, 'end_char': mentions.end_char } order by mentions.start_char) as spans,
    list(mentions.start_char) as start_chars,
    bool_or(mentions.kind = 'name') as is_named,
from mentions
inner join shown_entities using (entity_id)
group by all
