"""Pictures as pages show them: addresses and sizes of their variants."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from coranto.pictures import variants
from coranto.pictures.models import Picture
from coranto.site import addresses
from coranto.site.facts import wording
from coranto.site.facts.shapes import Image, Source
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import sanitised

ICON = (96,)
MARK = (96, 240)
SMALL = (240, 480, 800)
LARGE = (480, 800, 1200, 1800)


def image_of(store: Store, value: dict[str, object] | None, widths: tuple[int, ...] = LARGE) -> Image | None:
    """A document's image (picture, alt, caption, credit, copyright, redistributable) as a page shows it; None when it is gone.

    A picture that others may not reprint any more is not redistributable, whatever was said when the article was published.
    """
    if not value:
        return None
    picture = store.picture(int(str(value["picture"])))
    if picture is None:
        return None
    shown = _image(
        picture, widths, alt=str(value["alt"]), caption=sanitised(str(value["caption"] or "")), credit=str(value["credit"]),
        notice=str(value["copyright"]), is_redistributable=value["redistributable"] is True and picture.redistributable is not False,
    )  # fmt: skip
    return _in(shown, str(value["language"])) if value.get("language") else shown


def _in(image: Image, language: str) -> Image:
    """The picture with the language of its words."""
    return replace(image, language=language, direction=wording.direction(language))


def plain_image(store: Store, number: int | None, language: str, widths: tuple[int, ...] = SMALL) -> Image | None:
    """A picture with what its own row says of it, in the publication's own language: portraits, logos, pictures of reports."""
    picture = store.picture(number) if number else None
    if picture is None:
        return None
    shown = _image(
        picture, widths, alt=picture.description, caption=Markup(), credit=picture.credit, notice=picture.copyright_notice,
        is_redistributable=picture.redistributable is True,
    )  # fmt: skip
    written = store.publication.default_language
    return _in(shown, written) if picture.description and written != language else shown


def _image(picture: Picture, widths: tuple[int, ...], *, alt: str, caption: Markup, credit: str, notice: str, is_redistributable: bool) -> Image:
    digest = variants.digest_of(picture)
    offered = variants.widths_for(picture.width, widths)
    plain = variants.plain_format(picture)
    width = offered[-1] if len(offered) < 3 else offered[-2]
    return Image(
        src=addresses.media(digest, width, plain),
        srcset=_srcset(digest, offered, plain),
        sources=tuple(Source(variants.MEDIA_TYPES[name], _srcset(digest, offered, name)) for name in ("avif", "webp")),
        width=width,
        height=max(1, round(picture.height * width / picture.width)),
        alt=alt,
        caption=caption,
        credit=credit,
        copyright=notice,
        is_redistributable=is_redistributable,
        original=addresses.original(name) if (name := variants.original_name(picture)) else "",
        original_width=picture.width,
        original_height=picture.height,
    )


def _srcset(digest: str, widths: tuple[int, ...], extension: str) -> str:
    return ", ".join(f"{addresses.media(digest, width, extension)} {width}w" for width in widths)
