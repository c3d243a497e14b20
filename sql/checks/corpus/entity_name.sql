-- An entity has no name.
-- Rows of: entities.
select
    entities.entity_id,
    entities.name,
from entities
anti join entity_names using (entity_id)
