"""Feeds: every item, inherited language and base, nothing dangerous, and one sentence when a feed lies."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from coranto.reading import sanitising
from coranto.reading.errors import Empty, ReadingError, Unreadable
from coranto.reading.feeds import parse, read_feed
from tests.reading.conditions import condition, holds
from tests.reading.corpora import folder
from tests.reading.test_sanitising import dangers

HOME = "http://127.0.0.1:8097/tests/wellformed/base/"  # where the corpus says that its files were fetched from

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt-BR" xml:base="https://diario.example/"><title>Di\xc3\xa1rio</title>
<entry><id>tag:diario.example,2024:1</id><title>Primeira</title><link href="/2024/primeira/"/><published>2024-03-01T09:30:00+02:00</published><author><name>Ana Lima</name></author>
<category term="agua" label="\xc3\x81gua"/><summary>Um resumo.</summary><rights>CC BY</rights>
<content type="html">&lt;p&gt;O rio &lt;a href="mapa.html"&gt;subiu&lt;/a&gt;.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;&lt;blockquote&gt;&lt;p&gt;Nunca vi.&lt;/p&gt;&lt;p&gt;\xe2\x80\x94 Rui Costa&lt;/p&gt;&lt;/blockquote&gt;</content></entry>
<entry><id>2</id><title>Segunda</title><content type="html">&lt;p&gt;Dois.&lt;/p&gt;</content></entry></feed>"""


def test_an_item_says_who_wrote_it_when_where_and_in_which_language():
    first, second = read_feed(ATOM, source="feed")
    assert (first.headline, first.byline, first.outlet) == ("Primeira", ["Ana Lima"], "Diário")
    assert first.published == "2024-03-01T09:30:00+02:00"
    assert first.canonical_url == "https://diario.example/2024/primeira/"
    assert first.language.declared == second.language.declared == "pt-BR"
    assert (first.outside_id, first.themes, first.copyright_notice) == ("tag:diario.example,2024:1", ["Água"], "CC BY")
    assert first.blocks[0] == {"type": "paragraph", "html": 'O rio <a href="https://diario.example/mapa.html">subiu</a>.'}
    assert first.quotations[0].speaker == "Rui Costa"
    assert first.text.startswith("Um resumo.\n\nO rio subiu.")


def test_a_limit_takes_the_first_items():
    assert [reading.headline for reading in read_feed(ATOM, source="feed", limit=1)] == ["Primeira"]


def test_a_json_feed_is_read_like_the_others():
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Le Phare", "language": "fr", "authors": [{"name": "Zoé Martin"}],
            "items": [{"id": "1", "url": "https://phare.example/1", "title": "Un", "content_html": "<p>Bonjour à tous les lecteurs.</p>", "date_published": "2024-05-01T10:00:00Z"},
                      {"id": "2", "content_text": "Deux lignes.\n\nEncore <une>."}]}  # fmt: skip
    first, second = read_feed(json.dumps(feed).encode(), source="feed")
    assert (first.headline, first.byline, first.published, first.language.declared) == ("Un", ["Zoé Martin"], "2024-05-01T10:00:00+00:00", "fr")
    assert second.text == "Deux lignes.\n\nEncore <une>."


@pytest.mark.parametrize(
    ("data", "family"),
    [
        (b"<rss><channel><title>x</title></channel></rss>", Empty),
        (b"<html><body><p>Sorry, no feed today.</p></body></html>", Unreadable),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 5}', Unreadable),
        (b'{"items": [', Unreadable),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>', Unreadable),
        (b'<!DOCTYPE x [<!ENTITY a "12345"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>', Unreadable),
    ],
)
def test_a_feed_that_lies_is_refused_in_one_sentence(data: bytes, family: type[ReadingError]):
    with pytest.raises(family, match=r"^'https://example.org/feed' "):
        read_feed(data, source="https://example.org/feed")


@pytest.mark.parametrize("kind", ["rss", "atom10", "lang", "base"])
def test_what_each_file_of_the_corpus_says_comes_out(kind: str):
    files = _files(folder("feeds") / kind)
    assert len(files) > 50
    wrong = [file.name for file in files if not _comes_out(file)]
    assert len(wrong) / len(files) <= 0.02, wrong


def test_nothing_dangerous_of_the_corpus_reaches_a_block():
    files = _files(folder("feeds") / "sanitize")
    seen = 0
    for file in files:
        try:
            readings = read_feed(file.read_bytes(), source=file.name)
        except ReadingError:
            continue
        for reading in readings:
            for block in reading.blocks:
                for html in [block.get("html", ""), *block.get("items", [])]:
                    seen += bool(html)
                    assert dangers(html, sanitising.BLOCK_TAGS) == [], file.name
                assert block.get("url") is None or sanitising.link(block["url"]) == block["url"], file.name
            assert reading.canonical_url is None or sanitising.link(reading.canonical_url), file.name
    assert seen > 100


def _files(where: Path) -> list[Path]:
    return sorted(file for file in where.iterdir() if file.suffix == ".xml")


def _comes_out(file: Path) -> bool:
    data = file.read_bytes()
    expected = condition(data)
    if expected is None:
        return True
    try:
        headers = dict(re.findall(r"Header:\s*([\w-]+):\s*(\S+)", data[:1000].decode("latin-1")))
        where = headers.get("Content-Location", "")
        parsed = parse(data, source=file.name, content_type="application/xml", url=urljoin(HOME + file.name, where), language=headers.get("Content-Language"))
        return holds(expected, {"bozo": parsed.bozo, "feed": parsed.feed, "entries": parsed.entries, "version": parsed.version, "namespaces": parsed.get("namespaces", {}), "encoding": parsed.get("encoding")})
    except (KeyError, AttributeError, IndexError, ReadingError):
        return False
