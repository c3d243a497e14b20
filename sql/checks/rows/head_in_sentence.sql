-- A token depends on one that is not in its sentence.
with
bounds as (
    select
        doc_id,
        sentence_index,
        min(token_index) as first_index,
        max(token_index) as last_index,
    from tokens
    group by all
)

select
    tokens.doc_id,
    tokens.token_index,
    tokens.head_index,
    bounds.first_index,
    bounds.last_index,
from tokens
inner join bounds using (doc_id, sentence_index)
where tokens.head_index not between bounds.first_index and bounds.last_index
