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
    select distinct
        pieces.doc_id,
        pieces.quote_index,
        mentioned.entity_id,
    from pieces
    inner join mentioned
        on
            pieces.doc_id = mentioned.doc_id
            and mentioned.start_char >= pieces.piece.start_char
            and mentioned.end_char <= pieces.piece.end_char
)

select distinct
    who_said_what.speaker,
    who_said_what.speaker_role,
    who_said_what.cue,
    who_said_what.content,
    who_said_what.kind,
    who_said_what.is_negated,
    who_said_what.is_hedged,
    who_said_what.published_on,
    who_said_what.publisher,
    who_said_what.title,
    who_said_what.doc_id,
    who_said_what.start_char,
    who_said_what.end_char,
from who_said_what
inner join about using (doc_id, quote_index)
where who_said_what.speaker_entity_id is distinct from about.entity_id;
comment on macro table quotes_about is
'One row per attribution whose content mentions, by name, pronoun or noun phrase, an entity that the name means (see find_entity) and that is not its speaker: speaker and speaker_role, cue, content, kind, is_negated, is_hedged, published_on, publisher and title of the document, doc_id, start_char and end_char of the content.';
