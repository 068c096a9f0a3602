"""A restored instance: its record says what stood in the public folder, and nothing stands there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coranto.delivery.storages.folder import FolderStorage
from coranto.project import site_building
from tests.site.making import make_article, make_front, make_publication


@pytest.mark.django_db
def test_the_next_build_fills_an_emptied_public_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_publication("fr")
    make_front()
    make_article("The road is open")
    monkeypatch.setattr(site_building, "storage_of_instance", lambda: FolderStorage(tmp_path / "public"))
    first = site_building.build_site(full=False, quiet=True)
    stood = {path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file()}
    assert first["written"] > 10 and Path("public/en/index.html") in stood
    assert site_building.build_site(full=False, quiet=True)["written"] == 0

    shutil.rmtree(tmp_path / "public")
    again = site_building.build_site(full=False, quiet=True)
    assert again["written"] == first["written"]
    assert {path.relative_to(tmp_path): path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file()} == stood
