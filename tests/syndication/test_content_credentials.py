"""Content credentials (C2PA) that a picture came with stay in its original, byte for byte, whatever variants are made."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from coranto.pictures import variants
from coranto.pictures.models import Picture

CREDENTIALS = b"\x00\x00\x00\x3ejumb\x00\x00\x00\x1ejumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71\x03c2pa\x00"


def signed_photograph() -> bytes:
    """A JPEG with a C2PA store where cameras put it: an APP11 segment with a JUMBF box."""
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#5a6b3c").save(out, "JPEG")
    body = b"JP\x00\x01\x00\x00\x00\x01" + CREDENTIALS
    return out.getvalue()[:2] + b"\xff\xeb" + (len(body) + 2).to_bytes(2, "big") + body + out.getvalue()[2:]


@pytest.mark.django_db
def test_the_original_keeps_its_content_credentials_after_variants_were_made() -> None:
    data = signed_photograph()
    picture = Picture.objects.create(title="A field", file=ContentFile(data, name="field.jpg"))
    variants.resized(data, width=480, extension="webp")
    with Picture.objects.get(pk=picture.pk).file.open("rb") as file:
        kept = file.read()
    assert kept == data
    assert CREDENTIALS in kept
