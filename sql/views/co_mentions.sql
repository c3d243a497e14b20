-- Who is mentioned together with whom? One row per ordered pair of entities.
create or replace view co_mentions as
with
in_document as (
    select
        entities.entity_id,
        entities.name,
        entities.label,
        other.entity_id as other_entity_id,
        one.doc_id,
        null as sentence_index,
    from entities
    inner join entity_sentences as one on entities.entity_id = one.entity_id and one.is_first
    inner join entity_sentences as other on one.doc_id = other.doc_id and one.entity_id <> other.entity_id and other.is_first
),

in_sentence as (
    select
        entities.entity_id,
        entities.name,
        entities.label,
        other.entity_id as other_entity_id,
        one.doc_id,
        one.sentence_index,
    from entities
    inner join entity_sentences as one using (entity_id)
    inner join entity_sentences as other
        on one.doc_id = other.doc_id and one.sentence_index = other.sentence_index and one.entity_id <> other.entity_id
),

together as (
    select entity_id, name, label, other_entity_id, doc_id, sentence_index from in_document
    union all
    select entity_id, name, label, other_entity_id, doc_id, sentence_index from in_sentence
),

by_document as (
    select
        entity_id,
        name,
        label,
        other_entity_id,
        doc_id,
        count(sentence_index) as n_sentences,
    from together
    group by all
),

-- A story counts once: by the document that has most sentences with both.
by_story as (
    select
        by_document.entity_id,
        by_document.name,
        by_document.label,
        by_document.other_entity_id,
        coalesce(duplicates.original_doc_id, by_document.doc_id) as story_id,
        count(*) as n_documents,
        max(by_document.n_sentences) as n_sentences,
    from by_document
    left join duplicates using (doc_id)
    group by all
),

pairs as (
    select
        entity_id,
        name,
        label,
        other_entity_id,
        count(*) as n_stories,
        cast(sum(n_documents) as bigint) as n_documents,
        cast(sum(n_sentences) as bigint) as n_sentences,
    from by_story
    group by all
)

select
    pairs.entity_id,
    pairs.name,
    pairs.label,
    pairs.other_entity_id,
    others.name as other_name,
    others.label as other_label,
    pairs.n_stories,
    pairs.n_documents,
    pairs.n_sentences,
from pairs
inner join entities as others on pairs.other_entity_id = others.entity_id;
comment on view co_mentions is
'One row per ordered pair of entities in one document, so `name = …` finds all partners; `entity_id < other_entity_id` gives each pair once. Boilerplate does not count, copies only in `n_documents`.';
comment on column co_mentions.entity_id is 'The one entity.';
comment on column co_mentions.name is 'Its most frequent name.';
comment on column co_mentions.label is 'Its label (OntoNotes).';
comment on column co_mentions.other_entity_id is 'The other entity.';
comment on column co_mentions.other_name is 'The other''s most frequent name.';
comment on column co_mentions.other_label is 'The other''s label (OntoNotes).';
comment on column co_mentions.n_stories is 'Stories that mention both: groups of near-duplicates, and documents that are in none.';
comment on column co_mentions.n_documents is 'Documents that mention both, copies included.';
comment on column co_mentions.n_sentences is 'Sentences that mention both, of a story in several documents as many as the one has that has most; 0 where they meet only across sentences.';
