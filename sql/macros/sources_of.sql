-- Whom does a publisher quote? One row per speaker.
create or replace macro sources_of(publisher_name) as table
with
published as (
    select distinct
        sources.doc_id,
        coalesce(duplicates.original_doc_id, sources.doc_id) as story_id,
    from sources
    left join duplicates using (doc_id)
    where lower(sources.publisher) = lower(publisher_name)
),

heard as (
    select
        quotes.speaker_entity_id,
        coalesce(entities.name, quotes.speaker_text) as speaker,
        quotes.is_anonymous,
        quotes.kind,
        quotes.content,
        quotes.doc_id,
        published.story_id,
    from quotes
    inner join published using (doc_id)
    left join entities on quotes.speaker_entity_id = entities.entity_id
    where quotes.speaker_kind <> 'none' and (quotes.speaker_kind <> 'pronoun' or quotes.speaker_entity_id is not null)
)

select
    speaker,
    speaker_entity_id,
    bool_or(is_anonymous) as is_anonymous,
    -- What copies of one story repeat in the same words counts once.
    count(distinct (story_id, content)) as n_quotes,
    count(distinct (story_id, content)) filter (where kind = 'direct') as n_direct,
    count(distinct story_id) as n_stories,
    count(distinct doc_id) as n_documents,
    count(distinct (story_id, content)) / sum(count(distinct (story_id, content))) over () as share_of_quotes,
from heard
group by all;
comment on macro table sources_of is
'One row per speaker in the documents of a publisher, whose name is taken in whatever case: speaker (the entity''s name, else the words of the text), speaker_entity_id, is_anonymous, n_quotes (the same words once in a story), n_direct (of them word for word), n_stories, n_documents (copies included), share_of_quotes (of all with a speaker, 0 to 1). Pronouns that stand for nobody known are left out.';
