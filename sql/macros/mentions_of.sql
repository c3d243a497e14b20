-- Where is the one that a name means mentioned? One row per mention.
create or replace macro mentions_of(entity_name) as table
with
named as materialized (
    select
        entity_id,
        label,
        rank,
    from find_entity(entity_name)
    where is_meant
)

select
    resolved_mentions.doc_id,
    resolved_mentions.sentence_index,
    resolved_mentions.start_char,
    resolved_mentions.end_char,
    resolved_mentions.text,
    resolved_mentions.kind,
    coalesce(named.label, resolved_mentions.document_label) as label,
    resolved_mentions.entity_id,
    named.rank,
from resolved_mentions
inner join named using (entity_id)
where not resolved_mentions.is_boilerplate;
comment on macro table mentions_of is
'One row per mention of each entity that the name means (see find_entity) outside of boilerplate: doc_id, sentence_index; start_char, end_char and text of the mention; kind, label, entity_id; rank of the entity, 1 for the one that is meant best.';
