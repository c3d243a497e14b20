-- A passage's text, or its original's, is not what the document has at its offsets, or the two documents are not a copy and its original.
-- Rows of: duplicate_passages.
with
spans as (
    select doc_id, start_char, end_char, text from duplicate_passages
    union all
    select original_doc_id as doc_id, original_start_char as start_char, original_end_char as end_char, original_text as text
    from duplicate_passages
),

wrong as (
    select
        spans.doc_id,
        spans.start_char,
        spans.end_char,
        spans.text,
    from spans
    left join texts using (doc_id)
    where
        spans.start_char < 0
        or spans.start_char >= spans.end_char
        or length(spans.text) <> spans.end_char - spans.start_char
        or spans.text is distinct from substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char)
),

unrelated as (
    select
        duplicate_passages.doc_id,
        duplicate_passages.start_char,
        duplicate_passages.end_char,
        duplicate_passages.text,
    from duplicate_passages
    anti join duplicates
        on
            duplicate_passages.doc_id = duplicates.doc_id
            and duplicate_passages.original_doc_id = duplicates.original_doc_id
            and not duplicates.is_original
)

select doc_id, start_char, end_char, text from wrong
union all
select doc_id, start_char, end_char, text from unrelated
