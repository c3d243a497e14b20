-- A label or kind is not one of those that there are.
select 'document_mentions' as stored_in, doc_id, start_char, kind, label
from document_mentions
where
    kind not in ('name', 'nominal', 'pronoun')
    or label not in (
        'PERSON', 'NORP', 'FAC', 'ORG', 'GPE', 'LOC', 'PRODUCT', 'EVENT', 'WORK_OF_ART', 'LAW', 'LANGUAGE'
    )
union all
select 'amounts' as stored_in, doc_id, start_char, null as kind, label
from amounts
where label not in ('CARDINAL', 'QUANTITY', 'MONEY', 'PERCENT', 'ORDINAL', 'DATE', 'TIME')
