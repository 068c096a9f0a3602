"""Models come over bad lines, from mirrors and on sticks, and only whole ones are ever used."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coranto.outbound.http import Fetcher, Peers
from coranto.translation.model_store import fetching
from coranto.translation.model_store.adding import Added, add
from coranto.translation.model_store.errors import CannotFetch, DamagedFile, NotOffered, StoreError
from coranto.translation.model_store.fetching import Folder, Registry
from coranto.translation.model_store.packing import BrokenPacking, pack, unpack
from coranto.translation.model_store.records import best, parse_records
from coranto.translation.model_store.serving import Mirror
from coranto.translation.model_store.store import MANIFEST, Store
from tests.translation.engines.local_servers import RECORDS, TINY, Answer, Request, Service, TinyRegistry, by_range, serving

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ZSTD = "28b52ffd6440057d000040636f72616e746f20010035ee2f5c2f83d443"


def silent(pair: str, name: str, have: int, size: int) -> None:
    """Show nothing."""


def patient(service: Service, piece: int = 1 << 22) -> Registry:
    """A registry client that does not really wait."""
    return Registry(service.url + RECORDS, sleep=lambda seconds: None, piece=piece)


def added_from(registry: TinyRegistry, folder: Path, piece: int = 1 << 22) -> tuple[Store, list[Added], list[Request]]:
    store = Store(folder)
    with serving(registry) as service:
        return store, add(store, ["es"], source=patient(service, piece), now=NOW, show=silent), service.requests


def test_a_model_comes_from_the_registry_and_its_manifest_says_everything_about_it(tmp_path: Path) -> None:
    store, added, _ = added_from(TinyRegistry(), tmp_path / "models")
    (model,) = store.models()
    assert added[0].model == model
    assert (model.name, model.version, model.variant, model.licence) == ("en-es", "3.0", "tiny", "MPL-2.0")
    assert model.fetched_from.endswith(RECORDS)
    assert model.added == "2026-11-24T12:00:00+00:00"
    kept = json.loads((tmp_path / "models" / MANIFEST).read_text())["models"][0]["files"][0]
    plain = (TINY / "model.enes.intgemm.bin").read_bytes()
    assert (kept["size"], kept["packed_size"]) == (len(plain), len(pack(plain)))
    assert len(kept["sha256"]) == len(kept["packed_sha256"]) == 64 and kept["sha256"] != kept["packed_sha256"]
    assert store.path(model, model.files[0]).read_bytes() == plain
    assert [damage for _, damage in store.verify()] == [[]]


def test_progress_is_shown_for_each_piece_and_ends_at_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[str, str, int, int]] = []
    with serving(TinyRegistry()) as service:
        source = patient(service, piece=200_000)
        add(Store(tmp_path), ["es"], source=source, now=NOW, show=lambda *step: seen.append(step))
    steps = [(have, size) for _, name, have, size in seen if name.startswith("model")]
    assert steps == [(min(n * 200_000, 667_167), 667_167) for n in range(5)]


def test_a_cut_connection_is_resumed_where_it_broke(tmp_path: Path) -> None:
    def cut_every_second(n: int, request: Request, answer: Answer) -> Answer:
        return replace(answer, cut=len(answer.body) // 2) if n % 2 == 0 else answer

    _, added, requests = added_from(TinyRegistry(faults=cut_every_second), tmp_path, piece=150_000)
    assert added[0].model is not None
    starts = [int(r.headers["range"][6:].partition("-")[0]) for r in requests if "model.enes" in r.path and "range" in r.headers]
    assert starts == sorted(starts) and len(starts) > len(set(starts)), "each broken piece is asked for again, none before it"


def test_a_stopped_command_goes_on_with_what_it_has(tmp_path: Path) -> None:
    stopped = TinyRegistry(faults=lambda n, request, answer: replace(answer, status=404) if n > 3 else answer)
    store, added, _ = added_from(stopped, tmp_path, piece=150_000)
    assert isinstance(added[0].problem, CannotFetch) and store.models() == []
    store, added, requests = added_from(TinyRegistry(), tmp_path, piece=150_000)
    assert added[0].model is not None
    assert next(r.headers["range"] for r in requests if "model.enes" in r.path) == "bytes=450000-599999"


def test_a_server_without_ranges_sends_the_whole_file(tmp_path: Path) -> None:
    registry = TinyRegistry()
    registry.faults = lambda n, request, answer: Answer(registry.packed[request.path.rpartition("/")[2][:-4]])
    store, added, _ = added_from(registry, tmp_path, piece=100_000)
    assert added[0].model is not None and len(store.models()) == 1


def test_a_damaged_file_is_refused_and_fetched_again(tmp_path: Path) -> None:
    def damaged_once(n: int, request: Request, answer: Answer) -> Answer:
        return replace(answer, body=b"\0" * len(answer.body)) if n == 1 else answer

    store, added, requests = added_from(TinyRegistry(faults=damaged_once), tmp_path)
    assert added[0].model is not None
    assert sum("model.enes" in request.path for request in requests) == 2
    assert [damage for _, damage in store.verify()] == [[]]


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ({"hash": "0" * 64}, "were promised"),
        ({"decompressedHash": "0" * 64}, "unpacked it has SHA-256"),
        ({"size": 600_000}, "promised"),
        ({"size": 700_000}, "promised"),
    ],
)
def test_a_file_that_is_never_as_promised_is_not_stored(tmp_path: Path, promise: dict[str, object], said: str) -> None:
    registry = TinyRegistry()
    registry.promised["model.enes.intgemm.bin"] = promise
    store, added, _ = added_from(registry, tmp_path)
    assert isinstance(added[0].problem, DamagedFile | CannotFetch)
    assert store.models() == []
    if isinstance(added[0].problem, DamagedFile):
        assert said in str(added[0].problem)
    assert not (tmp_path / "en-es").exists()


def test_a_missing_attachment_says_so_and_is_not_asked_for_five_times(tmp_path: Path) -> None:
    gone = TinyRegistry(faults=lambda n, request, answer: Answer({"error": "gone"}, 404))
    _, added, requests = added_from(gone, tmp_path)
    assert "404" in str(added[0].problem)
    assert sum("main-workspace/" in request.path for request in requests) == 1


def test_a_registry_that_is_down_for_a_moment_is_asked_again(tmp_path: Path) -> None:
    down = TinyRegistry(faults=lambda n, request, answer: Answer({}, 503) if n < 4 else answer)
    _, added, _ = added_from(down, tmp_path)
    assert added[0].model is not None


def test_redirects_are_followed_from_the_public_registry_and_refused_from_a_configured_one(tmp_path: Path) -> None:
    registry = TinyRegistry()
    with serving(registry) as files:

        def elsewhere(request: Request) -> Answer:
            away = request.path.startswith("/main-workspace")
            return Answer(b"", 302, {"Location": files.url + request.path}) if away else registry(request)

        with serving(elsewhere) as service:
            peers = Peers.parse(url.removeprefix("http://") for url in (files.url, service.url))
            public = Registry(service.url + RECORDS, fetcher=Fetcher(peers=peers), sleep=lambda seconds: None)
            assert add(Store(tmp_path / "a"), ["es"], source=public, now=NOW, show=silent)[0].model is not None
            configured = add(Store(tmp_path / "b"), ["es"], source=patient(service), now=NOW, show=silent)
            assert "redirects" in str(configured[0].problem)


def test_a_mirror_may_not_send_us_into_the_private_network(tmp_path: Path) -> None:
    registry = TinyRegistry()
    registry.base = "http://127.0.0.1:9/"
    _, added, requests = added_from(registry, tmp_path)
    assert isinstance(added[0].problem, CannotFetch)
    assert not any("main-workspace/" in request.path for request in requests)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with plain folders of model files."""
    folder = tmp_path / "stick" / "en-es"
    folder.mkdir(parents=True)
    for path in TINY.glob("*.enes.*"):
        shutil.copy(path, folder)
    return folder.parent


