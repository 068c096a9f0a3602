"""Feeds made for a partner: what is in them and how late, whose text goes along, and who comes in at their address."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coranto.articles.models import Outlet
from coranto.intake.models import Arrival, Item
from coranto.intake.taking import take_in
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.roles import ensure_roles
from coranto.reading.ninjs import read_ninjs
from coranto.rights.presets import PRESETS
from coranto.rights.terms import ASK, Party
from coranto.site.partners.views import FILES
from coranto.syndication.models import PartnerFeed
from coranto.syndication.partners import key_anew, name_of, text_goes
from coranto.taxonomy.models import Region, Report, Theme
from tests.site.conftest import Built
from tests.site.making import START, make_article, make_front, make_picture, rich
from tests.site.test_api import SECRET, hidden, magazine
from tests.site.test_translations import make_translation
from tests.syndication.ninjs_schema import faults
from tests.syndication.test_ninjs_items import shown, terms_of

__all__ = ["hidden", "magazine"]
pytestmark = pytest.mark.django_db
BY = PRESETS["by-changes"].record


def make_feed(**fields: Any) -> PartnerFeed:
    """A feed for a news outlet, behind a token unless told otherwise."""
    return PartnerFeed.objects.create(**{"name": "The Lake Post", **fields})


def get(feed: PartnerFeed, file: str = "ninjs.json", **headers: str) -> Any:
    return Client(raise_request_exception=False).get(f"/partners/{name_of(feed)}/{file}", headers=headers)


def items(feed: PartnerFeed) -> list[dict[str, Any]]:
    """The items of a feed, each valid by IPTC's schema."""
    answer = get(feed)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["items"]
    assert not [said for item in found if (said := faults(item))]
    return found


def headlines(feed: PartnerFeed) -> list[str]:
    return [item["headlines"][0]["value"] for item in items(feed) if item["pubStatus"] == "usable"]


def filters() -> dict[str, dict[str, Any]]:
    return {
        "region": {"region": Region.objects.get()}, "theme": {"theme": Theme.objects.get()}, "report": {"report": Report.objects.get()}, "outlet": {"outlet": Outlet.objects.get()},
        "genre": {"genre": "interview"}, "language": {"language": "fr"}, "two": {"region": Region.objects.get(), "report": Report.objects.get()}, "none": {},
    }  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), [
    ("region", [3, 1]), ("theme", [4, 3, 2, 1, 0]), ("report", [1]), ("outlet", [3]), ("genre", [2]), ("language", [4]), ("two", [1]), ("none", [4, 3, 2, 1, 0]),
])  # fmt: skip
def test_a_feed_holds_what_its_filters_say(magazine: Built, name: str, expected: list[int]) -> None:
    assert headlines(make_feed(**filters()[name])) == [f"Article {number}" for number in expected]


def test_three_formats_say_the_same_and_lead_to_terms(magazine: Built) -> None:
    feed = make_feed(report=Report.objects.get())
    (item,) = items(feed)
    (entry,) = json.loads(get(feed, "feed.json").content)["items"]
    atom = feedparser.parse(get(feed, "feed.atom").content)
    assert entry["id"] == atom.entries[0].id == item["uri"]
    assert "The first stone was laid." in entry["content_html"] and "The first stone was laid." in atom.entries[0].content[0].value
    assert "odrl" in item["rightsInfo"]["encodedRights"]
    assert entry["_coranto"]["terms"].endswith("/en/terms/open/1/")
    assert item["altIds"][0]["value"] == entry["url"]


def test_an_article_comes_as_late_as_the_feed_says(site: Built) -> None:
    now = timezone.now()
    make_article("An old road", at=now - timedelta(hours=49), terms=terms_of())
    make_article("A new road", at=now - timedelta(hours=47), terms=terms_of(name="too"))
    assert headlines(make_feed(delay_hours=48)) == ["An old road"]
    assert headlines(make_feed(name="At once")) == ["A new road", "An old road"]


CASES = [
    ("by-changes", Party.ANYONE, False, True), ("by-changes", Party.OUTLET, False, True), ("community", Party.COMMUNITY, False, False), ("community", Party.COMMUNITY, True, True),
    ("community", Party.OUTLET, False, False), ("community", Party.OUTLET, True, True), ("by-nc-nd", Party.OUTLET, True, False), ("by-nd-counter", Party.OUTLET, False, False),
    ("by-nd-counter", Party.OUTLET, True, True), ("reserved", Party.OUTLET, False, False), ("reserved", Party.OUTLET, True, True), ("others-text", Party.OUTLET, True, False),
]  # fmt: skip


@pytest.mark.parametrize(("preset", "party", "has_agreement", "goes"), CASES)
def test_the_text_goes_where_the_terms_let_such_a_partner_take_everything(site: Built, preset: str, party: Party, has_agreement: bool, goes: bool) -> None:
    make_article("A road is built", at=START, terms=terms_of(PRESETS[preset].record))
    feed = make_feed(party=party, has_agreement=has_agreement)
    (item,) = items(feed)
    assert ("bodies" in item) is goes
    for file in FILES:
        assert ("The first stone was laid." in get(feed, file).content.decode()) is goes
        assert "Standfirst of A road is built." in get(feed, file).content.decode()


