"""Agencies correct and kill: a newer version waits for an editor, an older one is nothing, and nobody else speaks for a source."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from coranto.articles.models import Article, PublicState
from coranto.articles.publishing import Embargoed
from coranto.intake.models import Arrival, Item
from coranto.intake.sources import Opened
from coranto.intake.taking import IntakeError, Taken, take_in
from coranto.intake.versions import HeldBack
from coranto.members.models import User
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.project.taking_in import take_in_sources
from coranto.reading.ninjs import read_ninjs

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
FEED = "https://agency.example/feed.json"
TEXT = "<p>The courier left Prague at dawn and rode along the river until the bridge came into sight, where two guards asked for his letters.</p>"


@pytest.fixture(autouse=True)
def publication() -> None:
    found_publication()


def item(version: str = "1", *, status: str = "usable", body: str = TEXT, **more: Any) -> dict[str, Any]:
    return {
        "uri": "tag:agency.example,2026:42", "type": "text", "version": version, "versionCreated": f"2026-03-0{min(int(version.split('.')[0]), 9)}T08:00:00Z", "pubStatus": status,
        "language": "en", "headlines": [{"value": f"The courier, version {version}"}], "bodies": [{"contentType": "text/html", "value": body}],
        "copyrightHolder": "The Agency", "usageTerms": "Until further notice.", **more,
    }  # fmt: skip


def take(value: dict[str, Any], *, source: str = FEED) -> Taken:
    data = json.dumps(value).encode()
    return take_in(read_ninjs(data, source=source)[0], data=data, by=None, now=NOW, even_if_similar=True)


def editor(role: str = "Editors") -> Client:
    user = User.objects.create_user(f"{role.lower().replace(' ', '-')}@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def public(article: Article) -> Article:
    flow.draft_goes_out(article, by=None, now=NOW)
    return Article.objects.get(pk=article.pk)


def test_an_item_becomes_a_draft_with_its_rights_its_version_and_its_embargo() -> None:
    taken = take(item(embargoedUntil="2099-03-02T06:00:00Z", rightsInfo={"encodedRights": "{}"}, located="PRAGUE"))
    article, held = Article.objects.get(), Item.objects.get()
    assert taken.is_new
    assert (article.title, article.dateline, article.embargo_until) == ("The courier, version 1", "PRAGUE", datetime(2099, 3, 2, 6, tzinfo=UTC))
    assert article.provenances.get().usage_terms == "Until further notice."
    assert (held.source, held.outside_id, held.version, held.status, held.rights) == ("agency.example", "tag:agency.example,2026:42", "1", "usable", "{}")
    with pytest.raises(Embargoed):
        flow.draft_goes_out(article, by=None, now=NOW)
    assert not PublicState.objects.exists()


def test_a_newer_version_waits_and_an_older_or_the_same_is_nothing() -> None:
    article = take(item("2")).article
    before = article.get_latest_revision_as_object().title
    for version in ("2", "1", "0"):
        taken = take(item(version, body="<p>Older words.</p>"))
        assert (taken.is_new, taken.arrival) == (False, None)
    newer = take(item("10", body="<p>Ten comes after two.</p>"))
    assert newer.arrival is not None
    assert (newer.is_new, newer.arrival.version) == (False, "10")
    assert take(item("9")).arrival is None
    assert Article.objects.get().get_latest_revision_as_object().title == before
    assert Article.objects.count() == Item.objects.count() == Arrival.objects.count() == 1


def test_of_newer_versions_the_newest_waits_alone() -> None:
    take(item("1"))
    for version in ("2", "3"):
        take(item(version))
    assert list(Arrival.objects.order_by("pk").values_list("version", "answer")) == [("2", "overtaken"), ("3", "")]


@pytest.mark.parametrize(("first", "second", "counts"), [
    ({"version": "2.9"}, {"version": "2.10"}, True), ({"version": "b"}, {"version": "a"}, False), ({"version": "a", "versionCreated": "2026-03-01T00:00:00Z"}, {"version": "b", "versionCreated": "2026-03-02T00:00:00Z"}, True),
    ({"version": "1", "versionCreated": "2026-03-01T00:00:00Z"}, {"version": "1", "versionCreated": "2026-03-02T00:00:00Z"}, True), ({"version": "", "versionCreated": ""}, {"version": "5", "versionCreated": ""}, False),
    ({"version": "5"}, {"version": "4", "versionCreated": "2027-01-01T00:00:00Z"}, False), ({"version": "5"}, {"version": "4", "pubStatus": "canceled"}, False),
    ({"version": "", "versionCreated": ""}, {"version": "", "versionCreated": "", "pubStatus": "canceled"}, True),
])  # fmt: skip
def test_which_of_two_versions_counts(first: dict[str, str], second: dict[str, str], counts: bool) -> None:
    base = item("1", versionCreated="")
    take({**base, **first})
    assert (take({**base, **second}).arrival is not None) is counts


def test_another_source_cannot_speak_for_an_item() -> None:
    public(take(item("1", altIds=[{"role": "web", "value": "https://agency.example/courier"}])).article)
    for claim in ({}, {"altIds": [{"role": "web", "value": "https://agency.example/courier"}]}, {"uri": "https://agency.example/courier"}):
        try:
            taken = take({**item("99", status="canceled"), **claim}, source="https://evil.example/feed.json")
        except IntakeError:
            continue  # not held under that name: there is nothing to cancel
        assert (taken.is_new, taken.arrival) == (False, None)
    assert Item.objects.get().status == "usable"
    assert PublicState.objects.get().status == 200


def test_what_was_canceled_before_it_was_held_is_not_taken_in() -> None:
    with pytest.raises(IntakeError, match="has canceled"):
        take(item(status="canceled"))
    assert not Article.objects.exists()


def test_what_is_withheld_becomes_a_draft_that_cannot_go_out_until_it_is_released() -> None:
    article = take(item(status="withheld")).article
    client = editor()
    with pytest.raises(HeldBack, match="withheld by its source"):
        public(article)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "Its source withholds this article" in page
    take(item("2"))
    assert public(article).live


def test_an_editor_puts_a_newer_version_into_the_draft_of_a_published_article() -> None:
    article = public(take(item("1")).article)
    arrival = take(item("2", body="<p>The courier left Vienna.</p>", edNote="Puts the town right.")).arrival
    assert arrival is not None
    client = editor()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "Its source has sent a newer version (2)." in page
    assert "Puts the town right." in page
    assert "The courier, version 1" in client.get(reverse("coranto_arrivals")).content.decode()
    beside = client.get(reverse("coranto_arrival", args=[arrival.pk])).content.decode()
    assert "left Prague" in beside
    assert "left Vienna" in beside
    client.post(reverse("coranto_arrival", args=[arrival.pk]), {"answer": "draft"})
    article = Article.objects.get()
    draft = article.get_latest_revision_as_object()
    assert (article.title, draft.title) == ("The courier, version 1", "The courier, version 2")
    assert "Vienna" in str(draft.body)
    assert "Prague" in json.dumps(PublicState.objects.get().version.document["body"])
    assert PageLogEntry.objects.filter(action="coranto.version_answered").count() == 1
    assert "newer version (2)" not in client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()


def test_a_kill_withdraws_nothing_by_itself_and_one_press_does() -> None:
    article = public(take(item("1")).article)
    arrival = take(item("2", status="canceled", edNote="It did not happen.")).arrival
    assert arrival is not None
    assert PublicState.objects.get().status == 200
    client = editor()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert 'role="alert"><p><strong>Its source has canceled this article.' in page
    assert "Withdraw it now" in client.get(reverse("coranto_arrival", args=[arrival.pk])).content.decode()
    client.post(reverse("coranto_arrival", args=[arrival.pk]), {"answer": "withdraw"})
    assert PublicState.objects.get().status == 410
    assert Article.objects.get().withdrawal.reason == "It did not happen."
    assert Arrival.objects.get().answer == "withdrawn"


def test_an_editor_may_keep_what_was_canceled_and_only_then_publish_it_again() -> None:
    article = take(item("1")).article
    arrival = take(item("2", status="canceled")).arrival
    assert arrival is not None
    with pytest.raises(HeldBack, match="canceled by its source"):
        public(article)
    client = editor()
    client.post(reverse("coranto_arrival", args=[arrival.pk]), {"answer": "draft"})  # the words of a kill are no draft
    assert Arrival.objects.get().answer == ""
    client.post(reverse("coranto_arrival", args=[arrival.pk]), {"answer": "leave"})
    assert public(article).live


def test_what_is_scheduled_does_not_go_out_once_it_was_canceled() -> None:
    article = take(item("1")).article
    draft = article.get_latest_revision_as_object()
    draft.go_live_at = NOW + timedelta(days=9000)
    draft.save_revision(approved_go_live_at=draft.go_live_at)
    assert article.revisions.filter(approved_go_live_at__isnull=False).exists()
    take(item("2", status="canceled"))
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize(("role", "allowed"), [("Editors", True), ("Administrators", True), ("Translators", False), ("Contributors", False)])
def test_who_may_answer(role: str, allowed: bool) -> None:
    public(take(item("1")).article)
    arrival = take(item("2", status="canceled")).arrival
    assert arrival is not None
    editor(role).post(reverse("coranto_arrival", args=[arrival.pk]), {"answer": "withdraw"})
    assert (PublicState.objects.get().status == 410) is allowed
    assert (Arrival.objects.get().answer == "withdrawn") is allowed


def test_the_desk_looks_at_a_newer_version_before_it_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    take(item("1"), source="item.json")
    client = editor()
    upload = {"file": __import__("io").BytesIO(json.dumps(item("2", status="canceled")).encode())}
    upload["file"].name = "item.json"  # type: ignore[attr-defined]
    look = client.post(reverse("coranto_take_in"), upload, follow=True)
    page = look.content.decode()
    assert "This is a newer version of “The courier, version 1”." in page
    assert "it asks that nobody publishes it" in page
    after = client.post(look.redirect_chain[-1][0], {"take": "0"})
    assert after.url == reverse("coranto_arrival", args=[Arrival.objects.get().pk])
    assert PageLogEntry.objects.filter(action="coranto.newer_version").count() == 1


def test_the_command_line_takes_lists_and_says_what_waits(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def opened(value: Any) -> None:
        data = json.dumps(value).encode()
        monkeypatch.setattr("coranto.project.taking_in.open_source", lambda source, limit: Opened(data, read_ninjs(data, source=source, limit=limit)))

    opened([item("1", status="withheld"), {**item("1"), "uri": "tag:agency.example,2026:43", "headlines": [{"value": "Another"}], "bodies": [{"value": "Other words entirely, about a mill."}]}])
    assert take_in_sources([FEED], limit=None, even_if_similar=True, publish=True, as_json=False) == 1
    said = capsys.readouterr()
    assert "withheld by its source" in said.err
    assert "Took in 2 new, 0 held already, 1 not taken." in said.out
    assert list(PublicState.objects.values_list("headline", flat=True)) == ["Another"]
    opened({"items": [item("2")]})
    assert take_in_sources([FEED], limit=None, even_if_similar=True, publish=False, as_json=False) == 0
    assert "1 newer version waiting in the desk" in capsys.readouterr().out


