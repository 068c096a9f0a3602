"""What readers get over a real socket from the built-in server."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import pytest

from coranto.delivery.answering import PATIENCE
from coranto.delivery.building import build
from coranto.delivery.house import Rendered
from coranto.delivery.marking import mark
from coranto.delivery.negotiating import preference
from coranto.delivery.storages.folder import FolderStorage
from tests.delivery.conftest import private_database
from tests.delivery.servers import Reply, ask, granian
from tests.delivery.toy import TableHouse

HTML = "text/html; charset=utf-8"
LONG = b"<p>a page that is long enough to be worth compressing</p>" * 40


def site() -> TableHouse:
    return TableHouse(
        {
            "/en/": Rendered(LONG, HTML, headers=(("Content-Language", "en"), ("Link", '<https://example.org/licence>; rel="license"'))),
            "/fr/2026/01/été/": Rendered("<p>été</p>".encode(), HTML),
            "/ar/2026/01/خبر-قصير/": Rendered("خبر".encode(), HTML),
            "/old/": Rendered(b"", HTML, 301, (("Location", "/fr/2026/01/été/"),)),
            "/for-now/": Rendered(b"", HTML, 302, (("Location", "/en/"),)),
            "/en/gone/": Rendered(b"withdrawn", HTML, 410),
            "/en/404.html": Rendered(b"nothing here", HTML, 404),
            "/fr/404.html": Rendered(b"rien ici", HTML, 404),
            "/assets/site.0123abcd.css": Rendered(b"body{}", "text/css; charset=utf-8"),
            "/en/feed.xml": Rendered(b"<rss/>", "application/rss+xml; charset=utf-8"),
            "/media/large.bin": Rendered(bytes(range(256)) * 2000, "application/octet-stream"),
        }
    )


@pytest.fixture(scope="module")
def port(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One server for all that only read."""
    folder = tmp_path_factory.mktemp("serving")
    with django_db_blocker.unblock(), private_database(folder) as url:
        build(site(), FolderStorage(folder / "public"), full=True)
    if not url.startswith("sqlite"):
        pytest.skip("The changes test serves from PostgreSQL; these look at what is said, which no database changes.")
    with granian({"DELIVERY_TEST_DATABASE": url, "DELIVERY_TEST_PUBLIC": str(folder / "public"), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}) as port:
        yield port


def test_pages_come_with_their_type_length_and_the_headers_that_keep_readers_safe(port: int) -> None:
    page = ask(port, "/en/")
    assert (page.status, page.body) == (200, LONG)
    assert page.headers["content-type"] == HTML
    assert page.headers["content-length"] == str(len(LONG))
    assert page.headers["content-language"] == "en"
    assert page.headers["link"] == '<https://example.org/licence>; rel="license"'
    assert page.headers["vary"] == "Accept-Encoding"
    assert page.headers["x-content-type-options"] == "nosniff"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "set-cookie" not in page.headers
    assert ask(port, "/en/feed.xml").headers["content-type"] == "application/rss+xml; charset=utf-8"


def test_every_answer_carries_the_security_headers(port: int) -> None:
    for target in ("/en/", "/old/", "/en/gone/", "/nowhere/", "/en", "/media/large.bin"):
        assert ask(port, target).headers["x-content-type-options"] == "nosniff", target
        assert "content-security-policy" in ask(port, target).headers, target


@pytest.mark.parametrize(
    ("wish", "coding"),
    [
        ("br, gzip", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0.5, gzip;q=0.9", "gzip"), ("br;q=0, gzip;q=0", ""), ("identity", ""), ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"), ("GZIP", "gzip"), ("zstd", ""), ("gzip;q=nonsense", ""), ("gzip;q=0.5, identity", ""), ("", ""), (";;,,q=1", ""),
    ],
)  # fmt: skip
def test_the_reader_gets_the_coding_it_likes_best(wish: str, coding: str) -> None:
    assert [*preference(wish.encode()), ""][0] == coding


