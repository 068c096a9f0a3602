"""The page that tells readers where an article comes from: from the files that readers get."""

from __future__ import annotations

import json
from typing import Any

import feedparser
from django.utils import timezone
from lxml import etree, html

from coranto.articles.models import Article, Outlet, PublicState
from coranto.articles.origins import fingerprint
from coranto.newsroom import flow
from coranto.signing.keys import Keyring
from coranto.site import addresses
from tests.site.making import make_article, make_outlet, publish_article, rich
from tests.syndication.conftest import Built
from tests.syndication.test_provenance import corrected_article

URL = "https://other.example/news/bridge"


def page_of(site: Built, article: Article, language: str = "en") -> Any:
    """The page about an article's provenance, parsed."""
    return html.fromstring(site.text(way(article, language)))


def way(article: Article, language: str = "en") -> str:
    state = PublicState.objects.get(article=article)
    return f"/{language}/{state.first_public_at:%Y}/{state.first_public_at:%m}/{state.slug}/provenance/"


def said(element: Any) -> str:
    """The words of an element without isolating marks."""
    return " ".join(str(element.text_content()).replace("\u2068", "").replace("\u2069", "").split())


def origin(verdict: str, *, key: str = "", texts: tuple[str, ...] = ()) -> dict[str, Any]:
    """What taking in keeps of a source's statement."""
    manifest = {"id": URL, "version": 2, "language": "en", "outlet": {"name": "The Other Paper Ltd", "url": "https://other.example"}, "published": "2023-05-06T07:00:00Z"}
    return {
        "verdict": verdict, "why": "", "at": "2024-03-01T09:00:00+00:00", "key": key, "kid": "", "address": f"{URL}/provenance.json", "url": URL,
        "manifest": manifest if verdict == "verified" else None, "signature": None, "passages": [fingerprint(text) for text in texts],
    }  # fmt: skip


def repost(found: dict[str, Any] | None, *, headline: str = "A bridge", **fields: Any) -> Article:
    """A repost with what was found about its origin."""
    outlet = Outlet.objects.first() or make_outlet()
    source = {"outlet": outlet, "url": URL, "first_published": "2023-05", "basis": "permission", "origin": found, "fetched_at": timezone.now(), **fields}
    return make_article(headline, text="It was opened at noon.\n\nNobody fell.", provenance=source)


def test_every_article_leads_to_a_page_that_tells_its_way_step_by_step(site: Built, ring: Keyring) -> None:
    article = corrected_article(site)
    path = way(article)
    [link] = html.fromstring(site.text(path.removesuffix("provenance/"))).xpath("//p[@class='where-from']/a")
    assert (link.get("href"), said(link)) == (path, "Where this comes from")
    steps = [said(step) for step in page_of(site, article).xpath("//li") if "origin-step" in step.get("class", "")]
    assert steps[0].startswith("First published by The Example on March 4, 2024.")
    assert "Version 2, March 4, 2024." in steps[1]
    assert "sha256:" in steps[1]
    assert "The stone weighs six tonnes, not five." in steps[2]
    check = page_of(site, article).xpath("//section[@class='origin-check']")[0]
    assert f"coranto verify-article {addresses.absolute(path.removesuffix('provenance/'))}" in said(check)
    assert [link.rpartition("/")[2] for link in check.xpath(".//a/@href")] == ["provenance.json", "coranto.json"]


