"""What the demonstration shows of the translators' desk: people named to readers, their states, a sentence that is outdated, a linked edition, things to do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from coranto.articles.models import Article
from coranto.demonstration.parsing import load
from coranto.members.models import User
from coranto.newsroom.demonstrating import load_demonstration
from coranto.newsroom.founding import found_publication
from coranto.newsroom.setting_up import set_up_path
from coranto.project.opening import first_editor_path
from coranto.site.house import SiteHouse
from coranto.translation.models import Assignment, GlossaryTerm, LinkedEdition, RequestState, State, Translation, TranslationOrder
from coranto.translation.requesting import progress

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OUTDATED, TRANSLATED, EDITED, MACHINE = (
    ("four-agencies-and-a-map", "es"), ("der-mann-der-zeitungsleser-verteidigte", "en"), ("a-pigeon-did-not-make-the-rothschilds-rich", "fr"), ("eleven-days-to-london", "de"),
)  # fmt: skip


def row(slug: str, language: str) -> Translation:
    return Translation.objects.select_related("outline").get(article__slug=slug, language=language)


def page(slug: str, language: str) -> html.HtmlElement:
    house = SiteHouse()
    target = next(one for one in house.targets(None) if one.language == language and one.kind == "article" and f"/{slug}/" in one.path)
    rendered = house.render(target)
    assert rendered is not None
    return html.fromstring(rendered.body.decode())


@pytest.mark.django_db
def test_it_shows_what_the_desk_can_do_once_it_is_loaded() -> None:
    """All of it at one loading, which takes a while."""
    found_publication()
    load_demonstration(now=NOW)
    readers_see_who_translated_and_edited()
    a_sentence_is_outdated_because_its_original_was_put_right()
    a_repost_is_linked_as_the_edition_of_our_article()
    something_is_to_do_and_nobody_is_written_to()
    nobody_can_sign_in_as_an_invented_translator_and_the_first_editor_can_still_be_made()


def readers_see_who_translated_and_edited() -> None:
    for place, state, name, author in (
        (TRANSLATED, State.TRANSLATED, "Jonah Feld", "/en/author/jonah-feld/"),
        (EDITED, State.EDITED, "Élodie Varenne", "/fr/author/elodie-varenne/"),
    ):
        held = row(*place)
        assert (held.state, held.by, held.is_whole, held.reviewed, held.outdated) == (state, name, True, held.sentences, 0), place
        shown = page(*place)
        assert shown.xpath("//div[@class='made']/@data-made") == [state]
        told = shown.xpath(f"//div[@class='made']//a[@href='{author}']//text()")
        assert told == [name]
    assert page(*MACHINE).xpath("//div[@class='made']/@data-made") == [State.MACHINE], "nobody has read the article that stands in 51 languages"
    assert "maschinelle Übersetzung für diese Demonstration" in page(*MACHINE).xpath("//div[@class='made']")[0].text_content(), "in the reader's language"
    assert {one.state for one in row(*EDITED).targets.values()} == {State.EDITED, State.TRANSLATED}


def a_sentence_is_outdated_because_its_original_was_put_right() -> None:
    held = row(*OUTDATED)
    assert (held.state, held.by, held.is_whole, held.outdated) == (State.TRANSLATED, "Rafael Osuna Prieto", True, 1)
    shown = page(*OUTDATED).text_content()
    assert "El acuerdo terminó en 1945, con la guerra." in shown
    assert "En 1934 se firmó un contrato nuevo." in shown, "the correction's own notice stands in Spanish"
    assert "18 de junio de 2025" in shown, "since when the original says otherwise"
    assert page(*OUTDATED).xpath("//ins[contains(., 'new contract')]"), "what changed in the original stands beside it"
    versions = Article.objects.get(slug=OUTDATED[0]).versions.order_by("number")
    assert ["in 1945, with the war" in str(version.document["body"]) for version in versions] == [True, False]


def a_repost_is_linked_as_the_edition_of_our_article() -> None:
    link = LinkedEdition.objects.get()
    assert (link.article.slug, link.language, link.edition.slug) == ("a-correction-should-run-as-far-as-the-error", "es", "una-corrección-debería-llegar")
    assert not link.edition.translations.exists()
    ours = page(link.article.slug, "en")
    assert any("una-correcci" in address for address in ours.xpath("//a[@lang='es' or @hreflang='es']/@href"))


def something_is_to_do_and_nobody_is_written_to() -> None:
    assert Assignment.objects.filter(state="open", due__isnull=False).count() >= 3
    assert Assignment.objects.filter(state="done").exists()
    assert not Assignment.objects.exclude(tell_at=None).exists()
    going, paused = TranslationOrder.objects.order_by("is_paused")
    assert progress(going).asked > 3
    assert paused.is_paused
    assert paused.requests.filter(state=RequestState.PAUSED).exists()
    assert {(term.source, term.language) for term in GlossaryTerm.objects.all()} >= {("cable", "de"), ("agency", "es")}
    desk = Client()
    desk.force_login(User.objects.get(email="rafael.osuna@postroad.example"))
    mine = desk.get("/desk/coranto/translations/mine/").content.decode()
    assert "Four Agencies and a Map" in mine
    assert "still says 1945" in mine


def nobody_can_sign_in_as_an_invented_translator_and_the_first_editor_can_still_be_made() -> None:
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert first_editor_path() is not None
    facts = {"first_name": "Ada", "last_name": "Editor", "email": "ada@example.org", "password": "a road of forty leagues"}
    assert Client().post(set_up_path(now=timezone.now()), facts).status_code == 302
    assert first_editor_path() is None
    assert Client().get(set_up_path(now=timezone.now())).status_code == 403


def test_readers_are_told_whose_the_names_are() -> None:
    magazine = load()
    about = next(page.html for page in magazine.pages if page.slug == "about")
    assert "the names stand in their place" in about
    for made in magazine.desk.translations:
        assert f"/{made.language}/{magazine.article(made.article).published:%Y/%m}/{made.article}/" in about
    assert all(one.email.endswith(".example") for one in magazine.desk.translators)
