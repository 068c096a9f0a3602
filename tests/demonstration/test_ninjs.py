"""Every article of the demonstration as a ninjs item, in every state and language, valid against IPTC's schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from coranto.articles.models import Article, PublicState
from coranto.newsroom import flow
from coranto.newsroom.demonstrating import load_demonstration
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.facts.store import Store
from coranto.site.ninjs.items import item_targets, render
from coranto.site.partners.gathering import as_items, gathered
from coranto.syndication.models import PartnerFeed
from tests.syndication.ninjs_schema import faults

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def items() -> dict[str, tuple[int, dict[str, Any]]]:
    """Every item that the site renders, with its status."""
    store, found = Store(), {}
    for target in item_targets(store, None):
        rendered = render(store, target)
        assert rendered is not None, target
        found[target.path] = (rendered.status, json.loads(rendered.body))
    return found


@pytest.mark.django_db
def test_every_article_in_every_state_and_language_is_a_valid_item() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "ja", "fr", "de"]).delete()
    count = load_demonstration(now=NOW)
    first, second, third, fourth = Article.objects.filter(public__status=200, public__language="en").order_by("pk")[:4]
    flow.article_corrected(first, kind="correction", text="The road is 12 km long, not 21.", by=None, now=NOW)
    flow.article_corrected(second, kind="retraction", text="We cannot show that this happened.", by=None, now=NOW)
    flow.article_withdrawn(third, reason="It was not ours to publish.", by=None, now=NOW)
    flow.article_corrected(fourth, kind="update", text="The bridge was opened meanwhile.", by=None, now=NOW)
    found = items()
    wrong = {path: said for path, (_status, item) in found.items() if (said := faults(item))}
    assert not wrong
    originals = {row.pk for row in PublicState.objects.all() if any(f"/{row.language}/" in path and f"/{row.slug}/" in path for path in found)}
    assert len(originals) == count == PublicState.objects.count()
    states = [(status, item["pubStatus"], item["representationType"]) for status, item in found.values()]
    assert (200, "usable", "full") in states
    assert (200, "canceled", "partial") in states
    assert (410, "canceled", "partial") in states
    assert any("derivedFrom" in str(item.get("associations")) for _status, item in found.values())
    assert sum("translatedFrom" in str(item.get("associations")) for _status, item in found.values()) > 10
    feeds = {feed.name: gathered(Store(), feed, now=NOW) for feed in PartnerFeed.objects.all()}
    assert not [said for feed in PartnerFeed.objects.all() for item in as_items(Store(), feed, feeds[feed.name]) for said in faults(item)]
    assert len(feeds["Community sites"].told) > 5
    assert not all(story.html for _entry, story in feeds["Community sites"].told)  # its terms let nobody take everything without asking
    assert any(story.html for _entry, story in feeds["Folha do Cais"].told)
    assert any(item.get("rightsInfo") for _status, item in found.values())
    assert any("mediatopic" in str(item.get("subjects")) for _status, item in found.values())


def test_what_is_no_item_is_found_wrong() -> None:
    assert not faults({"uri": "tag:a,2024:1"})
    for item in (
        {}, {"uri": "not a uri"}, {"uri": "tag:a,2024:1", "pubstatus": "usable"}, {"uri": "tag:a,2024:1", "versionCreated": "2024-01-01"},
        {"uri": "tag:a,2024:1", "rightsInfo": {"linkedRights": "https://a.example/", "encodedRights": "{}"}}, {"uri": "tag:a,2024:1", "associations": [{"uri": "tag:a,2024:2"}]},
    ):  # fmt: skip
        assert faults(item), item
