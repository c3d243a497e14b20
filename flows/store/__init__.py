"""Rows -> Parquet parts; manifests; the catalogue, whose rename is the commit.

A warehouse folder on disk:

    textmart.duckdb           the catalogue: views over the live parts. Replacing it is the only commit.
    parts/<table>/*.parquet   immutable parts, named by what they were made from. A part that no kept manifest names is garbage.
    batches/<name>.json       what a batch consists of, named by its content: its parts with their checksums.
    runs/<run_id>.json        manifests: the batches and other live parts of each published run, with fingerprints.
    seeds.cache.parquet       size and time of every seed when it was last read. Only saves time; may be deleted.
    forgotten.jsonl           hashes of documents that must not come back.
    .lock                     held by the one writer; its holder's death frees it.
    *.tmp-*                   being written; left behind only by a crash, and removed by the next `vacuum`.

In an object store it has the same layout, but for the last two; a folder in the cache of each machine mirrors it (`mirror`).
"""
