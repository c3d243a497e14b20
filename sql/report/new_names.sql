-- Who and what came with the last run? One row per entity that only documents mention which it brought; none after the first run.
select
    changed.name,
    entities.label,
    entities.entity_id,
    entities.n_documents,
from what_changed() as changed
inner join entities using (entity_id)
where changed.change = 'entity added' and (select count(*) from runs) > 1
order by entities.n_documents desc, entities.n_mentions desc, entities.entity_id asc
limit getvariable('n_new_names')
