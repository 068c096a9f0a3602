"""Taking an offered picture: fetched through the one door, looked at before it is kept, with its credit."""

from __future__ import annotations

import io
from urllib.parse import unquote, urlsplit

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from coranto.intake.models import OfferedPicture
from coranto.intake.sources import fetcher
from coranto.members.models import User
from coranto.outbound.errors import OutboundError
from coranto.pictures.models import Picture

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 80_000_000
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}


class PictureError(Exception):
    """The picture was not taken; one sentence names it and says why."""


def take_picture(offered: OfferedPicture, *, by: User) -> Picture:
    """Fetch an offered picture and keep it with its credit; the lead becomes the article's featured image.

    Taking it twice gives the picture that was taken. The network is touched outside the transaction. Raises PictureError.
    """
    if offered.picture is not None:
        return offered.picture
    try:
        data = fetcher().get(offered.url, accept="image/*", max_bytes=MAX_BYTES).body
    except OutboundError as error:
        raise PictureError(str(error)) from error
    return _keep(offered, data, _extension(data, offered.url), by)


def _extension(data: bytes, url: str) -> str:
    """The file's extension by what it is; refuses what is no picture or unpacks to too many pixels, by its header alone."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height, kind = *image.size, image.format or ""
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError(f"{url}: it is no picture that can be read.") from error
    if kind not in FORMATS:
        raise PictureError(f"{url}: it is a {kind} picture. Pictures are taken as JPEG, PNG, WebP, GIF or AVIF.")
    if width * height > MAX_PIXELS:
        raise PictureError(f"{url}: it has {width} × {height} pixels; at most {MAX_PIXELS // 1_000_000} million are taken.")
    return FORMATS[kind]


@transaction.atomic
def _keep(offered: OfferedPicture, data: bytes, extension: str, by: User) -> Picture:
    stem = unquote(urlsplit(offered.url).path.rpartition("/")[2]).rpartition(".")[0][:80] or "picture"
    picture = Picture.objects.create(
        title=(offered.alt_text or offered.caption or stem)[:255], description=offered.alt_text[:255], file=ContentFile(data, name=f"{stem}.{extension}"),
        credit=offered.credit, copyright_notice=offered.copyright_notice, source_url=offered.url[:1000], redistributable=offered.redistributable,
        uploaded_by_user=by,  # type: ignore[misc]
    )  # fmt: skip
    OfferedPicture.objects.filter(pk=offered.pk).update(picture=picture)
    if offered.is_lead:
        draft = offered.item.article.get_latest_revision_as_object()
        if draft.picture is None:
            draft.picture, draft.picture_alt, draft.picture_credit = picture, offered.alt_text, offered.credit
            draft.save_revision(user=by)
    return picture
