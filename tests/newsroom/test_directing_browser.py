"""The screens of those who direct translators in a real browser: on a desktop and a phone, in the light and in the dark, from right to left, without scripts."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from wagtail.users.models import UserProfile

from coranto.delivery.adding_up import add_up
from coranto.delivery.tallying import Tally
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.assigning import assign
from coranto.translation.glossary import set_term
from coranto.translation.models import GlossaryTerm, State, TranslatorLanguage, WorkDone
from coranto.translation.requesting import order_translations, pause_order
from tests.hostile.watching import chromium
from tests.newsroom.test_translating import translate
from tests.site import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Name a folder to look at the pictures.
PICTURES = os.environ.get("CORANTO_TEST_PICTURES", "")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
BASE = "/desk/coranto/translations/"
SCREENS = ("mine", "assignments", "translators", "orders", "editions", "glossary", "engines", "reports", "reports/coverage", "reports/lacks")


@pytest.fixture
def cookie(live_server: LiveServer) -> dict[str, str]:
    """A publication with something on every screen, and an administrator signed in."""
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "de", "es", "ja", "th"]).delete()
    report = making.make_report("The long way home")
    road = making.make_article("The road over the pass is closed until spring", reports=[report], at=NOW)
    river = making.make_article("A river changes its bed, and two villages change their country", at=NOW, text="The river is deep.")
    making.make_article("La carretera del puerto", language="es", at=NOW, provenance={"url": f"http://localhost/en/2026/03/{road.slug}/"})
    theirs = making.make_article("النهر يغير مجراه", language="ar", at=NOW)
    translate(road, "ar", headline="الطريق فوق الممر مغلق حتى الربيع", by="Firefox Translations")
    translate(road, "ja", headline="峠越えの道は春まで閉鎖", state=State.TRANSLATED, by="山田花子")
    flow.editions_linked(river, theirs, by=None, now=NOW)
    ada = User.objects.create_superuser("ada@example.org", "a long enough password", first_name="Ada", last_name="Lovelace")
    ben = User.objects.create_user("ben@example.org", "a long enough password", first_name="Ben", last_name="Okri")
    ben.groups.add(Group.objects.get(name="Translators"))
    TranslatorLanguage.objects.bulk_create(TranslatorLanguage(person=person, language=code) for person in (ada, ben) for code in ("ar", "es", "ja"))
    assign(ada, road.pk, "ar", by=ben, now=NOW, due=date(2026, 3, 9), note="The names of the villages stay as they are on the map.")
    assign(ada, road.pk, "ja", by=ben, now=NOW, due=date(2099, 3, 9))
    assign(ben, river.pk, "es", by=ada, now=NOW)
    order_translations("de", by=ada, now=NOW)
    pause_order(order_translations("es", facet="report", value=report.pk, by=ada, now=NOW))
    order_translations("fr", by=ada, now=NOW)
    set_term("river", source_language="en", language="es", rule="translate", target="arroyo", by=ada, now=NOW, note="House style.")
    set_term("river", source_language="en", language="es", rule="translate", target="río", by=ada, now=NOW)
    set_term("border", source_language="en", language="ar", rule="never", target="حدود", by=ada, now=NOW)
    making.make_person("Ngũgĩ wa Thiong’o")
    making.make_outlet("The Other Paper")
    add_up(WorkDone, ("month", "language", "engine"), ("sentences", "words"), {(date(2026, 3, 1), "es", "firefox"): (1200, 20123), (date(2026, 3, 1), "ar", "memory"): (12, 214)})
    tally = Tally()
    for path in (f"/ar/2026/03/{road.slug}/", f"/en/2026/03/{road.slug}/", "/en/"):
        tally.read(path)
    tally.lacked(f"/th/2026/03/{road.slug}/")
    tally.write(NOW)
    client = Client()
    client.force_login(ada)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def addresses() -> list[tuple[str, str]]:
    term, ben = GlossaryTerm.objects.get(source="river", is_current=True), User.objects.get(first_name="Ben")
    number = making.Article.objects.get(title__startswith="The road").pk
    return [
        *((name.replace("/", "-"), f"{BASE}{name}/") for name in SCREENS), ("matrix", BASE), ("give", f"{BASE}give/{number}/?language=es"),
        ("term", f"{BASE}glossary/{term.pk}/"), ("translator", f"{BASE}translators/{ben.pk}/"), ("first", "/desk/"),
    ]  # fmt: skip


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(
    ("look", "width", "language", "scheme", "scripts"),
    [("desktop", 1280, "en", "light", True), ("phone", 390, "en", "dark", True), ("arabic", 390, "ar", "light", True), ("plain", 320, "en", "light", False)],
)
def test_every_screen_fits_and_names_itself(
    live_server: LiveServer, cookie: dict[str, str], look: str, width: int, language: str, scheme: str, scripts: bool
) -> None:
    UserProfile.objects.create(user=User.objects.get(first_name="Ada"), preferred_language=language)
    errors: list[str] = []
    wide: dict[str, int] = {}
    wanted = addresses()
    with chromium() as browser:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts)  # type: ignore[arg-type]
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        for name, address in wanted:
            answer = page.goto(live_server.url + address)
            assert answer is not None
            assert answer.status == 200, name
            picture(page, f"{name}-{look}")
            assert page.locator("h1").count() == 1, name
            if scripts and (over := page.evaluate(SIDEWAYS)) > 0:
                wide[name] = over
            if name not in ("first",):
                assert page.locator(".coranto-tabs [aria-current=page]").count() == 1, name
    assert errors == []
    assert wide == {}, "these screens scroll sideways"
