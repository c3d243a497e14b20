-- Who is mentioned beside each entity that is shown? One row per entity and other entity.
with
both_ways as (
    select
        entity_id,
        other_entity_id,
        n_sentences,
        n_stories,
    from shown_pairs
    union all
    select
        other_entity_id as entity_id,
        entity_id as other_entity_id,
        n_sentences,
        n_stories,
    from shown_pairs
)

select
    entity_id,
    other_entity_id,
    n_sentences,
    n_stories,
from both_ways
qualify row_number() over (partition by entity_id order by n_stories desc, n_sentences desc, other_entity_id asc) <= getvariable('n_rows')
order by entity_id asc, n_stories desc, n_sentences desc, other_entity_id asc
