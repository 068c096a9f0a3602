"""The fields of a document that hold words to translate, each with its path, and how a field is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a document. `block` is the place in the body of the block it belongs to, None outside; `steps` lead to it."""

    path: str
    text: str
    is_html: bool
    steps: tuple[str | int, ...]
    block: int | None = None


def fields(document: Document, *, language: str | None = None) -> Iterator[Field]:
    """Every text of a document that has words, in reading order.

    For a reader's language, quotations that were said in it are left out, as they are shown in the original.
    """
    for name, is_html in (("headline", False), ("standfirst", False), ("note", True)):
        yield from _field(name, document, (name,), is_html=is_html)
    if isinstance(document.get("image"), dict):
        yield from _image("image", document, ("image",))
    for number, credit in enumerate(document.get("credits") or [], 1):
        if isinstance(credit, dict):
            yield from _field(f"credits.{number}.note", document, ("credits", number - 1, "note"), is_html=False)
    seen: set[str] = set()
    for place, block in enumerate(document.get("body") or []):
        identity = _identity(block, place, seen)
        if _is_translated(block, document, language):
            maker = MAKERS.get(block.get("type"), _nothing)
            yield from maker(f"body.{identity}", document, place)
    for number, correction in enumerate(document.get("corrections") or []):
        yield from _field(f"corrections.{correction['number']}.text", document, ("corrections", number, "text"), is_html=False)


def _identity(block: Block, place: int, seen: set[str]) -> str:
    identity = str(block.get("id") or place)
    while identity in seen:
        identity += "~"
    seen.add(identity)
    return identity


def _is_translated(block: Block, document: Document, language: str | None) -> bool:
    if block.get("type") != "quotation":
        return True
    said = block.get("language")
    if said and said != document.get("language"):
        return False  # the words stand in another language than the article, and no engine of the article's reads them
    return language is None or original_language(block, document) != language


def original_language(block: Block, document: Document) -> str | None:
    """In which language a quotation was said, as far as it is known."""
    original = block.get("original")
    return original.get("language") if original else block.get("language") or document.get("language")


def _field(path: str, document: Document, steps: tuple[str | int, ...], *, is_html: bool, block: int | None = None) -> Iterator[Field]:
    text = value_at(document, steps)
    if isinstance(text, str) and text.strip():
        yield Field(path, text, is_html, steps, block)


def _one(name: str, *, is_html: bool) -> Callable[[str, Document, int], Iterator[Field]]:
    def only(path: str, document: Document, place: int) -> Iterator[Field]:
        yield from _field(f"{path}.{name}", document, ("body", place, name), is_html=is_html, block=place)

    return only


def _image(path: str, document: Document, steps: tuple[str | int, ...], block: int | None = None) -> Iterator[Field]:
    yield from _field(f"{path}.alt", document, (*steps, "alt"), is_html=False, block=block)
    yield from _field(f"{path}.caption", document, (*steps, "caption"), is_html=True, block=block)


def _picture(path: str, document: Document, place: int) -> Iterator[Field]:
    yield from _image(path, document, ("body", place), place)


def _gallery(path: str, document: Document, place: int) -> Iterator[Field]:
    for number, _image_of in enumerate(document["body"][place].get("images") or []):
        yield from _image(f"{path}.images.{number + 1}", document, ("body", place, "images", number), place)


def _list(path: str, document: Document, place: int) -> Iterator[Field]:
    for number, _item in enumerate(document["body"][place].get("items") or []):
        yield from _field(f"{path}.items.{number + 1}", document, ("body", place, "items", number), is_html=True, block=place)


def _table(path: str, document: Document, place: int) -> Iterator[Field]:
    yield from _field(f"{path}.caption", document, ("body", place, "caption"), is_html=False, block=place)
    for column, _cell in enumerate(document["body"][place].get("header") or []):
        yield from _field(f"{path}.cells.0.{column + 1}", document, ("body", place, "header", column), is_html=True, block=place)
    for row, cells in enumerate(document["body"][place].get("rows") or []):
        for column, _cell in enumerate(cells):
            yield from _field(f"{path}.cells.{row + 1}.{column + 1}", document, ("body", place, "rows", row, column), is_html=True, block=place)


def _nothing(_path: str, _document: Document, _place: int) -> Iterator[Field]:
    yield from ()


MAKERS: dict[Any, Callable[[str, Document, int], Iterator[Field]]] = {
    "paragraph": _one("html", is_html=True), "note": _one("html", is_html=True), "quotation": _one("html", is_html=True),
    "heading": _one("text", is_html=False), "pullquote": _one("text", is_html=False), "embed": _one("caption", is_html=False),
    "list": _list, "table": _table, "image": _picture, "gallery": _gallery,
}  # fmt: skip


def value_at(document: Document, steps: tuple[str | int, ...]) -> Any:
    """What stands at the end of the steps; None where there is nothing."""
    value: Any = document
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def replaced(document: Document, texts: dict[tuple[str | int, ...], str]) -> Document:
    """A copy of the document with other texts at these steps."""
    copy = deepcopy(document)
    for steps, text in texts.items():
        value_at(copy, steps[:-1])[steps[-1]] = text
    return copy
