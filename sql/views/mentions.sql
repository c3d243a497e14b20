-- Where is each entity mentioned? One row per mention.
create or replace view mentions as
select
    resolved_mentions.doc_id,
    resolved_mentions.sentence_index,
    resolved_mentions.start_char,
    resolved_mentions.end_char,
    resolved_mentions.text,
    resolved_mentions.kind,
    coalesce(entities.label, resolved_mentions.document_label) as label,
    resolved_mentions.model_label,
    resolved_mentions.entity_id,
    resolved_mentions.is_found_by_corpus,
from resolved_mentions
left join entities using (entity_id);
comment on view mentions is 'One row per span that refers to an entity.';
comment on column mentions.doc_id is 'The document: a hash of its text.';
comment on column mentions.sentence_index is 'Sentence in the document, from 0.';
comment on column mentions.start_char is 'First character of the span in `documents.text`, counted in code points from 0.';
comment on column mentions.end_char is 'End of the span, exclusive.';
comment on column mentions.text is 'The span''s text, exactly as in `documents.text`.';
comment on column mentions.kind is '`name`, `nominal` or `pronoun`.';
comment on column mentions.label is 'Label of the entity across the corpus (OntoNotes), after repair.';
comment on column mentions.model_label is 'What the model said; null if it said nothing.';
comment on column mentions.entity_id is 'The entity, across the corpus; null where people decided to ignore it.';
comment on column mentions.is_found_by_corpus is 'Whether the document alone did not show it, and the corpus knows the name beyond doubt.';
