-- Who and what is mentioned together with this one, more often than chance has it? One row per other entity.
create or replace macro co_mentions(entity_name) as table
with
named as materialized (
    select entity_id from find_entity(entity_name) where is_meant
),

present as (
    select doc_id, entity_id from entity_links
    union all
    select doc_id, entity_id from corpus_mentions
),

mine as materialized (
    select distinct present.doc_id
    from present
    semi join named using (entity_id)
),

in_documents as (
    select
        present.entity_id,
        count(distinct present.doc_id) as n_documents,
    from present
    semi join mine using (doc_id)
    anti join named using (entity_id)
    where present.entity_id is not null
    group by present.entity_id
),

my_sentences as materialized (
    select distinct
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join named using (entity_id)
),

in_sentences as (
    select
        entity_sentences.entity_id,
        count(*) as n_sentences,
    from entity_sentences
    semi join my_sentences using (doc_id, sentence_index)
    group by entity_sentences.entity_id
),

-- The four cells of the table: documents with both, with one, with the other, with neither.
cells as (
    select
        entities.entity_id,
        entities.name,
        entities.label,
        in_documents.n_documents,
        coalesce(in_sentences.n_sentences, 0) as n_sentences,
        entities.n_documents as n_other,
        (select count(*) from mine) as n_mine,
        (select count(*) from document_counts) as n_all,
    from in_documents
    inner join entities using (entity_id)
    left join in_sentences using (entity_id)
),

filled as (
    select
        entity_id,
        name,
        label,
        n_documents,
        n_sentences,
        n_mine * n_other / n_all as n_expected,
        [n_documents, n_mine - n_documents, n_other - n_documents, n_all - n_mine - n_other + n_documents] as observed,
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
    n_documents,
    n_sentences,
    n_expected,
    -- Dunning 1993: twice the sum of observed times the logarithm of observed by expected; below 0 if they avoid each other.
    case when n_documents < n_expected then -2 else 2 end * list_sum(list_transform(
        list_zip(observed, expected),
        lambda cell: case when cell[1] > 0 then cell[1] * ln(cell[1] / cell[2]) else 0 end
    )) as log_likelihood,
from filled;
comment on macro table co_mentions is
'One row per entity that shares a document with the one that the name means (see find_entity): entity_id, name, label; n_documents and n_sentences that mention both; n_expected, documents that would do so by chance; log_likelihood (Dunning 1993, over documents): how sure it is that this is no chance, from 3.84 on with 95 %, from 10.83 on with 99.9 %; below 0 where the two meet less often than by chance.';
