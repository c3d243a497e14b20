-- What has each entity that is shown said? One row per attribution, the same words once, the latest first, those word for word before others.
with
told as (
    select
        shown_quotes.*,
        document_history.published_on,
    from shown_quotes
    inner join document_history using (doc_id)
    where document_history.removed_run_id is null
    qualify
        row_number() over (
            partition by shown_quotes.entity_id, shown_quotes.story_id, shown_quotes.content_hash
            order by shown_quotes.doc_id = shown_quotes.story_id desc, shown_quotes.doc_id asc, shown_quotes.quote_index asc
        ) = 1
),

chosen as (
    select *
    from told
    qualify
        row_number() over (
            partition by entity_id order by kind = 'indirect', published_on desc nulls last, doc_id asc, quote_index asc
        ) <= getvariable('n_rows')
)

select
    chosen.entity_id,
    chosen.doc_id,
    chosen.excerpt_start_char,
    chosen.excerpt_end_char,
    substr(texts.text, chosen.excerpt_start_char + 1, chosen.excerpt_end_char - chosen.excerpt_start_char) as excerpt,
    chosen.spans,
from chosen
inner join texts using (doc_id)
order by chosen.entity_id asc, chosen.published_on desc nulls last, chosen.doc_id asc, chosen.quote_index asc
