-- An entity that a document's entity, a name, a piece of evidence or a mention leads to is not there.
-- Rows of: entity_links, entity_names, merge_evidence, corpus_mentions.
with
used as (
    -- Null where people decided to ignore it.
    select 'entity_links' as stored_in, entity_id from entity_links
    where entity_id is not null
    union all
    select 'entity_names' as stored_in, entity_id from entity_names
    union all
    select 'merge_evidence' as stored_in, entity_id from merge_evidence
    union all
    select 'corpus_mentions' as stored_in, entity_id from corpus_mentions
)

select
    used.stored_in,
    used.entity_id,
from used
anti join entities using (entity_id)
