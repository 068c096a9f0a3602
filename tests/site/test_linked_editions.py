"""A repost that is a translation of ours stands for it in its language; and a translator's name leads to their page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from coranto.articles.models import Article, PublicState
from coranto.articles.models.people import PersonName
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.search.models import SearchEntry
from coranto.translation.models import LinkedEdition, State, TranslationRequest
from coranto.translation.settling import Held, settle
from coranto.translation.sources import read_source
from coranto.translation.suggesting import suggestions
from coranto.translation.targets import Target, pack
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_person, make_publication, make_theme, rich
from tests.site.test_increments import compare
from tests.site.test_translations import alternates, make_translation, pages_of, told, tree

pytestmark = pytest.mark.django_db
OURS, THEIRS = "/2024/03/a-road-is-built/", "/2024/03/une-route-est-construite/"


def pair() -> tuple[Article, Article]:
    theme = make_theme("Roads")
    ours = make_article("A road is built", at=START, themes=[theme])
    theirs = make_article("Une route est construite", at=START, language="fr", themes=[theme], provenance={"url": f"https://elsewhere.example/{OURS}"})
    make_translation(ours, "fr", headline="Une machine dit")
    make_translation(ours, "ar", state=State.TRANSLATED, by="Layla Haddad")
    return ours, theirs


def choices(html: str) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in tree(html).xpath("//nav[@class='article-languages']//a")}


def data_of(html: str) -> Any:
    return json.loads(tree(html).xpath("//script[@type='application/ld+json']")[0].text)


def test_the_choice_of_languages_leads_to_the_linked_edition_and_back(site: Built, client: Client) -> None:
    ours, theirs = pair()
    site.build()
    assert choices(site.text(f"/en{OURS}")) == {"en": f"/en{OURS}", "fr": f"/fr{OURS}", "ar": f"/ar{OURS}"}, "the control: a machine's French"
    flow.editions_linked(ours, theirs, by=None, now=START)
    site.build()
    expected = {"en": f"/en{OURS}", "fr": f"/fr{THEIRS}", "ar": f"/ar{OURS}"}
    for path in (f"/en{OURS}", f"/ar{OURS}", f"/fr{THEIRS}"):
        assert choices(site.text(path)) == expected
    assert f"/fr{OURS}" not in site.outputs()
    answer = client.get(f"/fr{OURS}")
    assert (answer.status_code, answer["Location"]) == (302, f"/fr{THEIRS}")
    assert client.get(f"/ar{THEIRS}")["Location"] == f"/ar{OURS}"
    assert data_of(site.text(f"/fr{THEIRS}"))["translationOfWork"]["@id"].endswith(f"/en{OURS}")
    assert not SearchEntry.objects.filter(article=ours.pk, language="fr").exists()
    compare(site)


def test_alternates_are_reciprocal_among_linked_editions(site: Built) -> None:
    ours, theirs = pair()
    flow.editions_linked(ours, theirs, by=None, now=START)
    site.build()
    found = {address: alternates(html) for _row, html in pages_of(site) for address in tree(html).xpath("//link[@rel='canonical']/@href")}
    english = next(named for address, named in found.items() if address.endswith(f"/en{OURS}"))
    assert {code: address.partition("/en/")[0] or address for code, address in english.items()}.keys() == {"en", "fr", "ar", "x-default"}
    assert english["fr"].endswith(f"/fr{THEIRS}")
    assert all(found[address] == english for address in english.values())


def test_lists_show_each_of_the_two_once_in_its_language(site: Built) -> None:
    ours, theirs = pair()
    flow.editions_linked(ours, theirs, by=None, now=START)
    site.build()
    for language, headline in (("fr", "Une route est construite"), ("en", "A road is built")):
        html = site.text(f"/{language}/theme/roads/")
        assert tree(html).xpath("//*[contains(@class, 'card-headline')]/a/text()") == [headline]
        assert html.count("data-article") <= 1
        front = tree(site.text(f"/{language}/")).xpath("//main")[0].text_content()
        assert [front.count(words) for words in ("Une route est construite", "A road is built") if words != headline] == [0]
        assert headline in front


def test_unlinked_or_withdrawn_the_other_stands_alone_again(site: Built) -> None:
    ours, theirs = pair()
    flow.editions_linked(ours, theirs, by=None, now=START)
    assert not TranslationRequest.objects.filter(article=theirs).exists()
    assert not TranslationRequest.objects.filter(article=ours, language="fr").exists()
    site.build()
    flow.editions_unlinked(LinkedEdition.objects.get(), now=START)
    assert TranslationRequest.objects.filter(article=ours, language="fr").count() == 2
    site.build()
    assert choices(site.text(f"/en{OURS}"))["fr"] == f"/fr{OURS}"
    compare(site)
    flow.editions_linked(ours, theirs, by=None, now=START)
    site.build()
    flow.article_withdrawn(theirs, reason="Forged.", by=None, now=START)
    site.build()
    assert choices(site.text(f"/en{OURS}"))["fr"] == f"/fr{OURS}"
    compare(site)


def test_a_repost_that_says_whose_translation_it_is_is_proposed(site: Built) -> None:
    ours = make_article("A road is built", at=START)
    by_source = make_article("Une route", language="fr", provenance={"url": f"https://coranto.example/en{OURS}"})
    by_link = make_article("طريق", language="ar", provenance={"url": "https://paper.example/7"}, body=[("rich_text", rich(f'<p>From <a href="https://coranto.example/ar{OURS}">them</a>.</p>'))])
    source = {"url": "https://agency.example/1", "language": "es"}
    first = make_article("Primero", language="es", provenance=source)
    second = make_article("Premier", language="fr", provenance=source)
    make_article("The same again", provenance={"url": f"https://coranto.example/en{OURS}"})
    make_article("Tout autre", language="fr", provenance={"url": f"https://other.example/en{OURS}"})
    make_article("A draft", language="ar", provenance={"url": f"https://coranto.example/en{OURS}"}, publish=False)
    found = {(one.original, one.edition): one.why for one in suggestions("https://coranto.example")}
    assert found == {(ours.pk, by_source.pk): "source", (ours.pk, by_link.pk): "link", (first.pk, second.pk): "same source"}
    flow.editions_linked(ours, by_source, by=None, now=START)
    assert (ours.pk, by_source.pk) not in {(one.original, one.edition) for one in suggestions("https://coranto.example")}


def test_the_desk_proposes_links_and_takes_back(site: Built, settings: Any) -> None:
    ours = make_article("A road is built", at=START)
    theirs = make_article("Une route", language="fr", provenance={"url": f"{settings.INSTANCE.public_url}/en{OURS}"})
    desk, address = Client(), "/desk/coranto/translations/editions/"
    desk.force_login(User.objects.create_superuser("ada@example.org", "a long enough password"))
    page = desk.get(address).content.decode()
    assert "It names this article as its source." in page
    assert "Une route" in page
    said = desk.post(address, {"act": "link", "original": f"https://x.example/en{OURS}", "edition": str(theirs.pk)}, follow=True).content.decode()
    assert "Linked. Readers" in said
    row = LinkedEdition.objects.get()
    assert (row.article_id, row.edition_id, str(row.made_by)) == (ours.pk, theirs.pk, "ada@example.org")
    assert "itself a translation" in desk.post(address, {"act": "link", "original": str(theirs.pk), "edition": str(ours.pk)}).content.decode()
    assert "No public article" in desk.post(address, {"act": "link", "original": "nothing", "edition": "999999"}).content.decode()
    desk.post(address, {"act": "unlink", "row": row.pk})
    assert not LinkedEdition.objects.exists()


# A translator's byline


def translated(article: Article, language: str, by: User, *, words: str = "Le mot") -> None:
    for segment in read_source(PublicState.objects.get(pk=article.pk).version).segments:
        flow.sentence_accepted(article, language, segment.key, text=f"{words} {segment.number}.", by=by, now=START)


def test_a_translators_name_leads_to_their_page_on_page_json_ld_and_feed(site: Built) -> None:
    ada = User.objects.create_user("ada@example.org", "a long enough password", first_name="Ada", last_name="Account")
    lovelace = make_person("Ada Lovelace")
    article = make_article("A road is built", at=START, authors=[lovelace])
    translated(article, "fr", ada)
    site.build()
    page = tree(site.text(f"/fr{OURS}"))
    assert "Traduit par Ada Account" in told(page)
    assert page.xpath("//div[@class='made']//a[contains(@href, '/author/')]") == [], "the control: no page, no link"
    assert data_of(site.text(f"/fr{OURS}"))["translator"] == {"@type": "Person", "name": "Ada Account"}
    flow.translator_named(ada, lovelace)
    site.build()
    page = tree(site.text(f"/fr{OURS}"))
    assert "Traduit par Ada Lovelace" in told(page)
    link = page.xpath("//div[@class='made']//a[contains(@href, '/author/')]")[0]
    assert (link.get("href"), link.text_content()) == ("/fr/author/ada-lovelace/", "Ada Lovelace")
    translator = data_of(site.text(f"/fr{OURS}"))["translator"]
    assert (translator["@type"], translator["name"]) == ("Person", "Ada Lovelace")
    assert translator["url"].endswith("/fr/author/ada-lovelace/")
    assert "<contributor><name>Ada Lovelace</name><uri>" in site.text("/fr/feed.atom")
    assert '<coranto:person name="Ada Lovelace" uri="' in site.text("/fr/feed.xml")
    item = json.loads(site.text("/fr/feed.json"))["items"][0]
    assert item["_coranto"]["translation"]["people"][0]["url"].endswith("/fr/author/ada-lovelace/")
    compare(site)


def test_the_name_is_written_in_the_readers_script_and_hostile_names_stay_words(site: Built) -> None:
    ada = User.objects.create_user("ada@example.org", "a long enough password", first_name="<img src=x>", last_name="100%")
    person = make_person("Ada Lovelace")
    PersonName.objects.create(person=person, script="Arab", name="أدا لوفلايس")
    article = make_article("A road is built", at=START)
    translated(article, "ar", ada, words="كلمة")
    site.build()
    assert "&lt;img src=x&gt; 100%" in site.text(f"/ar{OURS}")
    assert "<img src=x>" not in site.text(f"/ar{OURS}")
    flow.translator_named(ada, person)
    site.build()
    assert "أدا لوفلايس" in told(tree(site.text(f"/ar{OURS}")))


def test_a_checked_text_names_the_software_that_made_it_and_who_checked_it(site: Built) -> None:
    make_publication("ar", "fr")
    article = make_article("A road is built", at=START)
    ada = User.objects.create_user("ada@example.org", "a long enough password", first_name="Ada")
    from_machine(article, "fr")
    flow.translation_accepted(article, "fr", by=ada, now=START)
    site.build()
    data = data_of(site.text(f"/fr{OURS}"))
    assert data["translator"] == {"@type": "SoftwareApplication", "name": "Apertium"}
    assert data["editor"] == [{"@type": "Person", "name": "Ada"}]
    assert "Apertium" in told(tree(site.text(f"/fr{OURS}")))


def from_machine(article: Article, language: str) -> None:
    """Sentences as an engine would have made them, kept the way the worker keeps them."""
    source = read_source(PublicState.objects.get(pk=article.pk).version)
    made = {one.key: Target(one.digest, f"Le mot {one.number}.", "machine", "apertium", "1", "", "", START.isoformat()) for one in source.segments}
    settled = settle(None, Held(made, {}), source, language, now=START)
    assert settled is not None
    settled.row.outline = None
    settled.row.packed = pack(settled.document, made)
    settled.row.save()
