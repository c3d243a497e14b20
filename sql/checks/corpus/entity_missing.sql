-- An entity that a mention or a name leads to is not there.
select 'entity_links' as stored_in, entity_links.entity_id
from entity_links
anti join entities using (entity_id)
union all
select 'entity_names' as stored_in, entity_names.entity_id
from entity_names
anti join entities using (entity_id)
