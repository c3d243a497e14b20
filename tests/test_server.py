"""Which Prefect server a run takes: the one that Prefect itself would take."""

from pathlib import Path

import pytest

from flows import server

PROFILES = 'active = "news"\n[profiles.news]\nPREFECT_API_URL = "http://news/api"\n[profiles.quiet]\nPREFECT_LOGGING_LEVEL = "ERROR"\n'


@pytest.mark.parametrize(
    ("files", "environment", "url"),
    [
        ({}, {}, None),  # nothing is configured: a server is started
        ({}, {"PREFECT_API_URL": "http://env/api"}, "http://env/api"),
        ({}, {"PREFECT_API_URL": ""}, None),  # set to nothing is not set
        ({"home/profiles.toml": PROFILES}, {}, "http://news/api"),  # the active profile
        ({"home/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "quiet"}, None),  # another one, which says nothing about a server
        ({"home/profiles.toml": PROFILES}, {"PREFECT_PROFILE": "gone"}, None),
        ({"home/profiles.toml": PROFILES}, {"PREFECT_API_URL": "http://env/api"}, "http://env/api"),  # the environment goes first
        ({"home/profiles.toml": "not [ toml"}, {}, None),
        ({"mine.toml": PROFILES}, {"PREFECT_PROFILES_PATH": "mine.toml"}, "http://news/api"),
        ({".env": 'A=1\nexport PREFECT_API_URL="http://dotenv/api"\n'}, {}, "http://dotenv/api"),
        ({"prefect.toml": '[api]\nurl = "http://toml/api"\n'}, {}, "http://toml/api"),
        ({"pyproject.toml": '[tool.prefect.api]\nurl = "http://project/api"\n'}, {}, "http://project/api"),
        ({"pyproject.toml": "[tool]\nprefect = 3\n"}, {}, None),
        ({"prefect.toml": '[api]\nurl = "http://toml/api"\n', "home/profiles.toml": PROFILES}, {}, "http://toml/api"),
    ],
)
def test_the_configured_server_is_the_one_that_prefect_finds(
    files: dict[str, str], environment: dict[str, str], url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"PREFECT_HOME": "home"} | environment).items():
        monkeypatch.setenv(name, value)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert server.configured() == url


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(server.ServerError, match=r"http://127.0.0.1:9/api does not answer"):
        server.wait_for("http://127.0.0.1:9/api")
