"""Object stores that speak S3: what the rest needs of them, in five calls, and errors that say what to do and hold no secret.

Credentials, region and endpoint come from the usual environment and files alone, as botocore reads them; nothing of them is kept, and no
message of the store's or of botocore's is passed on.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, BinaryIO, Protocol

from flows.settings import ADDRESS, SettingsError

# Tries of one call: with what botocore waits between them, a store that throttles has half a minute.
ATTEMPTS = 6

MISSING = "install what speaks to object stores: pip install 'textmart[s3]'"
# What a store's error code means to the user; any other is told as it is.
_MEANINGS = dict.fromkeys(
    ("AccessDenied", "403", "Forbidden", "AllAccessDisabled"), "access is denied; may these credentials read, write and list here?"
)
_MEANINGS |= dict.fromkeys(
    ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthorizationHeaderMalformed", "401"),
    "the store does not take the credentials or their region; look at AWS_* in the environment and at ~/.aws",
)
_MEANINGS |= dict.fromkeys(("NoSuchBucket", "InvalidBucketName"), "there is no such bucket; name one that exists")
_MEANINGS |= {"PermanentRedirect": "the bucket is in another region; set AWS_REGION", "InvalidObjectState": "it is archived; restore it"}


class StoreError(RuntimeError):
    """The object store does not do what it is asked; the message says where and what to do. `is_answer`: the store answered, about this
    object, and would answer the same again.
    """

    def __init__(self, message: str, *, is_answer: bool = False) -> None:
        super().__init__(message)
        self.is_answer = is_answer


class ChangedError(Exception):
    """A conditional put found another object than the one that it was to replace, or one where there was to be none."""


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket and what the names of all objects meant begin with, without a slash at its end; empty for the whole bucket."""

    bucket: str
    prefix: str = ""

    @classmethod
    def parse(cls, text: str) -> "Address":
        """The address that the text is. Raises SettingsError, without the text: it may hold what nobody should see."""
        found = ADDRESS.fullmatch(text)
        if not found:
            raise SettingsError("an object store is named as s3://bucket or s3://bucket/prefix")
        return cls(found["bucket"], (found["prefix"] or "").strip("/"))

    def __str__(self) -> str:
        """The address as it is written."""
        return f"s3://{self.bucket}/{self.prefix}" if self.prefix else f"s3://{self.bucket}"

    def key(self, inside: str) -> str:
        """The name of an object below the prefix."""
        return f"{self.prefix}/{inside}" if self.prefix else inside


@dataclass(frozen=True, slots=True)
class Entry:
    """An object in a list: its whole name, its size in bytes, a tag that changes with its content, and the second of its last change."""

    key: str
    n_bytes: int
    etag: str
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class Body:
    """What an object holds; `writer` is who put it, if that was said."""

    content: bytes
    etag: str
    writer: str = ""


@dataclass(frozen=True, slots=True)
class IfThere:
    """A condition of a put: what is there has this tag, or if that is None, nothing is there."""

    etag: str | None


class Objects(Protocol):
    """The objects of one bucket. Every call raises StoreError."""

    endpoint: str

    def list(self, prefix: str) -> Iterator[Entry]:
        """The objects whose names begin so, in order of their names."""

    def get(self, key: str, unless: str | None = None) -> Body | None:
        """The object; None if its tag is `unless`. Raises FileNotFoundError."""

    def copy(self, key: str, stream: BinaryIO) -> Entry:
        """Writes what the object holds into the stream, block by block. Raises FileNotFoundError."""

    def head(self, key: str) -> Entry | None:
        """What a list would say of the object, if it is there."""

    def put(self, key: str, content: bytes, only: IfThere | None = None, writer: str = "") -> str:
        """Makes or replaces the object and returns its tag. Raises ChangedError if the condition does not hold."""

    def delete(self, key: str) -> None:
        """Removes the object; that it is gone already is no error."""


def opened(bucket: str) -> Objects:
    """The bucket, by the environment's credentials. One client for each process: connections do not outlive a fork."""
    return _opened(bucket, os.getpid())


@cache
def _opened(bucket: str, _process: int) -> Objects:
    return S3(bucket)


