-- Whom does each publisher let speak, and how? One row per publisher and month.
create or replace view sourcing as
with
-- A document with several sources counts once for each publisher that has it.
published as (
    select
        publisher,
        doc_id,
        cast(date_trunc('month', min(published_on)) as date) as month,
    from sources
    where publisher is not null
    group by all
)

select
    published.publisher,
    published.month,
    count(*) as n_quotes,
    count(distinct published.doc_id) as n_documents,
    avg(case when quotes.kind = 'direct' then 1 else 0 end) as share_of_direct,
    avg(case when quotes.kind = 'mixed' then 1 else 0 end) as share_of_mixed,
    avg(case when quotes.kind = 'indirect' then 1 else 0 end) as share_of_indirect,
    avg(case when quotes.speaker_kind = 'name' or quotes.speaker_entity_id is not null then 1 else 0 end) as share_of_named,
    avg(case when quotes.is_anonymous then 1 else 0 end) as share_of_anonymous,
    avg(case when quotes.speaker_kind = 'none' then 1 else 0 end) as share_without_speaker,
from published
inner join quotes using (doc_id)
group by all;
comment on view sourcing is 'One row per publisher and month: how many attributions its documents have, of which kind, and how many speakers they name.';
comment on column sourcing.publisher is 'Publisher, as its sources state it.';
comment on column sourcing.month is 'First day of the month of publication; null where no date is stated.';
comment on column sourcing.n_quotes is 'Attributions.';
comment on column sourcing.n_documents is 'Documents with at least one of them.';
comment on column sourcing.share_of_direct is 'Those that are quoted, as a share of all: 0 to 1.';
comment on column sourcing.share_of_mixed is 'Those that are quoted in part, as a share of all: 0 to 1.';
comment on column sourcing.share_of_indirect is 'Those without a quoted word, as a share of all: 0 to 1.';
comment on column sourcing.share_of_named is 'Those whose speaker is a name or is known by name elsewhere in the document, as a share of all: 0 to 1.';
comment on column sourcing.share_of_anonymous is 'Those of sources that the text leaves without a name, as a share of all: 0 to 1.';
comment on column sourcing.share_without_speaker is 'Those for which the text names no speaker, as a share of all: 0 to 1.';
