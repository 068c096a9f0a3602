"""Public files in an S3-compatible bucket, which a delivery network or a web server in front reads.

What is atomic there: S3 shows an object whole or not at all, and after a write was answered every reader sees it (strong
consistency, https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel), so no reader ever gets
half a page. A batch is not atomic: its objects take their places one after another, as files in a folder do. There is no
rename: a staged object is copied inside the bucket (bytes do not travel again) and then deleted; a crash between the two
leaves the staged one, which the next build clears. An answered write is safe on the medium, so `settle` has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from mimetypes import guess_type
from typing import Any
from uuid import uuid4

from coranto.delivery.errors import BadPath, StorageError
from coranto.delivery.paths import STAGING, place_below
from coranto.delivery.storage import SIBLINGS

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError as error:  # an extra: most instances keep a folder
    raise ImportError("The storage 's3' needs a package that is not installed. Install it with: pip install 'coranto[s3]'.") from error

OPTIONS = ("bucket", "endpoint_url", "region", "prefix", "access_key_id", "secret_access_key")
DELETED_AT_ONCE = 1000  # objects, the most that one request may name
ABSENT = {"NoSuchKey", "404", "NotFound"}


class S3Storage:
    """A bucket, or the part of it below `prefix`. Builds with it render in one process.

    `options` are the settings of the instance: `bucket`, and where needed `endpoint_url`, `region`, `prefix`, `access_key_id`,
    `secret_access_key` (else boto3 finds them in the environment). Raises StorageError for an unknown or missing option.
    """

    is_shared = False  # a connection must not be shared with a forked process

    def __init__(self, options: Mapping[str, Any]) -> None:
        unknown = sorted(set(options) - set(OPTIONS))
        if unknown or not options.get("bucket"):
            found = f"Unknown option {unknown[0]!r} of the storage 's3'." if unknown else "The storage 's3' has no bucket."
            raise StorageError(f"{found} Set `bucket` in [storage_options]; the others are {', '.join(OPTIONS[1:])}.")
        self._bucket = str(options["bucket"])
        prefix = str(options.get("prefix", "")).strip("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._client: Any = boto3.client(
            "s3", endpoint_url=options.get("endpoint_url"), region_name=options.get("region"), aws_access_key_id=options.get("access_key_id"),
            aws_secret_access_key=options.get("secret_access_key"), config=Config(retries={"mode": "standard", "max_attempts": 4}),
        )  # fmt: skip

    def stage(self, name: str, data: bytes) -> str:
        ticket = uuid4().hex
        with _told(f"{name} could not be put into the bucket {self._bucket}"):
            self._client.put_object(Bucket=self._bucket, Key=self._staged(ticket), Body=data, **_served_as(name))
        return ticket

    def settle(self) -> None:
        """A write that was answered is safe already."""

    def publish(self, staged: Iterable[tuple[str, str]]) -> None:
        moved = []
        for ticket, name in staged:
            with _told(f"{name} could not take its place in the bucket {self._bucket}"):
                self._client.copy_object(Bucket=self._bucket, Key=self._key(name), CopySource={"Bucket": self._bucket, "Key": self._staged(ticket)})
            moved.append(ticket)
        self.discard(moved)

    def discard(self, tickets: Iterable[str]) -> None:
        self._delete([self._staged(ticket) for ticket in tickets])

    def clear_staged(self) -> int:
        left = [f"{self._prefix}{name}" for name in self._names(f"{STAGING}/")]
        self._delete(left)
        return len(left)

    def remove(self, names: Sequence[str]) -> None:
        self._delete([self._key(name) for name in names])

    def read(self, name: str) -> bytes | None:
        try:
            with _told(f"{name} could not be read from the bucket {self._bucket}"):
                return bytes(self._client.get_object(Bucket=self._bucket, Key=self._key(name))["Body"].read())
        except StorageError as error:
            if isinstance(error.__cause__, ClientError) and error.__cause__.response["Error"]["Code"] in ABSENT:
                return None
            raise

    def names(self) -> Iterator[str]:
        yield from self._names("")

    def _names(self, beginning: str) -> Iterator[str]:
        with _told(f"The bucket {self._bucket} could not be listed"):
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix + beginning):
                for entry in page.get("Contents", ()):
                    yield entry["Key"].removeprefix(self._prefix)

    def _delete(self, keys: list[str]) -> None:
        for start in range(0, len(keys), DELETED_AT_ONCE):
            with _told(f"Objects of the bucket {self._bucket} could not be deleted"):
                part = [{"Key": key} for key in keys[start : start + DELETED_AT_ONCE]]
                answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": part, "Quiet": True})
            if answer.get("Errors"):
                first = answer["Errors"][0]
                raise StorageError(f"{first.get('Key')} could not be deleted from the bucket {self._bucket} ({first.get('Message')}). Check the key's rights.")

    def _key(self, name: str) -> str:
        if name.startswith(f"{STAGING}/"):
            raise BadPath(f"{name[:80]!r} lies in the folder of staged files.")
        return self._prefix + place_below("", name)[1:]

    def _staged(self, ticket: str) -> str:
        return f"{self._prefix}{STAGING}/{ticket}"


def _served_as(name: str) -> dict[str, str]:
    """Type and coding for servers that answer from the bucket itself; feeds' kinds are in the record alone."""
    plain, _, last = name.rpartition(".")
    coding = SIBLINGS.get(f".{last}")
    kind = guess_type(plain if coding else name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return {"ContentType": kind, "ContentEncoding": coding} if coding else {"ContentType": kind}


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageError(f"{what} ({error}). Check the address, the bucket and the rights of the key in [storage_options].") from error
