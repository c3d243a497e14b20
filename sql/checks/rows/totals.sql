-- There are more or fewer sentences or tokens than the documents are said to have, such as a part that counts twice.
with
expected as (
    select
        coalesce(sum(n_sentences), 0) as n_sentences,
        coalesce(sum(n_tokens), 0) as n_tokens,
    from document_counts
),

found as (
    select
        (select count(*) from sentences) as n_sentences,
        (select count(*) from tokens) as n_tokens,
)

select
    found.n_sentences,
    expected.n_sentences as n_sentences_expected,
    found.n_tokens,
    expected.n_tokens as n_tokens_expected,
from found
cross join expected
where found.n_sentences <> expected.n_sentences or found.n_tokens <> expected.n_tokens
