-- Who and what is mentioned together with this one, more often than chance has it? One row per other entity.
create or replace macro co_mentions(entity_name) as table
with
named as materialized (
    select entity_id from find_entity(entity_name) where is_meant
),

my_sentences as materialized (
    select distinct
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join named using (entity_id)
),

my_documents as (
    select distinct doc_id from my_sentences
),

-- Who is in these documents, and in how many of these sentences.
present as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        coalesce(any_value(duplicates.original_doc_id), entity_sentences.doc_id) as story_id,
        count(my_sentences.sentence_index) as n_sentences,
    from entity_sentences
    semi join my_documents using (doc_id)
    left join my_sentences using (doc_id, sentence_index)
    left join duplicates on entity_sentences.doc_id = duplicates.doc_id
    group by entity_sentences.entity_id, entity_sentences.doc_id
),

-- A story counts once: by the document that has most sentences with both.
by_story as (
    select
        present.entity_id,
        present.story_id,
        count(*) as n_documents,
        max(present.n_sentences) as n_sentences,
    from present
    anti join named using (entity_id)
    group by all
),

pairs as materialized (
    select
        entity_id,
        count(*) as n_stories,
        cast(sum(n_documents) as bigint) as n_documents,
        cast(sum(n_sentences) as bigint) as n_sentences,
    from by_story
    group by entity_id
),

others as (
    select
        entity_sentences.entity_id,
        count(*) filter (where duplicates.doc_id is null) + count(distinct duplicates.original_doc_id) as n_stories,
    from entity_sentences
    semi join pairs using (entity_id)
    left join duplicates on entity_sentences.doc_id = duplicates.doc_id
    where entity_sentences.is_first
    group by entity_sentences.entity_id
),

-- The four cells of the table: stories with both, with one, with the other, with neither.
cells as (
    select
        entities.entity_id,
        entities.name,
        entities.label,
        pairs.n_stories,
        pairs.n_documents,
        pairs.n_sentences,
        others.n_stories as n_other,
        (select count(distinct present.story_id) from present) as n_mine,
        (select count(*) from stories) as n_all,
    from pairs
    inner join others using (entity_id)
    inner join entities using (entity_id)
),

filled as (
    select
        entity_id,
        name,
        label,
        n_stories,
        n_documents,
        n_sentences,
        n_mine * n_other / n_all as n_expected,
        -- Two versions of one story may mention one of them each.
        [n_stories, n_mine - n_stories, n_other - n_stories, greatest(n_all - n_mine - n_other + n_stories, 0)] as observed,
        [
            n_mine * n_other / n_all,
            n_mine * (n_all - n_other) / n_all,
            (n_all - n_mine) * n_other / n_all,
            (n_all - n_mine) * (n_all - n_other) / n_all,
        ] as expected,
    from cells
)

select
    entity_id,
    name,
    label,
    n_stories,
    n_documents,
    n_sentences,
    n_expected,
    -- Dunning 1993: twice the sum of observed times the logarithm of observed by expected; below 0 if they avoid each other.
    case when n_stories < n_expected then -2 else 2 end * list_sum(list_transform(
        list_zip(observed, expected),
        lambda cell: case when cell[1] > 0 then cell[1] * ln(cell[1] / cell[2]) else 0 end
    )) as log_likelihood,
from filled;
comment on macro table co_mentions is
'One row per entity that shares a document with the one that the name means (see find_entity), boilerplate aside: entity_id, name, label; n_stories, n_documents (copies included) and n_sentences (of a story in several documents as many as the one has that has most) that mention both; n_expected, stories that would do so by chance; log_likelihood (Dunning 1993, over stories): how sure it is that this is no chance, from 3.84 on with 95 %, from 10.83 on with 99.9 %; below 0 where the two meet less often than by chance.';
