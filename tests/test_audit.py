"""The audit of dependencies fails on what is known, and not on a missing network. The database is a stand-in for osv.dev."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
WEAK = {
    "id": "GHSA-0000-0000-0000",
    "modified": "2026-01-01T00:00:00Z",
    "summary": "templates run what they are given",
    "affected": [{"package": {"name": "jinja2", "ecosystem": "PyPI"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}],
}


class Osv(BaseHTTPRequestHandler):
    """Knows one vulnerability, of jinja2."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
        self.answer({"results": [{"vulns": [WEAK]} if each["package"]["name"] == "jinja2" else {} for each in asked]})

    def do_GET(self) -> None:
        self.answer(WEAK)

    def answer(self, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def osv() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Osv) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.skipif(not (ROOT / ".venv/uv/bin/uv").exists(), reason="not installed by make")
@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ([], 1, "GHSA-0000-0000-0000: templates run"),
        (["--ignore", "GHSA-0000-0000-0000"], 0, "no known vulnerabilities"),
        (["--service-url", "http://127.0.0.1:9"], 0, "dependencies were not audited"),  # nobody listens there
        (["--service-url", "nonsense"], 2, "nonsense"),  # an audit that could not be made for another reason
    ],
)
def test_what_is_known_fails(options: list[str], status: int, said: str, osv: str) -> None:
    where = [] if "--service-url" in options else ["--service-url", osv]
    done = subprocess.run([ROOT / ".ci/audit", *where, *options], capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stdout) == (status, True), done.stdout


@pytest.mark.skipif(not (ROOT / ".venv/uv/bin/uv").exists(), reason="not installed by make")
@pytest.mark.parametrize(("options", "status", "reached"), [("", 2, False), ("--ignore GHSA-0000-0000-0000", 0, True)])
def test_the_test_command_ends_with_it(options: str, status: int, reached: bool, osv: str, tmp_path: Path) -> None:
    """Its other tools are stand-ins here, which find nothing."""
    for name in ("ruff", "mypy", "lint-imports", "sqlfluff", "pytest"):
        (tmp_path / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/{name}-was-called\n")
        (tmp_path / name).chmod(0o755)
    installed = [word for target in (".venv/test-is-installed", ".venv/oldest-duckdb-is-installed") for word in ("-o", target)]
    command = ["make", *installed, "test", f"BIN={tmp_path}", f"AUDIT=--service-url {osv} {options}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert (tmp_path / "mypy-was-called").exists()
    assert (tmp_path / "pytest-was-called").exists() == reached
