"""Seeds and a warehouse in an object store, against a server on loopback."""

import re
import sys
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import botocore.session
import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.settings import Settings, SettingsError, load
from flows.store import objects
from flows.store.objects import Address, ChangedError, IfThere, StoreError
from tests.buckets import KEY_ID, SECRET, between, local_hash, server, use
from tests.conftest import Run
from tests.corpus_hash import corpus_hash
from tests.test_faults import write_seeds


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with server() as address:
        yield address


class Bucket:
    """A bucket of the server, seen from outside."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = botocore.session.get_session().create_client("s3", region_name="us-east-1")
        self.client.create_bucket(Bucket=name)

    def put(self, folder: Path) -> None:
        for path in folder.rglob("*"):
            self.client.put_object(Bucket=self.name, Key=path.relative_to(folder.parent).as_posix(), Body=path.read_bytes())

    def held(self) -> dict[str, bytes]:
        keys = [each["Key"] for each in self.client.list_objects_v2(Bucket=self.name).get("Contents", ())]
        return {key: self.client.get_object(Bucket=self.name, Key=key)["Body"].read() for key in keys}


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> Bucket:
    use(monkeypatch, endpoint, tmp_path / "cache")
    return Bucket(re.sub(r"[^a-z0-9]+", "-", request.node.name)[-60:].strip("-"))


def test_a_bucket_comes_to_the_same_rows_as_a_folder_and_answers_every_verb(bucket: Bucket, run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)
    run()
    bucket.put(tmp_path / "seeds")
    seeds, warehouse = f"s3://{bucket.name}/seeds", f"s3://{bucket.name}/marts/one"
    assert run(seeds, warehouse=warehouse).outcome == "published"
    held = bucket.held()
    assert local_hash(held, warehouse, tmp_path / "copy") == corpus_hash(tmp_path / "warehouse")
    assert run(seeds, warehouse=warehouse).outcome == "unchanged"
    said = [
        told("sql", "select count(*) as n from documents", "--format", "csv", "-w", warehouse),
        told("issues", "-w", warehouse),
        told("show", "seeds/1.txt", "-w", warehouse),
        told("report", "-w", warehouse),
        told("export", "--parquet", str(tmp_path / "export"), "-w", warehouse),
        told("review", "--list", "-w", warehouse),
        told("publish", "-w", warehouse),
        told("vacuum", "--keep-days", "0", "-w", warehouse),
        told("check", "-w", warehouse),
    ]
    assert said[0].splitlines()[1:] == ["5"]
    assert "seeds/lines.jsonl" in said[1]
    assert f"The report is {warehouse}/report.html" in said[3]
    assert "marts/one/report.html" in bucket.held()
    assert said[-1] == "All is well.\n"
    for secret in (SECRET, KEY_ID, str(tmp_path / "cache")):
        assert secret not in "".join(said)
        assert not [key for key, content in held.items() if secret.encode() in content]
        if secret not in str(tmp_path / "cache"):
            assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def told(*words: str, exit_code: int = 0) -> str:
    """What the command says."""
    done = CliRunner().invoke(main, words)
    assert done.exit_code == exit_code, done.output
    return done.output


# What a store does, call by call, and what comes of a put and a get all the same.
@pytest.mark.parametrize(
    "does",
    [
        ["503", "503", "", ""],  # it throttles
        ["500", "", "500", ""],  # it fails
        ["late", "", "", ""],  # it takes the put and says that it failed: the put again finds it
        ["silent", "", "silent", ""],  # the connection breaks before an answer
        ["", "cut", ""],  # it breaks in the middle of one
    ],
)
def test_a_store_that_fails_throttles_or_answers_late(
    does: list[str], endpoint: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _seconds: None)
    with between(endpoint, deque(does)) as address:
        use(monkeypatch, address, tmp_path / "cache")
        found = objects.opened(bucket.name)
        try:
            found.put("parts/1", b"as it was made", IfThere(None))
        except ChangedError:
            assert does[0] == "late"
        body = found.get("parts/1")
        assert body
        assert body.content == b"as it was made"


def test_what_is_put_in_place_of_what(endpoint: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rules = deque[str]()
    with between(endpoint, rules) as address:
        use(monkeypatch, address, tmp_path / "cache")
        found = objects.opened(bucket.name)
        first = found.put("a/b c+é?.txt", b"1", IfThere(None))
        with pytest.raises(ChangedError):
            found.put("a/b c+é?.txt", b"2", IfThere(None))
        second = found.put("a/b c+é?.txt", b"2", IfThere(first), writer="process 1 on hôte")
        # Of a store that does not know conditions what is there is looked at: changed, not there, and as it was.
        for key, etag in (("a/b c+é?.txt", first), ("a/none", first)):
            for rule in ("", "501"):
                rules.extend([rule])
                with pytest.raises(ChangedError):
                    found.put(key, b"3", IfThere(etag))
        rules.extend(["501"])
        found.put("a/b c+é?.txt", b"3", IfThere(second))
        assert found.get("a/b c+é?.txt", unless="other") == found.get("a/b c+é?.txt")
        entry = found.head("a/b c+é?.txt")
        assert entry
        assert entry.n_bytes == 1
        assert found.get("a/b c+é?.txt", unless=entry.etag) is None
        assert list(found.list("a/")) == [entry]
        assert found.copy("a/b c+é?.txt", stream := BytesIO()) == entry
        assert stream.getvalue() == b"3"
        found.delete("a/b c+é?.txt")
        found.delete("a/b c+é?.txt")
        assert found.head("a/b c+é?.txt") is None
        with pytest.raises(FileNotFoundError):
            found.get("a/b c+é?.txt")


def test_errors_are_a_line_and_hold_no_secret(endpoint: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = {
        told("status", "-w", "s3://there-is-none/mart", exit_code=1): "there is no such bucket",
        told("status", "-w", f"s3://{bucket.name}/none", exit_code=1): f"s3://{bucket.name}/none has no published run",
        told("run", "s3://there-is-none/in", "-w", str(tmp_path / "w"), "--dry-run", exit_code=2): "there is no such bucket",
        told(
            "run", f"s3://{bucket.name}/in", "-w", str(tmp_path / "w"), "--dry-run", exit_code=2
        ): f"there is nothing at s3://{bucket.name}/in",
        told("status", "-w", f"s3://{KEY_ID}:{SECRET}@bucket/mart", exit_code=2): "without credentials",
        told("status", "-w", f"gs://{SECRET}/mart", exit_code=2): "an object store is named as s3://bucket",
    }
    # The store repeats what it was sent, or nobody is there.
    with between(endpoint, deque(["403"])) as address:
        use(monkeypatch, address, tmp_path / "cache")
        said |= {told("status", "-w", f"s3://{bucket.name}/mart", exit_code=1): "does not take the credentials"}
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _seconds: None)
    use(monkeypatch, f"http://{KEY_ID}:{SECRET}@127.0.0.1:9", tmp_path / "cache")
    said |= {told("status", "-w", f"s3://{bucket.name}/mart", exit_code=1): "the store is out of reach"}
    for line, expected in said.items():
        assert expected in line
        assert SECRET not in line
        assert KEY_ID not in line
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "botocore.session", None)  # as where it is not installed
        objects._opened.cache_clear()
        assert "pip install 'textmart[s3]'" in told("status", "-w", f"s3://{bucket.name}/mart", exit_code=1)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    use_none = f"s3://{bucket.name}: there are no credentials|s3://{bucket.name}/x: there are no credentials"
    objects._opened.cache_clear()
    with pytest.raises(StoreError, match=use_none):
        objects.opened(bucket.name).get("x")


def test_credentials_and_endpoint_come_from_the_usual_files(
    endpoint: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name)
    (tmp_path / "config").write_text(f"[profile desk]\nregion = eu-north-1\nendpoint_url = {endpoint}\n")
    (tmp_path / "credentials").write_text(f"[desk]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n")
    for name, value in (("PROFILE", "desk"), ("CONFIG_FILE", "config"), ("SHARED_CREDENTIALS_FILE", "credentials")):
        monkeypatch.setenv(f"AWS_{name}", value if name == "PROFILE" else str(tmp_path / value))
    objects._opened.cache_clear()
    assert objects.opened(bucket.name).endpoint == endpoint
    objects.opened(bucket.name).put("x", b"1")
    assert bucket.held() == {"x": b"1"}


# An address, and its bucket and prefix; None where it is none.
ADDRESSES = {
    "s3://bucket": ("bucket", ""),
    "s3://bucket/": ("bucket", ""),
    "s3://my.bucket-1/a/b c/": ("my.bucket-1", "a/b c"),
    "s3://Bucket/a": None,
    "s3://": None,
    "s3://key:secret@bucket/a": None,
    "s3://bucket\n/a": None,
    "s3a://bucket/a": None,
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses(text: str) -> None:
    expected = ADDRESSES[text]
    if expected is None:
        with pytest.raises(SettingsError, match="^the command line: an object store is named"):
            load(None, warehouse=text)
        with pytest.raises(SettingsError, match="^an object store is named"):
            Address.parse(text)
    else:
        assert Address.parse(text) == Address(*expected)
        assert Settings().warehouse == "warehouse"
        assert load(None, seeds=(text,)).seeds == (text,)
