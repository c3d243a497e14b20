"""What the seeds hold: texts that are new, in parts, and rows of sources, seeds and issues, gathered seed by seed."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from time import time_ns
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.annotate.choice import Models
from flows.read.documents import STATED, Document, Issue, Reason, doc_id
from flows.read.intake import Glance, Read, Unchanged, understood
from flows.read.stated.statement import Statement
from flows.schema import SOURCE_HISTORY, TEXTS, Row, table
from flows.store import files, parts, scratch
from flows.store.manifest import Part

# A file written to this recently may be written to again within the clock's grain, unseen by its time: its glance is not kept.
FRESH_NS = 2_000_000_000
SPOOLED_ROWS = 5_000
# Rows of sources as they were found, without the runs by which they came and went.
FOUND = pa.schema([SOURCE_HISTORY.field(name) for name in SOURCE_HISTORY.names if not name.endswith("_run_id")])


class KeptOut(NamedTuple):
    """Why a document is no document of the corpus, though it can be read: what its issue says."""

    reason: Reason
    message: str
    stage: str


@dataclass(frozen=True, slots=True)
class NewTexts:
    """A part of `texts` with documents that were not live before, and their size in characters."""

    part: Part
    n_chars: int


class Reading:
    """What is gathered while the seeds are looked at; rows of sources go to files so that memory stays flat."""

    def __init__(
        self,
        warehouse: Path,
        batch_chars: int,
        models: Models,
        live_ids: Callable[[], set[str]],
        languages: Callable[[], Mapping[str, str | None]],
        statements: Callable[[], Mapping[str, Sequence[Statement]]],
        kept_out: Mapping[str, KeptOut],
        *,
        dry_run: bool,
        tell: Callable[[int, int], None],
    ) -> None:
        self.warehouse, self.batch_chars, self.models, self.dry_run, self.tell = warehouse, batch_chars, models, dry_run, tell
        self.live_ids, self.new_ids, self.kept_out = live_ids, set[str](), kept_out
        self.languages, self.statements = languages, statements
        self.scratch = ExitStack()
        self.folder = self.scratch.enter_context(scratch.folder()) if dry_run else files.temporary(warehouse / "found")
        self.seen: set[str] = set()
        self.kept: list[str] = []
        self.seed_files: list[Row] = []
        self.issues: list[Row] = []
        self.glances: dict[str, Glance] = {}
        self.spooled: list[Path] = []
        self.texts: list[NewTexts] = []
        self.n_sources = self.n_chars = 0
        self._rows: list[Row] = []
        # By the model that will annotate them: a batch is annotated by one.
        self._groups = defaultdict[str | None, list[tuple[str, str]]](list)
        self._group_chars = Counter[str | None]()

    def take(self, found: Unchanged | Read | Issue) -> None:
        """One seed, or an issue in place of one."""
        if isinstance(found, Issue):
            self.issues.append(_issue_row(found, found.source_uri))
            return
        uri = found.seed.seed_uri
        self.seen.add(uri)
        is_steady = True
        if isinstance(found, Unchanged):
            self.kept.append(uri)
        else:
            is_steady = self._read(found)
        if is_steady and found.seed.modified_ns < time_ns() - FRESH_NS:
            self.glances[uri] = Glance(found.seed.n_bytes, found.seed.modified_ns, found.content_hash)
        self.tell(len(self.seen), self.n_sources)

    def looked_at(self) -> set[str]:
        """Every input that was come upon, seeds and others."""
        return self.seen | {issue["seed_uri"] for issue in self.issues}

    def _read(self, found: Read) -> bool:
        """Reads a seed; false when it changed meanwhile."""
        n_sources, issues = 0, list[Issue]()
        for item in chain.from_iterable(understood(each, self.languages, self.statements) for each in found.items):
            if isinstance(item, Issue):
                issues.append(item)
            elif known := self.kept_out.get(doc_id(item.text)):
                issues.append(Issue(item.source_uri, known.reason, known.message, known.stage))
            else:
                n_sources += 1
                self._document(found.seed.seed_uri, item)
        is_steady = not any(issue.reason in {Reason.CHANGED_WHILE_READ, Reason.VANISHED} for issue in issues)
        issues = list(dict.fromkeys(issues))
        self.issues += [_issue_row(issue, found.seed.seed_uri) for issue in issues]
        read_hash = found.read_hash if is_steady else ""
        self.seed_files.append(
            {"seed_uri": found.seed.seed_uri, "content_hash": read_hash, "n_sources": n_sources, "n_issues": len(issues)}
        )
        return is_steady

    def _document(self, seed_uri: str, document: Document) -> None:
        identity = doc_id(document.text)
        self.n_sources += 1
        self._rows.append(source_row(seed_uri, identity, document))
        if len(self._rows) >= SPOOLED_ROWS:
            self._spool()
        if identity in self.new_ids or identity in self.live_ids():
            return
        self.new_ids.add(identity)
        self.n_chars += len(document.text)
        model = self.models.of(document.language)
        if self._group_chars[model] and self._group_chars[model] + len(document.text) > self.batch_chars:
            self._write_texts(model)
        self._groups[model].append((identity, document.text))
        self._group_chars[model] += len(document.text)

    def _spool(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{len(self.spooled)}.parquet"
        pq.write_table(table(FOUND, self._rows), path)
        self.spooled.append(path)
        self._rows = []

    def _write_texts(self, model: str | None) -> None:
        rows = [{"doc_id": identity, "text": text} for identity, text in sorted(self._groups.pop(model))]
        n_chars = self._group_chars.pop(model)
        name = parts.key("texts", *(row["doc_id"] for row in rows))
        if not self.dry_run:
            part = parts.find(self.warehouse, "texts", name) or parts.write(self.warehouse, "texts", name, table(TEXTS, rows))
            self.texts.append(NewTexts(part, n_chars))

    def finish(self) -> None:
        """Writes what is still in memory."""
        if self._rows:
            self._spool()
        for model in list(self._groups):
            self._write_texts(model)

    def clean(self) -> None:
        """Removes the files of source rows."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.scratch.close()


def source_row(seed_uri: str, identity: str, document: Document) -> Row:
    """The row of a source that leads to the document with that doc_id."""
    return {
        "source_uri": document.source_uri,
        "seed_uri": seed_uri,
        "doc_id": identity,
        "source_id": document.source_id,
        "published_precision": _plain(document.published_precision),
        "published_on": document.published_on,
        "encoding": document.encoding,
        "media_type": document.media_type,
        **{name: _plain(getattr(document, name)) for name in STATED},
        **{f"{name}_from": _plain(document.origins.get(name)) for name in STATED},
    }


def _plain(value: object) -> object:
    """The value as Arrow takes it."""
    if isinstance(value, tuple):
        return list(value) or None
    return str(value) if isinstance(value, StrEnum) else value


def _issue_row(issue: Issue, seed_uri: str) -> dict[str, str]:
    return {
        "source_uri": issue.source_uri,
        "seed_uri": seed_uri,
        "stage": issue.stage,
        "reason": str(issue.reason),
        "message": issue.message,
    }
