-- Who or what goes by this name, however it is spelled? One row per entity that may be meant.
create or replace macro find_entity(asked_name) as table
with
-- Case, accents and marks of punctuation do not count.
asked as materialized (
    select
        list_filter(string_split(translate(strip_accents(lower(asked_name)), '.,;:!?()[]"“”„«»’‘`''-–—/&_', '                          '), ' '), lambda word: word <> '') as words,
        array_to_string(
            list_filter(string_split(translate(strip_accents(lower(asked_name)), '.,;:!?()[]"“”„«»’‘`''-–—/&_', '                          '), ' '), lambda word: word <> ''),
            ' '
        ) as folded,
),

named as (
    select
        entity_id,
        name,
        strip_accents(lower(name)) as plain,
    from entity_names
    union all
    select
        entity_id,
        name,
        strip_accents(lower(name)) as plain,
    from entities
),

-- A name is cut into words only where it has the first of those that are asked: marks become blanks.
likely as (
    select
        named.entity_id,
        named.name,
        list_filter(string_split(translate(named.plain, '.,;:!?()[]"“”„«»’‘`''-–—/&_', '                          '), ' '), lambda word: word <> '') as words,
    from named
    cross join asked
    where contains(named.plain, asked.words[1])
),

containing as materialized (
    select
        likely.entity_id,
        likely.name,
        case
            when likely.words = asked.words then 1
            when list_has_all(likely.words, asked.words) then 2
            when contains(' ' || array_to_string(likely.words, ' '), ' ' || asked.folded) then 3
        end as grade,
    from likely
    cross join asked
    where
        list_has_all(likely.words, asked.words)
        or contains(' ' || array_to_string(likely.words, ' '), ' ' || asked.folded)
),

-- Where none has them: names, and single words of names, that are spelled alike.
others as materialized (
    select distinct
        entity_id,
        name,
        plain,
    from named
    where not exists (select 1 from containing)
),

blanked as materialized (
    select
        entity_id,
        name,
        translate(plain, '.,;:!?()[]"“”„«»’‘`''-–—/&_', '                          ') as folded,
    from others
),

spelled as (
    select
        entity_id,
        name,
        trim(folded) as spelling,
    from blanked
    union all
    select
        entity_id,
        name,
        unnest(string_split(folded, ' ')) as spelling,
    from blanked
    where contains(trim(folded), ' ')
),

-- One letter may be another, too many, missing, or change places with the next, and one more for each eight; none where there are
-- fewer than four.
graded as (
    select
        entity_id,
        name,
        grade,
    from containing
    union all
    select
        spelled.entity_id,
        spelled.name,
        4 as grade,
    from spelled
    cross join asked
    where
        length(asked.folded) >= 4
        and abs(length(spelled.spelling) - length(asked.folded)) <= 1 + length(asked.folded) // 8
        -- The plain distance takes a tenth of the time, and is at most twice the other.
        and case
            when levenshtein(spelled.spelling, asked.folded) <= 2 + 2 * (length(asked.folded) // 8)
                then damerau_levenshtein(spelled.spelling, asked.folded) <= 1 + length(asked.folded) // 8
            else false
        end
),

candidates as (
    select
        entity_id,
        min(grade) as grade,
        arg_min(name, (grade, length(name), name)) as matched_name,
    from graded
    group by entity_id
)

select
    cast(row_number() over (
        order by candidates.grade asc, coalesce(entities.n_mentions, 0) desc, candidates.entity_id asc
    ) as integer) as rank,
    candidates.entity_id,
    coalesce(entities.name, candidates.matched_name) as name,
    entities.label,
    candidates.matched_name,
    case candidates.grade
        when 1 then 'same name' when 2 then 'words of the name' when 3 then 'beginning of words' else 'similar spelling'
    end as match,
    candidates.grade = 1 or row_number() over (
        order by candidates.grade asc, coalesce(entities.n_mentions, 0) desc, candidates.entity_id asc
    ) = 1 as is_meant,
    cast(count(*) over () as integer) as n_candidates,
    coalesce(entities.n_mentions, 0) as n_mentions,
    coalesce(entities.n_documents, 0) as n_documents,
from candidates
left join entities using (entity_id);
comment on macro table find_entity is
'One row per entity that a name may mean, case, accents and punctuation aside: rank, from 1 (the better match first, then the more mentions); entity_id, name and label; matched_name, the one of its names that fits best; match, how it fits: `same name`, `words of the name` (`shekau` for Abubakar Shekau), `beginning of words`, `similar spelling`, where nothing else fits (Damerau-Levenshtein distance of at most 1, and 1 more for each 8 letters); is_meant, whether the macros that take a name answer for it: all that bear exactly this name, or else the best; n_candidates, n_mentions, n_documents.';