def test_a_stick_brings_models_where_there_is_no_network(tmp_path: Path, stick: Path) -> None:
    store = Store(tmp_path / "models")
    (added,) = add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    assert added.model is not None and added.model.version == "3.x"
    (again,) = add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    assert again.already
    # The store's own folder is a stick as well, with its manifest.
    (copied,) = add(Store(tmp_path / "copy"), ["en-es"], source=Folder(store.folder), now=NOW, show=silent)
    assert copied.model is not None and copied.model.files == added.model.files


def test_a_stick_with_a_damaged_file_is_refused_by_its_manifest(tmp_path: Path, stick: Path) -> None:
    store = Store(tmp_path / "models")
    add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    vocabulary = store.folder / "en-es" / "vocab.enes.spm"
    vocabulary.write_bytes(vocabulary.read_bytes()[:-1] + b"?")
    (copied,) = add(Store(tmp_path / "copy"), ["es"], source=Folder(store.folder), now=NOW, show=silent)
    assert isinstance(copied.problem, DamagedFile)


def test_a_model_damaged_on_disk_is_found_and_brought_again(tmp_path: Path, stick: Path) -> None:
    store = Store(tmp_path / "models")
    add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    (store.folder / "en-es" / "model.enes.intgemm.bin").write_bytes(b"short")
    ((_, damage),) = store.verify()
    assert [(one.file, one.what) for one in damage] == [("model.enes.intgemm.bin", "it has 5 bytes and should have 667136")]
    (again,) = add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    assert again.model is not None and not again.already
    assert [damage for _, damage in store.verify()] == [[]]


