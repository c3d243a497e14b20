-- Who speaks about this one, and how often? One row per speaker.
create or replace macro speakers_about(entity_name) as table
select
    speaker,
    count(*) as n_quotes,
    count(*) filter (where kind = 'direct') as n_direct,
    count(distinct doc_id) as n_documents,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on,
from quotes_about(entity_name)
group by speaker;
comment on macro table speakers_about is
'One row per speaker whose words mention the one that the name means (see quotes_about): speaker (its name across the corpus, else the words of the text; null where it names none), n_quotes, n_direct (of them word for word), n_documents, first_published_on and last_published_on.';
