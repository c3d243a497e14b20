"""Tables that SQL makes of other tables: a part a batch, named by the query and by the parts that it read.

What the corpus decides, such as who an entity of a document is, is put together with what documents hold once, when it is stored, and
not at each question.
"""

from dataclasses import replace
from pathlib import Path

from flows.schema import TABLES
from flows.store import catalogue, changes, parts
from flows.store.catalogue import tables_read
from flows.store.manifest import Batch, Part


def fingerprint() -> str:
    """What the rows depend on besides the tables that they are made of."""
    return parts.key(*catalogue.derived().values())


def stored(warehouse: Path, batch: Batch) -> Batch:
    """The batch with its part of each derived table. One that was made of the same parts is kept."""
    made = {name: part for name, part in batch.parts.items() if name not in catalogue.derived()}
    for name, query in catalogue.derived().items():
        read = {each: [made[each]] for each in sorted(tables_read(query) & made.keys())}
        key = parts.key(query, *(part.file for each in read.values() for part in each))
        before = batch.parts.get(name)
        if before and Path(before.file).stem == key:
            made[name] = before
        else:
            made[name] = parts.find(warehouse, name, key) or _written(warehouse, name, key, read)
    return replace(batch, parts=made)


def _written(warehouse: Path, name: str, key: str, read: dict[str, list[Part]]) -> Part:
    with changes.connect(warehouse, read) as connection:
        rows = connection.sql(catalogue.derived()[name]).to_arrow_table()
    return parts.write(warehouse, name, key, rows.select(TABLES[name].names))
