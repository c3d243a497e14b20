"""Seeds and a warehouse in an object store, against a server on loopback."""

from collections.abc import Iterator
from pathlib import Path

import botocore.session
import pytest

from tests.buckets import local_hash, server, use
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
    return Bucket(request.node.name.replace("_", "-")[:60].strip("-"))


def test_a_bucket_comes_to_the_same_rows_as_a_folder(bucket: Bucket, run: Run, tmp_path: Path) -> None:
    write_seeds(tmp_path / "seeds", 1)
    run()
    bucket.put(tmp_path / "seeds")
    seeds, warehouse = f"s3://{bucket.name}/seeds", f"s3://{bucket.name}/marts/one"
    assert run(seeds, warehouse=warehouse).outcome == "published"
    assert local_hash(bucket.held(), warehouse, tmp_path / "copy") == corpus_hash(tmp_path / "warehouse")
    assert run(seeds, warehouse=warehouse).outcome == "unchanged"
