"""The house that the site is measured with: rows as an instance keeps them, edits as an editor makes them."""

from __future__ import annotations

import pytest
from django.db import transaction

from coranto.delivery.building import build
from coranto.delivery.models import Output
from coranto.delivery.storages.memory import MemoryStorage
from coranto.newsroom.founding import found_publication
from coranto.project.bench_house import RealHouse

pytestmark = pytest.mark.django_db


def test_an_edit_of_one_article_renders_its_page_in_every_language_and_no_other_article() -> None:
    found_publication()
    house, storage = RealHouse(3, ["any", "three", "codes"]), MemoryStorage()
    build(house, storage, full=True, workers=1)
    assert Output.objects.filter(kind="article", status=200, problem="").count() == 9
    with transaction.atomic():
        house.edit_body(1)
    report = build(house, storage, workers=1)
    assert report.by_kind["article"] == 3
    assert report.by_kind["list"] == report.by_kind["home"] == 0
    house.edit_headline(1)
    assert build(house, storage, workers=1).by_kind["home"] == 3
