-- A mention or a piece of evidence of the corpus is not in the sentence that it says, or its text is not what the document has there.
-- Rows of: corpus_mentions, merge_evidence.
with
spans as (
    select 'corpus_mentions' as stored_in, doc_id, sentence_index, start_char, end_char, text from corpus_mentions
    union all
    select 'merge_evidence' as stored_in, doc_id, null as sentence_index, start_char, end_char, text from merge_evidence
)

select
    spans.stored_in,
    spans.doc_id,
    spans.sentence_index,
    spans.start_char,
    spans.end_char,
    spans.text,
from spans
asof left join sentences on spans.doc_id = sentences.doc_id and spans.start_char >= sentences.start_char
left join texts on spans.doc_id = texts.doc_id and spans.end_char > coalesce(sentences.end_char, 0)
where
    (spans.sentence_index is not null and spans.sentence_index is distinct from sentences.sentence_index)
    or (spans.sentence_index is not null and spans.start_char >= sentences.end_char)
    or spans.start_char < 0
    or spans.start_char >= spans.end_char
    or length(spans.text) <> spans.end_char - spans.start_char
    or spans.text is distinct from case
        when spans.end_char <= sentences.end_char
            then substr(sentences.text, spans.start_char - sentences.start_char + 1, spans.end_char - spans.start_char)
        else substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char)
    end
