-- Which words set these documents apart from the others? One row per word.
create or replace macro keyness(of_publisher := null, first_day := null, last_day := null) as table
with
mine as materialized (
    select doc_id
    from document_history
    where
        removed_run_id is null
        and (of_publisher is null or lower(publisher) = lower(of_publisher))
        and (first_day is null or published_on >= cast(first_day as date))
        and (last_day is null or published_on <= cast(last_day as date))
),

counted as (
    select
        document_words.word,
        sum(case when mine.doc_id is not null then document_words.n_positions else 0 end) as n_here,
        sum(case when mine.doc_id is null then document_words.n_positions else 0 end) as n_elsewhere,
        count(mine.doc_id) as n_documents,
    from document_words
    left join mine using (doc_id)
    group by document_words.word
),

sizes as (
    select
        sum(case when mine.doc_id is not null then document_lengths.n_words else 0 end) as n_words_here,
        sum(case when mine.doc_id is null then document_lengths.n_words else 0 end) as n_words_elsewhere,
    from document_lengths
    left join mine using (doc_id)
)

select
    counted.word,
    counted.n_here as n_positions,
    counted.n_elsewhere,
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
'One row per word that documents of a publisher (in whatever case; all by default), published from first_day to last_day (both included), have more often than all others: word, n_positions there, n_elsewhere, n_documents of them with it, log_likelihood (Dunning 1993; 10.83: 99.9 % sure). No row where nothing is left to compare with.';