class S3:
    """A bucket by botocore, which is imported when the first one is opened."""

    def __init__(self, bucket: str) -> None:
        try:
            import botocore.config
            import botocore.exceptions
            import botocore.session
        except ImportError as error:
            raise StoreError(f"s3://{bucket}: {MISSING}") from error
        self._bucket = bucket
        self._errors = botocore.exceptions
        config = botocore.config.Config(
            retries={"mode": "standard", "max_attempts": ATTEMPTS},
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=32,
            # Stores other than Amazon's do not know the newer checksums; ours are in the manifests.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # A bucket is found without a region in most stores; where it is not, the store says so.
        self._client: Any = self._told("", lambda: _client(botocore.session.get_session(), config))
        self.endpoint: str = self._client.meta.endpoint_url

    def list(self, prefix: str) -> Iterator[Entry]:
        """See `Objects`."""
        after: dict[str, str] = {}
        while True:
            page = self._told(prefix, partial(self._client.list_objects_v2, Bucket=self._bucket, Prefix=prefix, **after))
            for each in page.get("Contents", ()):
                yield Entry(each["Key"], each["Size"], each["ETag"], _utc(each["LastModified"]))
            if not page.get("IsTruncated"):
                return
            after = {"ContinuationToken": page["NextContinuationToken"]}

    def get(self, key: str, unless: str | None = None) -> Body | None:
        """See `Objects`."""
        condition = {"IfNoneMatch": unless} if unless else {}

        def read() -> Body | None:
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key, **condition)
            except self._errors.ClientError as error:
                if _status(error) == 304:
                    return None
                raise
            return Body(answer["Body"].read(), answer["ETag"], answer.get("Metadata", {}).get("writer", ""))

        body: Body | None = self._again(key, read)
        return body

    def copy(self, key: str, stream: BinaryIO) -> Entry:
        """See `Objects`."""

        def read() -> Entry:
            stream.seek(0)
            stream.truncate()
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            stream.writelines(answer["Body"].iter_chunks(1 << 20))
            return Entry(key, stream.tell(), answer["ETag"], _utc(answer["LastModified"]))

        entry: Entry = self._again(key, read)
        return entry

    def head(self, key: str) -> Entry | None:
        """See `Objects`."""
        try:
            answer = self._told(key, lambda: self._client.head_object(Bucket=self._bucket, Key=key))
        except FileNotFoundError:
            return None
        return Entry(key, answer["ContentLength"], answer["ETag"], _utc(answer["LastModified"]))

    def put(self, key: str, content: bytes, only: IfThere | None = None, writer: str = "") -> str:
        """See `Objects`. A store that does not know conditional puts is looked at right before."""
        condition = {} if only is None else {"IfMatch": only.etag} if only.etag else {"IfNoneMatch": "*"}
        said = {"Metadata": {"writer": writer.encode("ascii", "replace").decode()}} if writer else {}

        def put(**condition: str | None) -> str:
            answer = self._client.put_object(Bucket=self._bucket, Key=key, Body=content, **condition, **said)
            return str(answer["ETag"])

        def conditional() -> str:
            try:
                return put(**condition)
            except self._errors.ClientError as error:
                if condition and _status(error) == 501:
                    self._refuse_changed(key, only)
                    return put()
                if condition and (_status(error) in (409, 412) or (_status(error) == 404 and _code(error) == "NoSuchKey")):
                    raise ChangedError(key) from None
                raise

        etag: str = self._told(key, conditional)
        return etag

    def _refuse_changed(self, key: str, only: IfThere | None) -> None:
        there = self.head(key)
        if only and (there.etag if there else None) != only.etag:
            raise ChangedError(key)

    def delete(self, key: str) -> None:
        """See `Objects`."""
        self._told(key, lambda: self._client.delete_object(Bucket=self._bucket, Key=key))

    def _again(self, key: str, read: Callable[[], Any]) -> Any:
        """What is read; a connection that breaks in the middle of a body, which botocore does not mend, is tried again."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._told(key, read)
            except _BrokenOffError:
                continue
        return self._told(key, read)

    def _told(self, key: str, call: Callable[[], Any]) -> Any:
        """What the call returns. What it raises is told by its kind alone."""
        where = f"s3://{self._bucket}/{key}".rstrip("/")
        errors = self._errors
        try:
            return call()
        except errors.ClientError as error:
            status, code = _status(error), _code(error)
            if status == 404 and code in ("NoSuchKey", "404"):
                raise FileNotFoundError(2, "there is no such object", where) from None
            told = _MEANINGS.get(code) or f"the store answers {code or status}; run again to do what is missing"
            raise StoreError(f"{where}: {told}", is_answer=400 <= status < 500 and status not in (408, 429)) from None
        except (errors.NoCredentialsError, errors.PartialCredentialsError, errors.ProfileNotFound, errors.ConfigParseError):
            raise StoreError(f"{where}: there are no credentials, or not all; set AWS_* in the environment or write ~/.aws") from None
        except (errors.ResponseStreamingError, errors.IncompleteReadError, errors.ReadTimeoutError):
            raise _BrokenOffError(f"{where}: the store broke off in its answer; run again to do what is missing") from None
        except (errors.BotoCoreError, errors.HTTPClientError, ValueError) as error:
            raise StoreError(f"{where}: the store is out of reach ({type(error).__name__}); run again to do what is missing") from None


class _BrokenOffError(StoreError):
    """The answer ended before its end."""


def _client(session: Any, config: Any) -> Any:
    region = session.get_config_variable("region") or os.environ.get("AWS_REGION") or "us-east-1"
    return session.create_client("s3", region_name=region, config=config)


def _status(error: Any) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
