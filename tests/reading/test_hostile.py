"""Sources made to stop a reader, tried with the real limits: PDFs that never end, the network from inside the child, feeds that lie."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from coranto.reading import doors
from coranto.reading.errors import ReadingError
from coranto.reading.feeds import read_feed
from coranto.reading.opening import read_bytes


@pytest.fixture(autouse=True, scope="module")
def _closed_afterwards():
    yield
    doors.close()


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    data, places = b"%PDF-1.7\n", []
    parts = [data]
    length = len(data)
    for number, body in enumerate(objects, 1):
        places.append(length)
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        parts.append(part)
        length += len(part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table, len(objects) + 1, length))
    return b"".join(parts)


def stream(words: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(words), words)


def one_page(content: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<%b%b>>/Contents 4 0 R>>" % (font, resources)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(content), *more])


def deep_tree(levels: int) -> bytes:
    kids = [b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (max(1, number - 1), number + 1) for number in range(2, levels + 2)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *kids, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (levels + 1)])


def forms(levels: int, each: int) -> bytes:
    """Forms that draw the next form `each` times: each ** levels drawings."""
    made = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n%b\nendstream" % (number + 1, 6 * each, b"/X Do\n" * each)
        for number in range(5, 5 + levels)
    ]
    return one_page(b"/X Do", *made, stream(b""), resources=b"/XObject<</X 5 0 R>>")


PDFS = {
    "a page tree 20,000 deep": deep_tree(20_000),
    "a page tree that bites its tail": pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 400>>"]),
    "200,000 objects": pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", *[b"<<>>"] * 200_000]),
    "a page count of two thousand million": pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>"]),
    "two million operators": one_page(b"q 1 0 0 1 0 0 cm Q " * 500_000),
    "a million words on one page": one_page(b"BT /F 9 Tf " + b"(word and word) Tj " * 400_000 + b"ET"),
    "forms that draw forms": forms(12, 12),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_made_to_hang_is_given_up_in_time_and_the_next_source_is_read(name: str):
    began = time.perf_counter()
    try:
        readings = read_bytes(PDFS[name], source=name)
    except ReadingError as error:
        assert str(error).startswith(f"'{name}' ")
        assert "\n" not in str(error)
    else:
        assert len(readings) == 1
    assert time.perf_counter() - began < 10
    good = one_page(b"BT /F 12 Tf 20 700 Td (The harbour was open again on Monday morning, said the crew of the ferry.) Tj ET")
    assert "open again on Monday" in (read_bytes(good, source="next")[0].headline or "")


_TRY = """
import socket, sys
from coranto.reading import doorkeeper
if sys.argv[2] == "shut":
    sys.addaudithook(doorkeeper._refuse)
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5).close()
    print("connected")
except PermissionError as error:
    print("refused:", error)
"""


@pytest.mark.parametrize(("hook", "answer", "visits"), [("shut", "refused: A reader may not do this: socket.", 0), ("open", "connected", 1)])
def test_a_reader_reaches_no_network_and_the_control_does(hook: str, answer: str, visits: int):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        said = subprocess.run([sys.executable, "-c", _TRY, str(server.getsockname()[1]), hook], capture_output=True, text=True, timeout=60, check=True)
        assert said.stdout.startswith(answer)
        came = 0
        try:
            server.accept()[0].close()
            came = 1
        except TimeoutError:
            pass
        assert came == visits


def rss(items: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f"{head}<rss version='2.0'><channel><title>Tidewater</title>{items}</channel></rss>".encode()


def test_a_feed_that_says_it_is_html_is_read_as_the_feed_it_is():
    data = rss("<item><title>Ferry</title><description>The ferry came back on Monday.</description></item>")
    assert read_bytes(data, source="f", content_type="text/html; charset=utf-8")[0].headline == "Ferry"


def test_a_feed_that_declares_the_wrong_encoding_is_read_rightly():
    data = rss("<item><title>Fähre à l’été</title></item>", '<?xml version="1.0" encoding="us-ascii"?>')
    assert read_feed(data, source="f")[0].headline == "Fähre à l’été"


def test_an_item_of_the_future_keeps_its_date_and_is_pointed_out():
    later = (datetime.now(UTC) + timedelta(days=400)).replace(microsecond=0)
    reading = read_feed(rss(f"<item><title>x</title><pubDate>{later:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"), source="f")[0]
    assert reading.published == later.isoformat()
    assert reading.warnings == [f"The source says that this was published on {later:%Y-%m-%d}, which is still to come."]


def test_relative_links_without_a_base_lead_nowhere_and_a_missing_guid_is_the_address():
    first, second = read_feed(rss("<item><title>x</title><link>/a/1</link><description>&lt;p&gt;&lt;a href='/b'&gt;Here&lt;/a&gt; it is.&lt;/p&gt;</description></item>"
                                  "<item><title>y</title><link>https://tidewater.example/2</link></item>"), source="f")  # fmt: skip
    assert first.canonical_url is None
    assert first.blocks == [{"type": "paragraph", "html": "Here it is."}]
    assert second.outside_id == "https://tidewater.example/2"


@pytest.mark.slow
def test_ten_thousand_items_are_read_or_refused_in_time():
    data = rss("".join(f"<item><guid>{number}</guid><title>Ferry {number}</title><description>The ferry came back on Monday, number {number}.</description></item>" for number in range(10_000)))
    began = time.perf_counter()
    try:
        readings = read_bytes(data, source="f")
    except ReadingError as error:
        assert str(error).startswith("'f' ")
    else:
        assert len({reading.outside_id for reading in readings}) == 10_000
    assert time.perf_counter() - began < 12
    assert [one.headline for one in read_bytes(data, source="f", limit=5)] == [f"Ferry {number}" for number in range(5)]
    json.dumps([one.as_json() for one in read_bytes(data, source="f", limit=5)])
