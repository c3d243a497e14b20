-- Who speaks most? One row per speaker.
create or replace macro top_speakers(of_publisher := null, first_day := null, last_day := null) as table
select
    entities.entity_id,
    entities.name,
    entities.label,
    -- What copies of one story repeat in the same words counts once.
    count(distinct (coalesce(duplicates.original_doc_id, quotes.doc_id), quotes.content)) as n_quotes,
    count(distinct (coalesce(duplicates.original_doc_id, quotes.doc_id), quotes.content)) filter (where quotes.kind = 'direct') as n_direct,
    count(distinct coalesce(duplicates.original_doc_id, quotes.doc_id)) as n_stories,
    count(distinct quotes.doc_id) as n_documents,
    count(distinct document_history.publisher) as n_publishers,
from quotes
inner join entities on quotes.speaker_entity_id = entities.entity_id
inner join document_history on quotes.doc_id = document_history.doc_id
left join duplicates on quotes.doc_id = duplicates.doc_id
where
    document_history.removed_run_id is null
    and not quotes.is_negated
    and (of_publisher is null or lower(document_history.publisher) = lower(of_publisher))
    and (first_day is null or document_history.published_on >= cast(first_day as date))
    and (last_day is null or document_history.published_on <= cast(last_day as date))
group by all;
comment on macro table top_speakers is
'One row per entity that says something in documents of a publisher (of all by default, in whatever case) published from first_day to last_day (both included): entity_id, name, label; n_quotes, attributions that the text does not deny, the same words once in a story; n_direct, those word for word; n_stories, n_documents (copies included), n_publishers. Order and limit are yours: `order by n_quotes desc limit 20`.';
