-- A document's tokens are not counted from 0 in the order of the text, or two of them overlap.
with
in_text as (
    select
        doc_id,
        token_index,
        start_char,
        row_number() over in_order - 1 as expected_index,
        lag(end_char, 1, 0) over in_order as previous_end_char,
    from tokens
    window in_order as (partition by doc_id order by start_char, token_index)
)

select
    doc_id,
    token_index,
    expected_index,
    start_char,
    previous_end_char,
from in_text
where token_index <> expected_index or start_char < previous_end_char
