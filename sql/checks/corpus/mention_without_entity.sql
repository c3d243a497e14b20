-- A mention has no entity across the corpus.
select
    document_mentions.doc_id,
    document_mentions.start_char,
    document_mentions.text,
    document_mentions.entity_index,
from document_mentions
anti join entity_links using (doc_id, entity_index)
