-- Who wrote about this one first, and in which words? One row per publisher.
create or replace macro first_mentions(entity_name) as table
with
mine as (
    select
        doc_id,
        min(sentence_index) as sentence_index,
    from mentions_of(entity_name)
    group by doc_id
),

firsts as (
    select
        source_history.publisher,
        source_history.published_on,
        source_history.title,
        source_history.source_uri,
        mine.doc_id,
        mine.sentence_index,
    from mine
    inner join source_history using (doc_id)
    where source_history.removed_run_id is null
    qualify row_number() over (
        partition by source_history.publisher
        order by source_history.published_at asc nulls last, source_history.published_on asc nulls last, source_history.source_uri asc
    ) = 1
)

select
    firsts.publisher,
    firsts.published_on,
    firsts.title,
    firsts.source_uri,
    firsts.doc_id,
    firsts.sentence_index,
    sentences.start_char,
    sentences.end_char,
    sentences.text,
from firsts
inner join sentences on firsts.doc_id = sentences.doc_id
where sentences.sentence_index - firsts.sentence_index = 0;
comment on macro table first_mentions is
'One row per publisher (null: none is stated) that mentions the one that the name means (see find_entity), with its earliest document: publisher, published_on, title, source_uri, doc_id; sentence_index, start_char, end_char and text of the first sentence there that does.';
