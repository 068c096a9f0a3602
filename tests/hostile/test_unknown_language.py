"""A language code that nobody knows, written straight into a row, breaks no page and no feed."""

from __future__ import annotations

import pytest
from lxml import etree

from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.paths import stored_name
from coranto.delivery.storages.memory import MemoryStorage
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.site.house import SiteHouse
from tests.site import making

pytestmark = pytest.mark.django_db


def test_a_quotation_in_an_unknown_language_is_shown_on_its_page_and_in_the_feeds() -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=("en", "ar")).delete()
    quotation = {"text": "<p>He said so.</p>", "speaker": "A ferryman", "source_url": "", "language": "", "original_text": "Xyzzy plugh.", "original_language": "zz"}
    making.make_article("The ferry", slug="ferry", body=[("quotation", quotation)])
    storage = MemoryStorage()
    build(SiteHouse(), storage, workers=1, full=True)
    assert list(Output.objects.exclude(problem="").values_list("path", "problem")) == []
    whole = {row.path: (storage.read(stored_name(row.path, row.status)) or b"").decode("utf-8", "replace") for row in Output.objects.filter(status=200)}
    page = next(text for path, text in whole.items() if path.endswith("/ferry/") and path.startswith("/en/"))
    assert "He said so." in page and "Xyzzy plugh." in page
    feeds = {path: text for path, text in whole.items() if text.lstrip().startswith("<?xml") and "He said so." in text}
    assert feeds
    for text in feeds.values():
        etree.fromstring(text.encode())
