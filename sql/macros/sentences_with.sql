-- In which sentences is the entity of this name mentioned, under whatever name? One row per mention.
create or replace macro sentences_with(entity_name) as table
select
    mentions.doc_id,
    mentions.sentence_index,
    sentences.start_char,
    sentences.end_char,
    sentences.text,
    mentions.start_char as mention_start_char,
    mentions.end_char as mention_end_char,
    mentions.text as mention_text,
    mentions.kind,
    mentions.entity_id,
from mentions_of(entity_name) as mentions
inner join sentences using (doc_id, sentence_index);
comment on macro table sentences_with is
'One row per mention of each entity that the name means (see find_entity) outside of boilerplate (`mentions` has those in a byline, too), with its sentence: doc_id, sentence_index; start_char, end_char and text of the sentence; mention_start_char, mention_end_char and mention_text; kind; entity_id. `select distinct` over the sentence''s columns gives each sentence once.';
