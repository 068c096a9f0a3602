"""The blocks of a body as templates print them: html marked as sanitised, pictures resolved, passages with their direction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coranto.reading import sanitising
from coranto.site.facts import images, wording
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import safe_link, sanitised

Block = dict[str, Any]


def resolved(store: Store, body: list[Block], language: str) -> tuple[Block, ...]:
    """The blocks of a document, those left out whose picture was deleted. Html of documents was sanitised when published."""
    store.load_pictures(_pictures(body))
    found = (_resolved(store, block, language) for block in body)
    return tuple(block for block in found if block is not None)


def _resolved(store: Store, block: Block, language: str) -> Block | None:
    """A block with the language of its text where that is not the page's: a passage that was not translated."""
    found = RESOLVERS.get(block["type"], _plain)(store, block, language)
    if found is None or block["type"] == "quotation":
        return found
    spoken = block["language"] if block.get("language") not in {None, "", language} else None
    return {**found, "language": spoken, "direction": wording.direction(spoken) if spoken else None}


def _pictures(body: list[Block]) -> list[int]:
    single = [block["picture"] for block in body if block["type"] == "image"]
    return single + [image["picture"] for block in body if block["type"] == "gallery" for image in block["images"]]


def _plain(store: Store, block: Block, language: str) -> Block | None:
    return {**block, "html": sanitised(block["html"])} if "html" in block else block


def _quotation(store: Store, block: Block, language: str) -> Block | None:
    spoken = block["language"] if block["language"] not in {None, "", language} else None
    original = block["original"]
    if original:
        written = original["language"] or ""
        original = {**original, "direction": wording.direction(written) if written else "auto"}
    return {
        **block, "html": sanitised(block["html"]), "language": spoken, "direction": wording.direction(spoken) if spoken else None, "original": original,
    }  # fmt: skip


def _list(store: Store, block: Block, language: str) -> Block | None:
    return {**block, "items": [sanitised(item) for item in block["items"]]}


def _table(store: Store, block: Block, language: str) -> Block | None:
    return {**block, "header": [sanitised(cell) for cell in block["header"]], "rows": [[sanitised(cell) for cell in row] for row in block["rows"]]}


def _image(store: Store, block: Block, language: str) -> Block | None:
    image = images.image_of(store, block)
    return {"id": block["id"], "type": "image", "image": image} if image else None


def _gallery(store: Store, block: Block, language: str) -> Block | None:
    found = [image for value in block["images"] if (image := images.image_of(store, value, images.SMALL)) is not None]
    return {"id": block["id"], "type": "gallery", "images": found} if found else None


def _embed(store: Store, block: Block, language: str) -> Block | None:
    url = safe_link(block["url"])
    return {**block, "url": url} if url else None


RESOLVERS = {"embed": _embed, "quotation": _quotation, "list": _list, "table": _table, "image": _image, "gallery": _gallery}


def texts(body: list[Block]) -> Iterator[str]:
    """The words of a body, block by block, as a reader meets them."""
    for block in body:
        if "html" in block:
            yield sanitising.text_of(block["html"])
        elif block["type"] == "list":
            yield " ".join(sanitising.text_of(item) for item in block["items"])
        elif block["type"] in {"heading", "pullquote", "code"}:
            yield block["text"]
