-- Two documents are a pair and not in one group, or stand in the wrong order.
-- Rows of: duplicate_pairs.
select
    duplicate_pairs.doc_id,
    duplicate_pairs.other_doc_id,
    one.group_id,
    other.group_id as other_group_id,
from duplicate_pairs
left join duplicates as one using (doc_id)
left join duplicates as other on duplicate_pairs.other_doc_id = other.doc_id
where
    one.group_id is null
    or one.group_id is distinct from other.group_id
    or duplicate_pairs.doc_id >= duplicate_pairs.other_doc_id
