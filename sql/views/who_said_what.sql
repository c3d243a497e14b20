-- Who said what, in which capacity, where and when? One row per attribution.
create or replace view who_said_what as
select
    document_quotes.doc_id,
    document_quotes.quote_index,
    document_history.published_on,
    document_history.publisher,
    document_history.title,
    coalesce(entities.name, document_quotes.speaker_text) as speaker,
    quote_speakers.role as speaker_role,
    document_quotes.cue_text as cue,
    document_quotes.content,
    document_quotes.kind,
    document_quotes.cue_class,
    document_quotes.is_negated,
    document_quotes.is_hedged,
    document_quotes.is_anonymous,
    document_quotes.speaker_kind,
    document_quotes.speaker_text,
    quote_speakers.entity_id as speaker_entity_id,
    document_quotes.start_char,
    document_quotes.end_char,
    document_history.source_uri || '#char=' || document_quotes.start_char || ',' || document_quotes.end_char as link,
from document_quotes
inner join document_history on document_quotes.doc_id = document_history.doc_id and document_history.removed_run_id is null
left join quote_speakers on document_quotes.doc_id = quote_speakers.doc_id and document_quotes.quote_index = quote_speakers.quote_index
left join entities on quote_speakers.entity_id = entities.entity_id;
comment on view who_said_what is
'One row per attribution, with the speaker''s name and role, the document and its date; several pieces of one statement are one row.';
comment on column who_said_what.doc_id is 'The document: a hash of its text.';
comment on column who_said_what.quote_index is 'Attribution in the document, from 0.';
comment on column who_said_what.published_on is 'The calendar date of publication as written there.';
comment on column who_said_what.publisher is 'Publisher of the document.';
comment on column who_said_what.title is 'Title of the document.';
comment on column who_said_what.speaker is
'The speaker''s name across the corpus, else the speaker as the text has it; null where it names none.';
comment on column who_said_what.speaker_role is 'The first role that the document states of the speaker.';
comment on column who_said_what.cue is 'The words that attribute: said, according to, a colon.';
comment on column who_said_what.content is 'What was said; pieces are joined by ` … `.';
comment on column who_said_what.kind is '`direct`, `mixed` or `indirect`.';
comment on column who_said_what.cue_class is 'What kind of act, as in `quotes`.';
comment on column who_said_what.is_negated is 'The text says that this was not said.';
comment on column who_said_what.is_hedged is 'The text leaves open whether this was said.';
comment on column who_said_what.is_anonymous is 'The speaker is a source that the text leaves without a name.';
comment on column who_said_what.speaker_kind is '`name`, `nominal`, `pronoun` or `none`.';
comment on column who_said_what.speaker_text is 'The speaker, exactly as in `documents.text`.';
comment on column who_said_what.speaker_entity_id is 'The speaker, across the corpus.';
comment on column who_said_what.start_char is 'First character of the content in `documents.text`, from 0.';
comment on column who_said_what.end_char is 'End of the content, exclusive.';
comment on column who_said_what.link is 'The source with the characters of the content, as a text fragment of RFC 5147.';
