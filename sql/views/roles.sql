-- Who is said to be what? One row per role that a text states of an entity.
create or replace view roles as
select
    document_roles.doc_id,
    document_roles.start_char,
    document_roles.end_char,
    document_roles.text,
    entity_links.entity_id,
    document_roles.role,
    organisations.entity_id as of_entity_id,
from document_roles
inner join entity_links using (doc_id, entity_index)
left join entity_links as organisations
    on document_roles.doc_id = organisations.doc_id and document_roles.of_entity_index = organisations.entity_index
where entity_links.entity_id is not null;
comment on view roles is 'One row per role that a text states of an entity.';
comment on column roles.doc_id is 'The document: a hash of its text.';
comment on column roles.start_char is 'First character of the span in `documents.text`, counted in code points from 0.';
comment on column roles.end_char is 'End of the span, exclusive.';
comment on column roles.text is 'The span''s text, exactly as in `documents.text`.';
comment on column roles.entity_id is 'The entity that has the role.';
comment on column roles.role is 'The role, in the words of the text.';
comment on column roles.of_entity_id is 'The organisation or place that the role is in; null where the text names none.';
