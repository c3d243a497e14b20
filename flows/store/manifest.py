"""Manifests: which parts are live after a run, what they were made by, and their checksums.

A manifest, `runs/<run_id>.json`, names its batches; what a batch consists of is in `batches/<name>.json`, named by its content and shared
by all manifests that have that batch: what a run writes grows with what it changes (manifest list and manifest files of the Apache Iceberg
table spec, version 2).
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from flows.store import files

# In version 1 a manifest held its batches itself.
FORMAT_VERSION = 2
# So many batches, of all manifests that are read, a process keeps in memory: more than the largest corpus has.
BATCHES_KEPT = 10_000


class WarehouseError(RuntimeError):
    """The warehouse cannot be used as it is; the message says what to do."""


class MissingError(WarehouseError):
    """A manifest, or what a batch of one consists of, is not there."""


class Part(NamedTuple):
    """One Parquet file of one table. `file` is relative to the warehouse's `parts` folder.

    A corpus has tens of thousands, which are compared in every run: as a tuple that is done in C.
    """

    file: str
    n_rows: int
    n_bytes: int
    sha256: str


@dataclass(frozen=True)
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

    def __hash__(self) -> int:
        """Batches of the same texts are mostly equal."""
        return hash(self.parts["texts"].file)

    @cached_property
    def name(self) -> str:
        """A hash of all that it says."""
        return hashlib.sha256(_encoded(self._fields())).hexdigest()[:32]

    def _fields(self) -> dict[str, Any]:
        """The batch as JSON has it."""
        return _fields(self) | {"parts": {name: _part_fields(part) for name, part in self.parts.items()}}


@dataclass(frozen=True)
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

    def parts(self) -> Mapping[str, Sequence[Part]]:
        """All live parts by table."""
        return self._parts

    def filled(self) -> Mapping[str, Sequence[Part]]:
        """The live parts that have rows, of each table that has some."""
        return self._filled

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs of it."""
        return _fields(self)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Part]]:
        return _joined(self.tables, _parts_of(self.batches))

    @cached_property
    def _filled(self) -> Mapping[str, Sequence[Part]]:
        return _joined(_with_rows(self.tables), _filled_of(self.batches))

    @cached_property
    def _ids(self) -> frozenset[int]:
        return frozenset(map(id, self.batches))

    def without(self, other: "Manifest") -> "Manifest":
        """The corpus without the batches that the other has, too."""
        if self.batches == other.batches:
            return replace(self, batches=())
        # Nearly all are the same objects, and to compare those takes no time.
        theirs, mine = other._ids, self._ids
        rest = [each for each in self.batches if id(each) not in theirs]
        others = {each for each in other.batches if id(each) not in mine} if rest else set()
        return replace(self, batches=tuple([each for each in rest if each not in others]))


def _joined(tables: Mapping[str, Sequence[Part]], of_batches: Mapping[str, Sequence[Part]]) -> Mapping[str, Sequence[Part]]:
    return {**of_batches, **{name: (*parts, *of_batches.get(name, ())) for name, parts in tables.items()}}


def _with_rows(tables: Mapping[str, Sequence[Part]]) -> dict[str, Sequence[Part]]:
    filled = {name: tuple([part for part in parts if part.n_rows]) for name, parts in tables.items()}
    return {name: parts for name, parts in filled.items() if parts}


def _parts_of(batches: tuple[Batch, ...]) -> Mapping[str, Sequence[Part]]:
    return _recent(batches)[0]


def _filled_of(batches: tuple[Batch, ...]) -> Mapping[str, Sequence[Part]]:
    return _recent(batches)[1]


def _recent(batches: tuple[Batch, ...]) -> tuple[Mapping[str, Sequence[Part]], Mapping[str, Sequence[Part]]]:
    """The parts of these batches by table, and those that have rows."""
    # Equal batches are mostly the same objects: to compare thousands of those takes less time than to hash ten.
    for those, parts, filled in _kept:
        if those == batches:
            return parts, filled
    every = [batch.parts for batch in batches]
    names = dict.fromkeys(chain.from_iterable(every))
    parts = {name: tuple([parts[name] for parts in every if name in parts]) for name in names}
    filled = _with_rows(parts)
    _kept.insert(0, (batches, parts, filled))
    del _kept[8:]
    return parts, filled


# A run makes some manifests of the same batches.
_kept: list[tuple[tuple[Batch, ...], Mapping[str, Sequence[Part]], Mapping[str, Sequence[Part]]]] = []


EMPTY = Manifest(run_id="")


def path_of(warehouse: Path, run_id: str) -> Path:
    """The file of a run's manifest."""
    return warehouse / "runs" / f"{run_id}.json"


