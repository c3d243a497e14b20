"""One Prefect server for all tests of flows, with a database of its own. Nothing else in the suite imports Prefect."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import server


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
