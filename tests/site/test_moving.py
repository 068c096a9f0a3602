"""An article that moves to another address is never away: not at the old one, not at the new one that the old one leads to."""

from __future__ import annotations

import pytest

from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.storages.memory import MemoryStorage
from coranto.site.house import SiteHouse
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def at(path: str) -> Output | None:
    """What stands at a path, as a server finds it."""
    return Output.objects.filter(path=path).exclude(digest="").first()


def test_neither_address_is_missing_at_any_moment_of_the_build() -> None:
    making.make_publication("fr")
    article = making.make_article("A road is built", slug="old")
    storage = MemoryStorage()
    build(SiteHouse(), storage)
    old = Output.objects.get(kind="article").path
    new = old.replace("/old/", "/new/")
    article.slug = "new"
    article.save()
    making.publish_article(article)
    steps, seen = 0, []
    while steps == 0 or Output.objects.filter(due__gt=0).exists():
        build(SiteHouse(), storage, limit=1, workers=1)
        steps += 1
        there = at(old)
        assert there is not None
        seen.append(there.status)
        if there.status == 301:
            found = at(new)
            assert found is not None and found.status == 200
            assert dict(there.headers)["Location"].endswith(new)
    assert seen[0] == 200 and seen[-1] == 301
    assert steps > 5
