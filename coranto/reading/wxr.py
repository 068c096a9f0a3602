"""A WordPress export (WXR) → one Reading an item that holds an article: posts and pages with words."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from lxml import etree

from coranto.reading import sanitising
from coranto.reading.declared import iso
from coranto.reading.errors import Empty, Unreadable
from coranto.reading.feeds import fill_from_html
from coranto.reading.shape import LeadImage, Reading

_SHORT_CODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)[^\]]{0,500}\]")
_BLOCK_MARK = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_HTML_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|h[1-6]|blockquote|pre|table|figure|hr)\b", re.IGNORECASE)


def read_wxr(data: bytes, *, source: str, limit: int | None = None) -> list[Reading]:
    """Read posts and pages in the order of the export. Raises Unreadable for broken XML or a document type, Empty without articles."""
    if b"<!DOCTYPE" in data[:100_000] or b"<!ENTITY" in data[:100_000]:
        raise Unreadable(f"'{source}' holds a document type, which no WordPress export has; it is not read.")
    site: dict[str, Any] = {"names": {}, "images": {}}
    items: list[dict[str, Any]] = []
    try:
        for _, element in etree.iterparse(io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False):
            name, above = etree.QName(element).localname, element.getparent()
            in_channel = above is not None and etree.QName(above).localname == "channel"
            if name == "author" and in_channel:
                site["names"][_under(element, "author_login")] = _under(element, "author_display_name")
            elif name == "item":
                items.append(_facts(element))
                element.clear(keep_tail=False)
            elif name in ("title", "link", "language") and in_channel:
                site[name] = (element.text or "").strip()
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"'{source}' is broken XML: {str(error)[:100]}. Export it again.") from error
    site["images"] = {item["id"]: item["attachment"] for item in items if item["type"] == "attachment" and item["attachment"]}
    articles = [item for item in items if item["type"] in ("post", "page") and item["status"] not in ("trash", "auto-draft") and (item["content"].strip() or item["title"])]
    if not articles:
        raise Empty(f"'{source}' is a WordPress export without posts or pages. Export the posts too.")
    often = Counter(item["guid"] for item in articles)
    for item in articles:  # some exports give two posts the same guid; the number of a post is its own
        if often[item["guid"]] > 1:
            item["guid"] = f"{site.get('link') or ''}/?p={item['id']}"
    return [_reading(item, site, source) for item in articles[:limit]]


def _facts(element: Any) -> dict[str, Any]:
    thumbnail = next((_under(meta, "meta_value") for meta in element if etree.QName(meta).localname == "postmeta" and _under(meta, "meta_key") == "_thumbnail_id"), None)
    encoded = {("excerpt" if "excerpt" in str(etree.QName(child).namespace) else "content"): child.text or "" for child in element if etree.QName(child).localname == "encoded"}
    terms = [(child.get("domain"), (child.text or "").strip()) for child in element if etree.QName(child).localname == "category"]
    return {
        "title": _under(element, "title"), "link": _under(element, "link"), "guid": _under(element, "guid"), "creator": _under(element, "creator"),
        "id": _under(element, "post_id"), "type": _under(element, "post_type"), "status": _under(element, "status"), "attachment": _under(element, "attachment_url"),
        "published": _under(element, "post_date_gmt") or _under(element, "post_date"), "terms": terms, "thumbnail": thumbnail, "password": _under(element, "post_password"),
        "content": encoded.get("content", ""), "excerpt": encoded.get("excerpt", ""),
    }  # fmt: skip


def _under(element: Any, name: str) -> str:
    return next(((child.text or "").strip() for child in element if isinstance(child.tag, str) and etree.QName(child).localname == name), "")


def _reading(item: dict[str, Any], site: dict[str, Any], source: str) -> Reading:
    reading = Reading(source=source, kind="wxr-item", headline=" ".join(sanitising.text_of(item["title"]).split()) or None, outlet=site.get("title") or None)
    fill_from_html(reading, as_html(item["content"]), base=item["link"] or site.get("link"), declared=site.get("language") or None, standfirst=item["excerpt"])
    name = site["names"].get(item["creator"]) or item["creator"]
    reading.byline = [name] if name else []
    moment = iso(item["published"])
    reading.published = f"{moment}+00:00" if moment and "T" in moment and "+" not in moment else moment
    reading.canonical_url = sanitising.link(item["link"])
    reading.outside_id = item["guid"] or item["link"] or None
    reading.themes = list(dict.fromkeys(term for domain, term in item["terms"] if domain == "category" and term))
    picture = sanitising.link(site["images"].get(item["thumbnail"]) or "")
    reading.image = LeadImage(picture) if picture else reading.image
    if item["status"] not in ("publish", "inherit"):
        reading.warnings.append(f"Its state in the export is '{item['status']}', not published.")
    if item["password"]:
        reading.warnings.append("It was protected by a password.")
    return reading


def as_html(content: str) -> str:
    """Stored WordPress text as html: block marks and short codes gone, blank lines as paragraphs where there are none."""
    content = _SHORT_CODE.sub("", _BLOCK_MARK.sub("", content))
    parts = re.split(r"\n\s*\n", content.replace("\r\n", "\n"))
    return "\n".join(part if _HTML_BLOCK.search(part) else "<p>" + part.strip().replace("\n", "<br>") + "</p>" for part in parts if part.strip())
