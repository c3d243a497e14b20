-- Which documents are about the same? One row per document.
create or replace macro similar_documents(of_doc_id, n_best := 10) as table
with
keywords as materialized (
    select word
    from keywords_of(of_doc_id)
    order by log_likelihood desc, word asc
    limit 25
),

corpus as (
    select
        count(*) as n_documents,
        avg(n_words) as mean_n_words,
    from document_lengths
),

counted as materialized (
    select
        document_words.word,
        document_words.doc_id,
        document_words.n_positions,
    from document_words
    inner join keywords using (word)
),

weights as (
    select
        counted.word,
        ln(1 + (any_value(corpus.n_documents) - count(*) + 0.5) / (count(*) + 0.5)) as weight,
    from counted
    cross join corpus
    group by counted.word
),

-- BM25 as in `search`, with the document's keywords as the question.
scored as (
    select
        counted.doc_id,
        sum(
            weights.weight * counted.n_positions * 2.2
            / (counted.n_positions + 1.2 * (0.25 + 0.75 * document_lengths.n_words / corpus.mean_n_words))
        ) as score,
        list(counted.word order by weights.weight desc, counted.word asc) as shared_words,
    from counted
    inner join weights using (word)
    inner join document_lengths using (doc_id)
    cross join corpus
    where counted.doc_id <> of_doc_id
    group by counted.doc_id
    order by score desc, counted.doc_id asc
    limit n_best
)

select
    scored.score,
    scored.shared_words,
    document_history.title,
    document_history.publisher,
    document_history.published_on,
    scored.doc_id,
from scored
inner join document_history using (doc_id)
where document_history.removed_run_id is null;
comment on macro table similar_documents is
'One row per document, up to n_best (10) of those that share most with this one: score (BM25 with its 25 keywords as the question); shared_words, the rarest first; title, publisher, published_on, doc_id.';
