"""A small publication that signs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from coranto.signing.keys import Keyring
from tests.site.conftest import Built, site

__all__ = ["Built", "site"]


@pytest.fixture
def ring(db: None) -> Iterator[Keyring]:
    """The instance's keys, with one that signs since yesterday."""
    folder = settings.INSTANCE.keys / "signing"
    shutil.rmtree(folder, ignore_errors=True)
    made = Keyring(folder)
    made.create(now=timezone.now() - timedelta(days=1))
    yield made
    shutil.rmtree(folder, ignore_errors=True)
