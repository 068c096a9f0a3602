"""Variants of a picture for readers: AVIF, WebP and JPEG (PNG where there is transparency) in the widths pages name.

Made on the first request or by the worker, never while a page is rendered. A variant's address holds the digest of
the original file, so it never changes; the picture's metadata are left out, the copyright apart. An original that holds
content credentials is offered beside them as it is.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from coranto.pictures.credentials import OFFERED
from coranto.pictures.models import Picture

MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
WIDTHS = (96, 240, 480, 800, 1200, 1800)
MAX_PIXELS = 80_000_000  # as the desk accepts; a file that unpacks to more is refused
SHORT = 16  # hexadecimal digits of the digest that stand in an address
NAME = re.compile(r"^(?P<digest>[0-9a-f]{16})-(?P<width>[0-9]{2,4}|original)\.(?P<format>avif|webp|jpg|png)$")
QUALITY = {"avif": 58, "webp": 78, "jpg": 82}
EXIF_COPYRIGHT = 0x8298


class VariantError(Exception):
    """The variant cannot be made; the text says why."""


class NoSuchVariant(VariantError):
    """No picture has this digest, or pages never name this width."""


class Unreadable(VariantError):
    """The original cannot be read as a picture, or unpacks to too many pixels."""


def digest_of(picture: Picture) -> str:
    """The digits of a picture's digest that stand in addresses; computed and kept where the row has none yet."""
    if not picture.digest:
        with picture.file.open("rb") as file:
            picture.digest = hashlib.file_digest(file, "sha256").hexdigest()
        Picture.objects.filter(pk=picture.pk).update(digest=picture.digest)
    return picture.digest[:SHORT]


def widths_for(original: int, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the wanted widths that the original can fill, and the original's own when it fills none beyond it."""
    fitting = tuple(width for width in wanted if width < original)
    return fitting if len(fitting) == len(wanted) else (*fitting, min(original, wanted[-1]))


def plain_format(picture: Picture) -> str:
    """The format every browser reads: PNG for what may be transparent, else JPEG."""
    return "png" if picture.file.name.lower().endswith((".png", ".gif")) else "jpg"


def make_variant(name: str) -> tuple[bytes, str]:
    """The bytes and media type of the variant at `/media/{name}`.

    Raises NoSuchVariant for a name that no page can hold, Unreadable for an original that is no picture.
    """
    found = NAME.match(name)
    if found is None:
        raise NoSuchVariant(f"“{name}” is not the name of a variant. Expected sixteen hexadecimal digits, a width and one of: {', '.join(MEDIA_TYPES)}.")
    picture = Picture.objects.filter(digest__startswith=found["digest"]).first()
    if found["width"] == "original":
        return _original(picture, name), MEDIA_TYPES[found["format"]]
    width, extension = int(found["width"]), found["format"]
    if picture is None or (width not in WIDTHS and width != picture.width) or width > picture.width:
        raise NoSuchVariant(f"No picture has a variant “{name}”.")
    if extension in {"jpg", "png"} and extension != plain_format(picture):
        raise NoSuchVariant(f"No picture has a variant “{name}”.")
    with picture.file.open("rb") as file:
        return resized(file.read(), width=width, extension=extension, notice=picture.copyright_notice or picture.credit), MEDIA_TYPES[extension]


def original_name(picture: Picture) -> str:
    """The name of the original that is offered for its content credentials; "" where there are none or it is only kept."""
    extension = {"jpeg": "jpg"}.get(ending := picture.file.name.rpartition(".")[2].lower(), ending)
    return f"{digest_of(picture)}-original.{extension}" if picture.credentials == OFFERED and extension in MEDIA_TYPES else ""


def _original(picture: Picture | None, name: str) -> bytes:
    """The file as it was uploaded, byte for byte. Raises NoSuchVariant where it is not offered."""
    if picture is None or original_name(picture) != name:
        raise NoSuchVariant(f"No picture is offered as “{name}”.")
    with picture.file.open("rb") as file:
        return bytes(file.read())


def resized(original: bytes, *, width: int, extension: str, notice: str = "") -> bytes:
    """A picture's bytes at a width in pixels, in one of the formats; of its metadata only the copyright is written."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(original), formats=["AVIF", "GIF", "JPEG", "PNG", "WEBP"])
            if opened.width * opened.height > MAX_PIXELS:
                raise Unreadable(f"The picture has {opened.width * opened.height:,} pixels; at most {MAX_PIXELS:,} are unpacked.")
            image = _in_plain_mode(ImageOps.exif_transpose(opened), extension)
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(f"The original cannot be read as a picture ({error}).") from error
    return _written(image, extension, notice)


def _in_plain_mode(image: Image.Image, extension: str) -> Image.Image:
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if not has_alpha:
        return image.convert("RGB")
    image = image.convert("RGBA")
    if extension != "jpg":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _written(image: Image.Image, extension: str, notice: str) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    if notice:
        exif[EXIF_COPYRIGHT] = notice.encode()
    if extension == "png":
        image.save(out, "PNG", optimize=True)
    elif extension == "jpg":
        image.save(out, "JPEG", quality=QUALITY["jpg"], progressive=True, optimize=True, exif=exif.tobytes())
    elif extension == "webp":
        image.save(out, "WEBP", quality=QUALITY["webp"], method=4, exif=exif.tobytes())
    else:
        image.save(out, "AVIF", quality=QUALITY["avif"], speed=7, exif=exif.tobytes())
    return out.getvalue()


def stored_variant(folder: Path, name: str) -> Path:
    """The file of a variant below a folder, made when it is not there yet; it appears whole or not at all.

    Raises NoSuchVariant, Unreadable, or OSError when the folder cannot be written.
    """
    if NAME.match(name) is None:
        raise NoSuchVariant(f"“{name}” is not the name of a variant.")
    place = folder / name
    if not place.exists():
        content, _media_type = make_variant(name)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(place)
    return place


def names_of(picture: Picture) -> Iterator[str]:
    """The names of all variants that pages may offer of a picture."""
    widths = sorted({*widths_for(picture.width, WIDTHS), *(width for width in WIDTHS if width < picture.width)})
    for extension in ("avif", "webp", plain_format(picture)):
        yield from (f"{digest_of(picture)}-{width}.{extension}" for width in widths)


def make_missing(folder: Path, *, limit: int) -> int:
    """Make variants that no reader has asked for yet, the newest pictures first; how many were made. For idle hours."""
    made = 0
    for picture in Picture.objects.order_by("-pk").iterator():
        for name in names_of(picture):
            if made == limit:
                return made
            if not (folder / name).exists():
                try:
                    stored_variant(folder, name)
                except VariantError:
                    break
                made += 1
    return made
