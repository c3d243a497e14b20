-- Where does this come from? One row: the sentence with the span marked, its document and its file.
create or replace macro source_of(of_doc_id, from_char, to_char) as table
with
held as (
    select
        doc_id,
        min(start_char) as start_char,
        max(end_char) as end_char,
    from sentences
    where doc_id = of_doc_id and start_char < to_char and end_char > from_char
    group by doc_id
),

-- A span that lies in no sentence, or reaches over the ends of one, is shown whole.
framed as (
    select
        texts.doc_id,
        texts.text,
        least(coalesce(held.start_char, from_char), from_char) as start_char,
        greatest(coalesce(held.end_char, to_char), to_char) as end_char,
    from texts
    left join held using (doc_id)
    where texts.doc_id = of_doc_id
)

select
    document_history.title,
    document_history.publisher,
    document_history.published_on,
    document_history.source_uri,
    document_history.url,
    framed.doc_id,
    framed.start_char,
    framed.end_char,
    substr(framed.text, from_char + 1, to_char - from_char) as text,
    substr(framed.text, framed.start_char + 1, from_char - framed.start_char)
    || '⟦' || substr(framed.text, from_char + 1, to_char - from_char) || '⟧'
    || substr(framed.text, to_char + 1, framed.end_char - to_char) as marked,
from framed
inner join document_history using (doc_id)
where document_history.removed_run_id is null;
comment on macro table source_of is
'One row per span that is asked for, by document, start_char and end_char: title, publisher, published_on, source_uri and url of the document; doc_id; start_char and end_char of the sentence, or sentences, that hold the span; text of the span; marked, the sentence with the span between ⟦ and ⟧.';
