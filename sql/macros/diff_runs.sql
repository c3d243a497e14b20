-- What is different between the corpus after one run and after another? One row per document, entity, name or quote.
create or replace macro diff_runs(one_run_id, other_run_id) as table
with
-- Run ids are moments in UTC, written so that they sort.
stood as (
    select
        doc_id,
        source_uri,
        title,
        publisher,
        published_on,
        removed_run_id is null as is_live,
        added_run_id <= one_run_id and (removed_run_id is null or removed_run_id > one_run_id) as is_in_one,
        added_run_id <= other_run_id and (removed_run_id is null or removed_run_id > other_run_id) as is_in_other,
    from document_history
),

compared as materialized (
    select
        doc_id,
        bool_or(is_in_one) as was_there,
        bool_or(is_in_other) as is_there,
        bool_or(is_live) as is_live,
        any_value({'source_uri': source_uri, 'title': title, 'publisher': publisher, 'published_on': published_on})
            filter (is_in_one) as before,
        any_value({'source_uri': source_uri, 'title': title, 'publisher': publisher, 'published_on': published_on})
            filter (is_in_other) as after,
        -- The version that was valid is the same row, or it is not.
        bool_or(is_in_one and is_in_other) as is_same,
    from stood
    group by doc_id
),

moved as (
    select doc_id
    from compared
    where was_there <> is_there
),

-- Whom documents that went mention: an entity of today by its id, by what became of the id, or else by name and label, since an
-- entity that one document alone mentions has another id in the next edition of it. Those that nobody mentions today are one by name and label.
gone as (
    select
        entity_id,
        arg_max(entity_name, removed_run_id) as name,
        arg_max(label, removed_run_id) as label,
        strip_accents(lower(arg_max(entity_name, removed_run_id))) as folded,
    from removed_names
    group by entity_id
),

namesakes as (
    select
        label,
        strip_accents(lower(name)) as folded,
        arg_max(entity_id, (n_mentions, entity_id)) as entity_id,
    from entities
    group by all
),

known as materialized (
    select
        gone.entity_id as old_entity_id,
        gone.name,
        coalesce(
            entities.entity_id,
            entity_id_history.entity_id,
            namesakes.entity_id,
            min(gone.entity_id) over (partition by gone.folded, gone.label)
        ) as entity_id,
    from gone
    left join entities on gone.entity_id = entities.entity_id
    left join entity_id_history on gone.entity_id = entity_id_history.old_entity_id
    left join namesakes on gone.folded = namesakes.folded and gone.label = namesakes.label
),

called as (
    select
        entity_id,
        name,
    from entities
    union all
    select
        entity_id,
        any_value(name) as name,
    from known
    anti join entities using (entity_id)
    group by entity_id
),

-- By which names each document calls whom: a live one as it is annotated today, one that went as it was then.
named as (
    select
        document_names.doc_id,
        entity_links.entity_id,
        document_names.name,
        document_names.start_char,
        document_names.end_char,
    from document_names
    inner join entity_links using (doc_id, entity_index)
    union all
    select
        doc_id,
        entity_id,
        text as name,
        start_char,
        end_char,
    from corpus_mentions
    union all
    select
        removed_names.doc_id,
        known.entity_id,
        removed_names.name,
        removed_names.start_char,
        removed_names.end_char,
    from removed_names
    inner join known on removed_names.entity_id = known.old_entity_id
    anti join (select live.doc_id from compared as live where live.is_live) as live on removed_names.doc_id = live.doc_id
),

-- Those whom a document mentions that came or went, wherever else they are mentioned.
mine as materialized (
    select
        named.entity_id,
        strip_accents(lower(named.name)) as folded,
        named.name,
        named.doc_id,
        named.start_char,
        named.end_char,
        compared.was_there,
        compared.is_there,
        -- Which place is shown: one in the later corpus if there is any, of a document that came or went if there is any.
        (not compared.is_there, compared.was_there = compared.is_there, named.doc_id, named.start_char) as place_rank,
    from named
    inner join compared using (doc_id)
    semi join (select distinct touched.entity_id from named as touched semi join moved using (doc_id)) as touched using (entity_id)
    where compared.was_there or compared.is_there
),

found as (
    select
        'entity' as kind,
        entity_id,
        null as name,
        arg_min({'doc_id': doc_id, 'start_char': start_char, 'end_char': end_char}, place_rank) as place,
        count(distinct doc_id) filter (where was_there) as n_documents_before,
        count(distinct doc_id) filter (where is_there) as n_documents_after,
    from mine
    group by entity_id
    union all
    select
        'name' as kind,
        entity_id,
        arg_min(name, place_rank) as name,
        arg_min({'doc_id': doc_id, 'start_char': start_char, 'end_char': end_char}, place_rank) as place,
        count(distinct doc_id) filter (where was_there) as n_documents_before,
        count(distinct doc_id) filter (where is_there) as n_documents_after,
    from mine
    group by entity_id, folded
),

