-- In which languages is the corpus? One row per language, as the sources state it.
select
    coalesce(language, 'not stated') as language,
    count(*) as n_documents,
from documents
group by all
order by n_documents desc, language asc
