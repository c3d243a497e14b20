"""The corpus's rows -> entities across documents."""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from flows.schema import TABLES

# Raised by hand when the rows change.
VERSION = 1

TABLES_READ = ("document_mentions", "document_entities")


def resolve(corpus: duckdb.DuckDBPyConnection) -> Mapping[str, pa.Table]:
    """The rows of `entity_links`, `entities` and `entity_names`. `corpus` has the live rows of TABLES_READ as views.

    Entities of documents with one normalised name and one label are one entity of the corpus. Its id is a hash of both, its name
    the one used most.
    """
    corpus.execute("""
        create temp table links as
        select doc_id, entity_index, left(sha256(label || ':' || name), 16) as entity_id, label
        from document_entities;
        create temp table named as
        select links.entity_id, mentions.text as name, count(*) as n_mentions
        from document_mentions as mentions
        inner join links using (doc_id, entity_index)
        where mentions.kind = 'name'
        group by all;
        create temp table best as
        select entity_id, name from named
        qualify row_number() over (partition by entity_id order by n_mentions desc, name) = 1;
    """)
    queries = {
        "entity_links": "select doc_id, entity_index, entity_id from links order by all",
        "entities": """
            select
                links.entity_id,
                any_value(best.name) as name,
                any_value(links.label) as label,
                count(*) as n_mentions,
                count(distinct mentions.doc_id) as n_documents,
            from document_mentions as mentions
            inner join links using (doc_id, entity_index)
            inner join best using (entity_id)
            group by links.entity_id
            order by links.entity_id
        """,
        "entity_names": "select entity_id, name, n_mentions, 'same_name' as evidence from named order by all",
    }
    return {table: corpus.sql(query).to_arrow_table().cast(TABLES[table]) for table, query in queries.items()}
