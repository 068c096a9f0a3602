"""Variants of pictures: small, clean, and only those that pages name."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from coranto.pictures import variants
from coranto.site.facts.chrome import chrome
from coranto.site.facts.store import Store
from tests.site.making import make_picture, make_publication


def photograph(width: int = 900, height: int = 600, *, exif: bool = True) -> bytes:
    image, out = Image.new("RGB", (width, height), "#5a6b3c"), io.BytesIO()
    data = Image.Exif()
    data[0x010F] = "A camera that tells too much"
    data[0x8825] = {1: "N", 2: (46.0, 12.0, 0.0)}
    image.save(out, "JPEG", exif=data.tobytes() if exif else b"")
    return out.getvalue()


@pytest.mark.parametrize("extension", ["avif", "webp", "jpg"])
def test_a_variant_keeps_the_copyright_and_nothing_else_of_the_metadata(extension: str) -> None:
    made = variants.resized(photograph(), width=480, extension=extension, notice="© Bo Lens")
    image = Image.open(io.BytesIO(made))
    assert image.size == (480, 320)
    assert b"tells too much" not in made
    assert b"tells too much" in photograph()
    assert set(image.getexif()) == {variants.EXIF_COPYRIGHT}


def test_a_picture_on_its_side_is_turned_upright() -> None:
    data = Image.Exif()
    data[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "red").save(out, "JPEG", exif=data.tobytes())
    assert Image.open(io.BytesIO(variants.resized(out.getvalue(), width=200, extension="jpg"))).size == (200, 300)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(variants.Unreadable, match="pixels"):
        variants.resized(out.getvalue(), width=480, extension="jpg")


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(variants.Unreadable):
        variants.resized(b"<svg onload=alert(1)>", width=480, extension="webp")


def test_transparency_survives_where_the_format_has_it() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (500, 500), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(variants.resized(out.getvalue(), width=240, extension="webp"))).mode == "RGBA"
    flat = Image.open(io.BytesIO(variants.resized(out.getvalue(), width=240, extension="jpg")))
    assert flat.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.django_db
def test_only_names_that_pages_can_hold_are_made(tmp_path: Path) -> None:
    picture = make_picture(size=(1000, 700))
    names = list(variants.names_of(picture))
    assert len(names) == 3 * 5  # 96, 240, 480, 800 and its own 1000, in three formats
    place = variants.stored_variant(tmp_path, next(name for name in names if name.endswith("-240.webp")))
    with Image.open(place) as image:
        assert image.size == (240, 168)
    digest = variants.digest_of(picture)
    for wrong in (f"{digest}-241.jpg", f"{digest}-1800.jpg", "0" * 16 + "-240.jpg", f"../{digest}-240.jpg", f"{digest}-240.svg", f"{digest}-240.png"):
        with pytest.raises(variants.NoSuchVariant):
            variants.stored_variant(tmp_path, wrong)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.django_db
def test_the_worker_makes_what_nobody_has_asked_for(tmp_path: Path) -> None:
    picture = make_picture(size=(300, 200))
    assert variants.make_missing(tmp_path, limit=3) == 3
    variants.make_missing(tmp_path, limit=100)
    assert {path.name for path in tmp_path.iterdir()} == set(variants.names_of(picture))


@pytest.mark.django_db
def test_a_square_logo_is_offered_no_larger_than_a_mark_is_shown() -> None:
    publication = make_publication("fr")
    publication.logo = make_picture(size=(512, 512))
    publication.save()
    shown = chrome(Store(), "fr")
    assert shown.logo is not None
    assert {len(source.srcset.split(", ")) for source in shown.logo.sources} == {2}
    assert all("-96." in source.srcset and "-240." in source.srcset for source in shown.logo.sources)
    assert shown.icon.endswith("-96.jpg")