said_there as materialized (
    select document_quotes.content
    from document_quotes
    semi join moved using (doc_id)
    union
    select removed_quotes.content
    from removed_quotes
    semi join moved using (doc_id)
),

said as (
    select
        quotes.doc_id,
        quotes.content,
        quotes.start_char,
        quotes.end_char,
        coalesce(entities.name, quotes.speaker_text) as speaker,
        quotes.speaker_entity_id,
    from quotes
    semi join said_there using (content)
    left join entities on quotes.speaker_entity_id = entities.entity_id
    union all
    select
        removed_quotes.doc_id,
        removed_quotes.content,
        removed_quotes.start_char,
        removed_quotes.end_char,
        coalesce(called.name, removed_quotes.speaker) as speaker,
        called.entity_id as speaker_entity_id,
    from removed_quotes
    left join known on removed_quotes.speaker_entity_id = known.old_entity_id
    left join called on known.entity_id = called.entity_id
    anti join (select live.doc_id from compared as live where live.is_live) as live on removed_quotes.doc_id = live.doc_id
),

-- The same words are one quote, in however many documents.
quoted as (
    select
        said.content,
        arg_min(
            {'doc_id': said.doc_id, 'start_char': said.start_char, 'end_char': said.end_char, 'entity_id': said.speaker_entity_id},
            (not compared.is_there, compared.was_there = compared.is_there, said.doc_id, said.start_char)
        ) as place,
        count(distinct said.doc_id) filter (where compared.was_there) as n_documents_before,
        count(distinct said.doc_id) filter (where compared.is_there) as n_documents_after,
        coalesce(list(distinct said.speaker order by said.speaker) filter (where compared.was_there), []) as speakers_before,
        coalesce(list(distinct said.speaker order by said.speaker) filter (where compared.is_there), []) as speakers_after,
    from said
    inner join compared using (doc_id)
    semi join said_there using (content)
    where compared.was_there or compared.is_there
    group by said.content
),

differing as (
    select
        'document' as kind,
        coalesce(coalesce(after, before).title, coalesce(after, before).source_uri) as text,
        null as entity_id,
        null as name,
        doc_id,
        null as start_char,
        null as end_char,
        cast(was_there as bigint) as n_documents_before,
        cast(is_there as bigint) as n_documents_after,
        before,
        after,
        null as speakers_before,
        null as speakers_after,
    from compared
    where (was_there or is_there) and not is_same
    union all
    select
        found.kind,
        coalesce(found.name, called.name) as text,
        found.entity_id,
        called.name,
        found.place.doc_id as doc_id,
        found.place.start_char as start_char,
        found.place.end_char as end_char,
        found.n_documents_before,
        found.n_documents_after,
        null as before,
        null as after,
        null as speakers_before,
        null as speakers_after,
    from found
    left join called using (entity_id)
    where found.n_documents_before <> found.n_documents_after
    union all
    select
        'quote' as kind,
        quoted.content as text,
        quoted.place.entity_id as entity_id,
        called.name,
        quoted.place.doc_id as doc_id,
        quoted.place.start_char as start_char,
        quoted.place.end_char as end_char,
        quoted.n_documents_before,
        quoted.n_documents_after,
        null as before,
        null as after,
        quoted.speakers_before,
        quoted.speakers_after,
    from quoted
    left join called on quoted.place.entity_id = called.entity_id
    where
        (quoted.n_documents_before = 0) <> (quoted.n_documents_after = 0)
        or quoted.speakers_before <> quoted.speakers_after
)

select
    differing.kind,
    case when differing.n_documents_before = 0 then 'gained' when differing.n_documents_after = 0 then 'lost' else 'changed' end as change,
    differing.text,
    differing.entity_id,
    differing.name,
    differing.n_documents_before,
    differing.n_documents_after,
    differing.doc_id,
    differing.start_char,
    differing.end_char,
    coalesce(compared.after, compared.before).title as title,
    coalesce(compared.after, compared.before).publisher as publisher,
    coalesce(compared.after, compared.before).published_on as published_on,
    coalesce(compared.after, compared.before).source_uri as source_uri,
    differing.before,
    differing.after,
    differing.speakers_before,
    differing.speakers_after,
from differing
left join compared using (doc_id);
comment on macro table diff_runs is
'One row per document, entity, name of an entity or quote (kind) that one run''s corpus has and the other''s has not, or of which something else holds: change (`gained`, `lost` or `changed`, from the first run to the second); text, the title (else source_uri), the entity''s name, the name or the words said; entity_id and name of the entity, of a quote the speaker''s; n_documents_before and n_documents_after with it. A document is changed where it states something else: before and after, what it stated then. An entity and a name are changed where more or fewer documents have them, a quote where the same words are somebody else''s: speakers_before and speakers_after. doc_id, start_char and end_char lead to one of its places, in the later corpus if it is there; title, publisher, published_on and source_uri are that document''s. Of documents that went, the places are those of the text that was; entities are those of today, by their id or else by name and label.';
