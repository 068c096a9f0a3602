"""Where in an article a sentence stands, in an editor's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def named_places(document: Mapping[str, Any]) -> dict[str, str]:
    """The words for each part of a document: fields outside the body by name, blocks by "body.<id>"; paragraphs and headings are counted."""
    found = {"headline": _("Headline"), "standfirst": _("Standfirst"), "note": _("Note to readers"), "image": _("Featured image"), "credits": _("Credits"), "corrections": _("Correction")}
    counted: dict[str, int] = {}
    for place, block in enumerate(document.get("body") or []):
        kind = str(block.get("type"))
        counted[kind] = counted.get(kind, 0) + 1
        found[f"body.{block.get('id') or place}"] = _block(kind, counted[kind])
    return found


def place_of(path: str, names: Mapping[str, str]) -> str:
    """The words for a sentence's path, such as “Paragraph 3”."""
    parts = path.split(".")
    name = names.get(f"body.{parts[1]}", _("Text")) if parts[0] == "body" and len(parts) > 1 else names.get(parts[0], _("Text"))
    if parts[-1] == "alt":
        return _("%(place)s: alternative text") % {"place": name}
    if parts[-1] == "caption":
        return _("%(place)s: caption") % {"place": name}
    return name


def _block(kind: str, number: int) -> str:
    words = {
        "paragraph": _("Paragraph %(number)s"), "heading": _("Heading %(number)s"), "quotation": _("Quotation %(number)s"), "pullquote": _("Pull quote %(number)s"),
        "list": _("List %(number)s"), "table": _("Table %(number)s"), "image": _("Picture %(number)s"), "gallery": _("Gallery %(number)s"),
        "note": _("Note %(number)s"), "embed": _("Embedded %(number)s"),
    }  # fmt: skip
    return words.get(kind, _("Part %(number)s")) % {"number": number}
