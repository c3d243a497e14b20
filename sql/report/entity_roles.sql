-- What is each entity that is shown said to be? One row per role and organisation, with one of the places that say so.
with
counted as (
    select
        roles.entity_id,
        roles.role,
        roles.of_entity_id,
        count(*) as n_mentions,
        arg_min(roles.doc_id, (roles.doc_id, roles.start_char)) as doc_id,
        arg_min(roles.start_char, (roles.doc_id, roles.start_char)) as start_char,
        arg_min(roles.end_char, (roles.doc_id, roles.start_char)) as end_char,
    from roles
    inner join shown_entities using (entity_id)
    group by all
)

select
    counted.entity_id,
    counted.role,
    organisations.name as of_name,
    counted.n_mentions,
    counted.doc_id,
    sentences.start_char as excerpt_start_char,
    sentences.end_char as excerpt_end_char,
    sentences.text as excerpt,
    [{ 'start_char': counted.start_char, 'end_char': counted.end_char }] as spans,
from counted
left join entities as organisations on counted.of_entity_id = organisations.entity_id
inner join sentences
    on
        counted.doc_id = sentences.doc_id
        and counted.start_char >= sentences.start_char
        and counted.start_char < sentences.end_char
qualify row_number() over (partition by counted.entity_id order by counted.n_mentions desc, counted.role asc, counted.of_entity_id asc) <= getvariable('n_rows')
order by counted.entity_id asc, counted.n_mentions desc, counted.role asc, organisations.name asc
