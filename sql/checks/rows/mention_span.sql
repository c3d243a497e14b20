-- A name, mention or time does not lie in its sentence, or its text is not what the sentence has there.
with
spans as (
    select 'names' as stored_in, doc_id, sentence_index, start_char, end_char, text from names
    union all
    select 'document_mentions' as stored_in, doc_id, sentence_index, start_char, end_char, text from document_mentions
    union all
    select 'corpus_mentions' as stored_in, doc_id, sentence_index, start_char, end_char, text from corpus_mentions
    union all
    select 'times' as stored_in, doc_id, sentence_index, start_char, end_char, text from times
)

select
    spans.stored_in,
    spans.doc_id,
    spans.sentence_index,
    spans.start_char,
    spans.end_char,
    spans.text,
from spans
left join sentences using (doc_id, sentence_index)
where
    sentences.doc_id is null
    or spans.start_char < sentences.start_char
    or spans.end_char > sentences.end_char
    or spans.start_char >= spans.end_char
    or spans.text <> substr(sentences.text, spans.start_char - sentences.start_char + 1, spans.end_char - spans.start_char)
