"""What a run does as JSON, one object a line, for programs that gather logs. No line holds anything of a document's text."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TextIO

from flows.corpus import Summary
from flows.show import Silent
from flows.steps import Step
from flows.store import mirror


class JsonLog(Silent):
    """Progress as lines: each has `at` (UTC) and `event`, which is `step`, `step_done`, `batches`, `batch_done`, `done` or `failed`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def step(self, name: str) -> None:
        """A step begins."""
        self._write("step", step=name)

    def step_done(self, step: Step) -> None:
        """A step ended: what it took."""
        measured = asdict(step) | {"seconds": round(step.seconds, 3), "words_per_second": step.words_per_second}
        self._write("step_done", **measured)

    def batches(self, n_batches: int, n_documents: int, n_chars: int) -> None:
        """So much is to be annotated."""
        self._write("batches", n_batches=n_batches, n_documents=n_documents, n_chars=n_chars)

    def batch_done(self, n_documents: int, n_chars: int) -> None:
        """A batch was."""
        self._write("batch_done", n_documents=n_documents, n_chars=n_chars)

    def done(self, summary: Summary) -> None:
        """The run ended well: its summary, whose steps were told already."""
        self._write("done", **{name: value for name, value in asdict(summary).items() if name != "steps"})

    def failed(self, error: BaseException) -> None:
        """The run ended otherwise."""
        self._write("failed", error=type(error).__name__, message=mirror.told(str(error)))

    def _write(self, event: str, **said: object) -> None:
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event} | said
        self._stream.write(json.dumps(line, default=str, ensure_ascii=False) + "\n")
        self._stream.flush()
