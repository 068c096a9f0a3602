"""Work in a tool of one's own in a real browser: download, translate, take in, and read what became of it; on a desktop and a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from coranto.articles.models import Article
from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.models import HeldText
from tests.newsroom.test_sentences_browser import SIDEWAYS, desk, picture
from tests.newsroom.translating import address, client_of, fields, machine_translates, make_translator, public_text, rows
from tests.site import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS = {"desktop": {"viewport": {"width": 1280, "height": 900}}, "phone": {"viewport": {"width": 390, "height": 844}}}
SPANISH = {
    "The road is closed": "La carretera está cerrada", "The mayor opened the bridge.": "El alcalde abrió el puente.",
    "The bus to the town runs twice a day.": "El autobús a <1>la ciudad</1> pasa dos veces al día.",
}  # fmt: skip


@pytest.fixture
def ada() -> User:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "en", "es"]).delete()
    return make_translator()


@pytest.fixture
def road(ada: User) -> Article:
    article = making.make_article("The road is closed", text="The mayor opened the bridge. The bus to <b>the town</b> runs twice a day.", standfirst="A village waits.", slug="الطريق")
    machine_translates(article, "es", SPANISH)
    return article


@pytest.mark.parametrize("view", VIEWS)
def test_an_article_is_downloaded_translated_elsewhere_and_taken_in(live_server: LiveServer, road: Article, ada: User, view: str, tmp_path: Path) -> None:
    bea = make_translator("bea@example.org", "Bea Bright")
    with desk(live_server, ada, address(road, "es"), accept_downloads=True, **VIEWS[view]) as page:
        page.get_by_text("Work in a translation tool of your own").click()
        picture(page, f"tools-desk-{view}")
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.evaluate("() => document.querySelector('input[type=file]').getBoundingClientRect().right <= document.documentElement.clientWidth")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download for a translation tool (XLIFF)").click()
        assert waiting.value.suggested_filename == f"{road.public.slug}.es.xlf"
        file = tmp_path / "came back.xlf"
        waiting.value.save_as(file)
        row = next(one for one in rows(road, "es", bea) if "autobús" in one.text)
        client_of(bea).post(address(road, "es", "sentence/"), fields(row, "El autobús a <1>la villa</1> pasa dos veces al día."))
        text = file.read_text(encoding="utf-8").replace("El alcalde abrió", "La alcaldesa inauguró").replace("El autobús", "El bus").replace("La carretera está", "Vea https://ads.example/ ya")
        file.write_text(text, encoding="utf-8")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Take in what came back").click()
        page.wait_for_selector("text=1 sentence was taken in")
        picture(page, f"tools-report-{view}")
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.get_by_text("Bea Bright").is_visible()
        assert page.get_by_text("Headline, sentence 1").is_visible()
        page.get_by_role("link", name="Back to the sentences").click()
        page.wait_for_selector(".coranto-sentences")
    public = public_text(road, "es")
    assert "La alcaldesa inauguró el puente." in public
    assert "la villa" in public
    assert "ads.example" not in public


@pytest.mark.parametrize("view", VIEWS)
def test_a_memory_is_carried_out_and_in(live_server: LiveServer, road: Article, view: str, tmp_path: Path) -> None:
    editor = make_translator("ed@example.org", "Ed Itor", role="Editors")
    with desk(live_server, editor, "/desk/coranto/translations/memory/", accept_downloads=True, **VIEWS[view]) as page:
        picture(page, f"tools-memory-{view}")
        assert page.evaluate(SIDEWAYS) <= 0
        page.locator("#out-language").select_option("es")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download the memory (TMX)").click()
        assert waiting.value.suggested_filename == "memory.es.tmx"
        file = tmp_path / "memory.tmx"
        waiting.value.save_as(file)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Take it in").click()
        page.wait_for_selector("text=4 translations were remembered.")
        picture(page, f"tools-memory-report-{view}")
        assert page.evaluate(SIDEWAYS) <= 0
        file.write_text("<tmx", encoding="utf-8")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Take it in").click()
        page.wait_for_selector("text=broken XML")
        picture(page, f"tools-memory-refused-{view}")
    assert HeldText.objects.count() == 4
