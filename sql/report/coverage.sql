-- How widely is each entity covered? One row per entity that is mentioned outside of boilerplate.
select
    entity_id,
    name,
    label,
    n_mentions,
    n_stories,
    n_documents,
    n_publishers,
    first_published_on,
    last_published_on,
from entity_coverage
