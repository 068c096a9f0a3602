"""A memory that lies about when its sentences were made: it goes out again all the same, and readers are told of no time to come."""

from __future__ import annotations

import pytest
from django.utils import timezone

from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.publication.models import LanguagePolicy
from coranto.translation.choosing import Order
from coranto.translation.exchange.shapes import Unit
from coranto.translation.exchange.tmx import read_tmx, write_tmx
from coranto.translation.exchanging import export_memory, import_memory
from coranto.translation.models import Translation
from coranto.translation.working import translate_batch
from tests.site import making

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T00:00:00+00:00", "1601-01-01T00:00:00+00:00"])
def test_a_moment_that_cannot_have_been_is_none(moment: str) -> None:
    found_publication()
    LanguagePolicy.objects.exclude(language__in=["en", "es"]).delete()
    unit = Unit("en", "es", "The bridge is open.", "El puente está abierto.", state="translated", person="Ada Nadie", made_at=moment)
    import_memory(write_tmx([unit]))
    (out,) = read_tmx(export_memory(now=timezone.now()))
    assert (out.target, out.made_at) == ("El puente está abierto.", "")
    article = making.make_article("The bridge is open.", text="The bridge is open.")
    translate_batch({}, Order(), told=flow.translations_kept, now=timezone.now())
    made_at = Translation.objects.get(article=article, language="es").made_at
    assert made_at is None or made_at <= timezone.now()
