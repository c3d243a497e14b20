"""Names that the corpus knows beyond doubt, found where a document's own annotation passed over them."""

# A name is known beyond doubt if it has two words or more, three documents have it, all as one entity of one kind, and its entity is a
# person, an organisation or a work of nature or hand: words that are capitalised together by chance are no such names.
KNOWN = """
create or replace temp table known_names as
select n.name, any_value(g.cluster) as cluster, regexp_extract(n.name, '^\\w+') as first_word
from document_names as n join grouped as g using (doc_id, entity_index)
where contains(n.name, ' ') and n.name <> upper(n.name) and n.name <> lower(n.name)
group by n.name
having count(distinct n.doc_id) >= 3 and count(distinct g.cluster) = 1 and count(distinct g.kind) = 1
    and any_value(g.kind) in ('PERSON', 'ORG', 'PLACE')
"""

# What of them was found, with the entity's id; needs `ledger` and `ignored`.
FOUND = """
create or replace temp table found_names as
with hit as (
    select t.doc_id, t.sentence_index, t.start_char, t.start_char + length(k.name) as end_char, k.name as text, k.cluster
    from tokens as t join known_names as k on t.text = k.first_word join texts as d using (doc_id)
    where substr(d.text, (t.start_char + 1)::bigint, length(k.name)) = k.name
      and not regexp_matches(substr(d.text, (t.start_char + length(k.name) + 1)::bigint, 1), '\\w')
),
longest as (
    from hit
    qualify row_number() over (partition by doc_id, start_char order by end_char desc) = 1
),
apart as (
    from longest
    qualify start_char >= coalesce(
        max(end_char) over (partition by doc_id order by start_char rows between unbounded preceding and 1 preceding), 0
    )
)
select apart.* exclude (cluster), ledger.entity_id from apart join ledger using (cluster)
where ledger.entity_id not in (select entity_id from ignored) and not exists (
    select 1 from document_mentions as m
    where m.doc_id = apart.doc_id and m.kind = 'name' and m.start_char < apart.end_char and apart.start_char < m.end_char
)
"""
