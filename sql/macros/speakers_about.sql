-- Who speaks about this one, and how often? One row per speaker.
create or replace macro speakers_about(entity_name) as table
select
    about.speaker,
    -- What copies of one story repeat in the same words counts once.
    count(distinct (coalesce(duplicates.original_doc_id, about.doc_id), about.content)) as n_quotes,
    count(distinct (coalesce(duplicates.original_doc_id, about.doc_id), about.content)) filter (where about.kind = 'direct') as n_direct,
    count(distinct coalesce(duplicates.original_doc_id, about.doc_id)) as n_stories,
    count(distinct about.doc_id) as n_documents,
    min(about.published_on) as first_published_on,
    max(about.published_on) as last_published_on,
from quotes_about(entity_name) as about
left join duplicates using (doc_id)
group by about.speaker;
comment on macro table speakers_about is
'One row per speaker whose words mention the one that the name means (see quotes_about): speaker (its name across the corpus, else the words of the text; null where it names none), n_quotes (the same words once in a story), n_direct (of them word for word), n_stories, n_documents (copies included), first_published_on and last_published_on.';
