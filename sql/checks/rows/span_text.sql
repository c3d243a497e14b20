-- A span's text is not what the document has at its offsets.
-- Tokens, names and mentions are looked at by way of their sentence: finding a character far into a document takes long.
with
spans as (
    select 'sentences' as stored_in, doc_id, start_char, end_char, text from sentences
    union all
    select 'amounts' as stored_in, doc_id, start_char, end_char, text from amounts
)

select
    spans.stored_in,
    spans.doc_id,
    spans.start_char,
    spans.end_char,
    spans.text,
    substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char) as document_text,
from spans
left join texts using (doc_id)
where
    spans.start_char < 0
    or spans.start_char >= spans.end_char
    or spans.text is distinct from substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char)