def test_a_correction_reaches_the_page_and_a_withdrawal_takes_it_away(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    site.build()
    assert "Nine" not in site.text(way(article))
    flow.article_corrected(article, kind="correction", text="Nine stones.", by=None, now=timezone.now())
    site.build()
    assert "Nine stones." in site.text(way(article))
    flow.article_withdrawn(article, reason="There was no road.", by=None, now=timezone.now())
    site.build()
    assert way(article) not in site.outputs()


def test_a_draft_has_no_page_and_one_that_is_not_signed_says_so(site: Built) -> None:
    draft = make_article("A secret", publish=False)
    article = make_article("Unsigned")
    site.build()
    assert not [path for path in site.outputs() if draft.slug in path]
    assert "This publication has not signed this text." in said(page_of(site, article))
    assert "verify-article" not in site.text(way(article))


def test_a_repost_says_how_far_its_origin_can_be_trusted(site: Built, ring: Keyring) -> None:
    expected = {
        "unsure": (None, "The source has not signed this. It is known only from what its page said."),
        "good": (origin("verified", key="new"), "The Other Paper Ltd (other.example) has signed this, and the signature is genuine."),
        "bad": (origin("wrong"), "The signature that came with this text is wrong. Do not rely on what is said of its origin."),
    }
    for tone, (found, sentence) in expected.items():
        article = repost(found, headline=f"A bridge {tone}")
        site.build()
        [first, taken, here] = page_of(site, article).xpath("//ol[@class='origin-steps']/li")
        assert first.get("data-trust") == tone
        assert sentence in said(first)
        assert first.xpath(".//a/@href") == [URL]
        assert said(taken).startswith("Taken in by The Example on ")
        assert "Reprinted with permission." in said(taken)
        assert said(here).startswith("Published here on March 4, 2024.")
        assert ("May 6, 2023" if tone == "good" else "May 2023") in said(first)


def test_a_key_that_nobody_vouched_for_is_told_beside_a_good_signature(site: Built, ring: Keyring) -> None:
    article = repost(origin("verified", key="changed"))
    site.build()
    [first, *_rest] = page_of(site, article).xpath("//ol[@class='origin-steps']/li")
    assert first.get("data-trust") == "bad"
    assert "signs with another key than before, and nobody has vouched for the new one." in said(first)


def test_a_copy_that_differs_from_the_signed_original_shows_where_and_no_word_of_the_original(site: Built, ring: Keyring) -> None:
    kept = ("A bridge", "Standfirst of A bridge.", "It was opened at noon.")
    same = repost(origin("verified", texts=(*kept, "Nobody fell.")))
    site.build()
    assert "This copy says all that the signed original says." in said(page_of(site, same))
    assert not page_of(site, same).xpath("//blockquote")
    other = repost(origin("verified", texts=("Another bridge", "Standfirst of Another bridge.", kept[2], "A secret sentence.", "Another one.")), headline="Another bridge")
    site.build()
    shown = page_of(site, other)
    assert "This copy differs from the signed original here:" in said(shown)
    assert [said(passage) for passage in shown.xpath("//blockquote")] == ["Nobody fell."]
    assert "leaves out or changes: 2." in said(shown)
    assert "secret" not in site.text(way(other))


def test_an_origin_of_another_host_than_the_address_is_not_shown(site: Built, ring: Keyring) -> None:
    article = repost(origin("verified"), url="https://elsewhere.example/a")
    site.build()
    assert "signature is genuine" not in said(page_of(site, article))


def test_feeds_and_pages_name_the_chain(site: Built, ring: Keyring) -> None:
    article = make_article("A road is built")
    site.build()
    path = way(article).replace("provenance/", "provenance.json")
    address = addresses.absolute(path)
    feed = feedparser.parse(site.text("/en/feed.atom"))
    assert [(link.href, link.type) for link in feed.entries[0].links if link.rel == "describedby"] == [(address, "application/vnd.coranto+json")]
    rss = etree.fromstring(site.text("/en/feed.xml").encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    [link] = rss.findall("channel/item/{http://www.w3.org/2005/Atom}link")
    assert (link.get("rel"), link.get("href")) == ("describedby", address)
    assert json.loads(site.text("/en/feed.json"))["items"][0]["_coranto"]["provenance"] == address
    page = html.fromstring(site.text(way(article).removesuffix("provenance/")))
    assert page.xpath("//link[@rel='describedby']/@href") == [address]
    assert f'<{address}>; rel="describedby"; type="application/vnd.coranto+json"' in dict(site.output(way(article).removesuffix("provenance/")).headers)["Link"]


def test_feeds_of_what_is_not_signed_name_none(site: Built) -> None:
    make_article("Unsigned")
    site.build()
    for name in ("feed.atom", "feed.xml", "feed.json"):
        assert "provenance.json" not in site.text(f"/en/{name}")


def test_an_edit_reaches_the_page_in_the_same_build(site: Built, ring: Keyring) -> None:
    article = repost(origin("verified", texts=("It was opened at noon.",)))
    site.build()
    article.body = [("rich_text", rich('<p data-block-key="k0">It was opened at one.</p>'))]
    article.save()
    publish_article(article)
    site.build()
    assert "It was opened at one." in said(page_of(site, article))
