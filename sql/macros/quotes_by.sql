-- What did somebody say, under whatever name? One row per attribution.
create or replace macro quotes_by(speaker_name) as table
with
speakers as (
    select entity_id from find_entity(speaker_name) where is_meant
),

spoken as (
    select
        quote_speakers.doc_id,
        quote_speakers.quote_index,
    from quote_speakers
    semi join speakers using (entity_id)
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
from attributions((select list({'doc_id': spoken.doc_id, 'quote_index': spoken.quote_index}) from spoken));
comment on macro table quotes_by is
'One row per attribution to the entities that a name means (see find_entity): speaker and speaker_role, cue, content, kind, is_negated, is_hedged, published_on, publisher and title of the document, doc_id, start_char and end_char of the content. Pronouns and noun phrases that stand for the speaker count.';
