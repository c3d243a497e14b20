-- An entity has no name.
select
    entities.entity_id,
    entities.name,
from entities
anti join entity_names using (entity_id)
