-- Who speaks, and how are they quoted? One row per entity that is shown and kind of attribution.
with
counted as (
    select
        entity_id,
        kind,
        -- What copies of one story repeat in the same words counts once.
        count(distinct { 'story_id': story_id, 'content_hash': content_hash }) as n_quotes,
    from shown_quotes
    where not is_negated
    group by all
),

ranked as (
    select
        entity_id,
        row_number() over (order by sum(n_quotes) desc, entity_id) as speaker_rank,
    from counted
    group by entity_id
)

select
    counted.entity_id,
    counted.kind,
    counted.n_quotes,
from counted
inner join ranked using (entity_id)
where ranked.speaker_rank <= getvariable('n_speakers')
order by ranked.speaker_rank, counted.kind
