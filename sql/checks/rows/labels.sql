-- A label, kind or type is not one of those that there are.
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
union all
select 'times' as stored_in, doc_id, start_char, type as kind, null as label
from times
where type not in ('DATE', 'TIME', 'DURATION', 'SET')
union all
select 'document_quotes' as stored_in, doc_id, start_char, kind, speaker_kind as label
from document_quotes
where
    kind not in ('direct', 'mixed', 'indirect')
    or speaker_kind not in ('name', 'nominal', 'pronoun', 'none')
