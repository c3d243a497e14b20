-- Who said what, and where does it stand? One row per attribution.
create or replace view quotes as
select
    document_quotes.doc_id,
    document_quotes.quote_index,
    document_quotes.start_char,
    document_quotes.end_char,
    document_quotes.text,
    document_quotes.spans,
    document_quotes.content,
    document_quotes.kind,
    document_quotes.cue_start_char,
    document_quotes.cue_end_char,
    document_quotes.cue_text,
    document_quotes.cue_lemma,
    document_quotes.cue_class,
    document_quotes.is_negated,
    document_quotes.is_hedged,
    document_quotes.speaker_start_char,
    document_quotes.speaker_end_char,
    document_quotes.speaker_text,
    document_quotes.speaker_kind,
    document_quotes.is_anonymous,
    quote_speakers.entity_id as speaker_entity_id,
from document_quotes
left join quote_speakers using (doc_id, quote_index);
comment on view quotes is 'One row per attribution: somebody said, wrote, thought or wanted something.';
comment on column quotes.doc_id is 'The document: a hash of its text.';
comment on column quotes.quote_index is 'Attribution in the document, from 0, in the order of their contents.';
comment on column quotes.start_char is
'First character of the first of `spans`, counted in code points of `documents.text` from 0.';
comment on column quotes.end_char is 'End of the last of `spans`, exclusive.';
comment on column quotes.text is 'The stretch that holds all `spans`, exactly as in `documents.text`.';
comment on column quotes.spans is
'What was said, without speaker and cue, in the pieces that they break it into; quotation marks are a part of it.';
comment on column quotes.content is 'The text of the pieces, joined by ` … `.';
comment on column quotes.kind is '`direct` (nine tenths of the words quoted), `mixed` or `indirect` (none quoted).';
comment on column quotes.cue_start_char is 'First character of the words that attribute: said, according to, a colon.';
comment on column quotes.cue_end_char is 'End of the cue, exclusive.';
comment on column quotes.cue_text is 'The cue, exactly as in `documents.text`.';
comment on column quotes.cue_lemma is 'Base form of the cue''s head.';
comment on column quotes.cue_class is
'What kind of act: say, tell, claim, announce, confirm, deny, promise, predict, question, demand, describe, praise, criticize, believe, know, want, feel, show.';
comment on column quotes.is_negated is 'The text says that this was not said: did not say, nobody claimed.';
comment on column quotes.is_hedged is 'The text leaves open whether this was said: appeared to say, reportedly said.';
comment on column quotes.speaker_start_char is 'First character of the speaker; null where the text names none.';
comment on column quotes.speaker_end_char is 'End of the speaker, exclusive.';
comment on column quotes.speaker_text is 'The speaker, exactly as in `documents.text`.';
comment on column quotes.speaker_kind is '`name`, `nominal` (the officials), `pronoun` or `none`.';
comment on column quotes.is_anonymous is
'The speaker is a source that the text leaves without a name: officials, a person close to the talks.';
comment on column quotes.speaker_entity_id is 'The speaker, across the corpus; null where no mention of an entity was found.';
