"""Which pictures of an article others may use, and its body without the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from coranto.rights.terms import Images, TermsRecord
from coranto.site import addresses
from coranto.site.facts.images import image_of
from coranto.site.facts.shapes import Image
from coranto.site.facts.store import Store
from coranto.syndication.ninjs.story import PictureOf, Rendition

MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


def may_go(image: Image, record: TermsRecord) -> bool:
    """Whether a picture may be passed on: it is marked as redistributable, and the terms let marked ones go."""
    return record.images is Images.MARKED and image.is_redistributable


def free_blocks(resolved: Iterable[dict[str, Any]], record: TermsRecord) -> Iterator[dict[str, Any]]:
    """The blocks of a body without pictures that may not be passed on."""
    for block in resolved:
        if block["type"] == "gallery":
            if kept := [one for one in block["images"] if may_go(one, record)]:
                yield {**block, "images": kept}
        elif block["type"] != "image" or may_go(block["image"], record):
            yield block


def pictures_of(store: Store, document: dict[str, Any], free: Iterable[dict[str, Any]], record: TermsRecord) -> tuple[PictureOf, ...]:
    """The picture at the top and those in the text, each once, as far as they may be passed on."""
    top = image_of(store, document["image"])
    found = [top] if top is not None and may_go(top, record) else []
    for block in free:
        found += [block["image"]] if block["type"] == "image" else block["images"] if block["type"] == "gallery" else []
    return tuple(_picture(image) for image in {image.src: image for image in found}.values())


def _picture(image: Image) -> PictureOf:
    return PictureOf(image.alt, image.caption.striptags(), image.credit, image.copyright, tuple(_renditions(image)))


def _renditions(image: Image) -> Iterator[Rendition]:
    """The plain files of a picture, the largest first; their proportions are those of the one every browser reads.

    An original that is offered for its content credentials comes before them.
    """
    if image.original and (kind := MEDIA_TYPES.get(image.original.rpartition(".")[2])):
        yield Rendition(addresses.absolute(image.original), kind, image.original_width, image.original_height)
    for entry in reversed(image.srcset.split(", ")):
        path, _, said = entry.rpartition(" ")
        width = int(said.removesuffix("w"))
        yield Rendition(addresses.absolute(path), MEDIA_TYPES[path.rpartition(".")[2]], width, max(1, round(image.height * width / image.width)))
