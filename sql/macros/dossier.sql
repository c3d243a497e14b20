-- What does the corpus hold on this one? One row per fact.
create or replace macro dossier(entity_name, n_best := 10) as table
with
who as materialized (
    select
        entity_id,
        name,
        label,
        matched_name,
        match,
        n_candidates,
        n_mentions,
    from find_entity(entity_name)
    where rank = 1
),

every as materialized (
    select
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
        coalesce(duplicates.original_doc_id, entity_sentences.doc_id) as story_id,
    from entity_sentences
    semi join who using (entity_id)
    left join duplicates using (doc_id)
),

-- A story counts once: by its original, or if that has nothing, the document with the least id.
mine as materialized (
    select
        doc_id,
        sentence_index,
    from every
    qualify dense_rank() over (partition by story_id order by doc_id <> story_id, doc_id) = 1
),

seen as (
    select
        min(document_history.published_on) as first_on,
        max(document_history.published_on) as last_on,
        (select count(distinct every.story_id) from every) as n_stories,
    from document_history
    semi join every using (doc_id)
    where document_history.removed_run_id is null
),

-- Who stands in these sentences.
sharing as materialized (
    select
        entity_sentences.entity_id,
        entity_sentences.doc_id,
        entity_sentences.sentence_index,
    from entity_sentences
    semi join mine using (doc_id, sentence_index)
),

beside as materialized (
    select
        sharing.entity_id,
        count(*) as n,
    from sharing
    anti join who using (entity_id)
    group by sharing.entity_id
),

-- The sentences that say most: those that mention most others.
richest as (
    select
        doc_id,
        sentence_index,
        count(*) as n,
    from sharing
    group by all
    order by n desc, doc_id asc, sentence_index asc
    limit n_best
),

spoken as materialized (
    select
        quote_speakers.doc_id,
        quote_speakers.quote_index,
    from quote_speakers
    semi join who using (entity_id)
),

facts as (
    select
        1 as section_index,
        'entity' as section,
        who.name as item,
        who.label || ', found by ' || who.match || ' (' || who.n_candidates || ' candidates)' as detail,
        who.n_mentions as n,
        null::date as published_on,
        null::varchar as doc_id,
        null::integer as start_char,
        null::integer as end_char,
        null::varchar as text,
    from who
    union all
    select
        2,
        'seen',
        'first and last',
        seen.first_on || ' to ' || seen.last_on,
        seen.n_stories,
        seen.first_on,
        null,
        null,
        null,
        null,
    from who
    cross join seen
    union all
    select
        3,
        'name',
        entity_names.name,
        entity_names.evidence,
        entity_names.n_mentions,
        null,
        shown.doc_id,
        shown.start_char,
        shown.end_char,
        shown.text,
    from entity_names
    semi join who using (entity_id)
    left join (
        select
            entity_id,
            name,
            unnest(arg_min({'doc_id': doc_id, 'start_char': start_char, 'end_char': end_char, 'text': text}, (doc_id, start_char))),
        from merge_evidence
        group by entity_id, name
    ) as shown using (entity_id, name)
    union all
    select
        4,
        'role',
        roles.role,
        organisations.name,
        count(*),
        null,
        min(roles.doc_id),
        arg_min(roles.start_char, (roles.doc_id, roles.start_char)),
        arg_min(roles.end_char, (roles.doc_id, roles.start_char)),
        arg_min(roles.text, (roles.doc_id, roles.start_char)),
    from roles
    semi join who using (entity_id)
    left join entities as organisations on roles.of_entity_id = organisations.entity_id
    group by roles.role, organisations.name
    union all
    select
        case when entities.label in ('GPE', 'LOC', 'FAC') then 6 else 5 end,
        case when entities.label in ('GPE', 'LOC', 'FAC') then 'place' else 'beside' end,
        entities.name,
        entities.label,
        beside.n,
        null,
        null,
        null,
        null,
        null,
    from beside
    inner join entities using (entity_id)
    union all
    select
        7,
        'quote',
        quotes.content,
        quotes.cue_text,
        quotes.quote_index,
        null,
        quotes.doc_id,
        quotes.start_char,
        quotes.end_char,
        quotes.text,
    from document_quotes as quotes
    inner join spoken on quotes.doc_id = spoken.doc_id
    left join duplicates on quotes.doc_id = duplicates.doc_id
    where quotes.quote_index - spoken.quote_index = 0
    -- What copies of one story repeat in the same words counts once.
    qualify
        row_number() over (
            partition by coalesce(duplicates.original_doc_id, quotes.doc_id), quotes.content
            order by duplicates.is_original is not distinct from false, quotes.doc_id, quotes.quote_index
        ) = 1
    union all
    select
        8,
        'sentence',
        null,
        null,
        richest.n,
        null,
        richest.doc_id,
        sentences.start_char,
        sentences.end_char,
        sentences.text,
    from richest
    inner join sentences on richest.doc_id = sentences.doc_id
    where sentences.sentence_index - richest.sentence_index = 0
),

chosen as (
    select
        section_index,
        section,
        item,
        detail,
        n,
        published_on,
        doc_id,
        start_char,
        end_char,
        text,
    from facts
    qualify section_index < 4 or row_number() over (partition by section_index order by n desc, item asc, doc_id asc, start_char asc) <= n_best
)

select
    chosen.section,
    chosen.item,
    chosen.detail,
    case when chosen.section <> 'quote' then chosen.n end as n,
    coalesce(document_history.published_on, chosen.published_on) as published_on,
    chosen.doc_id,
    chosen.start_char,
    chosen.end_char,
    chosen.text,
from chosen
left join document_history on chosen.doc_id = document_history.doc_id and document_history.removed_run_id is null
order by chosen.section_index, chosen.n desc, chosen.item, chosen.doc_id, chosen.start_char;
comment on macro table dossier is
'One row per fact about the entity that a name means best (see find_entity), in this order: section `entity` (item its name, detail its label and how it was found, n mentions), `seen` (detail first and last day of publication, n stories), `name` (detail why it is one, n mentions), `role` (detail of what), `beside` and `place` (others in its sentences, n sentences), `quote` (what it said, detail the cue), `sentence` (those that mention most others, n of them); published_on, doc_id, start_char, end_char and text where one place shows it. Copies of one story count once. Up to n_best (10) of each section from `role` on.';
