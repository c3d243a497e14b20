"""Who is who in one document: its names with right bounds and labels, put together to entities, and what refers to them."""

import re
from collections import Counter

from flows.annotate.annotated import AnnotatedDocument
from flows.extract.identity import aliases, letters, linking, missed, narrators, nominals, pronouns, roles, spans, speakers, teams
from flows.extract.identity.labels import vote
from flows.extract.identity.lexicon import NAME_LABELS, NOT_NAMES, TITLES
from flows.extract.identity.linking import Entity
from flows.extract.identity.naming import TURNED_POSSESSIVE, Key
from flows.extract.identity.roles import Role
from flows.extract.identity.spans import Name
from flows.extract.identity.tokens import Tokens, tokens_of
from flows.schema import Row

CLOCK_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:[ap]m)?$", re.IGNORECASE)


def extract(annotated: AnnotatedDocument) -> dict[str, list[Row]]:
    """The rows of `document_mentions`, `document_entities`, `document_names` and `document_roles` of one document."""
    tokens = tokens_of(annotated)
    names = find_names(annotated, tokens)
    votes, support = vote(tokens, names)
    sport = teams.sport_of(tokens)
    if sport is not None:
        teams.set_teams(tokens, names, sport)
    entities = linking.link(tokens, names, votes, support, aliases.stated_aliases(tokens, names))
    at = speakers.mention_at(tokens, entities)
    stated = roles.stated_roles(tokens, entities, at)
    roles.learn_genders(entities, stated)
    return {
        "document_mentions": mention_rows(
            annotated, tokens, entities, [*refer(tokens, entities, at), *nominals.resolve_nominals(tokens, entities, stated)]
        ),
        "document_entities": [entity_row(annotated, index, entity, sport) for index, entity in enumerate(entities)],
        "document_names": [row for index, entity in enumerate(entities) for row in name_rows(annotated, tokens, index, entity)],
        "document_roles": [role_row(annotated, tokens, role) for role in stated],
    }


def refer(tokens: Tokens, entities: list[Entity], at: list[int]) -> list[tuple[int, int, int]]:
    """(start, end, entity) of the pronouns that stand for a named entity; what is a name, as the magazine "Us", is no pronoun."""
    quoted = speakers.quotations(tokens)
    subjects = speakers.quotation_subjects(tokens, quoted)
    speaker = {number: at[i] for number, i in subjects.items() if at[i] >= 0}
    found_letters = letters.letters(tokens, missed.lines(tokens))
    by, to = speakers.floor(tokens, entities, at, quoted, found_letters)
    # Who tells a whole text alone may speak of himself as of others: at its end, say, what he does.
    present = [{by[i], to[i]} - {-1} for i in range(len(tokens))] if len(set(by)) > 1 and not found_letters else []
    # What opens with a small letter is a part of the teller's own sentence, in which "he" may be who is quoted.
    whole = {quoted[i] for i in range(len(tokens)) if quoted[i] and (i == 0 or quoted[i - 1] != quoted[i]) and tokens.text[i][0].isupper()}
    found = pronouns.resolve_pronouns(tokens, entities, quoted, {n: speaker[n] for n in whole & speaker.keys()}, present)
    said_by = {number: found[i] for number, i in subjects.items() if i in found}
    speaker |= said_by
    if whole & said_by.keys():
        # Whom "he said" means is known now, and that nobody is "he" in what he says himself.
        found = pronouns.resolve_pronouns(tokens, entities, quoted, {n: speaker[n] for n in whole & speaker.keys()}, present)
    found |= speakers.resolve_speakers(tokens, entities, quoted, speaker, by, to)
    return [(i, i + 1, entity) for i, entity in sorted(found.items()) if at[i] < 0]


def find_names(annotated: AnnotatedDocument, tokens: Tokens) -> list[Name]:
    """All names of the document with bounds and a first label: the model's, repaired, and those it passed over."""
    doc = annotated.doc
    amounts = [(ent.start, ent.end) for ent in doc.ents if ent.label_ not in NAME_LABELS]
    capitals = missed.capital_lines(tokens)
    headings = missed.marked(len(tokens), missed.title_lines(tokens, spans.hard_wrapped(tokens)))
    names = missed.across_dashes(tokens, spans.model_names(doc, tokens, headings))
    spans.set_keys(tokens, names)
    names = missed.cut_in_headings(tokens, names, headings)
    names = [name for name in missed.without_capitals(tokens, names, capitals) if name.key]
    names = missed.replaced(names, missed.datelines(tokens, capitals))
    names += written_by(tokens, missed.cover(tokens, names, []))
    names += missed.by_form(tokens, missed.cover(tokens, names, amounts), capitals)
    if teams.sport_of(tokens) is not None:
        names += teams.table_names(tokens, missed.cover(tokens, names, [(s, e) for s, e in amounts if not tokens.text[s][0].isupper()]))
    spans.set_keys(tokens, names)
    names = missed.replaced(names, aliases.parenthesised_expansions(tokens, names))
    names += aliases.parenthesised_acronyms(tokens, names, missed.cover(tokens, names, amounts))
    vote(tokens, names)
    names += missed.repeats(tokens, names, missed.cover(tokens, names, amounts), capitals)
    spans.set_keys(tokens, names)
    common = missed.common_words(tokens, names) | aliases.defined_terms(tokens)
    return [
        name
        for name in spans.apart(names, len(tokens))
        if name.key
        and any(tokens.text[i] != tokens.lower[i] for i in range(name.start, name.end))
        and not (len(name.key) == 1 and (name.key[0] in NOT_NAMES or tokens.text[name.start] == "Us"))
        and not (name.label != "PERSON" and len(name.key) == 1 and name.key[0] in TITLES)
        and not any(CLOCK_TIME.match(tokens.text[i]) for i in range(name.start, name.end))
        and not spans.is_mark(tokens, name)
        and not spans.is_job(tokens, name)
        and name.key not in common
    ]


