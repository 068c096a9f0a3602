"""The one fetcher against servers that really answer, lie, drip, burst and redirect."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coranto.outbound.http import (
    BadAnswer,
    Fetcher,
    Limits,
    OperatorEndpoint,
    OperatorFetcher,
    OutboundError,
    Peers,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
)

MEGABYTE = 1024 * 1024


def make_fetcher(internet: Any, **options: Any) -> Fetcher:
    return Fetcher(
        options.pop("limits", None), resolver=internet, dialler=internet, tls=internet.authority.client(), **options
    )


def test_a_page_is_fetched_with_its_type_charset_and_final_address(internet: Any, make_answer: Any) -> None:
    page = make_answer(b"<p>caf\xe9</p>", headers={"Content-Type": "text/HTML; Charset=ISO-8859-1"})
    site = internet.site("news.example", page)
    found = make_fetcher(internet).get("http://news.example/a", accept="text/html")
    assert found.body == b"<p>caf\xe9</p>"
    assert (found.content_type, found.charset, found.url) == ("text/html", "iso-8859-1", "http://news.example/a")
    asked = site.requests[0].decode().lower()
    assert "user-agent: coranto/" in asked and "accept: text/html" in asked and "cookie" not in asked


def test_https_is_verified_for_the_name_while_the_connection_goes_to_the_checked_address(
    internet: Any, make_answer: Any
) -> None:
    internet.site("secure.example", make_answer(b"safe"), tls=True)
    assert make_fetcher(internet).get("https://secure.example/").body == b"safe"
    assert internet.dialled == [(internet.answers["secure.example"][0][0], 443)]


def test_a_certificate_for_another_name_is_no_connection(internet: Any, make_answer: Any) -> None:
    internet.site("secure.example", make_answer(b"safe"), tls=True)
    internet.answers["other.example"] = internet.answers["secure.example"]
    with pytest.raises(Unreachable, match=r"other\.example.*secure connection failed") as caught:
        make_fetcher(internet).get("https://other.example/")
    assert caught.value.retry


def test_redirects_are_followed_and_remembered(internet: Any, make_answer: Any) -> None:
    internet.site("old.example", make_answer(status="301 Moved", headers={"Location": "http://new.example/b?c=1"}))
    internet.site("new.example", make_answer(b"here"))
    found = make_fetcher(internet).get("http://old.example/a")
    assert (found.body, found.url, found.redirects) == (
        b"here",
        "http://new.example/b?c=1",
        ("http://old.example/a",),
    )


def test_the_sixth_redirect_is_not_followed(internet: Any, make_answer: Any) -> None:
    site = internet.site("loop.example", make_answer(status="302 Found", headers={"Location": "/again"}))
    with pytest.raises(BadAnswer, match="redirects more than 5 times"):
        make_fetcher(internet).get("http://loop.example/")
    assert site.connections == 6


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "http://127。0。0。1/",
        "http://inside.example/",
        "//127.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/",
        "http://user:secret@news.example/",
        "http://news.example:22/",
        "http://[",
    ],
)
def test_a_redirect_inside_is_refused_and_nothing_is_connected_to(
    internet: Any, make_answer: Any, inside: str
) -> None:
    internet.answers["inside.example"] = [["127.0.0.1"]]
    door = internet.site("door.example", make_answer(status="302 Found", headers={"Location": inside}))
    with pytest.raises(Refused, match=r"^http://door\.example/: ") as caught:
        make_fetcher(internet).get("http://door.example/")
    assert not caught.value.retry
    assert "secret" not in str(caught.value)
    assert door.connections == 1
    assert [address for address, _ in internet.dialled] == internet.answers["door.example"][0]


def test_a_listener_inside_counts_no_connection_though_it_would_count_one(internet: Any, make_answer: Any) -> None:
    inside = internet.listen(lambda connection, _: connection.sendall(make_answer(b"secret")))
    address = f"http://127.0.0.1:{inside.port}/"
    internet.site("door.example", make_answer(status="302 Found", headers={"Location": address}))
    every_port = Limits(ports=frozenset({80, inside.port}))
    for url in (address, "http://door.example/"):
        with pytest.raises(Refused, match="loopback"):
            make_fetcher(internet, limits=every_port).get(url)
    assert inside.connections == 0
    # The control: with the place named as a trusted peer the same listener is reached, by the same way.
    trusting = make_fetcher(internet, limits=every_port, peers=Peers.parse([f"127.0.0.1:{inside.port}"]))
    assert trusting.get("http://door.example/").body == b"secret"
    assert inside.connections == 1


def test_a_name_server_that_answers_differently_the_second_time_changes_nothing(
    internet: Any, make_answer: Any
) -> None:
    inside = internet.listen(lambda connection, _: connection.sendall(make_answer(b"secret")))
    internet.site("rebinding.example", make_answer(b"public"))
    public = internet.answers["rebinding.example"][0]
    internet.answers["rebinding.example"] = [public, ["127.0.0.1"]]
    internet.route("127.0.0.1", 80, inside)
    fetcher = make_fetcher(internet)
    assert fetcher.get("http://rebinding.example/").body == b"public"
    assert internet.asked == ["rebinding.example"], "the name must be resolved exactly once"
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        fetcher.get("http://rebinding.example/")
    assert inside.connections == 0
    assert internet.dialled == [(public[0], 80)]


def test_a_name_that_turns_private_between_two_redirects_is_refused(internet: Any, make_answer: Any) -> None:
    internet.site("turning.example", make_answer(status="302 Found", headers={"Location": "/next"}))
    internet.answers["turning.example"].append(["169.254.169.254"])
    with pytest.raises(Refused, match=r"169\.254\.169\.254.*link-local"):
        make_fetcher(internet).get("http://turning.example/")
    assert len(internet.dialled) == 1


def test_one_private_address_among_public_ones_refuses_the_whole_name(internet: Any) -> None:
    internet.answers["mixed.example"] = [["93.184.216.34", "10.0.0.7"]]
    with pytest.raises(Refused, match=r"10\.0\.0\.7"):
        make_fetcher(internet).get("http://mixed.example/")
    assert internet.dialled == []


def test_the_next_address_is_tried_when_the_first_does_not_answer(internet: Any, make_answer: Any) -> None:
    site = internet.site("two.example", make_answer(b"second"))
    internet.answers["two.example"] = [["93.184.216.200", internet.answers["two.example"][0][0]]]
    assert make_fetcher(internet).get("http://two.example/").body == b"second"
    assert site.connections == 1


def test_a_name_without_an_address_may_have_one_later(internet: Any) -> None:
    with pytest.raises(Unreachable, match=r"nowhere\.example has no address") as caught:
        make_fetcher(internet).get("http://nowhere.example/")
    assert caught.value.retry


@pytest.mark.parametrize("status, later", [("404 Not Found", False), ("410 Gone", False), ("503 Busy", True)])
def test_a_status_that_is_no_success_is_an_error_that_knows_whether_to_retry(
    internet: Any, make_answer: Any, status: str, later: bool
) -> None:
    internet.site("news.example", make_answer(b"sorry", status=status))
    with pytest.raises(BadAnswer, match=f"answered {status[:3]}") as caught:
        make_fetcher(internet).get("http://news.example/")
    assert (caught.value.status, caught.value.retry) == (int(status[:3]), later)
    assert make_fetcher(internet).get("http://news.example/", any_status=True).body == b"sorry"


def test_unchanged_is_an_answer_when_it_was_asked_for(internet: Any, make_answer: Any) -> None:
    internet.site("news.example", b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")
    found = make_fetcher(internet).get("http://news.example/", headers={"If-None-Match": "x"})
    assert (found.status, found.body) == (304, b"")
    with pytest.raises(BadAnswer, match="304"):
        make_fetcher(internet).get("http://news.example/")


def test_secrets_do_not_follow_to_another_origin(internet: Any, make_answer: Any) -> None:
    internet.site("api.example", make_answer(status="307 Go", headers={"Location": "http://elsewhere.example/"}))
    other = internet.site("elsewhere.example", make_answer(b"ok"))
    secret = {"Authorization": "Bearer abc", "X-Key": "abc", "If-None-Match": '"tag"'}
    make_fetcher(internet).get("http://api.example/", headers=secret)
    asked = other.requests[0].lower()
    assert b"abc" not in asked and b'if-none-match: "tag"' in asked


def test_credentials_never_go_from_https_to_http(internet: Any, make_answer: Any) -> None:
    down = make_answer(status="302 Found", headers={"Location": "http://api.example/"})
    internet.site("api.example", down, tls=True)
    plain = internet.site("api.example", make_answer(b"in the clear"))
    fetcher = make_fetcher(internet)
    with pytest.raises(Refused, match="https to http"):
        fetcher.get("https://api.example/", headers={"Authorization": "Bearer abc"})
    assert plain.connections == 0
    assert fetcher.get("https://api.example/").body == b"in the clear"


def test_a_redirect_of_a_post_is_not_followed(internet: Any, make_answer: Any) -> None:
    site = internet.site("api.example", make_answer(status="307 Go", headers={"Location": "/other"}))
    with pytest.raises(BadAnswer, match="redirects"):
        make_fetcher(internet).post("http://api.example/", json={"a": 1})
    assert site.connections == 1 and site.requests[0].endswith((b'{"a":1}', b"\r\n\r\n"))


def drip(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        time.sleep(0.05)


def drip_headers(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        connection.sendall(f"X-{number}: y\r\n".encode())
        time.sleep(0.05)


def say_wait_for_ever(connection: socket.socket, _: bytes) -> None:
    for _ in range(200):
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.05)


def say_nothing(connection: socket.socket, _: bytes) -> None:
    time.sleep(5)


@pytest.mark.parametrize("script", [drip, drip_headers, say_wait_for_ever, say_nothing])
def test_a_server_that_never_ends_is_left_at_the_deadline(internet: Any, script: Any) -> None:
    internet.site("slow.example", script)
    begun = time.monotonic()
    with pytest.raises(TooSlow, match=r"not finished after 0\.6 seconds") as caught:
        make_fetcher(internet, limits=Limits(seconds=0.6)).get("http://slow.example/")
    assert caught.value.retry and time.monotonic() - begun < 1.5


def test_redirects_share_one_deadline(internet: Any, make_answer: Any) -> None:
    def late(connection: socket.socket, _: bytes) -> None:
        time.sleep(0.3)
        connection.sendall(make_answer(status="302 Found", headers={"Location": "/on"}))

    site = internet.site("late.example", late)
    with pytest.raises(TooSlow):
        make_fetcher(internet, limits=Limits(seconds=0.7)).get("http://late.example/")
    assert site.connections <= 3


def test_a_name_server_that_never_answers_is_left_at_the_deadline(internet: Any) -> None:
    class Silent:
        def resolve(self, host: str) -> list[str]:
            time.sleep(3)
            return ["93.184.216.34"]

    begun = time.monotonic()
    with pytest.raises(TooSlow):
        Fetcher(Limits(seconds=0.4), resolver=Silent(), dialler=internet).get("http://quiet.example/")
    assert time.monotonic() - begun < 1.5 and internet.dialled == []


def test_two_hundred_megabytes_are_refused_by_what_is_stated_before_any_is_read(internet: Any) -> None:
    def large(connection: socket.socket, _: bytes) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {200 * MEGABYTE}\r\n\r\n".encode())

    internet.site("large.example", large)
    with pytest.raises(TooLarge, match="larger than the 10 MB") as caught:
        make_fetcher(internet).get("http://large.example/")
    assert not caught.value.retry


def test_two_hundred_megabytes_without_a_stated_length_stop_at_the_limit(internet: Any) -> None:
    sent = 0

    def endless(connection: socket.socket, _: bytes) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            connection.sendall(bytes(MEGABYTE))
            sent += 1

    internet.site("endless.example", endless)
    with pytest.raises(TooLarge):
        make_fetcher(internet, limits=Limits(max_bytes=4 * MEGABYTE)).get("http://endless.example/")
    time.sleep(0.1)
    assert sent < 20, "the connection must be left, not drained"


def brotli_pack(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=5))


def in_members(data: bytes) -> bytes:
    return gzip.compress(data[: len(data) // 10]) * 10


def peak_megabytes(work: Callable[[], object]) -> float:
    """Give the most memory that Python objects took while something ran."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "encoding, pack, careless",
    [
        ("gzip", gzip.compress, gzip.decompress),
        ("gzip", in_members, gzip.decompress),
        ("br", brotli_pack, brotli.decompress),
        ("deflate", zlib.compress, zlib.decompress),
    ],
    ids=["gzip", "gzip in members", "br", "deflate"],
)
def test_a_bomb_is_never_larger_in_memory_than_the_limit(
    internet: Any, make_answer: Any, encoding: str, pack: Any, careless: Any
) -> None:
    bomb = pack(bytes(100 * MEGABYTE))
    internet.site("bomb.example", make_answer(bomb, headers={"Content-Encoding": encoding}))
    fetcher = make_fetcher(internet, limits=Limits(max_bytes=5 * MEGABYTE))

    def fetch() -> None:
        with pytest.raises(TooLarge):
            fetcher.get("http://bomb.example/")

    assert peak_megabytes(fetch) < 20
    assert peak_megabytes(lambda: careless(bomb)) > 95, "the control: undone carelessly, the bomb is seen"


