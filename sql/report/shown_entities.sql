-- Which entities does the report show? One row per entity: those in the most stories, and of each label the first ones in any case.
with
ranked as (
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
        row_number() over (order by n_stories desc, n_mentions desc, entity_id asc) as entity_rank,
        row_number() over (partition by label order by n_stories desc, n_mentions desc, entity_id asc) as rank_in_label,
    from coverage
)

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
from ranked
where entity_rank <= getvariable('n_entities') or rank_in_label <= getvariable('n_entities_of_label')
order by entity_rank
