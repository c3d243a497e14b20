"""The steps of a run: how long each takes, what it makes, and the memory that it needs."""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its start (UTC), seconds, rows of the parts that it made, words that it annotated, and peaks of memory in megabytes.

    `n_words` is None for steps that annotate nothing, `worker_peak_memory_mb` for those without worker processes.
    """

    step: str
    started_at: datetime
    seconds: float = 0.0
    n_rows: int = 0
    n_words: int | None = None
    peak_memory_mb: int = 0
    worker_peak_memory_mb: int | None = None

    @property
    def words_per_second(self) -> float | None:
        """Words that were annotated in a second of the step; None if there were none."""
        return self.n_words / self.seconds if self.n_words and self.seconds else None


class Watcher(Protocol):
    """Whoever wants to be told of steps."""

    def step(self, name: str) -> None:
        """A step begins."""

    def step_done(self, step: Step) -> None:
        """A step ended."""


class Clock:
    """Measures one step after the other. `now` tells the time of day in UTC; seconds are those of a clock that nobody sets."""

    def __init__(self, watcher: Watcher, now: Callable[[], datetime]) -> None:
        self.done: list[Step] = []
        self._watcher, self._now = watcher, now
        self._step: Step | None = None
        self._since = 0.0

    def begin(self, name: str) -> None:
        """Ends the step before and begins this one."""
        self.end()
        forget_peak_memory()
        self._step, self._since = Step(name, self._now()), time.monotonic()
        self._watcher.step(name)

    def made(self, *, n_rows: int, n_words: int | None = None, worker_peaks_mb: Iterable[int] = ()) -> None:
        """Says what the step that is under way made."""
        assert self._step  # noqa: S101
        self._step = replace(self._step, n_rows=n_rows, n_words=n_words, worker_peak_memory_mb=max(worker_peaks_mb, default=None))

    def end(self) -> list[Step]:
        """Ends the step that is under way, if any; all steps so far."""
        if self._step:
            ended = replace(self._step, seconds=time.monotonic() - self._since, peak_memory_mb=peak_memory_mb())
            self._step = None
            self.done.append(ended)
            self._watcher.step_done(ended)
        return self.done


class Measured(NamedTuple):
    """What a call returned, and the most memory in megabytes that its process held meanwhile."""

    value: Any
    peak_memory_mb: int


def measured(function: Callable[..., Any], *args: Any) -> Measured:
    """Calls the function, in a worker process, and measures that process."""
    forget_peak_memory()
    return Measured(function(*args), peak_memory_mb())


def peak_memory_mb() -> int:
    """The most memory that this process held since `forget_peak_memory`, in megabytes; where there is no /proc, since it began."""
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:
        # On Linux this would be the parent's peak too, if that was higher when it started this process.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return round(peak / (1e6 if sys.platform == "darwin" else 1e3))
    [peak] = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return round(peak * 1024 / 1e6)


def forget_peak_memory() -> None:
    """Lets the peak begin anew, where the system can (proc(5), `clear_refs`)."""
    try:
        _RESET.write_text("5")
    except OSError:
        return
