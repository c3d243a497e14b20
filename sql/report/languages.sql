-- In which languages is the corpus? One row per language, stated or told from the text.
select
    coalesce(language, 'not known') as language,
    count(*) as n_documents,
from documents
group by all
order by n_documents desc, language asc
