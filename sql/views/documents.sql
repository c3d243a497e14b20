-- Which documents are there now, and what do their sources say of them? One row per document.
create or replace view documents as
select
    document_history.doc_id,
    coalesce(duplicates.original_doc_id, document_history.doc_id) as story_id,
    document_history.source_id,
    document_history.source_uri,
    document_history.title,
    document_history.title_from,
    document_history.publisher,
    document_history.publisher_from,
    document_history.authors,
    document_history.authors_from,
    document_history.contributors,
    document_history.contributors_from,
    document_history.published_at,
    document_history.published_at_from,
    document_history.published_precision,
    document_history.published_on,
    document_history.dateline_place,
    document_history.dateline_place_from,
    document_history.url,
    document_history.url_from,
    document_history.language,
    document_history.language_from,
    document_history.encoding,
    document_history.media_type,
    texts.text,
    document_counts.n_tokens,
    document_counts.n_sentences,
    document_history.added_run_id,
from document_history
inner join texts using (doc_id)
left join document_counts using (doc_id)
left join duplicates using (doc_id)
where document_history.removed_run_id is null;
comment on view documents is
'One row per live document, by its content: the same text found in two places is one document with two rows in `sources`.';
comment on column documents.doc_id is 'The document: a hash of its text.';
comment on column documents.story_id is 'The story that it tells: `doc_id` of its original in `duplicates`, else its own. `where doc_id = story_id` gives each story once.';
comment on column documents.source_id is 'The `id` that its source gives, else the file''s name without its ending; not a key.';
comment on column documents.source_uri is 'The source whose metadata are shown: the earliest published, then the least `source_uri`.';
comment on column documents.title is 'Title as that source states it.';
comment on column documents.title_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.publisher is 'Publisher as that source states it; for answers per publisher join `sources`.';
comment on column documents.publisher_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.authors is 'Authors as that source states them, in order.';
comment on column documents.authors_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.contributors is 'Who else is said to have contributed, in order.';
comment on column documents.contributors_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.published_at is 'When that source published it, as written there: no zone is applied, and what is finer than `published_precision` is its beginning.';
comment on column documents.published_at_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.published_precision is 'Unit to which that is stated: year, month, day, hour, minute or second.';
comment on column documents.published_on is 'The calendar date of publication as written there, the anchor of relative dates; null where no day is stated.';
comment on column documents.dateline_place is 'The place where it was written, as that source states it.';
comment on column documents.dateline_place_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.url is 'Address as that source states it.';
comment on column documents.url_from is 'Where that was read: `field`, `html meta`, `text`, `file name` ...; null where there is none.';
comment on column documents.language is 'Language (ISO 639): as that source states it, unless the text is plainly in another; else as the text shows it; null where neither tells.';
comment on column documents.language_from is 'Where that was read; `detected` where it was told from the text.';
comment on column documents.encoding is 'Codec that made text of the bytes; null where the format leaves no choice of one.';
comment on column documents.media_type is 'What kind of file the text is from, by its name with IANA: `text/plain`.';
comment on column documents.text is 'The text, untouched; all offsets count its code points from 0.';
comment on column documents.n_tokens is 'Tokens in it; null while it is not annotated.';
comment on column documents.n_sentences is 'Sentences in it; null while it is not annotated.';
comment on column documents.added_run_id is 'The run that brought this row in.';
