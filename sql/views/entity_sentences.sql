-- In which sentences does each entity occur? One row per entity and sentence.
create or replace view entity_sentences as
with
-- Names that only the corpus knows are in no entity of the document's own.
present as (
    select
        entity_links.entity_id,
        document_mentions.doc_id,
        document_mentions.sentence_index,
        document_mentions.start_char,
        document_mentions.end_char,
    from document_mentions
    inner join entity_links using (doc_id, entity_index)
    where entity_links.entity_id is not null
    union all
    select
        corpus_mentions.entity_id,
        corpus_mentions.doc_id,
        corpus_mentions.sentence_index,
        corpus_mentions.start_char,
        corpus_mentions.end_char,
    from corpus_mentions
)

select
    present.entity_id,
    present.doc_id,
    present.sentence_index,
    count(*) as n_mentions,
from present
anti join boilerplate
    on
        present.doc_id = boilerplate.doc_id
        and present.start_char >= boilerplate.start_char
        and present.end_char <= boilerplate.end_char
group by all;
comment on view entity_sentences is 'One row per entity and sentence that mentions it, by a name, a noun phrase or a pronoun, outside of boilerplate. What macros count, rank and choose rests on it.';
comment on column entity_sentences.entity_id is 'The entity, across the corpus.';
comment on column entity_sentences.doc_id is 'The document: a hash of its text.';
comment on column entity_sentences.sentence_index is 'Sentence in the document, from 0.';
comment on column entity_sentences.n_mentions is 'Spans in it that refer to the entity.';
