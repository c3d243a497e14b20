-- Which entity of the corpus does each mention refer to, and is it boilerplate? One row per mention.
with
-- Names that only the corpus knows are in no entity of the document's own.
every as (
    select
        document_mentions.doc_id,
        document_mentions.sentence_index,
        document_mentions.start_char,
        document_mentions.end_char,
        document_mentions.text,
        document_mentions.kind,
        document_mentions.label as document_label,
        document_mentions.model_label,
        entity_links.entity_id,
        false as is_found_by_corpus,
    from document_mentions
    left join entity_links using (doc_id, entity_index)
    union all
    select
        doc_id,
        sentence_index,
        start_char,
        end_char,
        text,
        kind,
        label as document_label,
        model_label,
        entity_id,
        true as is_found_by_corpus,
    from corpus_mentions
)

select
    every.entity_id,
    every.doc_id,
    every.sentence_index,
    every.start_char,
    every.end_char,
    every.text,
    every.kind,
    every.document_label,
    every.model_label,
    every.is_found_by_corpus,
    boilerplate.doc_id is not null as is_boilerplate,
from every
left join boilerplate
    on
        every.doc_id = boilerplate.doc_id
        and every.start_char >= boilerplate.start_char
        and every.end_char <= boilerplate.end_char
