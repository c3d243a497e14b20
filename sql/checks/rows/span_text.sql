-- A span's text is not what the document has at its offsets.
-- Tokens, names, mentions and times are looked at by way of their sentence: finding a character far into a document takes long.
with
spans as (
    select 'sentences' as stored_in, doc_id, start_char, end_char, text from sentences
    union all
    select 'amounts' as stored_in, doc_id, start_char, end_char, text from amounts
    union all
    select 'document_names' as stored_in, doc_id, start_char, end_char, text from document_names
    union all
    select 'document_roles' as stored_in, doc_id, start_char, end_char, text from document_roles
    union all
    select 'document_quotes' as stored_in, doc_id, start_char, end_char, text from document_quotes
    union all
    select 'document_quotes.cue' as stored_in, doc_id, cue_start_char, cue_end_char, cue_text from document_quotes
    union all
    select 'document_quotes.speaker' as stored_in, doc_id, speaker_start_char, speaker_end_char, speaker_text from document_quotes
    where speaker_kind <> 'none' or coalesce(speaker_start_char, speaker_end_char) is not null or speaker_text is not null
    union all
    select 'merge_evidence' as stored_in, doc_id, start_char, end_char, text from merge_evidence
    union all
    select 'statements' as stored_in, doc_id, start_char, end_char, text from statements
    union all
    select 'boilerplate' as stored_in, doc_id, start_char, end_char, text from boilerplate
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
    coalesce(spans.start_char, -1) < 0
    or spans.start_char >= coalesce(spans.end_char, 0)
    or length(spans.text) <> spans.end_char - spans.start_char
    or spans.text is distinct from substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char)
