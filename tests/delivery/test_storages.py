"""Every storage keeps the same promises: a folder, memory, and a bucket of a real server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from coranto.delivery.building import build
from coranto.delivery.errors import BadPath, StorageError
from coranto.delivery.marking import mark
from coranto.delivery.storage import Storage
from coranto.delivery.storages.folder import FolderStorage
from coranto.delivery.storages.memory import MemoryStorage
from coranto.delivery.storages.s3 import S3Storage
from coranto.delivery.verifying import verify
from coranto.project.delivering import storage_of_instance
from coranto.project.instance import Instance
from tests.delivery.toy import ToyHouse

KEYS = {"access_key_id": "test", "secret_access_key": "test", "region": "us-east-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    name = f"bucket-{abs(hash(request.node.name))}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test").create_bucket(Bucket=name)
    return {"bucket": name, "endpoint_url": endpoint, **KEYS}


@pytest.fixture(params=["folder", "memory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "public")
    return MemoryStorage() if request.param == "memory" else S3Storage({**request.getfixturevalue("bucket"), "prefix": "site"})


def test_staged_bytes_are_seen_by_nobody_until_they_take_their_place(store: Storage) -> None:
    ticket = store.stage("en/a/index.html", b"first")
    assert store.read("en/a/index.html") is None
    assert [name.startswith(".staging/") for name in store.names()] == [True]
    store.settle()
    store.publish([(ticket, "en/a/index.html")])
    assert store.read("en/a/index.html") == b"first"
    assert list(store.names()) == ["en/a/index.html"]


def test_a_newer_file_takes_the_place_of_the_older(store: Storage) -> None:
    for said in (b"older", b"newer"):
        store.publish([(store.stage("ar/خبر/index.html", said), "ar/خبر/index.html")])
    assert store.read("ar/خبر/index.html") == b"newer"
    assert list(store.names()) == ["ar/خبر/index.html"]


def test_what_is_discarded_or_left_over_is_gone(store: Storage) -> None:
    discarded, *_left = [store.stage("en/a/index.html", b"x") for _ in range(3)]
    store.discard([discarded])
    assert store.clear_staged() == 2
    assert list(store.names()) == []
    assert store.clear_staged() == 0


def test_more_than_a_subfolder_of_staged_files_take_their_places(store: Storage) -> None:
    staged = [(store.stage(f"en/{number}.html", b"%d" % number), f"en/{number}.html") for number in range(70)]
    store.publish(staged[:66])
    staged += [(store.stage("en/late.html", b"late"), "en/late.html")]
    store.publish(staged[66:])
    assert len(list(store.names())) == 71
    assert store.read("en/69.html") == b"69"


def test_a_removed_file_is_not_there_and_may_be_removed_again(store: Storage) -> None:
    store.publish([(store.stage("en/a/index.html", b"x"), "en/a/index.html")])
    store.remove(["en/a/index.html", "en/never.html"])
    store.remove(["en/a/index.html"])
    assert store.read("en/a/index.html") is None


@pytest.mark.django_db(transaction=True)
def test_a_site_is_built_corrected_and_verified(store: Storage) -> None:
    house = ToyHouse({1: ["one", "a"], 2: ["two", "b"]})
    build(house, store, full=True)
    house.notes[1][0] = "put right"
    mark(["note:1"])
    assert build(house, store).written == 2
    assert b"put right" in (store.read("note/1/index.html") or b"")
    assert verify(store).is_clean
    house.notes.pop(2)
    mark(["note:2", "tag:b"])
    build(house, store)
    assert store.read("note/2/index.html") is None
    assert verify(store).is_clean


def test_a_bucket_says_type_and_coding_of_what_lies_in_it(bucket: dict[str, Any]) -> None:
    store = S3Storage(bucket)
    store.publish([(store.stage(name, b"x"), name) for name in ("en/index.html", "en/index.html.gz")])
    seen = [store._client.head_object(Bucket=bucket["bucket"], Key=name) for name in ("en/index.html", "en/index.html.gz")]
    assert [one["ContentType"] for one in seen] == ["text/html; charset=utf-8"] * 2
    assert [one.get("ContentEncoding") for one in seen] == [None, "gzip"]


def test_nothing_leaves_the_prefix_or_hides_among_staged_files(bucket: dict[str, Any]) -> None:
    store = S3Storage({**bucket, "prefix": "site"})
    for name in ("../other", "/etc", ".staging/x"):
        with pytest.raises(BadPath):
            store.read(name)


def test_wrong_settings_and_a_missing_bucket_are_said_plainly(bucket: dict[str, Any]) -> None:
    with pytest.raises(StorageError, match="no bucket"):
        S3Storage({})
    with pytest.raises(StorageError, match="'colour'"):
        S3Storage({**bucket, "colour": "red"})
    with pytest.raises(StorageError, match="could not be put into the bucket nowhere"):
        S3Storage({**bucket, "bucket": "nowhere"}).stage("a", b"x")


def test_the_settings_of_an_instance_name_its_storage(bucket: dict[str, Any], settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE = Instance(folder=tmp_path, database="", public_url="http://127.0.0.1", secret="x", storage="s3", options={"storage_options": bucket})
    storage = storage_of_instance()
    assert isinstance(storage, S3Storage)
    storage.publish([(storage.stage("en/index.html", b"first"), "en/index.html")])
    assert S3Storage(bucket).read("en/index.html") == b"first"
    settings.INSTANCE = Instance(folder=tmp_path, database="", public_url="http://127.0.0.1", secret="x")
    assert isinstance(storage_of_instance(), FolderStorage)
    settings.INSTANCE = Instance(folder=tmp_path, database="", public_url="http://127.0.0.1", secret="x", storage="ftp")
    with pytest.raises(StorageError, match=r"Unknown storage 'ftp'\. Use one of: folder, s3"):
        storage_of_instance()
