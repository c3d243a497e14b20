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

# Where they may be: a text that begins like a name of two words has all of it. Finding a character far into a text takes long, so it is
# looked for in blocks; for each block there is one row, so that texts pass by what is wanted of them and are not what is held.
WANTED = """
create or replace temp table candidates as
select p.doc_id, p.sentence_index, p.start_char, p.start_char + length(k.name) as end_char, k.name as text, k.cluster,
    k.name = k.opening as is_whole
from passed_over as p join known_names as k using (opening)
where length(k.name) <= p.n_free_chars;
create or replace temp table wanted as
select doc_id, start_char // 100000 as number, list(struct_pack(sentence_index, start_char, end_char, text, cluster)) as those
from candidates where not is_whole group by all
"""

# What of them was found, with the entity's id; needs `ledger` and `ignored`.
FOUND = r"""
create or replace temp table found_names as
with block as (
    select
        doc_id,
        unnest(range(0, greatest(length(text) - 1, 0) // 100000 + 1)) as number,
        substr(text, number * 100000 + 1, 110000) as block
    from texts semi join wanted using (doc_id)
),
seen as (select doc_id, number, block, unnest(those, recursive := true) from block join wanted using (doc_id, number)),
hit as (
    select * exclude (is_whole) from candidates where is_whole
    union all by name
    select * exclude (number, block) from seen
    where substr(block, start_char - number * 100000 + 1, length(text)) = text
        and not regexp_matches(substr(block, end_char - number * 100000 + 1, 1), '[\p{L}\p{N}_]')
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
