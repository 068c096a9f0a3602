"""Bad input from the command line, as a user gives it: one sentence, exit code 1, nothing stored, nobody private asked, in bounds."""

from __future__ import annotations

import gzip
import io
import json
import socket
import sqlite3
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image

from coranto.intake import fetching, sources
from coranto.intake.models import Item, OfferedPicture
from coranto.intake.taking import take_in
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.outbound.http import Fetcher
from coranto.pictures.models import Picture
from coranto.project.instance import make_instance
from coranto.reading.errors import ReadingError
from tests.hostile.measuring import Outcome, coranto
from tests.outbound.conftest import Internet, answer
from tests.reading.corpora import folder

pytestmark = pytest.mark.slow  # what needs no more to be seen than the others show is behind `make campaign`
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
def instance(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    """An instance with one article taken in, the control that taking in works. Its tables are a copy of the tests' own: making them anew takes 10 s."""
    found = tmp_path_factory.mktemp("instances") / "instance"
    make_instance(found)
    with django_db_blocker.unblock(), transaction.atomic():
        found_publication()
        (found / "coranto.sqlite3").write_bytes(connection.connection.serialize())
        transaction.set_rollback(True)
    good = found.parent / "good.html"
    good.write_text(GOOD)
    taken = coranto(["take-in", str(good)], found, patience=120)
    assert taken.code == 0, (taken.out, taken.err)
    assert stored(found) == (1, 1)
    return found


def stored(instance: Path) -> tuple[int, int]:
    """How many articles and how many items stand in the database."""
    file = next(instance.rglob("*.sqlite3"))
    with sqlite3.connect(file) as database:
        return tuple(database.execute(f"select count(*) from {table}").fetchone()[0] for table in ("articles_article", "intake_item"))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def bad_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every bad file, and one of 200 MB that takes no room on the disk."""
    place = tmp_path_factory.mktemp("bad")
    for name, make in FILES.items():
        (place / name).write_bytes(make())
    with (place / "200-megabytes.html").open("wb") as large:
        large.truncate(200_000_000)
    return sorted(place.iterdir())


def refused(outcome: Outcome, given: Sequence[str], instance: Path) -> None:
    """Every source has an error of one sentence that names it and nothing is stored; a control's line may stand beside them."""
    assert outcome.code == 1, (outcome.out, outcome.err)
    assert "Traceback" not in outcome.err
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    for source in given:
        errors = [line["error"] for line in lines if line["source"] == source and "error" in line]
        assert errors, (source, lines)
        assert not [line for line in lines if line["source"] == source and "error" not in line]
        for sentence in errors:
            assert source in sentence and "\n" not in sentence
            assert sentence.endswith(".")
    assert stored(instance) == (1, 1)


def test_bad_files_are_refused_by_taking_in_and_do_not_stop_one_another(instance: Path, bad_files: list[Path]) -> None:
    given = [str(file) for file in bad_files]
    outcome = coranto(["take-in", "--json", *given, str(instance.parent / "good.html")], instance, patience=300)
    refused(outcome, given, instance)
    assert json.loads(outcome.out.splitlines()[-1])["state"] == "held already"  # the last, a good one, was reached
    assert outcome.cpu < 3 * MOST_SECONDS
    assert outcome.megabytes < MOST_MEGABYTES  # all processes together


@pytest.mark.campaign
def test_bad_files_are_refused_by_reading_in_bounds(instance: Path, bad_files: list[Path]) -> None:
    given = [str(file) for file in bad_files if file.name != "lies.rss"]  # which reads as items that hold nothing; taking in refuses them
    outcome = coranto(["read", "--jsonl", *given, str(instance.parent / "good.html")], instance, patience=300)
    refused(outcome, given, instance)
    assert json.loads(outcome.out.splitlines()[-1])["headline"] == "The river rose"
    assert outcome.cpu < 3 * MOST_SECONDS
    assert outcome.megabytes < MOST_MEGABYTES  # all processes together


@pytest.mark.campaign
def test_the_worst_alone_is_given_up_in_time_with_its_sentence_on_the_error_stream(instance: Path, bad_files: list[Path]) -> None:
    worst = next(str(file) for file in bad_files if file.name == "hangs.pdf")
    outcome = coranto(["take-in", worst], instance, patience=120)
    assert outcome.code == 1
    assert outcome.out.strip() == "Took in 0 new, 0 held already, 1 not taken."
    assert worst in outcome.err and outcome.err.strip().endswith(".") and "\n" not in outcome.err.strip()
    assert stored(instance) == (1, 1)
    assert outcome.cpu < MOST_SECONDS


@pytest.mark.campaign
def test_the_xml_attacks_are_refused(instance: Path) -> None:
    names = ("xmlbomb.xml", "xmlbomb2.xml", "quadratic.xml", "cyclic.xml", "external.xml", "external_file.xml")
    given = [str(folder("xml") / "xmltestdata" / name) for name in names]
    outcome = coranto(["take-in", "--json", *given], instance, patience=300)
    refused(outcome, given, instance)
    assert outcome.cpu < 2 * MOST_SECONDS


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


PRIVATE = ("127.0.0.1", "localhost", "[::1]", "169.254.169.254", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1")


def test_a_private_address_is_never_asked(private: tuple[int, list[str]], instance: Path) -> None:
    port, visits = private
    given = [f"http://{host}{place}/" for host in PRIVATE for place in ("", f":{port}")]
    outcome = coranto(["take-in", "--json", *given], instance, patience=300)
    refused(outcome, given, instance)
    assert visits == []
    assert outcome.cpu < 2 * MOST_SECONDS


def test_the_listener_is_reached_when_the_operator_trusts_it(private: tuple[int, list[str]], instance: Path) -> None:
    """The control: the same address, trusted by the operator, is asked."""
    port, visits = private
    settings = instance / "coranto.toml"
    before = settings.read_text()
    settings.write_text(f'trusted_peers = ["127.0.0.1:{port}"]\n' + before)
    try:
        outcome = coranto(["take-in", "--json", f"http://127.0.0.1:{port}/"], instance, patience=120)
    finally:
        settings.write_text(before)
    assert visits, (outcome.out, outcome.err)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Internet]:
    """Public names with real servers on loopback behind them, asked by the fetcher that taking in uses.

    What a name server says the second time is tried where the fetcher is, in `tests/outbound/test_fetching.py`.
    """
    made = Internet(None)  # type: ignore[arg-type]  # no certificate is asked for
    for module in (sources, fetching):
        monkeypatch.setattr(module, "fetcher", lambda: Fetcher(resolver=made, dialler=made))
    yield made
    made.close()


@pytest.mark.parametrize("inside", ["http://127.0.0.1", "http://169.254.169.254/latest/meta-data/", "http://[::1]", "http://inside.example/"])
def test_a_redirect_to_a_private_address_is_not_followed(inside: str, internet: Internet) -> None:
    hidden = internet.listen(lambda connection, _request: connection.sendall(answer(GOOD.encode())))
    internet.answers["inside.example"] = [["169.254.169.254"]]
    target = f"{inside}:{hidden.port}/" if inside.endswith((".1", "]")) else inside
    site = internet.site("news.example", answer(status="302 Found", headers={"Location": target}))
    with pytest.raises(ReadingError) as caught:
        sources.open_url("http://news.example/article")
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    assert (site.connections, hidden.connections) == (1, 0)
    assert all(not address.startswith(("127.", "169.", "::1")) for address, _port in internet.dialled)


def test_the_same_redirect_to_a_public_address_is_followed(internet: Internet) -> None:
    """The control."""
    internet.site("news.example", answer(status="302 Found", headers={"Location": "http://paper.example/"}))
    internet.site("paper.example", answer(GOOD.encode(), headers={"Content-Type": "text/html"}))
    assert [one.headline for one in sources.open_url("http://news.example/article").readings] == ["The river rose"]


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels."""
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4, "big")


@pytest.mark.django_db
def test_offered_pictures_that_are_bombs_or_private_are_not_taken(internet: Internet) -> None:
    found_publication()
    user = User.objects.create_user("ada@example.org", "a long enough password")
    taken = take_in(sources.open_bytes(GOOD.encode(), source="good.html").readings[0], data=GOOD.encode(), by=user, now=timezone.now())
    internet.site("pictures.example", answer(bomb(60_000, 60_000), headers={"Content-Type": "image/png"}))
    internet.site("wide.example", answer(bomb(12_000, 7_000), headers={"Content-Type": "image/png"}))
    internet.site("lies.example", answer(b"<script>alert(1)</script>", headers={"Content-Type": "image/png"}))
    internet.site("moved.example", answer(status="302 Found", headers={"Location": "http://127.0.0.1/"}))
    for host in ("pictures", "wide", "lies", "moved"):
        offered = OfferedPicture.objects.create(item=taken.item, url=f"http://{host}.example/lead.png", is_lead=True)
        with pytest.raises(fetching.PictureError) as caught:
            fetching.take_picture(offered, by=user)
        assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    assert not Picture.objects.exists()
    image = io.BytesIO()
    Image.new("RGB", (64, 48)).save(image, "PNG")
    internet.site("good.example", answer(image.getvalue(), headers={"Content-Type": "image/png"}))
    assert fetching.take_picture(OfferedPicture.objects.create(item=taken.item, url="http://good.example/lead.png"), by=user).width == 64  # the control


@pytest.mark.django_db
def test_a_feed_that_lies_brings_text_and_no_address_that_is_a_program(internet: Internet) -> None:
    found_publication()
    text = "The river rose by three metres on Monday, and the ferry stayed on the northern bank. " * 6
    feed = f"""<rss version="2.0"><channel><title>x</title><link>javascript:alert(1)</link><item><title>A</title><guid>a</guid><link>file:///etc/passwd</link>
    <enclosure length="-1" type="image/png" url="javascript:alert(1)"/><pubDate>32 Foo 99999</pubDate><description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick=alert(1)&gt;{text}&lt;/p&gt;&lt;img src="http://169.254.169.254/x.png"&gt;</description></item></channel></rss>"""
    site = internet.site("feeds.example", answer(feed.encode(), headers={"Content-Type": "application/json"}))
    opened = sources.open_url("http://feeds.example/feed")
    assert [one.headline for one in opened.readings] == ["A"]
    taken = take_in(opened.readings[0], data=opened.data, by=None, now=timezone.now())
    body = json.dumps(list(taken.article.body.raw_data))
    assert "river rose" in body
    assert not any(word in body for word in ("script", "onclick", "javascript"))
    provenance = taken.article.provenances.get()
    assert not provenance.url.startswith(("file", "javascript"))
    assert not OfferedPicture.objects.filter(url__startswith="javascript").exists()
    assert (site.connections, len(internet.dialled), Item.objects.count()) == (1, 1, 1)  # nothing else was asked
