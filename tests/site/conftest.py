"""A small publication to render."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from coranto.delivery.building import BuildReport, build
from coranto.delivery.models import Output
from coranto.delivery.paths import stored_name
from coranto.delivery.storages.memory import MemoryStorage
from coranto.site.house import SiteHouse
from tests.site.making import START, make_front, make_publication


@dataclass
class Built:
    """A site in memory: build it, and look at what stands where."""

    storage: MemoryStorage = field(default_factory=MemoryStorage)
    house: SiteHouse = field(default_factory=SiteHouse)

    def build(self, **options: Any) -> BuildReport:
        """Render what is due."""
        return build(self.house, self.storage, now=START, workers=1, **options)

    def text(self, path: str) -> str:
        """The file at a path."""
        row = Output.objects.filter(path=path).first()
        found = self.storage.read(stored_name(path, row.status)) if row is not None else None
        assert found is not None, f"nothing stands at {path}; there are: {sorted(self.outputs())}"
        return found.decode()

    def output(self, path: str) -> Output:
        """The record of a path."""
        return Output.objects.get(path=path)

    def outputs(self) -> set[str]:
        """All recorded paths."""
        return set(Output.objects.values_list("path", flat=True))


@pytest.fixture
def site(db: None) -> Built:
    """An empty publication in English, French and Arabic, not built yet."""
    make_publication("ar", "fr")
    make_front()
    return Built()
