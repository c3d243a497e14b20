-- Which stories are told most? One row per story that was found more than once, the most widely told first; one without a title by how it begins.
select
    coalesce(stories.title, left(sentences.text, 120)) as title,
    stories.n_documents,
    stories.n_sources,
    stories.n_publishers,
    stories.first_published_on,
from stories
left join sentences on stories.story_id = sentences.doc_id and sentences.sentence_index = 0
where stories.n_sources > 1
order by stories.n_publishers desc, stories.n_sources desc, stories.first_published_on desc nulls last, stories.story_id asc
limit getvariable('n_stories')
