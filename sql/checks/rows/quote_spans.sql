-- A quote has no piece, its pieces do not follow each other from its start to its end, or its content is not their text.
with
pieces as (
    select
        document_quotes.doc_id,
        document_quotes.quote_index,
        document_quotes.start_char,
        document_quotes.end_char,
        document_quotes.content,
        document_quotes.spans,
        [
            substr(document_quotes.text, piece.start_char - document_quotes.start_char + 1, piece.end_char - piece.start_char)
            for piece in document_quotes.spans
        ] as texts,
        -- In order and apart: start, end, start, end, ... rise.
        flatten([[piece.start_char, piece.end_char] for piece in document_quotes.spans]) as ends,
    from document_quotes
)

select
    doc_id,
    quote_index,
    start_char,
    end_char,
    spans,
    content,
from pieces
where
    ends[1] is distinct from start_char
    or ends[-1] is distinct from end_char
    or ends <> list_sort(list_distinct(ends))
    or content <> array_to_string(texts, ' … ')
