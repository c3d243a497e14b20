-- What is known of the documents that the excerpts are from? One row per document.
select
    documents.doc_id,
    documents.title,
    documents.publisher,
    documents.published_on,
    documents.source_uri,
    documents.url,
from documents
inner join excerpted using (doc_id)
order by documents.doc_id
