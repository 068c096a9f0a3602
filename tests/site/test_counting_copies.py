"""The counter in copies whose terms keep one: a picture of one pixel, numbers by day and host, nothing of the reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from coranto.newsroom import flow
from coranto.syndication.counting import EVERY, MOST_HOSTS, Copies, copies, host_of
from coranto.syndication.models import Reach
from tests.rights.making import preset
from tests.site.conftest import Built
from tests.site.making import START
from tests.site.test_republishing import FILES, PAGE, fetched, make_road, pasted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_the_counter_is_in_the_package_only_where_the_terms_keep_one(site: Built) -> None:
    make_road(replace(preset("by-changes"), keep_counter=True))
    site.build()
    counter = pasted(site.text(PAGE)).xpath(".//img[@width='1']/@src")
    assert len(counter) == 1 and counter[0].endswith(".gif")
    assert counter[0] in fetched(PAGE + "article.md").content.decode()


def test_without_it_no_form_holds_a_counter(site: Built) -> None:
    make_road()
    site.build()
    assert "/live/count/" not in site.text(PAGE)
    assert not [name for name in FILES if b"/live/count/" in fetched(PAGE + name).content]


def test_a_copy_that_is_opened_is_counted_by_its_host_and_without_cookies(site: Built) -> None:
    article = make_road(replace(preset("by-changes"), keep_counter=True))
    answer = Client().get(f"/live/count/{article.pk}/en.gif", headers={"referer": "https://News.example/story?reader=7"})
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/gif", "no-store")
    assert not answer.cookies and "Set-Cookie" not in answer
    copies.flush()
    row = Reach.objects.get()
    assert (row.article_id, row.language, row.host, row.times) == (article.pk, "en", "news.example", 1)


def test_counts_wait_in_memory_and_are_added_up(site: Built) -> None:
    article, waiting = make_road(), Copies()
    for second in range(5):
        waiting.opened(article.pk, "en", referrer="https://a.example/", own_host="", now=NOW + timedelta(seconds=second))
    assert not Reach.objects.exists()
    waiting.opened(article.pk, "en", referrer="https://a.example/", own_host="", now=NOW + EVERY)
    assert Reach.objects.get().times == 6
    waiting.opened(article.pk, "en", referrer="", own_host="", now=NOW + EVERY)
    waiting.flush()
    assert {row.host: row.times for row in Reach.objects.all()} == {"a.example": 6, "": 1}


def test_what_nobody_published_and_our_own_pages_are_not_counted(site: Built) -> None:
    article, waiting = make_road(), Copies()
    waiting.opened(article.pk, "en", referrer="https://ours.example/x", own_host="ours.example", now=NOW)
    waiting.opened(article.pk, "xx", referrer="https://a.example/", own_host="", now=NOW)
    waiting.opened(article.pk + 999, "en", referrer="https://a.example/", own_host="", now=NOW)
    flow.article_withdrawn(article, reason="Wrong.", by=None, now=START)
    waiting.opened(article.pk, "en", referrer="https://a.example/", own_host="", now=NOW)
    waiting.flush()
    assert not Reach.objects.exists()


def test_made_up_hosts_cannot_fill_the_table(site: Built) -> None:
    article, waiting = make_road(), Copies()
    for number in range(MOST_HOSTS + 50):
        waiting.opened(article.pk, "en", referrer=f"https://h{number}.example/", own_host="", now=NOW)
    waiting.flush()
    assert Reach.objects.count() == MOST_HOSTS + 1
    assert sum(Reach.objects.values_list("times", flat=True)) == MOST_HOSTS + 50


@pytest.mark.parametrize("referrer", ["", "not an address", "https://", "https://[::1", "https://a b/", "https://" + "a" * 300 + "/", "javascript:x", "https://<b>/"])
def test_what_is_no_host_is_counted_without_one(referrer: str) -> None:
    assert host_of(referrer) == ""
