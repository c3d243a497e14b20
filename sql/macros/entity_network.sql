-- Who of those mentioned most stands in one sentence with whom? One row per pair of entities.
create or replace macro entity_network(n_entities := 100, of_label := null) as table
with
nodes as materialized (
    select
        entity_id,
        name,
        label,
    from entities
    where of_label is null or label = upper(of_label)
    order by n_documents desc, n_mentions desc, entity_id asc
    limit n_entities
),

present as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
        coalesce(duplicates.original_doc_id, entity_sentences.doc_id) as story_id,
    from entity_sentences
    semi join nodes using (entity_id)
    left join duplicates on entity_sentences.doc_id = duplicates.doc_id
),

by_document as (
    select
        one.entity_id as source_id,
        other.entity_id as target_id,
        one.doc_id,
        one.story_id,
        count(*) as n_sentences,
    from present as one
    inner join present as other
        on one.doc_id = other.doc_id and one.sentence_index = other.sentence_index and one.entity_id < other.entity_id
    group by all
),

-- A story counts once: by the document that has most sentences with both.
by_story as (
    select
        source_id,
        target_id,
        story_id,
        max(n_sentences) as n_sentences,
        count(*) as n_documents,
    from by_document
    group by all
),

pairs as (
    select
        source_id,
        target_id,
        cast(sum(n_sentences) as bigint) as weight,
        count(*) as n_stories,
        cast(sum(n_documents) as bigint) as n_documents,
    from by_story
    group by all
)

select
    sources.name as source,
    targets.name as target,
    pairs.weight,
    pairs.n_stories,
    pairs.n_documents,
    sources.label as source_label,
    targets.label as target_label,
    pairs.source_id,
    pairs.target_id,
from pairs
inner join nodes as sources on pairs.source_id = sources.entity_id
inner join nodes as targets on pairs.target_id = targets.entity_id;
comment on macro table entity_network is
'One row per pair of entities, of the n_entities (100) in most documents and with this label (all by default), that share a sentence: source and target, their names; weight, sentences that mention both, of a story in several documents as many as the one has that has most; n_stories and n_documents (copies included) of those; source_label, target_label, source_id, target_id. Each pair is there once. An edge list as Gephi and NetworkX read it.';
