-- A name, mention, time or place does not begin in its sentence, or its text is not what the document has there.
-- Rows of: names, document_mentions, times, places.
-- Some models let a name go on into the next sentence; all others are looked at in their sentence, which takes less time.
with
spans as (
    select 'names' as stored_in, doc_id, sentence_index, start_char, end_char, text from names
    union all
    select 'document_mentions' as stored_in, doc_id, sentence_index, start_char, end_char, text from document_mentions
    union all
    select 'times' as stored_in, doc_id, sentence_index, start_char, end_char, text from times
    union all
    select 'places' as stored_in, doc_id, sentence_index, start_char, end_char, text from places
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
left join texts on spans.doc_id = texts.doc_id and spans.end_char > sentences.end_char
where
    spans.start_char not between sentences.start_char and sentences.end_char - 1
    or spans.start_char >= spans.end_char
    or length(spans.text) <> spans.end_char - spans.start_char
    or spans.text is distinct from case
        when spans.end_char > sentences.end_char then substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char)
        else substr(sentences.text, spans.start_char - sentences.start_char + 1, spans.end_char - spans.start_char)
    end
