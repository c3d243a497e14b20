-- Who is mentioned with whom? One row per pair, the strongest; persons, organisations and groups only.
select
    shown_pairs.entity_id,
    shown_pairs.other_entity_id,
    shown_pairs.n_sentences,
    shown_pairs.n_stories,
from shown_pairs
inner join shown_entities as one using (entity_id)
inner join shown_entities as other on shown_pairs.other_entity_id = other.entity_id
where one.label in ('PERSON', 'ORG', 'GPE', 'NORP') and other.label in ('PERSON', 'ORG', 'GPE', 'NORP')
order by shown_pairs.n_stories desc, shown_pairs.n_sentences desc, shown_pairs.entity_id asc, shown_pairs.other_entity_id asc
limit getvariable('n_pairs')