def save(warehouse: Path, manifest: Manifest) -> None:
    """Writes `runs/<run_id>.json`, and before it what its batches consist of, where no earlier manifest has them."""
    names = {each.name: each for each in manifest.batches}
    folder = warehouse / "batches"
    absent = {each.stem for each in files.absent(folder, (_path(warehouse, name) for name in names))}
    # Of a corpus's thousands of batches a run makes few; to list the folder takes a tenth of the time of a look at each.
    there = set(os.listdir(folder)) if folder.exists() else set()  # noqa: PTH208
    for name, batch in names.items():
        if name in absent or f"{name}.json" not in there:
            _write(_path(warehouse, name), _encoded(batch._fields()))
    tables = {name: list(map(_part_fields, parts)) for name, parts in manifest.tables.items()}
    _write(path_of(warehouse, manifest.run_id), _encoded(_fields(manifest) | {"batches": list(names), "tables": tables}))


def _path(warehouse: Path, name: str) -> Path:
    return warehouse / "batches" / f"{name}.json"


def _encoded(value: Mapping[str, Any]) -> bytes:
    # Equal batches are equal bytes. On one line: with `indent` the encoder is Python's own and takes ten times as long.
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _part_fields(part: Part) -> dict[str, Any]:
    """The same as `_asdict`, which takes ten times as long."""
    return {"file": part.file, "n_rows": part.n_rows, "n_bytes": part.n_bytes, "sha256": part.sha256}


def _fields(value: Any) -> dict[str, Any]:
    """The dataclass as JSON takes it."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _write(path: Path, body: bytes) -> None:
    def fill(stream: BinaryIO) -> None:
        stream.write(body)

    files.write(path, fill)


def load(path: Path) -> Manifest:
    """Reads a manifest; raises WarehouseError when it or a batch of it is damaged or of a newer textmart."""
    body = _body(path)
    warehouse = path.parent.parent
    if body["format_version"] > FORMAT_VERSION:
        raise WarehouseError(
            f"{warehouse} was made by a newer textmart (format {body['format_version']}, known here: {FORMAT_VERSION}); upgrade textmart"
        )
    try:
        files.all_here(warehouse / "batches", (_path(warehouse, each) for each in body["batches"] if isinstance(each, str)))
    except FileNotFoundError as error:
        raise MissingError(
            f"{path} cannot be read ({error}); delete it, if it is there, and the catalogue beside its folder, and run again"
        ) from error
    return Manifest(
        run_id=body["run_id"],
        seeds=tuple(body["seeds"]),
        fingerprints=body["fingerprints"],
        batches=tuple(_loaded(str(warehouse), each) if isinstance(each, str) else _batch(each) for each in body["batches"]),
        tables={name: tuple(Part(**part) for part in parts) for name, parts in body["tables"].items()},
        format_version=body["format_version"],
    )


def _body(path: Path) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(files.fetched(path).read_bytes())
        _ = body["format_version"] if path.parent.name == "runs" else body["parts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        kind = MissingError if isinstance(error, FileNotFoundError) else WarehouseError
        raise kind(
            f"{path} cannot be read ({error}); delete it, if it is there, and the catalogue beside its folder, and run again"
        ) from error
    return body


@lru_cache(BATCHES_KEPT)
def _loaded(warehouse: str, name: str) -> Batch:
    """The batch of that name, which never changes. The warehouse is given as text, which is compared ten times as fast as a path."""
    return _batch(_body(_path(Path(warehouse), name)))


def _batch(body: Mapping[str, Any]) -> Batch:
    return Batch(
        n_documents=body["n_documents"],
        n_chars=body["n_chars"],
        made_by=_shared(tuple(body["made_by"].items())),
        parts={name: Part(**part) for name, part in body["parts"].items()},
        # One of an earlier textmart has none: then it is made again, of its own parts.
        languages=tuple(body.get("languages", ())),
    )


@lru_cache(1_000)
def _shared(made_by: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The same object for all batches that were made by the same, so that they are known by it."""
    return dict(made_by)


def kept(warehouse: Path) -> Iterator[Path]:
    """The manifests that are stored, oldest first."""
    paths = (warehouse / "runs" / name for name in files.listed(warehouse / "runs"))
    yield from (path for path in paths if path.suffix == ".json" and not files.is_temporary(path))


def needed(warehouse: Path, paths: Iterable[Path]) -> set[str]:
    """The files, relative to the warehouse, that any of these manifests needs: parts, and what their batches consist of.

    Of a run that a takedown which was ended has begun to remove, batches may be gone: then nothing of them is needed.
    """
    parts, names = set[str](), set[str]()
    for path in paths:
        body = _body(path)
        names |= {each for each in body["batches"] if isinstance(each, str)}
        batches = [_batch(each) for each in body["batches"] if not isinstance(each, str)]
        parts |= {part["file"] for each in body["tables"].values() for part in each}
        parts |= {part.file for each in batches for part in each.parts.values()}
    for name in names:
        with suppress(MissingError):
            parts |= {part.file for part in _loaded(str(warehouse), name).parts.values()}
    return {f"parts/{file}" for file in parts} | {f"batches/{name}.json" for name in names}
