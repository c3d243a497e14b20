-- A name or mention does not lie in its sentence.
with
spans as (
    select 'names' as stored_in, doc_id, sentence_index, start_char, end_char from names
    union all
    select 'document_mentions' as stored_in, doc_id, sentence_index, start_char, end_char from document_mentions
)

select
    spans.stored_in,
    spans.doc_id,
    spans.sentence_index,
    spans.start_char,
    spans.end_char,
from spans
left join sentences using (doc_id, sentence_index)
where
    sentences.doc_id is null
    or spans.start_char < sentences.start_char
    or spans.end_char > sentences.end_char
