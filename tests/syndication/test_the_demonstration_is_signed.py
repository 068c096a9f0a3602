"""Every article of the demonstration, in every language it can be read in, is verified from its page as readers get it; taken-back ones say so."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from django.utils import timezone

from coranto.articles.models import Provenance, PublicState
from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.paths import stored_name
from coranto.delivery.storages.memory import MemoryStorage
from coranto.newsroom.demonstrating import load_demonstration
from coranto.newsroom.demonstrating_origins import LEFT_OUT, SIGNED
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.signing.keys import Keyring
from coranto.site import addresses
from coranto.site.house import SiteHouse
from coranto.syndication.checking import CheckError, Verdict, verify_article

pytestmark = pytest.mark.django_db


def test_every_page_of_every_article_is_verified_in_every_language(ring: Keyring) -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "ar", "fr", "ja"]).delete()
    load_demonstration(now=datetime(2026, 11, 24, tzinfo=UTC))
    storage = MemoryStorage()
    build(SiteHouse(), storage, workers=1)
    statuses = dict(Output.objects.values_list("path", "status"))

    def fetch(url: str) -> bytes:
        path = unquote(url.removeprefix(addresses.base_url()))
        data = storage.read(stored_name(path, statuses[path])) if path in statuses else None
        if data is None:
            raise CheckError(f"Nothing stands at {url}.")
        return data

    pages = list(Output.objects.filter(kind="article", status=200).values_list("path", "language"))
    found = {path: verify_article(fetch(path), url=addresses.absolute(path), fetch=fetch, now=timezone.now()) for path, _language in pages}
    assert {path: (one.verdict, one.why, one.lacking[:2]) for path, one in found.items() if one.verdict is not Verdict.VERIFIED} == {}
    assert Counter(language for _path, language in pages)["ja"] >= 15
    originals = set(PublicState.objects.filter(status=200).values_list("language", flat=True))
    assert {one.facts["language"] for one in found.values()} == {"en", "ar", "fr", "ja"} | originals
    translated = [one for one in found.values() if one.facts.get("origin", {}).get("url", "").startswith(addresses.base_url())]
    assert len(translated) >= 45
    assert {one.facts["origin"]["state"] for one in translated} == {"verified"}
    page = fetch(f"/en/{PublicState.objects.get(slug=SIGNED).first_public_at:%Y/%m}/{SIGNED}/provenance/").decode()
    assert 'data-trust="good"' in page
    assert LEFT_OUT not in page
    assert sum(row.origin is not None for row in Provenance.objects.all()) == 1
