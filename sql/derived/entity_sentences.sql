-- In which sentences does each entity occur? One row per entity and sentence.
select
    entity_id,
    doc_id,
    sentence_index,
    count(*) as n_mentions,
    sentence_index = min(sentence_index) over (partition by doc_id, entity_id) as is_first,
from resolved_mentions
where entity_id is not null and not is_boilerplate
group by entity_id, doc_id, sentence_index
