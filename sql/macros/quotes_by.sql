-- What did somebody say, under whatever name? One row per attribution.
create or replace macro quotes_by(speaker_name) as table
with
speakers as (
    select entity_id from find_entity(speaker_name) where is_meant
)

select
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
inner join speakers on who_said_what.speaker_entity_id = speakers.entity_id;
comment on macro table quotes_by is
'One row per attribution to the entities that a name means (see find_entity): speaker and speaker_role, cue, content, kind, is_negated, is_hedged, published_on, publisher and title of the document, doc_id, start_char and end_char of the content. Pronouns and noun phrases that stand for the speaker count.';
