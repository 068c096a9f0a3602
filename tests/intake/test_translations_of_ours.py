"""A repost that is a translation of an article of ours is offered for linking where it is taken in, and linked when it goes out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coranto.articles.models import Article
from coranto.intake.editions import MOST, may_be
from coranto.intake.models import Item
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.reading.shape import Language, OriginalSource, Reading
from coranto.translation.models import LinkedEdition, TranslationRequest
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LINES = ("El correo salió al alba", "Cabalgó junto al río hasta el puente", "Dos guardias le pidieron las cartas", "Nadie supo nunca quién las había escrito")
PAGE = """<!doctype html><html lang="es"><head><title>El correo del río</title><link rel="canonical" href="https://faro.example/correo">
<meta property="og:site_name" content="El Faro"></head><body><article><h1>El correo del río</h1>{text}
<p>Traducido de <a href="{url}/en/2026/03/the-courier/">un artículo de otra revista</a>, con su permiso y con nuestras gracias.</p></article></body></html>"""


@pytest.fixture(autouse=True)
def ours() -> Article:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es", "fr"]).delete()
    return making.make_article("The courier", at=NOW)


def desk() -> Client:
    user = User.objects.create_user("ed@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


def given(client: Client) -> str:
    """The address of the screen on which the editor looks at what was read."""
    text = "".join(f"<p>{line}, y así empieza la historia que se contaba en la posada cada invierno, cuando la nieve cerraba el paso.</p>" for line in LINES)
    data = PAGE.format(text=text, url=settings.INSTANCE.public_url).encode()
    answer = client.post("/desk/coranto/take-in/", {"file": SimpleUploadedFile("correo.html", data, "text/html")})
    return str(answer.headers["Location"])


def asked_for(article: Article) -> set[str]:
    return set(TranslationRequest.objects.filter(article=article).values_list("language", flat=True))


def test_it_is_offered_at_taking_in_and_linked_when_it_is_published_instead_of_being_translated(ours: Article) -> None:
    client = desk()
    look = given(client)
    html = client.get(look).content.decode()
    assert f'name="edition_of_0" value="{ours.pk}"' in html
    assert "It is a translation of “The courier”" in html
    assert "Its text leads to this article." in html
    assert asked_for(ours) == {"es", "fr"}
    client.post(look, {"take": "0", "edition_of_0": str(ours.pk)})
    draft = Article.objects.get(language="es")
    assert Item.objects.get().edition_of == ours
    assert not LinkedEdition.objects.exists(), "a draft is nobody's edition yet"
    assert asked_for(ours) == {"es", "fr"}
    flow.draft_goes_out(draft, by=None, now=NOW)
    link = LinkedEdition.objects.get()
    assert (link.article, link.language, link.edition) == (ours, "es", draft)
    assert asked_for(ours) == {"fr"}
    assert asked_for(draft) == set()
    flow.article_published(draft, by=None, now=NOW)
    assert asked_for(draft) == set()


@pytest.mark.parametrize("chosen", [{}, {"edition_of_0": "999999"}, {"edition_of_0": "x"}])
def test_nothing_is_linked_that_the_editor_did_not_choose_among_what_was_offered(ours: Article, chosen: dict[str, str]) -> None:
    other = making.make_article("Another matter", at=NOW)
    client = desk()
    client.post(given(client), {"take": "0", **(chosen or {"edition_of_0": str(other.pk)})})
    draft = Article.objects.get(language="es")
    assert Item.objects.get().edition_of is None
    flow.draft_goes_out(draft, by=None, now=NOW)
    assert not LinkedEdition.objects.exists()
    assert asked_for(draft) == {"en", "fr"}
    assert asked_for(ours) == {"es", "fr"}


def test_an_edition_that_stands_already_keeps_its_place_and_one_unlinked_is_not_linked_again(ours: Article) -> None:
    first = making.make_article("El primero", language="es", at=NOW)
    flow.editions_linked(ours, first, by=None, now=NOW)
    client = desk()
    client.post(given(client), {"take": "0", "edition_of_0": str(ours.pk)})
    draft = Article.objects.get(title="El correo del río")
    flow.draft_goes_out(draft, by=None, now=NOW)
    assert LinkedEdition.objects.get().edition == first
    flow.editions_unlinked(LinkedEdition.objects.get(), now=NOW)
    flow.article_published(draft, by=None, now=NOW)
    assert not LinkedEdition.objects.exists()


def test_an_article_of_ours_in_the_same_language_or_not_public_is_not_offered(ours: Article) -> None:
    client = desk()
    look = given(client)
    flow.article_withdrawn(ours, reason="Forged.", by=None, now=NOW)
    assert "edition_of_0" not in client.get(look).content.decode()


def test_drafts_and_articles_in_its_own_language_push_aside_nothing_that_it_may_be_a_translation_of() -> None:
    source = {"url": "https://faro.example/original", "basis": "agreement"}
    for number in range(MOST):
        making.make_article(f"A draft {number}", provenance=source, publish=False)
        making.make_article(f"Una copia {number}", language="es", provenance=source)
    article = making.make_article("The same in English", provenance=source)
    reading = Reading("faro", "page", language=Language(code="es"), original_source=OriginalSource(url=source["url"]))
    assert [(one.number, one.why) for one in may_be(reading)] == [(article.pk, "same source")]
