"""One hash for all that a corpus says: equal for two warehouses whose seeds are equal, however they came to be."""

import hashlib
from pathlib import Path

import duckdb

# Runs, history and clock are left out; ids may depend on history: an entity's is replaced by its first mention,
# a group's by its least member.
VIEWS = {
    "documents": "select * exclude (added_run_id)",
    "sources": "select * exclude (added_run_id)",
    "sentences": "select *",
    "tokens": "select *",
    "amounts": "select *",
    "times": "select *",
    "places": "select *",
    "document_quotes": "select *",
    "word_positions": "select *",
    "document_words": "select *",
    "document_lengths": "select *",
    "statements": "select *",
    "boilerplate": "select *",
    "duplicate_pairs": "select *",
    "duplicate_passages": "select *",
    "duplicates": "select * exclude (group_id, first_run_id), min(doc_id) over (partition by group_id) as least_member",
    "issues": "select source_uri, stage, reason, message",
}
ENTITIES = {
    "mentions": "select mentions.* exclude (entity_id), first_mention from mentions",
    "resolved_mentions": "select resolved_mentions.* exclude (entity_id), first_mention from resolved_mentions",
    "quote_speakers": "select quote_speakers.* exclude (entity_id), first_mention from quote_speakers",
    "entities": "select entities.* exclude (entity_id, generation), first_mention from entities",
    "entity_names": "select entity_names.* exclude (entity_id), first_mention from entity_names",
    "roles": "select roles.* exclude (entity_id, of_entity_id), first_mention from roles",
    "merge_evidence": "select merge_evidence.* exclude (entity_id), first_mention from merge_evidence",
}
FIRST = "select entity_id, min((doc_id, start_char, end_char)) as first_mention from mentions group by entity_id"


def corpus_hash(warehouse: Path) -> str:
    """The hash of the published corpus's ordered rows."""
    return hashlib.sha256("\n".join(f"{view} {digest}" for view, digest in view_hashes(warehouse).items()).encode()).hexdigest()


def view_hashes(warehouse: Path) -> dict[str, str]:
    """The same for each view."""
    queries = {view: f"{select} from {view}" for view, select in VIEWS.items()}
    queries |= {view: f"with firsts as ({FIRST}) {query} left join firsts using (entity_id)" for view, query in ENTITIES.items()}
    with duckdb.connect(str(warehouse / "textmart.duckdb"), read_only=True) as connection:
        return {view: _hash(connection, query) for view, query in queries.items()}


def _hash(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    digest = hashlib.sha256()
    for row in connection.sql(f"select * from ({query}) order by all").fetchall():
        digest.update(repr(row).encode())
    return digest.hexdigest()
