"""A Prefect server to run flows against: the configured one, a running one of ours, or one started here.

Prefect itself would start one inside the first client, which costs twice the time and leaves the tracebacks of its cancelled services.
Here the server is a process of its own, started before Prefect is imported, so that both load side by side. Nothing in this module
imports Prefect: what it does before has to be quick.
"""

import contextlib
import gc
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

_PREFECT_PORT = 4200  # where `prefect server start` has its UI
_STARTUP_SECONDS = 600.0  # on a machine that is busy with other things
_LINGER_SECONDS = 1.5  # for what the last task runs left in the server's queues
_END_SECONDS = 3.0  # after which a server that still has something to do is ended all the same

# Nothing is sent to Prefect's makers; the log of `flows` is part of a run's.
_QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_EXTRA_LOGGERS": "flows"}

# A run's log goes to the server alone: the terminal has the progress and the errors already. Of a server that is gone, Prefect's own
# machinery would print each event that it could not send, whole.
_SILENT = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL", "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL"}

# A server without UI and without what schedules and automations need. It writes task runs by the batch.
_LEAN = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT_UI_ENABLED": "0",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "0",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "0",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "0",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}


# A server with schedules clears the logs and artifacts that belong to no run any more, besides old events as by default.
CLEARING = {"PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans"}


class ServerError(RuntimeError):
    """The Prefect server cannot be reached or started; the message says which and what to do."""


@contextlib.contextmanager
def running(*, schedules: bool = False) -> Iterator[str]:
    """The API URL of a Prefect server for the block, also set as PREFECT_API_URL. Import Prefect inside of the block only.

    A configured server is used as it is. Else a server starts here, with Prefect's own database, so that a later `prefect server start`
    shows the runs; it ends with the block, or when this process dies however it dies. It may not be ready yet: see `wait_for`. With
    `schedules` it has what schedules need, and the UI, and serves other runs of this user meanwhile.
    """
    for name, value in (_QUIET if schedules else _QUIET | _SILENT).items():
        os.environ.setdefault(name, value)
    url = configured() or _ours()
    with contextlib.nullcontext(url) if url else _started(schedules) as url:
        before = os.environ.get("PREFECT_API_URL")
        os.environ["PREFECT_API_URL"] = url
        try:
            yield url
        finally:
            os.environ.pop("PREFECT_API_URL")
            if before:
                os.environ["PREFECT_API_URL"] = before


def wait_for(url: str) -> None:
    """Wait until the server answers. ServerError if it does not: at once where nothing listens at the address."""
    try:
        # One that we started listens from the beginning and answers when it is ready.
        urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=_STARTUP_SECONDS).close()  # noqa: S310
    except urllib.error.HTTPError:
        pass  # it answers; Prefect's client has the credentials that it wants
    except (OSError, ValueError) as error:
        raise ServerError(f"the Prefect server at {url} does not answer ({error}): start it, or unset PREFECT_API_URL") from error


def configured() -> str | None:
    """The PREFECT_API_URL that Prefect will find, in its order: environment, `.env`, `prefect.toml`, `pyproject.toml`, profile."""
    return _configured("PREFECT_API_URL", "api", "url")


def _configured(variable: str, *keys: str) -> str | None:
    """What this setting of Prefect's is, by its variable or its keys in TOML; None where it is not set."""
    return (
        os.environ.get(variable)
        or _assigned(Path(".env"), variable)
        or _in_toml(Path("prefect.toml"), *keys)
        or _in_toml(Path("pyproject.toml"), "tool", "prefect", *keys)
        or _in_profile(variable)
    )


def _assigned(path: Path, name: str) -> str | None:
    try:
        found = re.search(rf"^\s*(?:export\s+)?{name}\s*=\s*[\"']?(.*?)[\"']?\s*$", path.read_text(), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None


def _in_toml(path: Path, *keys: str) -> str | None:
    value: Any
    try:
        value = tomllib.loads(path.read_text())
    except (OSError, ValueError):
        return None  # Prefect says what is wrong with it
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return None if value is None or isinstance(value, dict) else str(value)


def _home() -> Path:
    return Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()


def _in_profile(variable: str) -> str | None:
    path = Path(os.environ.get("PREFECT_PROFILES_PATH") or _home() / "profiles.toml")
    active = os.environ.get("PREFECT_PROFILE") or _in_toml(path, "active")
    return _in_toml(path, "profiles", active, variable) if active else None


def _record() -> Path:
    """Holds the URL of the server that a `running(schedules=True)` of this user has, while it has it."""
    return _home() / "textmart-server"


def _ours() -> str | None:
    try:
        url = _record().read_text()
        urllib.request.urlopen(f"{url}/health", timeout=2).close()  # noqa: S310
    except (OSError, ValueError):
        return None
    return url


def _listen(port: int) -> socket.socket:
    """A listening socket on this machine, at the port if it is free."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return socket.create_server(("127.0.0.1", 0))


@contextlib.contextmanager
def _started(schedules: bool) -> Iterator[str]:
    environment = {**os.environ, "PREFECT__SERVER_FINAL": "1"}
    if not schedules:
        environment |= _LEAN
    elif not _configured("PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED", "server", "services", "db_vacuum", "enabled"):
        environment |= CLEARING
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r}); from {__name__} import serve; "
    ends, lifeline = os.pipe()  # the server ends when nobody holds the other end of its standard input
    with tempfile.TemporaryFile() as noise:
        with _listen(_PREFECT_PORT if schedules else 0) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
            # A proxy of the environment is not for this machine.
            os.environ["no_proxy"] = ",".join(filter(None, [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1"]))
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-c", code + f"serve({listener.fileno()})"],
                pass_fds=[listener.fileno()],
                stdin=ends,
                stdout=noise,
                stderr=noise,
                env=environment,
                process_group=0,  # Ctrl-C is for the parent alone
            )
        os.close(ends)
        is_over = threading.Event()
        try:
            if schedules:
                _record().parent.mkdir(parents=True, exist_ok=True)
                _record().write_text(url)
                threading.Thread(target=_end_without, args=(process, noise, is_over), daemon=True).start()
            yield url
        except ServerError as error:
            if process.poll() is not None:
                raise ServerError(f"the Prefect server did not start: {_last_line(noise)}") from error
            raise
        finally:
            is_over.set()
            if schedules:
                _record().unlink(missing_ok=True)
            os.close(lifeline)


def _end_without(server: subprocess.Popen[bytes], noise: BinaryIO, is_over: threading.Event) -> None:
    """Ends this process when its server has ended before it was over. Prefect's runner would wait for the server for ever, and nothing is
    lost: its runs end with it, and what they published is whole.
    """
    server.wait()
    if not is_over.is_set():
        _record().unlink(missing_ok=True)
        sys.stderr.write(f"textmart: the Prefect server ended ({_last_line(noise)}); nothing is scheduled any more, so serve again\n")
        sys.stderr.flush()
        os._exit(1)


def _last_line(noise: BinaryIO) -> str:
    noise.seek(0)
    lines = noise.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a word"


def serve(descriptor: int) -> None:
    """What the server process does: answer at the listening socket until standard input ends."""
    gc.disable()  # a fifth of its start is collecting among classes that stay
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config("prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on", timeout_graceful_shutdown=1)
    )
    threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    server.config.load()
    gc.freeze()
    gc.enable()
    server.run(sockets=[socket.socket(fileno=descriptor)])


def _end_with_input(server: Any) -> None:
    sys.stdin.buffer.read()
    time.sleep(_LINGER_SECONDS)
    server.should_exit = True
    time.sleep(_END_SECONDS - _LINGER_SECONDS)
    os._exit(1)
