-- When is each entity that is shown mentioned? One row per entity and period with a dated document.
select
    shown_mentions.entity_id,
    cast(date_trunc(getvariable('unit'), documents.published_on) as date) as period,
    count(distinct shown_mentions.story_id) as n_stories,
from shown_mentions
inner join documents using (doc_id)
where documents.published_on between getvariable('first_published_on') and getvariable('last_published_on')
group by all
order by all
