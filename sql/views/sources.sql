-- Where was each document found, and what does that place say of it? One row per place.
create or replace view sources as
select
    source_uri,
    source_id,
    doc_id,
    title,
    publisher,
    authors,
    published_at,
    published_on,
    url,
    language,
    seed_uri,
    added_run_id,
from source_history
where removed_run_id is null;
comment on view sources is 'One row per place where a live document was found; the same text in two files is one document with two sources.';
comment on column sources.source_uri is 'The place: the path from its seed root, with the root''s name in front; in line files plus `#<id>`.';
comment on column sources.source_id is 'The given `id`, else the file''s name without its ending; not a key.';
comment on column sources.doc_id is 'The document that was found there: a hash of its text.';
comment on column sources.title is 'Title as stated there.';
comment on column sources.publisher is 'Publisher as stated there.';
comment on column sources.authors is 'Authors as stated there, in order.';
comment on column sources.published_at is 'When it was published, as written there: no zone is applied.';
comment on column sources.published_on is 'The calendar date of publication as written there.';
comment on column sources.url is 'Address as stated there.';
comment on column sources.language is 'Language as stated there (ISO 639).';
comment on column sources.seed_uri is 'The seed file: its path from the seed root, with the root''s name in front.';
comment on column sources.added_run_id is 'The run that brought this row in.';