def test_without_text_no_text_and_without_terms_no_text(site: Built) -> None:
    make_article("Nothing is said", at=START)
    make_article("A road is built", at=START, terms=terms_of())
    assert ["bodies" in item for item in items(make_feed(has_agreement=True))] == [True, False]
    assert ["bodies" in item for item in items(make_feed(name="Heads", full_text=False))] == [False, False]


@pytest.mark.parametrize(("hours", "language", "goes"), [(47, "en", False), (49, "en", True), (49, "fr", False)])
def test_terms_of_time_and_language_are_kept(hours: int, language: str, goes: bool) -> None:
    now = datetime(2026, 3, 4, tzinfo=START.tzinfo)
    record = replace(BY, delay_hours=48, reserved_languages=("fr",))
    feed = PartnerFeed(name="x", party=Party.OUTLET)
    assert text_goes(feed, published=now - timedelta(hours=hours), now=now)(record, language) is goes
    asks = replace(record.with_rules(bulk=ASK), delay_hours=48)
    agreed = PartnerFeed(name="y", party=Party.OUTLET, has_agreement=True)
    assert text_goes(agreed, published=now - timedelta(hours=hours), now=now)(asks, language) is (hours > 48)  # agreement moves no clock
    over = replace(record, expires=now - timedelta(days=1))
    assert not text_goes(feed, published=now - timedelta(days=9), now=now)(over, "en")


def test_pictures_that_may_not_be_passed_on_are_in_no_format(site: Built) -> None:
    kept = make_picture("A kept road", redistributable=False)
    body = [("rich_text", rich("<p>Look at it.</p>")), ("picture", shown(kept, "kept"))]
    make_article("A road is built", at=START, picture=kept, body=body, terms=terms_of())
    for file in FILES:
        assert "/media/" not in get(make_feed(name=file), file).content.decode()
    kept.redistributable = True
    kept.save()
    make_article("Another", at=START, picture=kept, body=body, terms=terms_of(name="too"))
    for file in FILES:
        assert "/media/" in get(make_feed(name=f"{file} again"), file).content.decode()


def test_machine_translations_that_nobody_has_checked_are_left_out_unless_wanted(site: Built) -> None:
    for number, state in enumerate(("machine", "edited")):
        make_translation(make_article(f"Road {number}", at=START, terms=terms_of(name=state)), "fr", state=state, headline=state)
    assert headlines(make_feed(language="fr")) == ["edited"]
    assert sorted(headlines(make_feed(name="All", language="fr", with_machine=True))) == ["edited", "machine"]


def test_what_is_taken_back_is_canceled_in_every_format(site: Built) -> None:
    article = make_article("A road is built", at=START, terms=terms_of())
    feed = make_feed()
    before = items(feed)[0]["uri"]
    flow.article_withdrawn(article, reason="It was not ours.", by=None, now=timezone.now())
    (item,) = items(feed)
    assert (item["uri"], item["pubStatus"], item["edNote"]) == (before, "canceled", "It was not ours.")
    assert "bodies" not in item
    assert json.loads(get(feed, "feed.json").content)["_coranto"]["deleted"][0]["id"] == before
    assert "deleted-entry" in get(feed, "feed.atom").content.decode()


def test_a_partner_that_runs_the_same_system_learns_of_a_kill(site: Built) -> None:
    article = make_article("A road is built", text="The first stone was laid by the mayor, who had come on foot from the other end of the valley.", at=START, terms=terms_of())
    feed = make_feed()

    def taken() -> Any:
        data = get(feed).content
        return take_in(read_ninjs(data, source="https://partner.example/ninjs.json")[0], data=data, by=None, now=timezone.now(), even_if_similar=True)

    first = taken()
    assert first.is_new
    assert first.article.provenances.get().usage_terms.startswith("CC BY 4.0")
    assert "by the mayor" in str(first.article.body)
    flow.article_corrected(article, kind="correction", text="It was the mayor's sister.", by=None, now=timezone.now())
    assert taken().arrival.status == "usable"
    flow.article_withdrawn(article, reason="It was not ours.", by=None, now=timezone.now())
    assert taken().arrival.status == "canceled"
    assert Item.objects.get().status == "canceled"
    assert Arrival.objects.count() == 2


def test_nothing_that_is_not_public_is_in_a_feed(hidden: Built) -> None:
    feeds = [make_feed(name="A", has_agreement=True), make_feed(name="B", language="en", is_open=True), make_feed(name="C", theme=Theme.objects.get())]
    told = {(feed.name, file): get(feed, file).content.decode() for feed in feeds for file in FILES}
    assert not [name for name, text in told.items() if SECRET in text.replace(f"{SECRET}-withdrawn", "").replace(f"{SECRET}-off", "")]  # addresses of what was public
    assert all("Article 3" in text for text in told.values())
    make_article(f"{SECRET} public", text=SECRET, terms=terms_of(name="mine"), themes=[Theme.objects.get()])
    assert all(SECRET in get(feed, file).content.decode() for feed in feeds for file in FILES)


