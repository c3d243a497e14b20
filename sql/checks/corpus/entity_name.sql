-- An entity's own name is not among its names.
select
    entities.entity_id,
    entities.name,
from entities
anti join entity_names using (entity_id, name)
