-- A token does not lie in its sentence, or its text is not what the sentence has there.
-- Rows of: tokens.
select
    tokens.doc_id,
    tokens.token_index,
    tokens.start_char,
    tokens.end_char,
    tokens.text,
    sentences.start_char as sentence_start_char,
    sentences.end_char as sentence_end_char,
from tokens
left join sentences using (doc_id, sentence_index)
where
    sentences.doc_id is null
    or tokens.start_char < sentences.start_char
    or tokens.end_char > sentences.end_char
    or tokens.start_char >= tokens.end_char
    or tokens.text <> substr(sentences.text, tokens.start_char - sentences.start_char + 1, tokens.end_char - tokens.start_char)
