-- Where was each document found, and what does that place say of it? One row per place.
create or replace view sources as
select
    source_uri,
    source_id,
    doc_id,
    title,
    title_from,
    publisher,
    publisher_from,
    authors,
    authors_from,
    contributors,
    contributors_from,
    published_at,
    published_at_from,
    published_precision,
    published_on,
    dateline_place,
    dateline_place_from,
    url,
    url_from,
    language,
    language_from,
    encoding,
    media_type,
    seed_uri,
    added_run_id,
from source_history
where removed_run_id is null;
comment on view sources is 'One row per place where a live document was found; the same text in two files is one document with two sources.';
comment on column sources.source_uri is 'The place: the path from its seed root, with the root''s name in front; in line files plus `#<id>`.';
comment on column sources.source_id is 'The given `id`, else the file''s name without its ending; not a key.';
comment on column sources.doc_id is 'The document that was found there: a hash of its text.';
comment on column sources.title is 'Title as stated there.';
comment on column sources.title_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.publisher is 'Publisher as stated there.';
comment on column sources.publisher_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.authors is 'Authors as stated there, in order.';
comment on column sources.authors_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.contributors is 'Who else is said there to have contributed, in order.';
comment on column sources.contributors_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.published_at is 'When it was published, as written there: no zone is applied, and what is finer than `published_precision` is its beginning.';
comment on column sources.published_at_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.published_precision is 'Unit to which that is stated: year, month, day, hour, minute or second.';
comment on column sources.published_on is 'The calendar date of publication as written there; null where no day is stated.';
comment on column sources.dateline_place is 'The place where it was written, as stated there.';
comment on column sources.dateline_place_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.url is 'Address as stated there.';
comment on column sources.url_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column sources.language is 'Language (ISO 639): as stated there, unless the text is plainly in another; else as the text shows it; null where neither tells.';
comment on column sources.language_from is 'Where that was read; `detected` where it was told from the text.';
comment on column sources.encoding is 'Codec that made text of the bytes; null where the format leaves no choice of one.';
comment on column sources.media_type is 'What kind of file the text is from, by its name with IANA: `text/plain`.';
comment on column sources.seed_uri is 'The seed file: its path from the seed root, with the root''s name in front.';
comment on column sources.added_run_id is 'The run that brought this row in.';
