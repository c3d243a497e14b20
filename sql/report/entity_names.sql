-- Under which names does each entity that is shown appear, and why are they its? One row per name.
select
    entity_names.entity_id,
    entity_names.name,
    entity_names.n_mentions,
    entity_names.evidence,
from entity_names
inner join shown_entities using (entity_id)
qualify row_number() over (partition by entity_names.entity_id order by entity_names.n_mentions desc, entity_names.name asc) <= getvariable('n_rows')
order by entity_names.entity_id asc, entity_names.n_mentions desc, entity_names.name asc
