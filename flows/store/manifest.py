"""Manifests: which parts are live after a run, what they were made by, and their checksums."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

from flows.store import files

FORMAT_VERSION = 1


class WarehouseError(RuntimeError):
    """The warehouse cannot be used as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of one table. `file` is relative to the warehouse's `parts` folder."""

    file: str
    n_rows: int
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The parts of one batch of documents: one a table, each with the same documents, sorted by doc_id.

    `made_by` has, for each layer, a hash of all that its rows depend on besides the texts: its fingerprint and the metadata it reads.
    `languages` are those of its documents, each once; None stands for those whose language is not known.
    """

    n_documents: int
    n_chars: int
    made_by: Mapping[str, str]
    parts: Mapping[str, Part]
    languages: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A published corpus. `tables` are those of corpus width, by name; those of a batch's width are in `batches`.

    `seeds` are the seed roots of the last run, as absolute paths. `fingerprints` are the layers' at that run.
    """

    run_id: str
    seeds: tuple[str, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    batches: tuple[Batch, ...] = ()
    tables: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    format_version: int = FORMAT_VERSION

    def parts(self) -> dict[str, list[Part]]:
        """All live parts by table."""
        found: dict[str, list[Part]] = {name: list(parts) for name, parts in self.tables.items()}
        for batch in self.batches:
            for name, part in batch.parts.items():
                found.setdefault(name, []).append(part)
        return found


EMPTY = Manifest(run_id="")


def save(warehouse: Path, manifest: Manifest) -> Path:
    """Writes `runs/<run_id>.json`."""
    path = warehouse / "runs" / f"{manifest.run_id}.json"
    # On one line: with `indent` the encoder is Python's own and takes ten times as long, and there are thousands of parts.
    body = json.dumps(manifest, default=_fields, ensure_ascii=False).encode()

    def fill(stream: BinaryIO) -> None:
        stream.write(body)

    files.write(path, fill)
    return path


def _fields(value: Any) -> dict[str, Any]:
    """The dataclass as JSON takes it."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def load(path: Path) -> Manifest:
    """Reads a manifest; raises WarehouseError when it is damaged or of a newer textmart."""
    try:
        body: dict[str, Any] = json.loads(files.fetched(path).read_bytes())
        version = body["format_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError(f"{path} cannot be read ({error}); delete the catalogue beside its folder and run again") from error
    if version > FORMAT_VERSION:
        raise WarehouseError(
            f"{path.parent.parent} was made by a newer textmart (format {version}, known here: {FORMAT_VERSION}); upgrade textmart"
        )
    return Manifest(
        run_id=body["run_id"],
        seeds=tuple(body["seeds"]),
        fingerprints=body["fingerprints"],
        batches=tuple(_batch(each) for each in body["batches"]),
        tables={name: tuple(Part(**part) for part in parts) for name, parts in body["tables"].items()},
        format_version=version,
    )


def _batch(body: Mapping[str, Any]) -> Batch:
    return Batch(
        n_documents=body["n_documents"],
        n_chars=body["n_chars"],
        made_by=body["made_by"],
        parts={name: Part(**part) for name, part in body["parts"].items()},
        # One of an earlier textmart has none: then it is made again, of its own parts.
        languages=tuple(body.get("languages", ())),
    )


def kept(warehouse: Path) -> Iterator[Path]:
    """The manifests that are stored, oldest first."""
    yield from (path for path in files.listed(warehouse / "runs", "*.json") if not files.is_temporary(path))


def named_files(manifests: Iterable[Manifest]) -> set[str]:
    """The files, relative to `parts`, that any of the manifests names."""
    return {part.file for manifest in manifests for parts in manifest.parts().values() for part in parts}
