-- What was said about somebody or something? One row per attribution.
create or replace macro quotes_about(entity_name) as table
with
mentioned as materialized (
    select
        doc_id,
        start_char,
        end_char,
        entity_id,
    from mentions_of(entity_name)
),

pieces as (
    select
        doc_id,
        quote_index,
        unnest(spans) as piece,
    from document_quotes
    semi join mentioned using (doc_id)
),

about as (
    select
        pieces.doc_id,
        pieces.quote_index,
    from pieces
    inner join mentioned
        on
            pieces.doc_id = mentioned.doc_id
            and mentioned.start_char >= pieces.piece.start_char
            and mentioned.end_char <= pieces.piece.end_char
    left join quote_speakers on pieces.doc_id = quote_speakers.doc_id and pieces.quote_index = quote_speakers.quote_index
    where mentioned.entity_id is distinct from quote_speakers.entity_id
)

select
    speaker,
    speaker_role,
    cue,
    content,
    kind,
    is_negated,
    is_hedged,
    published_on,
    publisher,
    title,
    doc_id,
    start_char,
    end_char,
from attributions((select list({'doc_id': about.doc_id, 'quote_index': about.quote_index}) from about));
comment on macro table quotes_about is
'One row per attribution whose content mentions, by name, pronoun or noun phrase, an entity that the name means (see find_entity) and that is not its speaker: speaker and speaker_role, cue, content, kind, is_negated, is_hedged, published_on, publisher and title of the document, doc_id, start_char and end_char of the content.';