@pytest.mark.parametrize(
    "encoding, pack",
    [
        ("gzip", gzip.compress),
        ("br", brotli.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip", lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:]) + b"\0\0"),
        ("identity", bytes),
    ],
)
def test_honest_compression_is_undone(internet: Any, make_answer: Any, encoding: str, pack: Any) -> None:
    text = b"Wahr ist, was gedruckt steht. " * 20_000
    internet.site("news.example", make_answer(pack(text), headers={"Content-Encoding": encoding}))
    assert make_fetcher(internet).get("http://news.example/").body == text


@pytest.mark.parametrize("encoding", ["zstd", "gzip, gzip", "compress", "aes"])
def test_an_encoding_that_was_not_asked_for_is_a_bad_answer(internet: Any, make_answer: Any, encoding: str) -> None:
    internet.site("odd.example", make_answer(b"x" * 50, headers={"Content-Encoding": encoding}))
    with pytest.raises(BadAnswer, match="not asked for"):
        make_fetcher(internet).get("http://odd.example/")


@pytest.mark.parametrize(
    "body, reason",
    [(b"not gzip at all", "says that it is compressed"), (gzip.compress(b"abc" * 999, mtime=0)[:-20], "breaks off")],
)
def test_broken_compression_is_a_bad_answer(internet: Any, make_answer: Any, body: bytes, reason: str) -> None:
    internet.site("broken.example", make_answer(body, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(BadAnswer, match=reason):
        make_fetcher(internet).get("http://broken.example/")


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000 + b"\r\n",
        b"",
    ],
    ids=["another protocol", "cut off", "endless headers", "nothing"],
)
def test_what_is_not_http_is_a_bad_answer_that_may_be_better_later(internet: Any, raw: bytes) -> None:
    internet.site("broken.example", raw)
    with pytest.raises(OutboundError, match=r"^http://broken\.example/: .*\.$") as caught:
        make_fetcher(internet).get("http://broken.example/")
    assert caught.value.retry and isinstance(caught.value, BadAnswer | Unreachable)


def test_proxies_and_passwords_in_the_environment_are_not_looked_at(
    internet: Any, make_answer: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    proxy = internet.listen(lambda connection, _: connection.sendall(make_answer(b"proxied")))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    (tmp_path / ".netrc").write_text("machine news.example login me password abc\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    site = internet.site("news.example", make_answer(b"direct"))
    assert make_fetcher(internet).get("http://news.example/").body == b"direct"
    assert proxy.connections == 0 and b"authorization" not in site.requests[0].lower()


def test_a_peer_is_one_exact_place_and_never_a_metadata_service(internet: Any, make_answer: Any) -> None:
    site = internet.listen(lambda connection, _: connection.sendall(make_answer(b"peer")))
    internet.answers["meta.example"] = [["169.254.169.254"]]
    peers = Peers.parse([f"127.0.0.1:{site.port}", "meta.example:80"])
    fetcher = make_fetcher(internet, peers=peers)
    assert fetcher.get(f"http://127.0.0.1:{site.port}/").body == b"peer"
    with pytest.raises(Refused, match="port"):
        fetcher.get(f"http://127.0.0.1:{site.port + 1}/")
    with pytest.raises(Refused, match="link-local"):
        fetcher.get("http://meta.example/")


@pytest.mark.parametrize("text", ["127.0.0.1", "http://x:80", "x:0", ":80", "x:99999"])
def test_a_peer_that_is_not_host_and_port_is_explained(text: str) -> None:
    with pytest.raises(ValueError, match="Write host:port"):
        Peers.parse([text])


def test_content_never_reaches_an_endpoint_of_the_operator(internet: Any, make_answer: Any) -> None:
    model = internet.site("model.example", make_answer(b"{}"))
    endpoint = OperatorEndpoint.parse("http://model.example/v1")
    internet.site("door.example", make_answer(status="302 Found", headers={"Location": "http://model.example/"}))
    content = make_fetcher(internet, operator_endpoints=[endpoint])
    for url in ("http://model.example/", "http://MODEL.example./", "http://door.example/"):
        with pytest.raises(Refused, match="own servers"):
            content.get(url)
    assert model.connections == 0
    operator = OperatorFetcher([endpoint], resolver=internet, dialler=internet)
    assert operator.post("http://model.example/v1/chat", json={}).body == b"{}"


def test_an_operator_fetcher_goes_to_its_endpoints_alone(internet: Any, make_answer: Any) -> None:
    model = internet.listen(lambda connection, _: connection.sendall(make_answer(b"{}")))
    own = f"http://127.0.0.1:{model.port}"
    operator = OperatorFetcher([OperatorEndpoint.parse(own)])
    assert operator.get(f"{own}/health").body == b"{}"
    for url in ("http://news.example/", f"https://127.0.0.1:{model.port}/", f"http://localhost:{model.port}/"):
        with pytest.raises(Refused, match="not one of the configured endpoints"):
            operator.get(url)
    assert model.connections == 1


def test_an_endpoint_that_redirects_is_not_followed(internet: Any, make_answer: Any) -> None:
    away = make_answer(status="302 Found", headers={"Location": "http://news.example/"})
    model = internet.listen(lambda connection, _: connection.sendall(away))
    operator = OperatorFetcher([OperatorEndpoint.parse(f"http://127.0.0.1:{model.port}")])
    with pytest.raises(BadAnswer, match="redirects"):
        operator.get(f"http://127.0.0.1:{model.port}/")


def test_what_is_shown_of_a_source_has_no_controls_and_no_password() -> None:
    with pytest.raises(Refused) as caught:
        Fetcher().get("http://me:hush@news.example/\x1b[31m\r\nInjected: 1" + "a" * 500)
    assert "hush" not in str(caught.value) and "\x1b" not in str(caught.value) and "\n" not in str(caught.value)
    assert len(caught.value.source) <= 200


def test_one_fetcher_serves_many_threads(internet: Any, make_answer: Any) -> None:
    internet.site("news.example", make_answer(b"all the same"))
    fetcher = make_fetcher(internet)
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(fetcher.get("http://news.example/").body)) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert bodies == [b"all the same"] * 16


class Nowhere:
    """No name has an address, so whatever gets as far as a connection fails there."""

    def resolve(self, host: str) -> list[str]:
        raise OSError("no such name")

    def dial(self, address: str, port: int, timeout: float) -> Any:
        raise ConnectionRefusedError(111, f"nothing at {address}")


urls = st.text() | st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["http://", "https://", "//", "http:", "HTTP://a@", "http://[", "http://127.0.0.1"]),
    st.text(max_size=30),
    st.sampled_from(["", ":80", ":0", ":99999", ":x", "]", "%00", "\\@b", "#", "?"]),
    st.text(max_size=10),
)


@given(urls)
def test_whatever_is_given_as_a_url_ends_in_one_sentence_of_our_own(url: str) -> None:
    with pytest.raises(OutboundError) as caught:
        Fetcher(resolver=Nowhere(), dialler=Nowhere()).get(url)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


@given(location=urls.filter(lambda url: not set(url) & set("\r\n\0") and url.strip() == url))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_wherever_a_redirect_points_nothing_inside_is_connected_to(
    internet: Any, make_answer: Any, location: str
) -> None:
    try:
        raw = location.encode()
    except UnicodeEncodeError:
        return
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + raw + b"\r\n\r\n"
    internet.site("door.example", head)
    with pytest.raises(OutboundError):
        make_fetcher(internet).get("http://door.example/")
    public = internet.answers["door.example"][0][0]
    assert {address for address, _ in internet.dialled} == {public}