def written_by(tokens: Tokens, taken: bytearray) -> list[Name]:
    """Names that the form of the text gives: of who wrote it, and of whom a letter is to, where no other name lies."""
    lines = missed.lines(tokens)
    found = [Name(*stretch, "PERSON", None) for stretch in narrators.bylines(tokens, lines) if not any(taken[stretch[0] : stretch[1]])]
    return found + list(letters.names_of(letters.letters(tokens, lines), taken))


def mention_rows(annotated: AnnotatedDocument, tokens: Tokens, entities: list[Entity], others: list[tuple[int, int, int]]) -> list[Row]:
    """Rows of `mentions`, in text order: the entities' names, and `others` as (start, end, entity) tokens."""
    rows: list[Row] = [
        span_columns(annotated, tokens, start, end)
        | {
            "sentence_index": tokens.sentence[start],
            "kind": "pronoun" if end - start == 1 else "nominal",
            "label": entities[index].label,
            "model_label": None,
            "entity_index": index,
        }
        for start, end, index in others
    ]
    rows += [
        span_columns(annotated, tokens, name.start, name.end)
        | {
            "sentence_index": tokens.sentence[name.start],
            "kind": "name",
            "label": entity.label,
            "model_label": name.model_label,
            "entity_index": index,
        }
        for index, entity in enumerate(entities)
        for name in entity.names
    ]
    return sorted(rows, key=lambda row: (row["start_char"], row["end_char"]))


def role_row(annotated: AnnotatedDocument, tokens: Tokens, role: Role) -> Row:
    """A row of `document_roles`."""
    words = annotated.text[tokens.starts[role.role_start] : tokens.ends[role.role_end - 1]]
    return span_columns(annotated, tokens, role.start, role.end) | {
        "entity_index": role.entity,
        "role": " ".join(words.split()),
        "of_entity_index": role.of if role.of >= 0 else None,
    }


def span_columns(annotated: AnnotatedDocument, tokens: Tokens, start: int, end: int) -> dict[str, object]:
    """The columns that every row with a span has, for tokens `start` to `end`."""
    first, last = tokens.starts[start], tokens.ends[end - 1]
    if tokens.text[end - 1].endswith(TURNED_POSSESSIVE):
        last -= len(TURNED_POSSESSIVE)
    return {"doc_id": annotated.doc_id, "start_char": first, "end_char": last, "text": annotated.text[first:last]}


def entity_row(annotated: AnnotatedDocument, index: int, entity: Entity, sport: str | None) -> Row:
    """A row of `document_entities`."""
    key, name = display_name(annotated, entity)
    return {
        "doc_id": annotated.doc_id,
        "entity_index": index,
        "name": name,
        "key": " ".join(key),
        "sense": (sport or "") if entity.sense == "team" else "",
        "label": entity.label,
        "certainty": entity.certainty,
        "support": entity.support,
        "gender": entity.gender,
        "n_mentions": len(entity.names),
    }


def display_name(annotated: AnnotatedDocument, entity: Entity) -> tuple[Key, str]:
    """The fullest name and its key, as the document writes it: most words, then not in capitals, then most often."""
    spellings = Counter((name.key, spelled(annotated, name)) for name in entity.names)
    (key, text), _ = max(
        spellings.items(), key=lambda item: (len(item[0][0]), not item[0][1].isupper() or len(item[0][1]) < 6, item[1], item[0][1])
    )
    return key, text


def spelled(annotated: AnnotatedDocument, name: Name) -> str:
    """The name on one line."""
    return " ".join(
        annotated.text[int(annotated.starts[name.start]) : int(annotated.ends[name.end - 1])].removesuffix(TURNED_POSSESSIVE).split()
    )


def name_rows(annotated: AnnotatedDocument, tokens: Tokens, index: int, entity: Entity) -> list[Row]:
    """The rows of `document_names` of one entity, one a key."""
    rows: list[Row] = []
    for key in entity.keys:
        own = [name for name in entity.names if name.key == key]
        word, shown_by = entity.evidence[key]
        rows.append(
            span_columns(annotated, tokens, *(shown_by or (own[0].start, own[0].end)))
            | {
                "entity_index": index,
                "name": Counter(spelled(annotated, name) for name in own).most_common(1)[0][0],
                "key": " ".join(key),
                "n_mentions": len(own),
                "evidence": word,
            }
        )
    return rows
