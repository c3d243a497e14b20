-- Which documents answer a question best? One row per document.
create or replace macro search(question, n_best := 20) as table
with
asked as materialized (
    select
        item_index,
        word,
        n_item_words,
        is_excluded,
        is_required,
    from question_terms(question)
),

lengths as materialized (
    select
        doc_id,
        n_words,
    from document_lengths
),

corpus as materialized (
    select
        count(*) as n_documents,
        avg(n_words) as mean_n_words,
    from lengths
),

-- Of single words only how often each document has them; where they stand is looked up in the sentences of the best documents.
having_words as (
    select
        asked.item_index,
        asked.is_excluded,
        asked.is_required,
        document_words.doc_id,
        document_words.n_positions,
    from document_words
    inner join asked on document_words.word = asked.word
    where asked.n_item_words = 1
),

phrases as materialized (
    select
        item_index,
        is_excluded,
        is_required,
        doc_id,
        sentence_index,
        start_char,
        end_char,
    from phrase_matches(question)
),

found as (
    select
        item_index,
        is_excluded,
        is_required,
        doc_id,
        n_positions,
    from having_words
    union all
    select
        item_index,
        is_excluded,
        is_required,
        doc_id,
        1 as n_positions,
    from phrases
),

counted as materialized (
    select
        item_index,
        is_excluded,
        is_required,
        doc_id,
        sum(n_positions) as n_matches,
    from found
    group by all
),

-- BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75), with Lucene's inverse document frequency, which is never below 0.
weights as materialized (
    select
        counted.item_index,
        ln(1 + (any_value(corpus.n_documents) - count(*) + 0.5) / (count(*) + 0.5)) as weight,
    from counted
    cross join corpus
    where not counted.is_excluded
    group by counted.item_index
),

scored as materialized (
    select
        counted.doc_id,
        sum(
            weights.weight * counted.n_matches * 2.2
            / (counted.n_matches + 1.2 * (0.25 + 0.75 * lengths.n_words / corpus.mean_n_words))
        ) as score,
        cast(sum(counted.n_matches) as integer) as n_matches,
    from counted
    left join weights using (item_index)
    inner join lengths using (doc_id)
    cross join corpus
    group by counted.doc_id
    having
        count(*) filter (counted.is_required) = (select count(distinct asked.item_index) from asked where asked.is_required)
        and not bool_or(counted.is_excluded)
    order by score desc, counted.doc_id asc
    limit n_best
),

-- By the document alone, so that only its stretches of the parts are read.
told as materialized (
    select
        sentences.doc_id,
        sentences.sentence_index,
        sentences.start_char,
        sentences.end_char,
        sentences.text,
    from sentences
    inner join scored on sentences.doc_id = scored.doc_id
),

-- A sentence is cut into words, and what is between them, as the index was; most have none of the words and need not be.
stretches as (
    select
        doc_id,
        sentence_index,
        start_char,
        unnest(regexp_extract_all(text, '[\pL\pM\pN]+|[^\pL\pM\pN]+')) as stretch,
        generate_subscripts(regexp_extract_all(text, '[\pL\pM\pN]+|[^\pL\pM\pN]+'), 1) as stretch_index,
    from told
    semi join (
        select word
        from asked
        where n_item_words = 1
    ) as words on contains(strip_accents(lower(told.text)), words.word)
),

placed as (
    select
        doc_id,
        sentence_index,
        strip_accents(lower(stretch)) as word,
        cast(start_char + sum(length(stretch)) over in_sentence as integer) as end_char,
        length(stretch) as n_chars,
    from stretches
    window in_sentence as (partition by doc_id, sentence_index order by stretch_index)
),

matches as (
    select
        asked.item_index,
        placed.doc_id,
        placed.sentence_index,
        cast(placed.end_char - placed.n_chars as integer) as start_char,
        placed.end_char,
    from placed
    inner join asked on placed.word = asked.word
    where asked.n_item_words = 1
    union all
    select
        item_index,
        doc_id,
        sentence_index,
        start_char,
        end_char,
    from phrases
    where not is_excluded and doc_id in (select scored.doc_id from scored)
),

in_sentences as (
    select
        matches.doc_id,
        matches.sentence_index,
        matches.item_index,
        any_value(weights.weight) as weight,
        list({'start_char': matches.start_char, 'end_char': matches.end_char}) as matches,
    from matches
    inner join weights using (item_index)
    group by all
),

-- The sentence that has the most of the question stands for the document; the first of several.
best as (
    select
        doc_id,
        sentence_index,
        list_sort(flatten(list(matches))) as matches,
    from in_sentences
    group by doc_id, sentence_index
    qualify row_number() over (partition by doc_id order by sum(weight) desc, sentence_index asc) = 1
)

select
    scored.score,
    scored.n_matches,
    document_history.title,
    document_history.publisher,
    document_history.published_on,
    scored.doc_id,
    best.sentence_index,
    told.start_char,
    told.end_char,
    told.text,
    best.matches,
from scored
inner join best using (doc_id)
inner join told on best.doc_id = told.doc_id and best.sentence_index = told.sentence_index
inner join document_history on scored.doc_id = document_history.doc_id
where document_history.removed_run_id is null;
comment on macro table search is
'One row per document, up to n_best (20) of those that answer a question best: score (BM25, the higher the better); n_matches; title, publisher and published_on; doc_id, sentence_index, start_char, end_char and text of the sentence that has the most of the question; matches, the places in it (start_char, end_char). A document has one of the words at least; `"…"` is a phrase and must be there, as must `+word`; `-word` and `-"…"` must not; `terror*` is any word that begins so. Case and accents do not count.';
