"""Object stores for tests: a server on loopback, a bucket in memory that fails as it is told to, and what is looked at in a bucket."""

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import duckdb
import pytest

from flows.store import objects
from flows.store.objects import Body, ChangedError, Entry, IfThere
from tests.corpus_hash import corpus_hash

SECRET = "Zq7RecognisableSecret0example0key0Xx"
KEY_ID = "AKIAEXAMPLE0RECOGNISED"


@contextmanager
def server() -> Iterator[str]:
    """The address of an S3 server of another project, on loopback."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    started = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@contextmanager
def between(endpoint: str, rules: "deque[str]") -> Iterator[str]:
    """The address of a server that hands each call on to the endpoint, or does what the next of the rules says.

    `503` and the like answer so; `late` hands it on and then answers 500, `cut` hands it on and breaks off in the answer, `silent` breaks
    off without one; an empty rule hands it on.
    """
    host, port = endpoint.removeprefix("http://").split(":")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            if self.headers.get("Expect"):
                self.send_response_only(100)
                self.end_headers()
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            rule = rules.popleft() if rules else ""
            status, headers, answer = 500, list[tuple[str, str]](), b""
            if rule.isdigit():
                status, answer = int(rule), f"<Error><Code>{CODES[rule]}</Code><Message>{SECRET}</Message></Error>".encode()
            elif rule != "silent":
                connection = HTTPConnection(host, int(port))
                connection.request(self.command, self.path, body, dict(self.headers))
                response = connection.getresponse()
                answer = response.read()
                if rule != "late":
                    status, headers = response.status, response.getheaders()
            if rule in ("silent", "late"):
                self.close_connection = True
            if rule != "silent":
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                length = dict(headers).get("Content-Length", "0") if self.command == "HEAD" else str(len(answer))
                self.send_header("Content-Length", length)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer[:3] if rule == "cut" else answer)
            if rule == "cut":
                self.close_connection = True

    started = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=started.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{started.server_address[1]}"
    started.shutdown()
    started.server_close()


CODES = {"500": "InternalError", "501": "NotImplemented", "503": "SlowDown", "403": "SignatureDoesNotMatch"}


def use(monkeypatch: pytest.MonkeyPatch, endpoint: str, cache: Path) -> None:
    """Makes the endpoint that of the environment, with credentials that are found wherever they are written."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(cache / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(cache / "none"),
        "XDG_CACHE_HOME": str(cache),
    }.items():
        monkeypatch.setenv(name, value)
    objects._opened.cache_clear()


@dataclass
class Memory:
    """A bucket in memory. `before` is told of each call that changes something, and may raise what a store answers."""

    held: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    endpoint: str = "memory"
    before: Callable[[str, str], None] = lambda _call, _key: None
    after: Callable[[str, str], None] = lambda _call, _key: None
    n_fetched: int = 0

    def _entry(self, key: str) -> Entry:
        content, moment = self.held[key]
        return Entry(key, len(content), hashlib.md5(content).hexdigest(), moment)

    def list(self, prefix: str) -> Iterator[Entry]:
        self.before("list", prefix)
        yield from (self._entry(key) for key in sorted(self.held) if key.startswith(prefix))

    def get(self, key: str, unless: str | None = None) -> Body | None:
        self.before("get", key)
        if key not in self.held:
            raise FileNotFoundError(2, "there is no such object", key)
        etag = self._entry(key).etag
        if unless == etag:
            return None
        self.n_fetched += 1
        return Body(self.held[key][0], etag, "process 7 on elsewhere")

    def copy(self, key: str, stream: BinaryIO) -> Entry:
        body = self.get(key)
        assert body
        stream.write(body.content)
        return self._entry(key)

    def head(self, key: str) -> Entry | None:
        return self._entry(key) if key in self.held else None

    def put(self, key: str, content: bytes, only: IfThere | None = None, writer: str = "") -> str:  # noqa: ARG002
        self.before("put", key)
        there = self._entry(key).etag if key in self.held else None
        if only and there != only.etag:
            raise ChangedError(key)
        # To the second, as stores have it.
        self.held[key] = content, datetime.now(UTC).replace(microsecond=0)
        self.after("put", key)
        return self._entry(key).etag

    def delete(self, key: str) -> None:
        self.before("delete", key)
        self.held.pop(key, None)
        self.after("delete", key)


def local_hash(held: dict[str, bytes], address: str, folder: Path) -> str:
    """The hash of what the bucket's own catalogue says, read in a copy of the bucket: nothing but the address of its parts is replaced."""
    prefix = address.removeprefix("s3://").partition("/")[2]
    for key, content in held.items():
        if key.startswith(f"{prefix}/"):
            path = folder / key.removeprefix(f"{prefix}/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    with duckdb.connect(str(folder / "textmart.duckdb")) as connection:
        [(definition,)] = connection.sql("select macro_definition from duckdb_functions() where function_name = 'parts'").fetchall()
        assert f"'{address}/parts/'" in definition
        assert str(folder) not in definition
        connection.execute(f"create or replace macro live.parts(of) as {definition.replace(address, str(folder))}")
    return corpus_hash(folder)
