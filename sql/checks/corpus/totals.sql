-- There are more or fewer sentences or tokens than the documents are said to have, such as a part that counts twice.
with
counted as (
    select 'sentences' as stored_in, count(*) as n_rows, (select coalesce(sum(n_sentences), 0) from document_counts) as n_expected
    from sentences
    union all
    select 'tokens' as stored_in, count(*) as n_rows, (select coalesce(sum(n_tokens), 0) from document_counts) as n_expected
    from tokens
)

select stored_in, n_rows, n_expected from counted where n_rows <> n_expected
