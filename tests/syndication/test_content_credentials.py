"""Content credentials (C2PA) that a picture came with stay in its original, byte for byte, and readers can have that original."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from lxml import html
from PIL import Image

from coranto.pictures import variants
from coranto.pictures.credentials import KEPT, NONE, OFFERED, standing_of
from coranto.pictures.models import Picture
from coranto.project.backing_up import back_up, restore
from coranto.project.instance import read_instance
from tests.project.test_instance import NOW, make
from tests.site.making import make_article
from tests.syndication.conftest import Built

CREDENTIALS = b"\x00\x00\x00\x3ejumb\x00\x00\x00\x1ejumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71\x03c2pa\x00"


def plain(kind: str, *, exif: Image.Exif | None = None) -> bytes:
    """A picture without credentials."""
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#5a6b3c").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def signed_jpeg(data: bytes | None = None) -> bytes:
    """A JPEG with a C2PA store where cameras put it: an APP11 segment with a JUMBF box."""
    data, body = data or plain("JPEG"), b"JP\x00\x01\x00\x00\x00\x01" + CREDENTIALS
    return data[:2] + b"\xff\xeb" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


def signed_png() -> bytes:
    """A PNG with its C2PA store in a caBX chunk before the pixels."""
    data, chunk = plain("PNG"), b"caBX" + CREDENTIALS
    begin = data.index(b"IDAT") - 4
    return data[:begin] + len(CREDENTIALS).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + data[begin:]


def signed_webp() -> bytes:
    """A WebP with a C2PA chunk at its end."""
    data = plain("WEBP") + b"C2PA" + len(CREDENTIALS).to_bytes(4, "little") + CREDENTIALS + b"\x00" * (len(CREDENTIALS) % 2)
    return data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:]


def signed_avif() -> bytes:
    """An AVIF with a C2PA box."""
    body = bytes.fromhex("d8fec3d61b0e483c92975828877ec481") + CREDENTIALS
    return plain("AVIF") + (len(body) + 8).to_bytes(4, "big") + b"uuid" + body


SIGNED = {"jpg": signed_jpeg, "png": signed_png, "webp": signed_webp, "avif": signed_avif}
PLAIN = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}


def picture_of(data: bytes, extension: str = "jpg", **fields: object) -> Picture:
    return Picture.objects.create(title="A field", file=ContentFile(data, name=f"field.{extension}"), description="A field", **fields)


@pytest.mark.parametrize("extension", SIGNED)
@pytest.mark.django_db
def test_the_original_keeps_its_credentials_and_is_served_byte_for_byte(extension: str) -> None:
    data = SIGNED[extension]()
    assert CREDENTIALS in data
    picture = picture_of(data, extension)
    assert picture.credentials == OFFERED
    variants.resized(data, width=480, extension="webp")
    with Picture.objects.get(pk=picture.pk).file.open("rb") as file:
        assert file.read() == data
    answer = Client().get(f"/media/{variants.original_name(picture)}")
    assert answer.content == data
    assert answer.headers["Content-Type"] == variants.MEDIA_TYPES[extension]


@pytest.mark.parametrize("extension", PLAIN)
@pytest.mark.django_db
def test_an_original_without_credentials_is_not_served(extension: str) -> None:
    picture = picture_of(plain(PLAIN[extension]), extension)
    assert (picture.credentials, variants.original_name(picture)) == (NONE, "")
    assert Client().get(f"/media/{picture.digest[:16]}-original.{extension}").status_code == 404


@pytest.mark.django_db
def test_an_original_that_says_where_it_was_taken_is_kept_and_not_served() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (46.0, 57.0, 0.0)}
    data = signed_jpeg(plain("JPEG", exif=exif))
    picture = picture_of(data)
    assert picture.credentials == KEPT
    assert Client().get(f"/media/{picture.digest[:16]}-original.jpg").status_code == 404
    with picture.file.open("rb") as file:
        assert file.read() == data
    xmp = signed_jpeg(plain("JPEG")).replace(b"\xff\xdb", b"\xff\xe1\x00\x15exif:GPSLatitude=1\xff\xdb", 1)
    assert standing_of(xmp) == KEPT


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xeb\x00", b"\x89PNG\r\n\x1a\n\x00\x00", b"RIFF\x00\x00\x00\x00WEBPC2PA", b"\x00\x00\x00\x00ftypavif", signed_jpeg()[:40]])
def test_damaged_files_are_looked_at_to_an_end(data: bytes) -> None:
    assert standing_of(data) in {NONE, KEPT}


def test_readers_find_the_original_under_the_picture(site: Built) -> None:
    signed, unsigned = picture_of(signed_jpeg(), credit="Ada"), picture_of(plain("JPEG"))
    make_article("With credentials", picture=signed)
    make_article("Without", picture=unsigned)
    site.build()
    [link] = html.fromstring(site.text("/en/2024/03/with-credentials/")).xpath("//figcaption/a[@class='credentials']")
    assert (link.text, link.get("href")) == ("Content credentials", f"/media/{variants.original_name(signed)}")
    assert "credentials" not in site.text("/en/2024/03/without/").partition("<main")[2]


def test_a_backup_brings_the_original_back_with_its_credentials(tmp_path: Path) -> None:
    folder = make(tmp_path / "instance")
    (folder / "media" / "a" / "field.jpg").write_bytes(signed_jpeg())
    back_up(read_instance(folder), tmp_path / "backup.tar.gz", now=NOW)
    restore(tmp_path / "backup.tar.gz", tmp_path / "restored")
    assert (tmp_path / "restored" / "media" / "a" / "field.jpg").read_bytes() == signed_jpeg()
