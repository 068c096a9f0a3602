"""Everything a reader gets is in the reader's language: a publication that has not one English word of its own shows none anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from coranto import languages
from coranto.articles.models import Article, Outlet, PersonLink
from coranto.delivery.models import Output
from coranto.languages import catalogs
from coranto.licensing.asking import Wish, ask
from coranto.licensing.deciding import Answer, grant
from coranto.licensing.links import letters_token
from coranto.licensing.models import Request
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.rights.models import Terms
from coranto.rights.presets import PRESETS
from coranto.rights.stating import make_default, state_terms
from coranto.rights.terms import Party, Use
from coranto.site import addresses
from coranto.site.facts.articles import article_page
from coranto.site.facts.store import Store
from coranto.site.printing.editions import imprint_of, make_edition
from coranto.site.printing.fonts import prints
from coranto.site.printing.typst_printer import TypstPrinter
from coranto.site.words import MACHINE, MADE
from coranto.syndication.keyring import ring, signing_key
from coranto.taxonomy.models import Region, Report, Theme
from coranto.translation.models import State
from tests.newsroom.translating import machine_translates_own
from tests.site import making
from tests.site.conftest import Built
from tests.site.english import english_in, told, told_by_feed
from tests.site.test_translations import make_translation

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OWN = {"de": "Der Weg über den Pass", "ar": "الطريق فوق الجبل", "ja": "峠を越える道"}
OTHER = "Дорога через перевал"  # of the articles that are translated into it; Russian, so that no Latin letter is left
MAKER = "machine translation made for the demonstration"
# What is the same in every language: formats, services, licences.
KNOWN = (
    "JSON Feed", "Hacker News", "CC BY", "HTML", "Creative Commons Attribution 4.0 International", "JSON-LD", "schema.org", "Word (DOCX)",
)  # fmt: skip


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> None:
    """A key to sign grants with, in a folder of its own."""
    settings.INSTANCE = replace(settings.INSTANCE, folder=tmp_path)
    ring().create(now=timezone.now())


def make_everything(code: str) -> tuple[Article, Article]:
    """A publication in one language with a page of each kind; gives an article of its own and one that a machine translated."""
    found_publication()
    words, rich = OWN[code], f"<p>{OWN[code]}.</p>"
    LanguagePolicy.objects.exclude(language__in=[code, "ru"]).delete()
    making.make_publication(
        code, "ru", name=words, tagline=words, default_language=code, disclaimer=rich, fair_use_notice=rich, note_to_readers=rich, footer_text=rich,
        comments_url="https://xn--e1afmkfd.example/", membership_url="https://xn--e1afmkfd.example/",
    )  # fmt: skip
    terms = Terms.objects.create(name=words, slug="all")
    state_terms(terms, PRESETS["community"].record, notice=f"{words}.")
    make_default(terms)
    person = making.make_person(words, biography=rich, biography_language=code)
    person.links = [PersonLink(label="", url="https://a.example/"), PersonLink(label="Mastodon", url="https://b.example/@a")]
    person.save()
    report = Report.objects.create(title=words, slug="report", language=code, introduction=rich)
    theme, region = Theme.objects.create(name=words, slug="theme", description=f"{words}."), Region.objects.create(code="150", name=words, slug="region")
    facts = {"standfirst": f"{words}.", "text": f"{words}.", "regions": [region], "themes": [theme], "reports": [report], "authors": [person]}
    making.make_standing(f"{words} 1", "all", "republication", rich, language=code)
    own = making.make_article(f"{words} 2", language=code, genre="analysis", note_to_readers=rich, picture=making.make_picture(words, credit=words), slug="own", **facts)
    flow.article_corrected(own, kind="correction", text=f"{words}.", old_text=words, new_text=f"{words}!", by=None, now=making.START)
    outlet = Outlet.objects.create(name=f"{words} 3", slug="outlet", url="https://c.example/")
    making.make_article(
        f"{words} 4", language=code, genre="opinion", slug="reprinted", **facts,
        provenance={"outlet": outlet, "url": "https://c.example/a", "first_published": "2024-02", "language": code, "copyright_notice": f"© {words}", "basis": "fair-use", "evidence": words},
    )  # fmt: skip
    translated = making.make_article(OTHER, language="ru", genre="news", slug="translated", **{**facts, "standfirst": f"{OTHER}.", "text": f"{OTHER}."})
    make_translation(translated, code, state=State.MACHINE, by=MAKER, headline=f"{words} 5", standfirst=f"{words}.")
    gone = making.make_article(f"{words} 6", language=code, slug="gone", **facts)
    flow.article_withdrawn(gone, reason=f"{words}.", by=None, now=making.START)
    return own, translated


def english_on(where: str, texts: Iterator[tuple[str, str]], code: str) -> list[tuple[str, str, str]]:
    """What of the texts is English, with where it stands."""
    return [(where, place, text[:200]) for place, text in texts if english_in(text, code, known=KNOWN)]


def english_in_files(site: Built, code: str) -> list[tuple[str, str, str]]:
    """English in the pages and feeds that are built."""
    found = []
    for row in Output.objects.filter(path__startswith=f"/{code}/").exclude(status__in=[301, 302]):
        if row.content_type.startswith("text/html"):
            found += english_on(row.path, told(site.text(row.path), code), code)
        elif "feed" in row.path:
            found += english_on(row.path, told_by_feed(site.text(row.path).encode(), code), code)
    return found


def live_pages(own: Article, code: str) -> Iterator[str]:
    """Addresses that are answered when somebody asks."""
    yield from (f"/{code}/search/?q={words}" for words in (OWN[code], "zzz", ""))
    yield from (f"/{code}/permission/?article={own.pk}&use={use.value}&by={party.value}" for use in Use for party in Party)
    yield from (f"/{code}/permission/", f"/{code}/permission/?article=zzz", addresses.permission_sent(code), f"/{code}/permission/letters/zzz/", f"/{code}/grant/zzz/")
    wish = Wish(use="print", by="outlet", name=OWN[code], email="a@b.example", message=OWN[code])
    request = ask(own, wish, form="1", language=code, now=timezone.now(), receipt=OWN[code])
    yield addresses.letters(code, letters_token(request, now=timezone.now()))
    signed = signing_key(timezone.now())
    assert signed is not None
    made = grant(
        request, Answer(OWN[code], f"{OWN[code]}."), conditions=OWN[code], expires_at=None, outlet="https://d.example", page="https://d.example/1", key=signed[0], by=None, now=signed[1]
    )
    yield from (addresses.grant(code, made.name), addresses.letters(code, letters_token(Request.objects.get(), now=timezone.now())))


@pytest.mark.parametrize("code", OWN)
@pytest.mark.usefixtures("keys")
def test_no_reader_is_told_anything_in_english(site: Built, code: str) -> None:
    own, translated = make_everything(code)
    site.build()
    found = english_in_files(site, code)
    kinds = set(Output.objects.filter(path__startswith=f"/{code}/").values_list("kind", flat=True))
    assert kinds >= {"article", "list", "home", "feed", "not-found", "corrections", "archive", "standing", "terms", "provenance-page", "republish"}, kinds
    client = Client(raise_request_exception=False)
    for address in live_pages(own, code):
        answer = client.get(address)
        assert f'lang="{code}"' in answer.content.decode()[:200], address
        found += english_on(address, told(answer.content, code), code)
    for sent in ({}, {"article": own.pk, "use": "print", "by": "outlet", "email": "zzz"}):
        found += english_on("a form that is sent", told(client.post(f"/{code}/permission/", sent).content, code), code)
    assert found == []
    assert MAKER not in lxml.html.fromstring(site.text(f"/{code}/2024/03/translated/")).xpath("string(//main)")
    assert f'"name":"{MAKER}"' in site.text(f"/{code}/2024/03/translated/"), "programs are told the name that never changes"
    if prints(languages.get(code).script):
        for article in (own, translated):
            assert english_on("print", ((str(number), line) for number, line in enumerate(printed(article, code))), code) == []


def test_the_publications_own_words_are_labelled_on_paper_where_a_machine_translated_them(site: Built) -> None:
    making.make_publication("ar", disclaimer="<p>We may err.</p>", fair_use_notice="<p>Fair.</p>", note_to_readers="<p>Write to us.</p>")
    article, label = making.make_article("A road is built"), catalogs.translator("ar").gettext(MACHINE)
    make_translation(article, "ar", headline="طريق")

    def marked() -> list[str]:
        store = Store()
        page = article_page(store, article.pk, "ar")
        assert page is not None
        return [line["text"] for line in imprint_of(page, catalogs.translator("ar").gettext) if line["made"] == label]

    assert marked() == [], "what nobody has translated stands in its own language, unlabelled"
    machine_translates_own("publication", "ar", {"We may err.": "قد نخطئ.", "Write to us.": "اكتبوا إلينا.", "Fair.": "عادل."})
    assert marked() == ["اكتبوا إلينا.", "قد نخطئ."]
    assert "".join(printed(article, "ar")).count(label.split()[0]) >= 2 or not prints("Arab")


def printed(article: Article, code: str) -> list[str]:
    """The lines of a print edition."""
    store = Store()
    page = article_page(store, article.pk, code)
    assert page is not None
    document = pypdfium2.PdfDocument(make_edition(store, page, TypstPrinter()))
    return [line for number in range(len(document)) for line in document[number].get_textpage().get_text_bounded().splitlines()]


# One text for each kind of place where English could hide, and the place.
PLANTED = {
    "Skip to the text": "a", "This article in other languages": "nav@aria-label", "Archive": "title", "This page does not exist.": "h1", "Website": "bdi",
    "What we got wrong, when we put it right, and what it said before.": "p", MADE["machine"].label: "p",
}  # fmt: skip


def test_a_text_that_a_catalog_lacks_would_be_found(site: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    make_everything("ja")
    kept = catalogs.translator("ja")._catalog  # type: ignore[attr-defined]
    planted = {text: f"{text.rstrip('.')} in English" for text in PLANTED}
    monkeypatch.setattr(catalogs.translator("ja"), "_catalog", {**kept, **planted})
    site.build()
    found = english_in_files(site, "ja")
    for text, place in PLANTED.items():
        assert any(where == place and planted[text] in said for _path, where, said in found), (text, place)


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<title>The road is long</title>", "title"), ('<meta name="description" content="The road is long">', "meta"),
        ('<img alt="The road is long">', "img@alt"), ('<input placeholder="The road is long">', "input@placeholder"), ('<p title="The road is long">道</p>', "p@title"),
        ('<div lang="ar"><p lang="ja">The road is long</p></div>', "p"), ("<p>道<b>道</b>The road is long</p>", "p"),
        ('<script type="application/ld+json">{"headline": "The road is long"}</script>', "ld+json"), ('<input type="submit" value="The road is long">', "input@value"),
    ],
)  # fmt: skip
def test_english_is_found_wherever_it_stands(page: str, place: str) -> None:
    for code, own in (("ja", "道"), ("de", "Der Weg ist weit und der Berg ist hoch")):
        hidden = page.replace("道", own).replace('lang="ja"', f'lang="{code}"')
        assert [where for where, text in told(f'<html lang="{code}">{hidden}</html>', code) if english_in(text, code)] == [place]


def test_what_says_that_it_is_in_another_language_and_names_are_no_fault() -> None:
    page = '<html lang="ja"><p>道 <q lang="en">The road is long</q> <a href="https://a.example/the/road/is/long">https://a.example/the-road-is-long</a> CC BY 4.0</p></html>'
    assert [text for _place, text in told(page, "ja") if english_in(text, "ja", known=KNOWN)] == []
    feed = '<rss xmlns:x="http://www.w3.org/2005/Atom"><channel><description>道 The road is long</description><x:summary xml:lang="en">The road is long</x:summary></channel></rss>'
    assert [place for place, text in told_by_feed(feed.encode(), "ja") if english_in(text, "ja")] == ["description"]


def test_a_link_of_a_person_is_called_by_a_standing_word_or_by_its_own_translated(site: Built) -> None:
    ada = making.make_person("Ada", biography="<p>She walks.</p>")
    ada.links = [PersonLink(label=label, url="https://a.example/") for label in ("", "Site web", "MASTODON", "My book of roads")]
    ada.save()
    making.make_article("A road is built", authors=[ada])
    parts = dict(re.findall(r'"id": "(link-\w+)".*?"text": "(.*?)"', json.dumps(flow.own_texts.of_person(ada)[1])))
    assert list(parts.values()) == ["My book of roads"], "only what nobody else could know"
    site.build()

    def links(code: str) -> list[tuple[str, str | None]]:
        return [(link.text_content(), link.get("lang")) for link in lxml.html.fromstring(site.text(f"/{code}/author/ada/")).xpath("//ul[@class='inline-links']//a[starts-with(@href, 'https://a.')]")]

    assert links("fr") == [("Site web", None), ("Site web", None), ("MASTODON", None), ("My book of roads", "en")]
    assert links("en") == [("Website", None), ("Website", None), ("MASTODON", None), ("My book of roads", None)]
