-- What do these attributions say, by whom, where and when? One row per attribution.
create or replace macro attributions(quote_keys) as table
with
asked as materialized (
    select
        key.doc_id,
        key.quote_index,
    from (select distinct unnest(quote_keys) as key)
),

-- Narrowed down before anything else is joined, and by the document alone, so that only its stretches of the parts are read.
found as (
    select
        document_quotes.doc_id,
        document_quotes.quote_index,
        document_quotes.cue_text,
        document_quotes.content,
        document_quotes.kind,
        document_quotes.is_negated,
        document_quotes.is_hedged,
        document_quotes.speaker_text,
        document_quotes.start_char,
        document_quotes.end_char,
    from document_quotes
    inner join asked on document_quotes.doc_id = asked.doc_id
    where document_quotes.quote_index - asked.quote_index = 0
),

speakers as materialized (
    select
        quote_speakers.doc_id,
        quote_speakers.quote_index,
        entities.name,
        quote_speakers.role,
    from quote_speakers
    semi join asked using (doc_id, quote_index)
    inner join entities using (entity_id)
)

select
    coalesce(speakers.name, found.speaker_text) as speaker,
    speakers.role as speaker_role,
    found.cue_text as cue,
    found.content,
    found.kind,
    found.is_negated,
    found.is_hedged,
    document_history.published_on,
    document_history.publisher,
    document_history.title,
    found.doc_id,
    found.start_char,
    found.end_char,
from found
inner join document_history on found.doc_id = document_history.doc_id and document_history.removed_run_id is null
left join speakers on found.doc_id = speakers.doc_id and found.quote_index = speakers.quote_index;
comment on macro table attributions is
'One row per attribution in a list of `{doc_id, quote_index}`, as in who_said_what: speaker and speaker_role, cue, content, kind, is_negated, is_hedged, published_on, publisher and title of the document, doc_id, start_char and end_char of the content.';
