-- Which entity of the corpus speaks, and in which role? One row per attribution to one.
with
-- The mention that holds the word which the speaker's phrase is built on: a name before a pronoun or noun, the shortest first.
speakers as (
    select
        document_quotes.doc_id,
        document_quotes.quote_index,
        arg_min(
            resolved_mentions.entity_id,
            resolved_mentions.end_char - resolved_mentions.start_char + case when resolved_mentions.kind = 'name' then 0 else 1000000 end
        ) as entity_id,
    from document_quotes
    inner join resolved_mentions
        on
            document_quotes.doc_id = resolved_mentions.doc_id
            and document_quotes.speaker_head_start_char >= resolved_mentions.start_char
            and document_quotes.speaker_head_end_char <= resolved_mentions.end_char
    where resolved_mentions.entity_id is not null
    group by document_quotes.doc_id, document_quotes.quote_index
),

-- The role that the document states of a speaker; the first one where it states several.
stated as (
    select
        document_roles.doc_id,
        entity_links.entity_id,
        arg_min(document_roles.role, document_roles.start_char) as role,
    from document_roles
    inner join entity_links using (doc_id, entity_index)
    group by document_roles.doc_id, entity_links.entity_id
)

select
    speakers.doc_id,
    speakers.quote_index,
    speakers.entity_id,
    stated.role,
from speakers
left join stated using (doc_id, entity_id)
