-- Which words set this document apart from the others? One row per word.
create or replace macro keywords_of(of_doc_id) as table
with
mine as materialized (
    select
        word,
        n_positions,
    from document_words
    where doc_id = of_doc_id
),

-- The document itself, and of every other story the original: its copies would hide what sets it apart.
told as materialized (
    select
        document_lengths.doc_id,
        document_lengths.n_words,
    from document_lengths
    left join duplicates using (doc_id)
    where
        document_lengths.doc_id = of_doc_id
        or (
            duplicates.is_original is distinct from false
            and coalesce(duplicates.original_doc_id, document_lengths.doc_id)
            <> coalesce((select mine.original_doc_id from duplicates as mine where mine.doc_id = of_doc_id), of_doc_id)
        )
),

everywhere as (
    select
        document_words.word,
        coalesce(sum(document_words.n_positions) filter (where told.doc_id is not null), 0) as n_positions,
        count(told.doc_id) as n_stories,
        count(*) as n_documents,
    from document_words
    semi join mine using (word)
    left join told using (doc_id)
    group by document_words.word
),

compared as (
    select
        mine.word,
        mine.n_positions as n_here,
        everywhere.n_positions - mine.n_positions as n_elsewhere,
        everywhere.n_stories,
        everywhere.n_documents,
        (select sum(told.n_words) from told where told.doc_id = of_doc_id) as n_words_here,
        (select sum(told.n_words) from told where told.doc_id <> of_doc_id) as n_words_elsewhere,
    from mine
    inner join everywhere using (word)
)

select
    word,
    n_here as n_positions,
    n_stories,
    n_documents,
    -- Dunning 1993, in the form of Rayson and Garside 2000.
    2 * (
        n_here * ln(n_here / (n_words_here * (n_here + n_elsewhere) / (n_words_here + n_words_elsewhere)))
        + case when n_elsewhere > 0 then n_elsewhere * ln(n_elsewhere / (n_words_elsewhere * (n_here + n_elsewhere) / (n_words_here + n_words_elsewhere))) else 0 end
    ) as log_likelihood,
from compared
where n_here * n_words_elsewhere > n_elsewhere * n_words_here;
comment on macro table keywords_of is
'One row per word that the document has more often than the rest of the corpus, its own copies aside: word (as the index has it: lower case, no accents), n_positions in the document, n_stories and n_documents (copies included) that have it, log_likelihood: how sure it is that this is no chance (Dunning 1993; 10.83: 99.9 %). `order by log_likelihood desc limit 20` gives its keywords.';
