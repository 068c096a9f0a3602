"""Bad input from the command line, as a user gives it: one sentence, exit code 1, nothing stored, nobody private asked, in bounds."""

from __future__ import annotations

import gzip
import io
import socket
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hostile.measuring import Outcome, coranto
from tests.reading.corpora import folder

pytestmark = pytest.mark.slow
MOST_SECONDS, MOST_MEGABYTES = 10.0, 300.0
GOOD = "<html lang=en><head><title>The river rose</title></head><body><article><h1>The river rose</h1>" + "<p>The river rose by three metres on Monday, and the ferry stayed on the northern bank until the evening.</p>" * 5


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, data)
    return out.getvalue()


def hanging_pdf() -> bytes:
    """A PDF whose one page draws itself a million million times through nested forms."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
               b"<</Length 3>>stream\n/F Do\nendstream"]  # fmt: skip
    for number in range(5, 25):
        objects.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>stream\n%s\nendstream" % (number + 1, 6 * 30, b"/F Do " * 30))
    objects.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 9>>stream\n0 0 1 1 re\nendstream")
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1)) + b"trailer<</Root 1 0 R>>"


def wide_pdf() -> bytes:
    """A PDF that says it has a hundred million pages, padded past what is read."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 100000000>> endobj\ntrailer<</Root 1 0 R>>"


FILES: dict[str, Callable[[], bytes]] = {
    "encoding.txt": lambda: b"\xff\xfe\x00\xd8" + b"\x00\xd8\xff" * 3000,
    "200-megabytes.html": lambda: b"<p>word " * 25_000_000,
    "bomb.html.gz": lambda: gzip.compress(b"\0" * 300_000_000),
    "bomb.docx": lambda: zipped("word/document.xml", b"<w:p>" * 60_000_000),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"x",
    "picture.png": lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0",
    "hangs.pdf": hanging_pdf,
    "wide.pdf": wide_pdf,
    "scripts.html": lambda: b"<html><head><title></title><script>while(1){}</script></head><body onload=alert(1)><script>document.write('<p>text</p>'.repeat(1e9))</script></body></html>",
    "lies.rss": lambda: b"<rss><channel><title>x</title>" + b"<item><enclosure length='-1' url='file:///etc/passwd'/></item>" * 3,
    "lies.pdf": lambda: b"%PDF-1.7\n" + b"\0" * 4000,
    "empty.html": lambda: b" ",
}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance as `coranto new` makes it, with one article taken in: the control that taking in works."""
    found = tmp_path_factory.mktemp("instances") / "instance"
    made = coranto(["new"], found, patience=240)
    assert made.code == 0, made.err
    good = found.parent / "good.html"
    good.write_text(GOOD)
    taken = coranto(["take-in", str(good)], found)
    assert taken.code == 0, (taken.out, taken.err)
    assert stored(found) == (1, 1)
    return found


def stored(instance: Path) -> tuple[int, int]:
    """How many articles and how many items stand in the database."""
    file = next(instance.rglob("*.sqlite3"))
    with sqlite3.connect(file) as database:
        return tuple(database.execute(f"select count(*) from {table}").fetchone()[0] for table in ("articles_article", "intake_item"))  # type: ignore[return-value]


def holds(outcome: Outcome, source: str, instance: Path) -> None:
    print(f"{source[-40:]:<42}{outcome.seconds:6.1f} s {outcome.megabytes:6.0f} MB  {(outcome.err or outcome.out).strip()[:160]}")
    assert outcome.code == 1, (outcome.out, outcome.err)
    assert outcome.out.strip() == "" or outcome.out.startswith("Took in 0 new, 0 held already")
    sentence = outcome.err.strip()
    assert source in sentence
    assert "\n" not in sentence and "Traceback" not in sentence
    assert sentence.endswith(".")
    assert stored(instance) == (1, 1)
    assert outcome.seconds < MOST_SECONDS
    assert outcome.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", ["read", "take-in"])
def test_a_bad_file_is_refused_in_one_sentence_and_in_bounds(name: str, command: str, instance: Path, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name]())
    holds(coranto([command, str(file)], instance), name, instance)


@pytest.mark.parametrize("name", ["xmlbomb.xml", "xmlbomb2.xml", "quadratic.xml", "cyclic.xml", "external.xml", "external_file.xml", "dtd.xml"])
def test_the_xml_attacks_are_refused(name: str, instance: Path) -> None:
    holds(coranto(["take-in", str(folder("xml") / "xmltestdata" / name)], instance), name, instance)


@pytest.fixture
def private() -> Iterator[tuple[int, list[str]]]:
    """A listener on loopback that keeps who came: (port, visits)."""
    server, visits = socket.create_server(("127.0.0.1", 0)), []
    server.settimeout(0.05)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, peer = server.accept()
            except TimeoutError:
                continue
            with connection:
                visits.append(str(peer))
                body = GOOD.encode()
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1], visits
    ended.set()
    thread.join()
    server.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1"])
def test_a_private_address_is_never_asked(host: str, private: tuple[int, list[str]], instance: Path) -> None:
    port, visits = private
    for address in (f"http://{host}/", f"http://{host}:{port}/"):
        holds(coranto(["take-in", address], instance), address, instance)
    assert visits == []


def test_the_listener_is_reached_when_the_operator_trusts_it(private: tuple[int, list[str]], instance: Path) -> None:
    """The control: the same address, trusted by the operator, is asked."""
    port, visits = private
    settings = instance / "coranto.toml"
    before = settings.read_text()
    settings.write_text(f'trusted_peers = ["127.0.0.1:{port}"]\n' + before)
    try:
        outcome = coranto(["take-in", f"http://127.0.0.1:{port}/"], instance)
    finally:
        settings.write_text(before)
    assert visits, (outcome.out, outcome.err)
