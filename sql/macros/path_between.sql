-- How are these two connected? One row per sentence of each step of the best path.
create or replace macro path_between(one_name, other_name, n_sentences := 3) as table
with
one as materialized (
    select entity_id from find_entity(one_name) where rank = 1
),

other as materialized (
    select entity_id from find_entity(other_name) where rank = 1 and entity_id not in (select one.entity_id from one)
),

one_sentences as materialized (
    select
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join one using (entity_id)
),

other_sentences as materialized (
    select
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join other using (entity_id)
),

-- All that stand in these sentences.
around as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join (
        from one_sentences
        union
        from other_sentences
    ) as theirs using (doc_id, sentence_index)
),

beside_one as materialized (
    select
        around.entity_id,
        count(*) as weight,
    from around
    semi join one_sentences using (doc_id, sentence_index)
    anti join one using (entity_id)
    group by around.entity_id
),

beside_other as materialized (
    select
        around.entity_id,
        count(*) as weight,
    from around
    semi join other_sentences using (doc_id, sentence_index)
    anti join other using (entity_id)
    group by around.entity_id
),

direct as (
    select
        [one.entity_id, other.entity_id] as stations,
        beside_one.weight,
    from one
    cross join other
    inner join beside_one on other.entity_id = beside_one.entity_id
),

through_one as (
    select
        [one.entity_id, beside_one.entity_id, other.entity_id] as stations,
        least(beside_one.weight, beside_other.weight) as weight,
    from one
    cross join other
    cross join beside_one
    inner join beside_other on beside_one.entity_id = beside_other.entity_id
),

-- Longer paths are looked for only where there is no shorter one.
left_sentences as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join beside_one using (entity_id)
    where not exists (select 1 from direct) and not exists (select 1 from through_one)
),

right_sentences as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join beside_other using (entity_id)
    where not exists (select 1 from direct) and not exists (select 1 from through_one)
),

through_two as (
    select
        [one.entity_id, left_sentences.entity_id, beside_other.entity_id, other.entity_id] as stations,
        least(count(*), any_value(beside_one.weight), any_value(beside_other.weight)) as weight,
    from one
    cross join other
    cross join left_sentences
    inner join right_sentences
        on
            left_sentences.doc_id = right_sentences.doc_id
            and left_sentences.sentence_index = right_sentences.sentence_index
            and left_sentences.entity_id <> right_sentences.entity_id
    inner join beside_one on left_sentences.entity_id = beside_one.entity_id
    inner join beside_other on right_sentences.entity_id = beside_other.entity_id
    group by one.entity_id, left_sentences.entity_id, beside_other.entity_id, other.entity_id
),

-- The fewest steps; then the path whose weakest step has most sentences.
best as materialized (
    select stations
    from (
        select stations, weight from direct
        union all
        select stations, weight from through_one
        union all
        select stations, weight from through_two
    )
    order by len(stations), weight desc, stations
    limit 1
),

steps as (
    select
        unnest(range(1, len(stations))) as step,
        stations,
    from best
),

-- Where the stations of the path are mentioned.
present as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join (select unnest(stations) as entity_id from best) as stations using (entity_id)
),

shared as (
    select
        steps.step,
        steps.stations[steps.step] as from_entity_id,
        steps.stations[steps.step + 1] as to_entity_id,
        leaving.doc_id,
        leaving.sentence_index,
        count(*) over (partition by steps.step) as n_shared,
    from steps
    inner join present as leaving on steps.stations[steps.step] = leaving.entity_id
    inner join present as reached
        on
            steps.stations[steps.step + 1] = reached.entity_id
            and leaving.doc_id = reached.doc_id
            and leaving.sentence_index = reached.sentence_index
    left join duplicates on leaving.doc_id = duplicates.doc_id
    -- Copies last, which say it again.
    qualify
        row_number() over (
            partition by steps.step
            order by duplicates.is_original is not distinct from false, leaving.doc_id, leaving.sentence_index
        ) <= n_sentences
)

select
    cast(shared.step as integer) as step,
    leaving.name as from_name,
    reached.name as to_name,
    shared.n_shared,
    shared.doc_id,
    shared.sentence_index,
    sentences.start_char,
    sentences.end_char,
    sentences.text,
    shared.from_entity_id,
    shared.to_entity_id,
from shared
inner join sentences on shared.doc_id = sentences.doc_id
inner join entities as leaving on shared.from_entity_id = leaving.entity_id
inner join entities as reached on shared.to_entity_id = reached.entity_id
where sentences.sentence_index - shared.sentence_index = 0;
comment on macro table path_between is
'One row per sentence, up to n_sentences (3) for each step of the shortest path from the one entity to the other over sentences that mention two, of at most three steps (the strongest of several, by its weakest step): step, from 1; from_name and to_name; n_shared, all sentences with both; doc_id, sentence_index, start_char, end_char and text of the sentence; from_entity_id, to_entity_id. No row: they are not connected so. Names are looked up by find_entity.';
