-- Which sentences say nothing but what is about the text? One row per sentence that is boilerplate throughout.
create or replace view boilerplate_sentences as
with
overlapping as (
    select
        sentences.doc_id,
        sentences.sentence_index,
        length(regexp_replace(sentences.text, '\s', '', 'g')) as n_chars,
        length(
            regexp_replace(
                substr(
                    boilerplate.text,
                    greatest(sentences.start_char - boilerplate.start_char, 0) + 1,
                    least(sentences.end_char, boilerplate.end_char) - greatest(sentences.start_char, boilerplate.start_char)
                ),
                '\s',
                '',
                'g'
            )
        ) as n_boilerplate_chars,
    from boilerplate
    inner join sentences
        on
            boilerplate.doc_id = sentences.doc_id
            and boilerplate.start_char < sentences.end_char
            and boilerplate.end_char > sentences.start_char
)

select
    doc_id,
    sentence_index,
from overlapping
group by doc_id, sentence_index
having sum(n_boilerplate_chars) = any_value(n_chars);
comment on view boilerplate_sentences is
'One row per sentence that is boilerplate throughout: `from sentences anti join boilerplate_sentences using (doc_id, sentence_index)` leaves it out. A sentence with a dateline before it is none.';
comment on column boilerplate_sentences.doc_id is 'The document: a hash of its text.';
comment on column boilerplate_sentences.sentence_index is 'Sentence in the document, from 0.';
