-- Which words stand beside this word more often than chance has it? One row per word.
create or replace macro collocates(of_word, n_words_beside := 5) as table
with
node as (
    select strip_accents(lower(of_word)) as word
),

-- Sentences with the word, each once; words of another sentence are not beside it.
mine as materialized (
    select
        word_positions.doc_id,
        word_positions.sentence_index,
        count(*) as n_positions,
    from word_positions
    where word_positions.word = strip_accents(lower(of_word))
    group by all
),

-- Cut and folded as the words of the index are.
cut as (
    select
        sentences.doc_id,
        sentences.sentence_index,
        list_filter(
            list_transform(regexp_extract_all(sentences.text, '[\pL\pM\pN]+'), lambda word: strip_accents(lower(word))),
            lambda word: word <> ''
        ) as words,
    from sentences
    semi join mine using (doc_id, sentence_index)
),

numbered as (
    select
        doc_id,
        sentence_index,
        words,
        unnest(words) as word,
        generate_subscripts(words, 1) as word_number,
    from cut
),

-- A place that lies beside two occurrences of the word counts once.
beside as (
    select
        numbered.word,
        numbered.doc_id,
        numbered.sentence_index,
        numbered.word_number,
    from numbered
    cross join node
    where
        numbered.word <> node.word
        and list_contains(
            numbered.words[greatest(numbered.word_number - n_words_beside, 1):numbered.word_number + n_words_beside], node.word
        )
),

counted as materialized (
    select
        word,
        count(*) as n_beside,
        count(distinct doc_id) as n_documents,
        min({'doc_id': doc_id, 'sentence_index': sentence_index}) as first_place,
    from beside
    group by word
),

everywhere as (
    select
        document_words.word,
        sum(document_words.n_positions) as n_positions,
    from document_words
    semi join counted using (word)
    group by document_words.word
),

compared as (
    select
        counted.word,
        counted.n_beside,
        counted.n_documents,
        counted.first_place,
        everywhere.n_positions,
        (select sum(all_counted.n_beside) from counted as all_counted) as n_places,
        (select sum(document_lengths.n_words) from document_lengths) as n_words,
    from counted
    inner join everywhere using (word)
),

scored as (
    select
        word,
        n_beside,
        n_documents,
        n_positions,
        n_places * n_positions / n_words as n_expected,
        first_place,
        n_positions - n_beside as n_apart,
        (n_words - n_places) * n_positions / n_words as n_apart_expected,
    from compared
)

select
    scored.word,
    scored.n_beside,
    scored.n_documents,
    scored.n_positions,
    scored.n_expected,
    -- Dunning 1993, in the form of Rayson and Garside 2000: places beside the word are compared with all others.
    case when scored.n_beside < scored.n_expected then -2 else 2 end * (
        scored.n_beside * ln(scored.n_beside / scored.n_expected)
        + case when scored.n_apart > 0 then scored.n_apart * ln(scored.n_apart / scored.n_apart_expected) else 0 end
    ) as log_likelihood,
    scored.first_place.doc_id as doc_id,
    scored.first_place.sentence_index as sentence_index,
from scored;
comment on macro table collocates is
'One row per word that stands in a sentence with a word, at most n_words_beside (5) words from it (case and accents aside): word as the index has it; n_beside, its places there; n_documents with one; n_positions in the whole corpus; n_expected, places beside it by chance; log_likelihood (Dunning 1993): how sure it is that this is no chance, from 10.83 on with 99.9 %, below 0 where the two avoid each other; doc_id and sentence_index of a sentence that shows it. `order by log_likelihood desc limit 20` gives its collocates.';