def test_compressed_variants_hold_the_same_page_and_have_etags_of_their_own(port: int) -> None:
    plain, packed, small = (ask(port, "/en/", Accept_Encoding=wish) for wish in ("identity", "gzip", "br"))
    assert gzip.decompress(packed.body) == brotli.decompress(small.body) == plain.body
    assert (packed.headers["content-encoding"], small.headers["content-encoding"]) == ("gzip", "br")
    assert "content-encoding" not in plain.headers
    assert len({answer.headers["etag"] for answer in (plain, packed, small)}) == 3


def test_a_page_the_reader_has_already_is_not_sent_again(port: int) -> None:
    etag = ask(port, "/en/").headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = ask(port, "/en/", If_None_Match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["vary"] == "Accept-Encoding"
    assert ask(port, "/en/", If_None_Match='"other"').status == 200
    assert ask(port, "/en/", Accept_Encoding="br", If_None_Match=etag).status == 200  # it has the plain page, not this one


def test_head_says_what_get_says_without_the_page(port: int) -> None:
    for target in ("/en/", "/en/gone/", "/nowhere/", "/media/large.bin"):
        head, get = ask(port, target, "HEAD"), ask(port, target)
        assert (head.status, head.body) == (get.status, b"")
        assert {k: v for k, v in head.headers.items() if k != "date"} == {k: v for k, v in get.headers.items() if k != "date"}


def test_names_that_never_change_may_be_kept_for_a_year_and_pages_for_a_minute(port: int) -> None:
    assert ask(port, "/assets/site.0123abcd.css").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "max-age=60" in ask(port, "/en/").headers["cache-control"]


def test_a_large_file_comes_whole(port: int) -> None:
    assert ask(port, "/media/large.bin").body == bytes(range(256)) * 2000


def test_redirects_say_where_the_page_is_now(port: int) -> None:
    moved, meanwhile = ask(port, "/old/"), ask(port, "/for-now/")
    assert (moved.status, moved.headers["location"]) == (301, "/fr/2026/01/%C3%A9t%C3%A9/")
    assert (meanwhile.status, meanwhile.headers["location"]) == (302, "/en/")
    assert ask(port, moved.headers["location"]).status == 200


def test_an_address_without_its_slash_leads_to_the_page(port: int) -> None:
    answer = ask(port, "/fr/2026/01/%C3%A9t%C3%A9?from=mail")
    assert (answer.status, answer.headers["location"]) == (301, "/fr/2026/01/%C3%A9t%C3%A9/?from=mail")


def test_a_withdrawn_page_answers_410_with_its_notice(port: int) -> None:
    answer = ask(port, "/en/gone/")
    assert (answer.status, answer.body) == (410, b"withdrawn")
    etag = answer.headers["etag"]
    assert ask(port, "/en/gone/", If_None_Match=etag).status == 410


def test_what_does_not_exist_is_said_in_the_language_of_the_path(port: int) -> None:
    assert (ask(port, "/fr/nowhere/").status, ask(port, "/fr/nowhere/").body) == (404, b"rien ici")
    assert ask(port, "/en/nowhere/").body == ask(port, "/xx/nowhere/").body == b"nothing here"


def test_addresses_in_any_script_are_found(port: int) -> None:
    assert ask(port, quote("/ar/2026/01/خبر-قصير/")).body == "خبر".encode()


@pytest.mark.parametrize(
    "target",
    [
        "/../coranto.toml", "/%2e%2e/%2e%2e/etc/passwd", "/en/..%2f..%2fetc/passwd", "/en/%00", "/en/%ff%fe", "/.staging/x", "/en/index.html", "/en/index.html.gz",
        "/en/gone/index.html.410", "/en//", "//en/", "/en/%5c..%5c", "/" + "a" * 5000, "/%ed%a0%80/", "/en/%0d%0aSet-Cookie:x=1",
    ],
)  # fmt: skip
def test_hostile_addresses_find_nothing(port: int, target: str) -> None:
    answer = ask(port, target)
    assert answer.status in {400, 404, 414}, target
    assert b"compressing" not in answer.body
    assert "set-cookie" not in answer.headers


def test_a_request_that_is_no_http_ends_and_the_next_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as raw:
        raw.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        raw.settimeout(5)
        raw.recv(1000)
    assert ask(port, "/en/").status == 200


def test_the_desk_behind_gets_its_requests_whole(port: int) -> None:
    assert ask(port, "/desk/pages/?q=1").body == b"inner GET /desk/pages/ "
    assert ask(port, "/desk/pages/", "POST", b"headline=x").body == b"inner POST /desk/pages/ headline=x"


def test_public_pages_cannot_be_written_to(port: int) -> None:
    answer = ask(port, "/en/", "POST", b"x")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert ask(port, "/nowhere/", "DELETE").status == 405


@pytest.mark.database
def test_changes_are_seen_within_a_second(shared: dict[str, str], storage: FolderStorage) -> None:
    house = site()
    build(house, storage, full=True)
    with granian(shared) as port:
        assert ask(port, "/en/", Accept_Encoding="br").status == 200
        assert ask(port, "/en/").body == LONG
        assert ask(port, "/en/new/").status == 404
        assert ask(port, "/en/feed.xml").status == 200
        house.table |= {"/en/": Rendered(b"withdrawn just now", HTML, 410), "/en/new/": Rendered(b"new", HTML)}
        del house.table["/en/feed.xml"]
        mark(["/en/", "/en/new/", "/en/feed.xml"])
        build(house, storage)
        built = time.monotonic()
        while {ask(port, "/en/").status, ask(port, "/en/", Accept_Encoding="br").status, ask(port, "/en/feed.xml").status} != {410, 404}:
            assert time.monotonic() - built < 1.0
            time.sleep(0.02)
        assert ask(port, "/en/").body == b"withdrawn just now"
        assert ask(port, "/en/new/").body == b"new"
    assert not list(storage.root.rglob("feed.xml*"))


class SlowFolder(FolderStorage):
    """A folder on a medium that takes a second to sync, and what is done meanwhile."""

    def __init__(self, root: Path, meanwhile: Callable[[], object]) -> None:
        super().__init__(root)
        self.meanwhile = meanwhile

    def settle(self) -> None:
        self.meanwhile()
        super().settle()


@pytest.mark.database
def test_a_page_that_moves_is_never_missing_however_long_the_build_takes_to_record_it(shared: dict[str, str], storage: FolderStorage) -> None:
    house = site()
    house.table["/en/road/"] = Rendered(LONG, HTML)
    build(house, storage, full=True)
    with granian(shared) as port, ThreadPoolExecutor(1) as reader:
        asked: list[Future[Reply]] = []

        def ask_and_wait() -> None:
            asked.append(reader.submit(ask, port, "/en/road/"))
            time.sleep(1.0)

        house.table |= {"/en/road/": Rendered(b"", HTML, 301, (("Location", "/en/street/"),)), "/en/street/": Rendered(LONG, HTML)}
        mark(["/en/road/", "/en/street/"])
        build(house, SlowFolder(storage.root, ask_and_wait))
        answers = [one.result() for one in asked]
        assert [one.status for one in answers][-1] == 301, "asked when its file was gone and the record did not say so yet"
        assert {one.status for one in answers} <= {200, 301}
        assert ask(port, "/en/street/").status == 200


@pytest.mark.database
def test_a_file_that_is_lost_is_waited_for_once(shared: dict[str, str], storage: FolderStorage) -> None:
    build(site(), storage, full=True)
    (storage.root / "media/large.bin").unlink()
    with granian(shared) as port:
        assert ask(port, "/media/large.bin").status == 404
        began = time.monotonic()
        assert ask(port, "/media/large.bin").status == 404
        assert time.monotonic() - began < PATIENCE / 2
