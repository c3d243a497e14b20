-- What has each entity that is shown said? One row per attribution, the latest first, those word for word before others.
with
chosen as (
    select
        quotes.doc_id,
        quotes.quote_index,
        quotes.speaker_entity_id as entity_id,
        quotes.kind,
        quotes.cue_text as cue,
        quotes.is_negated,
        quotes.spans,
        least(quotes.start_char, quotes.cue_start_char, quotes.speaker_start_char) as excerpt_start_char,
        greatest(quotes.end_char, quotes.cue_end_char, quotes.speaker_end_char) as excerpt_end_char,
        documents.published_on,
        documents.text,
    from quotes
    inner join shown_entities on quotes.speaker_entity_id = shown_entities.entity_id
    inner join documents using (doc_id)
    qualify
        row_number() over (
            partition by quotes.speaker_entity_id
            order by quotes.kind = 'indirect', documents.published_on desc nulls last, quotes.doc_id asc, quotes.quote_index asc
        ) <= getvariable('n_rows')
)

select
    entity_id,
    kind,
    cue,
    is_negated,
    doc_id,
    excerpt_start_char,
    excerpt_end_char,
    substr(text, excerpt_start_char + 1, excerpt_end_char - excerpt_start_char) as excerpt,
    spans,
from chosen
order by entity_id asc, published_on desc nulls last, doc_id asc, quote_index asc
