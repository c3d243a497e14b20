"""Documents that no model annotates: an issue for each place where one was found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc

from flows import batch, plan
from flows.annotate.choice import Models
from flows.read.documents import Reason
from flows.schema import ISSUES, Row
from flows.store import keyed, parts
from flows.store.manifest import Manifest


def told(warehouse: Path, corpus: Manifest, models: Models) -> Manifest:
    """The corpus with an issue for each live source of a document in whose language there is no model now, and of no other."""
    live = corpus.tables.get("issues", ())
    rows = parts.read_or_empty(warehouse, "issues", live).to_pylist()
    before = [row for row in rows if row["reason"] == Reason.NO_MODEL_FOR_LANGUAGE]
    changed = keyed.changed(warehouse, "issues", live, *plan.difference(ISSUES, before, list(_issues(warehouse, corpus, models))))
    return replace(corpus, tables={**corpus.tables, "issues": changed})


def _issues(warehouse: Path, corpus: Manifest, models: Models) -> Iterator[Row]:
    without = [each.parts["document_metadata"] for each in corpus.batches if batch.models_of(each, models) == {None}]
    if not without:
        return
    stated = parts.read(warehouse, without, ["doc_id", "language"])
    language_of = dict(zip(stated["doc_id"].to_pylist(), stated["language"].to_pylist(), strict=True))
    sources = parts.read(warehouse, corpus.tables["source_history"], ["source_uri", "seed_uri", "doc_id", "removed_run_id"])
    for row in sources.filter(pc.is_in(sources["doc_id"], stated["doc_id"].combine_chunks())).to_pylist():
        if row["removed_run_id"] is None:
            yield {
                "source_uri": row["source_uri"],
                "seed_uri": row["seed_uri"],
                "stage": "annotate",
                "reason": str(Reason.NO_MODEL_FOR_LANGUAGE),
                "message": _message(language_of[row["doc_id"]]),
                "run_id": corpus.run_id,
            }


def _message(language: str) -> str:
    return (
        f"Its language is `{language}`, and no model is named for that, so it has sentences and words and no more: install a spaCy "
        f'model for the language (they are listed at https://spacy.io/models) and name it in textmart.toml: [models] {language} = "…".'
    )
