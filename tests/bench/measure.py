"""Wall time of a command, and the peak memory of each of its processes."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
TEXTMART = (sys.executable, "-P", "-m", "flows.cli")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command: wall seconds, and the peak resident memory in MB by what each process is."""

    seconds: float
    peaks: Mapping[str, float]
    output: str


def command(words: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Runs the command to its end; RuntimeError with its output if it fails."""
    peaks: dict[int, tuple[str, float]] = {}
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        process = subprocess.Popen(list(words), stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
        family = psutil.Process(process.pid)
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                for each in (family, *family.children(recursive=True)):
                    _look(each, peaks)
            time.sleep(0.02 if time.monotonic() < started + 5 else 0.2)
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}:\n{text}")
    by_kind: dict[str, float] = {}
    for kind, peak in peaks.values():
        by_kind[kind] = max(by_kind.get(kind, 0), peak)
    return Measured(seconds, by_kind, text)


def _look(process: psutil.Process, peaks: dict[int, tuple[str, float]]) -> None:
    with contextlib.suppress(psutil.Error, OSError, ValueError, IndexError):
        line = " ".join(process.cmdline())
        kind = "worker" if "flows.workers" in line else "server" if "flows.server" in line or "prefect" in line else "parent"
        if Path("/proc").is_dir():
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
        else:
            peak = max(process.memory_info().rss / 1e6, peaks.get(process.pid, ("", 0.0))[1])
        peaks[process.pid] = (kind, peak)


def textmart(*words: str, environment: Mapping[str, str] | None = None) -> Measured:
    """Runs the command line of this checkout, whatever `textmart` is on the path."""
    return command([*TEXTMART, *words], {"PYTHONPATH": str(ROOT), **(environment or {})})
