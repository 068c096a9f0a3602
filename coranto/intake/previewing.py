"""The body of a reading as the editor sees it before taking it in."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coranto.reading import sanitising
from coranto.reading.shape import Reading


def body_html(reading: Reading) -> SafeString:
    """Every block as plain html through the one sanitiser; pictures as their words, since nothing is fetched."""
    return mark_safe("\n".join(_block(block) for block in reading.blocks))  # noqa: S308 - each part below is escaped or sanitised


def _block(block: dict[str, Any]) -> str:
    kind = block["type"]
    if kind == "heading":
        return f"<h3>{escape(block['text'])}</h3>"
    if kind in {"paragraph", "note"}:
        return f"<p>{sanitising.inline(block['html'])}</p>"
    if kind == "quotation":
        return f"<blockquote>{sanitising.block(block['html'])}<footer>{escape(block.get('speaker') or '')}</footer></blockquote>"
    if kind == "pullquote":
        return f"<blockquote>{escape(block['text'])}</blockquote>"
    if kind == "list":
        items = "".join(f"<li>{sanitising.inline(item)}</li>" for item in block["items"])
        return f"<ol>{items}</ol>" if block.get("ordered") else f"<ul>{items}</ul>"
    if kind == "table":
        rows = [block.get("header") or [], *block["rows"]]
        return "<table>" + "".join("<tr>" + "".join(f"<td>{sanitising.inline(cell)}</td>" for cell in row) + "</tr>" for row in rows if row) + "</table>"
    if kind == "code":
        return f"<pre>{escape(block['text'])}</pre>"
    if kind == "divider":
        return "<hr>"
    words = " · ".join(str(block[name]) for name in ("provider", "url", "alt", "credit") if block.get(name))
    return f"<p><em>{escape(words)}</em></p>"