def test_an_address_with_a_token_is_for_whoever_has_it_and_no_cache(magazine: Built) -> None:
    feed = make_feed()
    name = name_of(feed)
    assert len(name) > 30
    assert feed.slug not in name
    answer = get(feed)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer.headers
    for wrong in (feed.slug, name[:-1], name[:-2] + "AA", name.swapcase(), "x", str(feed.pk), "%00", "a" * 5000):
        refused = Client(raise_request_exception=False).get(f"/partners/{wrong}/ninjs.json")
        assert refused.status_code == 404
        assert refused.headers["Cache-Control"] == "private, no-cache"
    assert Client().get(f"/partners/{name}/secrets.json").status_code == 404
    assert Client().post(f"/partners/{name}/ninjs.json").status_code == 405


def test_a_new_key_ends_the_old_address_and_a_revoked_feed_was_never_there(magazine: Built) -> None:
    feed = make_feed()
    old = name_of(feed)
    key_anew(feed, now=timezone.now())
    assert name_of(feed) != old
    assert Client().get(f"/partners/{old}/ninjs.json").status_code == 404
    assert get(feed).status_code == 200
    gone = [Client().get(f"/partners/{old}/ninjs.json").content]
    PartnerFeed.objects.update(is_active=False)
    answer = get(feed)
    assert answer.status_code == 404
    assert [answer.content] == gone
    PartnerFeed.objects.update(is_active=True, is_open=True)
    assert Client().get(f"/partners/{name_of(PartnerFeed(pk=feed.pk, key=2, keyed_at=feed.keyed_at))}/ninjs.json").status_code == 404  # an open feed has one address
    assert Client().get(f"/partners/{feed.slug}/ninjs.json").headers["Cache-Control"] == "public, max-age=60"


def test_what_has_not_changed_is_not_sent_again(magazine: Built) -> None:
    feed = make_feed()
    for file in FILES:
        first = get(feed, file)
        again = get(feed, file, **{"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    old = get(feed).headers["ETag"]
    make_article("One more", terms=terms_of(name="more"))
    assert get(feed, **{"if-none-match": old}).status_code == 200


def test_what_a_filter_names_is_not_deleted_from_under_it(magazine: Built) -> None:
    make_feed(region=Region.objects.get())
    with pytest.raises(ProtectedError):
        Region.objects.get().delete()


def test_few_questions_however_many_articles(site: Built) -> None:
    for number in range(3):
        make_article(f"Road {number}", at=START + timedelta(hours=number), terms=terms_of(name=f"t{number}"))
    feed = make_feed()

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            get(feed)
        return len(asked)

    few = questions()
    shared = terms_of(name="shared")
    for number in range(20):
        make_article(f"Many {number}", at=START + timedelta(days=1, hours=number), terms=shared)
    assert questions() <= few + 2 * 20 + 5  # corrections of each, and its terms once


def colleague(role: str) -> Client:
    ensure_roles(make_front())
    user = User.objects.create_user(f"{role.lower().replace(' ', '-')}@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_the_rights_desk_makes_a_feed_and_gives_it_a_new_key(magazine: Built) -> None:
    desk = colleague("Rights desk")
    sent = {"name": "The Lake Post", "is_active": "on", "party": "outlet", "full_text": "on", "language": "", "genre": "", "delay_hours": "2", "notes": "Ask for Kofi."}
    assert desk.post("/desk/snippets/syndication/partnerfeed/add/", sent).status_code == 302
    feed = PartnerFeed.objects.get()
    assert (feed.slug, feed.delay_hours, feed.is_open) == ("the-lake-post", 2, False)
    shown = desk.get(f"/desk/snippets/syndication/partnerfeed/edit/{feed.pk}/").content.decode()
    assert f"/partners/{name_of(feed)}/ninjs.json" in shown
    assert "The Lake Post" in desk.get(reverse("coranto_new_key", args=[feed.pk])).content.decode()
    before = name_of(feed)
    assert desk.post(reverse("coranto_new_key", args=[feed.pk])).status_code == 302
    feed.refresh_from_db()
    assert name_of(feed) != before
    assert desk.post("/desk/snippets/syndication/partnerfeed/add/", {**sent, "name": "Other", "delay_hours": "99999"}).status_code == 200  # shown again


@pytest.mark.parametrize("role", ["Editors", "Authors", "Translators", "Contributors"])
def test_nobody_else_sees_a_partners_address(magazine: Built, role: str) -> None:
    feed = make_feed()
    client = colleague(role)
    for address in ("/desk/snippets/syndication/partnerfeed/", f"/desk/snippets/syndication/partnerfeed/edit/{feed.pk}/", reverse("coranto_new_key", args=[feed.pk])):
        answer = client.get(address)
        assert answer.status_code in {302, 403}
    assert client.post(reverse("coranto_new_key", args=[feed.pk])).status_code in {302, 403}
    feed.refresh_from_db()
    assert feed.key == 1
