"""The desk for texts of the publication in a real browser: into Arabic and English, on a desktop and a phone, with scripts and without."""

from __future__ import annotations

import pytest
from pytest_django.live_server_helper import LiveServer

from coranto.members.models import User
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.taxonomy.models import Report
from coranto.translation.models import OwnText, OwnTranslation, SentenceDraft
from tests.newsroom.test_sentences_browser import SIDEWAYS, desk, picture, retype, tab_to_field, wait_for_about, wait_for_field, wait_for_words
from tests.newsroom.translating import machine_translates_own, make_translator, own_address
from tests.site import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/desk/coranto/translations/texts/"
ARABIC = {"The road to the sea": "الطريق إلى البحر", "The mayor opened the bridge.": "افتتحت رئيسة البلدية الجسر.", "The bus runs twice a day.": "تسير <1>الحافلة</1> مرتين في اليوم."}
ENGLISH = {"Le fleuve": "The river", "Le maire a ouvert le pont.": "The mayor has opened the bridge.", "Le bus passe deux fois par jour.": "The <1>bus</1> passes two times by day."}
VIEWS = {"desktop": {"viewport": {"width": 1280, "height": 900}}, "phone": {"viewport": {"width": 390, "height": 844}}}


@pytest.fixture
def ada() -> User:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["ar", "en", "fr"]).delete()
    OwnText.objects.all().delete()
    making.make_publication(tagline="News of the road", disclaimer="<p>The editors are not responsible for the bridge.</p>")
    return make_translator()


@pytest.fixture
def report(ada: User) -> Report:
    made = making.make_report("The road to the sea", introduction="<p>The mayor opened the bridge. The <b>bus</b> runs twice a day.</p>")
    machine_translates_own(f"report:{made.pk}", "ar", ARABIC)
    return made


@pytest.fixture
def river(ada: User) -> Report:
    made = making.make_report("Le fleuve", introduction="<p>Le maire a ouvert le pont. Le <b>bus</b> passe deux fois par jour.</p>", language="fr")
    machine_translates_own(f"report:{made.pk}", "en", ENGLISH)
    return made


def text_of(report: Report, language: str) -> str:
    return "\n".join(one.text for one in OwnTranslation.objects.get(text__name=f"report:{report.pk}", language=language).targets.values())


def test_a_report_is_put_right_in_arabic_with_the_keyboard_alone(live_server: LiveServer, report: Report, ada: User) -> None:
    with desk(live_server, ada, own_address(f"report:{report.pk}", "ar")) as page:
        tab_to_field(page)
        assert page.evaluate("() => [document.activeElement.lang, getComputedStyle(document.activeElement).direction]") == ["ar", "rtl"]
        wait_for_about(page)
        retype(page, "الطريق نحو البحر")
        wait_for_words(page, "Kept as a draft")
        page.reload()
        page.wait_for_function("() => document.querySelector('textarea').value.includes('نحو')")
        assert "نحو" not in text_of(report, "ar"), "nothing typed is lost, and nothing is public yet"
        tab_to_field(page)
        wait_for_about(page)
        page.keyboard.press("Control+Enter")
        wait_for_field(page, "افتتحت")
        wait_for_about(page)
        page.keyboard.press("Control+Enter")  # right as it is
        wait_for_field(page, "الحافلة")
        picture(page, "own-ar-accepted")
    assert "الطريق نحو البحر" in text_of(report, "ar")
    assert not SentenceDraft.objects.exists()


@pytest.mark.parametrize("view", VIEWS)
def test_lists_and_desks_fit_their_window_in_arabic_and_english(live_server: LiveServer, report: Report, river: Report, ada: User, view: str) -> None:
    with desk(live_server, ada, own_address(f"report:{report.pk}", "ar"), **VIEWS[view]) as page:
        tab_to_field(page)
        wait_for_about(page)
        page.keyboard.press("Control+Shift+Enter")
        wait_for_words(page, "Accepted.")
        report.title = "The road to the river"
        report.save()
        for name, path in (
            ("list", LIST), ("list-ar", f"{LIST}?language=ar"), ("list-en", f"{LIST}?language=en"),
            ("desk-ar", own_address(f"report:{report.pk}", "ar")), ("desk-en", own_address(f"report:{river.pk}", "en")), ("desk-notices", own_address("publication", "ar")),
        ):  # fmt: skip
            page.goto(live_server.url + path)
            picture(page, f"own-{name}-{view}")
            assert page.evaluate(SIDEWAYS) <= 0, name
            if name == "list-ar":
                assert page.locator("tbody tr[data-outdated] ins").first.inner_text() == "river", "what is new in the original"
        assert page.evaluate("() => [...document.querySelectorAll('.coranto-sentence__do button')].every((one) => !one.offsetHeight || one.offsetHeight >= 24)")


def test_without_scripts_buttons_do_as_well(live_server: LiveServer, river: Report, ada: User) -> None:
    with desk(live_server, ada, own_address(f"report:{river.pk}", "en"), java_script_enabled=False, **VIEWS["phone"]) as page:
        page.locator("textarea").nth(1).fill("The mayor opened the bridge.")
        page.get_by_role("button", name="Accept and next").nth(1).click()
        page.wait_for_url("**at=**")
        page.get_by_role("link", name="Memory, glossary and history").first.click()
        page.wait_for_selector(".coranto-about")
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Accept the whole text").click()
        page.wait_for_selector("text=The sentences are accepted.")
        picture(page, "own-en-plain")
    assert "The mayor opened the bridge." in text_of(river, "en")
    assert OwnTranslation.objects.get(text__name=f"report:{river.pk}", language="en").state == "machine-checked"
