"""One Prefect server for all tests of flows in a file, with a database of its own. Nothing else in the suite imports Prefect."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows import server

ROOT = Path(__file__).parents[2]
END_SECONDS = 5


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API URL of a server with schedules."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
            patch.delenv(name, raising=False)
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        patch.setenv("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
        patch.chdir(tmp_path_factory.mktemp("work"))
        with server.running(schedules=True) as url:
            server.wait_for(url)
            yield url


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Any]:
    """Starts a script as a process, in a folder that holds another `flows`; nothing of it is left after the test."""
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").write_text("raise ImportError('this is not textmart')")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    started = []

    def start(code: str, **environment: str) -> subprocess.Popen[str]:
        script = tmp_path / "bin" / "script.py"
        script.parent.mkdir()
        script.write_text(code)
        process = subprocess.Popen(
            [sys.executable, script, tmp_path],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        left = family(process)
        process.kill()
        psutil.wait_procs(left, timeout=END_SECONDS)
        process.communicate()


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)] if process.poll() is None else []
