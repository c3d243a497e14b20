-- Which of the entities that are shown are mentioned together? One row per pair that shares a sentence.
select
    one.entity_id,
    other.entity_id as other_entity_id,
    count(*) as n_sentences,
    count(distinct one.doc_id) as n_documents,
from shown_mentions as one
inner join shown_mentions as other
    on
        one.doc_id = other.doc_id
        and one.sentence_index = other.sentence_index
        and one.entity_id < other.entity_id
group by all
