-- Which words set these documents apart from the others? One row per word.
create or replace macro keyness(of_publisher := null, first_day := null, last_day := null) as table
with
chosen as materialized (
    select
        document_history.doc_id,
        coalesce(duplicates.original_doc_id, document_history.doc_id) as story_id,
        coalesce(
            (of_publisher is null or lower(document_history.publisher) = lower(of_publisher))
            and (first_day is null or document_history.published_on >= cast(first_day as date))
            and (last_day is null or document_history.published_on <= cast(last_day as date)),
            false
        ) as is_mine,
    from document_history
    left join duplicates using (doc_id)
    where document_history.removed_run_id is null
),

-- On either side a story counts once: by its original, or the document there with the least id.
told as materialized (
    select
        doc_id,
        is_mine,
        row_number() over (partition by is_mine, story_id order by doc_id <> story_id, doc_id) = 1 as is_told,
    from chosen
),

-- Bylines, notices and the like tell of the house, not of its stories. Cut and folded as the words of the index are.
beside as (
    select
        doc_id,
        unnest(list_transform(regexp_extract_all(text, '[\pL\pM\pN]+'), lambda each: strip_accents(lower(each)))) as word,
    from boilerplate
),

beside_counted as materialized (
    select
        doc_id,
        word,
        count(*) as n_positions,
    from beside
    where word <> ''
    group by all
),

-- How often a document has a word otherwise.
used as (
    select
        document_words.word,
        document_words.n_positions - coalesce(beside_counted.n_positions, 0) as n_positions,
        told.is_mine,
        told.is_told,
    from document_words
    inner join told using (doc_id)
    left join beside_counted using (doc_id, word)
    where document_words.n_positions > coalesce(beside_counted.n_positions, 0)
),

counted as materialized (
    select
        word,
        coalesce(sum(n_positions) filter (where is_mine and is_told), 0) as n_here,
        coalesce(sum(n_positions) filter (where not is_mine and is_told), 0) as n_elsewhere,
        count(*) filter (where is_mine and is_told) as n_stories,
        count(*) filter (where is_mine) as n_documents,
    from used
    group by word
),

sizes as (
    select
        coalesce(sum(n_here), 0) as n_words_here,
        coalesce(sum(n_elsewhere), 0) as n_words_elsewhere,
    from counted
)

select
    counted.word,
    counted.n_here as n_positions,
    counted.n_elsewhere,
    counted.n_stories,
    counted.n_documents,
    -- Dunning 1993, in the form of Rayson and Garside 2000.
    2 * (
        counted.n_here * ln(counted.n_here / (sizes.n_words_here * (counted.n_here + counted.n_elsewhere) / (sizes.n_words_here + sizes.n_words_elsewhere)))
        + case when counted.n_elsewhere > 0 then counted.n_elsewhere * ln(counted.n_elsewhere / (sizes.n_words_elsewhere * (counted.n_here + counted.n_elsewhere) / (sizes.n_words_here + sizes.n_words_elsewhere))) else 0 end
    ) as log_likelihood,
from counted
cross join sizes
where
    counted.n_here > 0
    and sizes.n_words_elsewhere > 0
    and counted.n_here * sizes.n_words_elsewhere > counted.n_elsewhere * sizes.n_words_here;
comment on macro table keyness is
'One row per word that documents of a publisher (in whatever case; all by default), published from first_day to last_day (both included), have more often than all others: word, n_positions there, n_elsewhere, n_stories and n_documents (copies included) of them with it, log_likelihood (Dunning 1993; 10.83: 99.9 % sure). Words in boilerplate do not count, and a story in several documents is read once. No row where nothing is left to compare with.';