@pytest.fixture
def mirror(tmp_path: Path, stick: Path) -> Iterator[Mirror]:
    store = Store(tmp_path / "first")
    add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    server = Mirror(store, ("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_one_machine_serves_its_models_to_the_next_and_that_one_to_a_third(tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", mirror.records_url)
    second = Store(tmp_path / "second")
    (added,) = add(second, ["es"], source=fetching.source(None), now=NOW, show=silent)
    assert added.model is not None
    assert [damage for _, damage in second.verify()] == [[]]
    third_mirror = Mirror(second, ("127.0.0.1", 0))
    threading.Thread(target=third_mirror.serve_forever, args=(0.02,), daemon=True).start()
    third = Store(tmp_path / "third")
    (again,) = add(third, ["es"], source=Registry(third_mirror.records_url, piece=100_000), now=NOW, show=silent)
    third_mirror.shutdown()
    third_mirror.server_close()
    assert again.model is not None and again.model.files == added.model.files


def test_a_mirror_does_not_pass_on_a_file_that_was_damaged(tmp_path: Path, mirror: Mirror) -> None:
    mirror.records()
    (mirror.store.folder / "en-es" / "vocab.enes.spm").write_bytes(b"spoilt")
    added = add(Store(tmp_path / "second"), ["es"], source=Registry(mirror.records_url), now=NOW, show=silent)
    assert "404" in str(added[0].problem)


def test_a_mirror_gives_no_file_outside_its_store(mirror: Mirror) -> None:
    (mirror.store.folder.parent / "secret.zst").write_bytes(b"secret")
    for path in ("/attachments/../secret.zst", "/attachments/en-es/../../secret.zst", "/attachments/%2e%2e/secret.zst"):
        assert mirror.attachment(path) is None
    assert mirror.attachment("/attachments/en-es/vocab.enes.spm.zst") is not None


def test_an_unknown_language_is_answered_with_those_that_there_are(tmp_path: Path, stick: Path) -> None:
    with pytest.raises(NotOffered, match=r"no model for 'tlh'. There are: es."):
        add(Store(tmp_path / "models"), ["tlh"], source=Folder(stick), now=NOW, show=silent)


def test_of_several_versions_the_newest_finished_one_of_our_format_is_chosen() -> None:
    registry = TinyRegistry()
    records = []
    for version, architecture in [("1.0", "tiny"), ("3.0", "tiny"), ("3.1", "tiny"), ("3.1", "base"), ("3.2a1", "base"), ("4.0", "base")]:
        records += [{**registry.record(name), "version": version, "architecture": architecture} for name in registry.files]
    chosen = best(parse_records(json.dumps({"data": records})))
    assert {pair: (offer.version, offer.variant) for pair, offer in chosen.items()} == {("en", "es"): ("3.1", "base")}


def test_records_with_unsafe_names_or_without_sums_are_left_out() -> None:
    registry = TinyRegistry()
    for promise in ({"name": "../../etc/passwd"}, {"location": "../x"}, {"hash": "zz"}, {"sourceLanguage": "../en"}):
        registry.promised["model.enes.intgemm.bin"] = promise
        body = json.dumps({"data": [registry.record(name) for name in registry.files]})
        assert parse_records(body) == [], promise
    registry.promised.clear()
    assert len(parse_records(json.dumps({"data": [registry.record(name) for name in registry.files]}))) == 1


def test_an_answer_that_holds_no_records_is_said_to_be_none(tmp_path: Path) -> None:
    with serving(lambda request: Answer({"message": "hello"})) as service, pytest.raises(CannotFetch, match="no records"):
        add(Store(tmp_path), ["es"], source=patient(service), now=NOW, show=silent)


def test_a_manifest_may_not_name_files_outside_its_folder(tmp_path: Path, stick: Path) -> None:
    store = Store(tmp_path / "models")
    add(store, ["es"], source=Folder(stick), now=NOW, show=silent)
    manifest = store.folder / MANIFEST
    manifest.write_text(manifest.read_text().replace("vocab.enes.spm", "../../../vocab"))
    with pytest.raises(StoreError, match="outside its folder"):
        Store(store.folder).models()


def test_zstd_is_undone_whole_or_not_at_all() -> None:
    # The output of the reference tool for 200 times "coranto ".
    compressed = bytes.fromhex(ZSTD)
    assert unpack(compressed) == b"coranto " * 200
    for size in (0, 1, 131_072, 131_073, 300_000):
        assert unpack(pack(b"x" * size)) == b"x" * size
    with pytest.raises(BrokenPacking):
        unpack(compressed[:-6])
    with pytest.raises(BrokenPacking, match="says that it unpacks to"):
        unpack(compressed[:4] + bytes([0b1110_0000]) + (1 << 40).to_bytes(8, "little") + compressed[7:])
    assert by_range(Request("GET", "/", {"range": "bytes=2-3"}, b""), b"abcdef").body == b"cd"


def bomb(blocks: int, header: bytes) -> bytes:
    """A frame of blocks that each say 128 KiB of the same in four bytes."""
    return b"".join([b"\x28\xb5\x2f\xfd", header, *((131_072 << 3 | 2 | (number == blocks - 1)).to_bytes(3, "little") + b"\0" for number in range(blocks))])


@pytest.mark.parametrize("header", [b"\x00\x38", b"\x20\x0a"], ids=["says no size", "says ten bytes"])
def test_what_is_small_and_would_fill_the_memory_is_not_unpacked(header: bytes) -> None:
    with pytest.raises(BrokenPacking, match="may unpack to"):
        unpack(bomb(8_000, header))
    with pytest.raises(BrokenPacking, match="may unpack to"):
        unpack(bomb(3_000, b"\x00\x38") * 3)
    assert unpack(bomb(2, b"\x00\x38")) == bytes(262_144)


@pytest.mark.parametrize("wrong", ['"name": 5', '"name": "a\\u0000b"', '"name": "\\u001b[2Jvocab"', '"size": "9"'])
def test_a_manifest_with_other_things_than_names_and_sizes_is_refused(tmp_path: Path, wrong: str) -> None:
    file = '{"name": "v", "kind": "vocab", "size": 1, "sha256": ""}'
    entry = f'{{"source": "en", "target": "es", "version": "3.0", "variant": "", "fetched_from": "", "added": "", "files": [{file[:-1]}, {wrong}}}]}}'
    for entries in (entry, "[1, 2]", "5"):
        (tmp_path / MANIFEST).write_text(f'{{"format": 1, "models": [{entries}]}}')
        with pytest.raises(StoreError):
            Store(tmp_path).models()
