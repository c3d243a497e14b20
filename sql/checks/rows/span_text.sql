-- A span's text is not what the document has at its offsets.
-- Rows of: sentences, amounts, document_names, document_roles, document_quotes, statements, boilerplate.
-- Finding a character far into a text takes long, so texts are cut into pieces that overlap, and a span is looked for in the one that it
-- begins in. Tokens, names, mentions and times are looked at by way of their sentence.
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
    select 'statements' as stored_in, doc_id, start_char, end_char, text from statements
    union all
    select 'boilerplate' as stored_in, doc_id, start_char, end_char, text from boilerplate
),

-- Piece number n begins at the character 5,000 n and holds 10,000; pieces are cut out of blocks, as those are from afar.
blocks as (
    select
        doc_id,
        unnest(range(0, greatest(length(text) - 1, 0) // 100000 + 1)) as block,
        substr(text, block * 100000 + 1, 110000) as block_text,
    from texts
),

pieces as (
    select
        doc_id,
        unnest(range(0, greatest(least(length(block_text), 100000) - 1, 0) // 5000 + 1)) as place,
        block * 20 + place as number,
        substr(block_text, place * 5000 + 1, 10000) as piece_text,
    from blocks
),

found as (
    select
        spans.*,
        case
            when spans.end_char - spans.start_char > 5000
                then substr(texts.text, spans.start_char + 1, spans.end_char - spans.start_char)
            else substr(pieces.piece_text, spans.start_char - pieces.number * 5000 + 1, spans.end_char - spans.start_char)
        end as document_text,
    from spans
    left join pieces on spans.doc_id = pieces.doc_id and spans.start_char // 5000 = pieces.number
    left join texts on spans.doc_id = texts.doc_id and spans.end_char - spans.start_char > 5000
)

select
    stored_in,
    doc_id,
    start_char,
    end_char,
    text,
    document_text,
from found
where
    coalesce(start_char, -1) < 0
    or start_char >= coalesce(end_char, 0)
    or length(text) <> end_char - start_char
    or text is distinct from document_text
