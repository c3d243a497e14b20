-- Which sentences answer a question best? One row per sentence.
create or replace macro search_sentences(question, n_best := 20) as table
with
matches as materialized (
    select
        item_index,
        is_excluded,
        is_required,
        doc_id,
        sentence_index,
        start_char,
        end_char,
        n_words,
    from question_matches(question)
),

required as (
    select count(distinct item_index) as n_items
    from question_words(question)
    where is_required
),

corpus as (
    select
        (select sum(document_counts.n_sentences) from document_counts) as n_sentences,
        (select sum(document_lengths.n_words) from document_lengths) as n_words,
),

counted as materialized (
    select
        item_index,
        is_excluded,
        is_required,
        doc_id,
        sentence_index,
        any_value(n_words) as n_words,
        count(*) as n_matches,
    from matches
    group by item_index, is_excluded, is_required, doc_id, sentence_index
),

-- BM25 as in `search`, with sentences in the place of documents.
weights as (
    select
        counted.item_index,
        ln(1 + (any_value(corpus.n_sentences) - count(*) + 0.5) / (count(*) + 0.5)) as weight,
    from counted
    cross join corpus
    where not counted.is_excluded
    group by counted.item_index
),

scored as materialized (
    select
        counted.doc_id,
        counted.sentence_index,
        sum(
            weights.weight * counted.n_matches * 2.2
            / (counted.n_matches + 1.2 * (0.25 + 0.75 * counted.n_words / (corpus.n_words / corpus.n_sentences)))
        ) as score,
    from counted
    left join weights using (item_index)
    cross join corpus
    group by counted.doc_id, counted.sentence_index
    having
        count(*) filter (counted.is_required) = (select required.n_items from required)
        and not bool_or(counted.is_excluded)
    order by score desc, counted.doc_id asc, counted.sentence_index asc
    limit n_best
),

-- Listed for the best alone.
places as (
    select
        matches.doc_id,
        matches.sentence_index,
        list({'start_char': matches.start_char, 'end_char': matches.end_char}) as matches,
    from matches
    semi join scored using (doc_id, sentence_index)
    group by matches.doc_id, matches.sentence_index
)

select
    scored.score,
    document_history.title,
    document_history.publisher,
    document_history.published_on,
    scored.doc_id,
    scored.sentence_index,
    sentences.start_char,
    sentences.end_char,
    sentences.text,
    list_sort(places.matches) as matches,
from scored
inner join places using (doc_id, sentence_index)
-- By the document alone, so that only its stretches of the parts are read; a second column would not narrow that down.
inner join sentences on scored.doc_id = sentences.doc_id
inner join document_history on scored.doc_id = document_history.doc_id
where document_history.removed_run_id is null and sentences.sentence_index - scored.sentence_index = 0;
comment on macro table search_sentences is
'One row per sentence, up to n_best (20) of those that answer a question best, which is asked as in `search`: score (BM25 over sentences); title, publisher and published_on; doc_id, sentence_index, start_char, end_char and text of the sentence; matches, the places in it (start_char, end_char).';
