"""Names that the corpus knows beyond doubt, found where a document's own annotation passed over them."""

# The first two words of a name, as `extract.passed_over` takes them from a text: letters, digits and `_` of any script are a word's.
_OPENING = r"^[\p{L}\p{N}_]+[^\p{L}\p{N}_]{1,3}[\p{L}\p{N}_]+"

# A name is known beyond doubt if it has two words or more, three documents have it, all as one entity of one kind, and its entity is a
# person, an organisation or a work of nature or hand: words that are capitalised together by chance are no such names.
KNOWN = f"""
create or replace temp table known_names as
with borne as (
    select distinct name, document_of(member) as document, cluster, kind
    from member_names as n join grouped using (member) join nodes using (node)
    where contains(n.name, ' ') and n.name <> upper(n.name) and n.name <> lower(n.name)
)
select name, min(cluster) as cluster, regexp_extract(name, '{_OPENING}') as opening
from borne
group by name
having count(*) >= 3 and min(cluster) = max(cluster) and min(kind) = max(kind) and min(kind) in ('PERSON', 'ORG', 'PLACE')
"""  # noqa: S608 (the pattern is ours)

# What of them was found, with the entity's id; needs `ledger` and `ignored`. A text that begins like a name of two words has all of it.
# Finding a character far into a text takes long, so it is looked for in blocks.
FOUND = r"""
create or replace temp table found_names as
with candidate as (
    select p.doc_id, p.sentence_index, p.start_char, p.start_char + length(k.name) as end_char, k.name as text, k.cluster,
        k.name = k.opening as is_whole
    from passed_over as p join known_names as k using (opening)
    where length(k.name) <= p.n_free_chars
),
block as (
    select
        doc_id,
        unnest(range(0, greatest(length(text) - 1, 0) // 100000 + 1)) as number,
        substr(text, number * 100000 + 1, 110000) as text
    from texts semi join candidate using (doc_id)
),
hit as (
    select * exclude (is_whole) from candidate where is_whole
    union all
    select c.* exclude (is_whole)
    from candidate as c join block as d on d.doc_id = c.doc_id and d.number = c.start_char // 100000
    where not c.is_whole
        and substr(d.text, c.start_char - d.number * 100000 + 1, length(c.text)) = c.text
        and not regexp_matches(substr(d.text, c.end_char - d.number * 100000 + 1, 1), '[\p{L}\p{N}_]')
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
select apart.*, ledger.entity_id from apart join ledger using (cluster)
where ledger.entity_id not in (select entity_id from ignored)
"""
