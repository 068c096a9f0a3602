"""Passages of a page → typed blocks: paragraphs, headings, quotations with their speaker, lists, tables, images, embeds."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from coranto.reading import sanitising
from coranto.reading.markup import words_of
from coranto.reading.passages import Passage
from coranto.reading.shape import Block

# Who may be embedded, by the last parts of the host's name.
PROVIDERS = {
    "youtube.com": "YouTube", "youtube-nocookie.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo", "twitter.com": "X", "x.com": "X",
    "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok", "soundcloud.com": "SoundCloud", "spotify.com": "Spotify",
    "dailymotion.com": "Dailymotion", "bsky.app": "Bluesky", "t.me": "Telegram", "datawrapper.dwcdn.net": "Datawrapper", "rumble.com": "Rumble", "odysee.com": "Odysee",
}  # fmt: skip
_SPEAKER = re.compile(r"^\s*[—–―-]{1,2}\s*(\S.{1,80})$")
_SIGNED = re.compile(r"^\s*[—–-]{1,2}\s*([^()]{2,80}\(@[\w.@-]{1,60}\))")  # under an embedded post: "— Name (@name) May 4, 2024"
_CREDIT = re.compile(
    r"(?:\(|^|[.|–—-]\s*|\s)((?:photo(?:graph)?s?|image|picture|illustration|foto|fotos|bild|imagen|imagem|crédit photo|photo credit|image credit|credit|crédits?|créditos?|quelle|fonte|фото|صورة|图片来源|图|写真)\s*(?:by|de|di|von|par|:|：)\s*[^()\n]{2,120})\)?\s*\.?$",
    re.IGNORECASE,
)
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-srcset", "srcset")


def blocks_of(kept: list[Passage], base: str | None) -> list[Block]:
    """Typed blocks in page order; items of one list and pieces of one quotation come together."""
    blocks: list[Block] = []
    owner: Any = None
    for passage in kept:
        holder = _holder(passage)
        if holder is not None and holder is owner and blocks and blocks[-1]["type"] in ("list", "quotation"):
            _add(blocks[-1], passage, base)
            continue
        owner = holder
        block = _block(passage, base)
        if block:
            blocks.append(block)
    for block in blocks:
        if block["type"] == "quotation":
            _find_speaker(block)
    return blocks


def _holder(passage: Passage) -> Any:
    names = {"item": ("ul", "ol", "dl"), "quotation": ("blockquote",)}.get(passage.role)
    return next((above for above in [passage.element, *passage.element.iterancestors()] if above.tag in names), None) if names else None


def _block(passage: Passage, base: str | None) -> Block | None:
    html = inline_html(passage.nodes, base)
    if passage.role == "heading":
        return {"type": "heading", "level": min(4, max(2, passage.level)), "text": passage.text}
    if passage.role == "item":
        return {"type": "list", "ordered": getattr(_holder(passage), "tag", "") == "ol", "items": [html]}
    if passage.role == "quotation":
        if "pullquote" in passage.zones or {"pull", "quote"} <= passage.zones:
            return {"type": "pullquote", "text": passage.text, "speaker": None}
        holder = _holder(passage)
        cited = sanitising.link(urljoin(base or "", holder.get("cite") or "")) if holder is not None and holder.get("cite") else None
        return {"type": "quotation", "html": f"<p>{html}</p>", "speaker": None, "url": cited, "language": holder.get("lang") if holder is not None else None}
    if passage.role == "table":
        return _table(passage.element, base)
    if passage.role == "image":
        return image(passage.element, base)
    if passage.role == "embed":
        return _embed(passage, base)
    if passage.role == "code":
        return {"type": "code", "text": "".join(passage.element.itertext()).strip("\n")}
    return {"type": "paragraph", "html": html} if html else None


def _add(block: Block, passage: Passage, base: str | None) -> None:
    html = inline_html(passage.nodes, base)
    if block["type"] == "list":
        block["items"].append(html)
    else:
        block["html"] += f"<p>{html}</p>"


def _find_speaker(block: Block) -> None:
    """A last line "— Name" of a quotation is who said it."""
    parts = re.findall(r"<p>(.*?)</p>", block["html"], re.DOTALL)
    last = sanitising.text_of(parts[-1]) if parts else ""
    match = _SPEAKER.match(last)
    if match and len(parts) > 1:
        block["speaker"], block["html"] = match[1].strip(), "".join(f"<p>{part}</p>" for part in parts[:-1])


def inline_html(nodes: Iterable[Any], base: str | None) -> str:
    """Pieces of a passage as safe inline html on one line, addresses made whole."""
    source = "".join(escape(node, quote=False) if isinstance(node, str) else _serial(node, base) for node in nodes)
    html = sanitising.inline(source)
    html = re.sub(r"<(strong|em|code|sub|sup)>\s*</\1>", " ", html)
    html = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", " ".join(html.split()))
    return re.sub(r"\s*<br>\s*", "<br>", html)


def _serial(node: Any, base: str | None) -> str:
    node = copy.deepcopy(node)
    node.tail = None
    for link in node.iter("a"):
        href = (link.get("href") or "").strip()
        if href.startswith("#"):
            continue
        try:
            whole = urljoin(base or "", href)
        except ValueError:
            whole = ""
        if re.match(r"[a-z][a-z0-9+.-]*:", whole, re.IGNORECASE):
            link.set("href", whole)
        elif href:
            del link.attrib["href"]  # without a base it leads nowhere
    return etree.tostring(node, encoding="unicode", method="html", with_tail=False)


def _table(element: Any, base: str | None) -> Block:
    rows: list[list[str]] = []
    header: list[str] = []
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [inline_html([cell.text or "", *_with_tails(cell)], base) for cell in cells]
        if not rows and not header and cells and all(cell.tag == "th" for cell in cells):
            header = texts
        elif any(texts):
            rows.append(texts)
    caption = element.find("caption")
    return {"type": "table", "header": header, "rows": rows, "caption": words_of(caption) or None if caption is not None else None}


def _with_tails(element: Any) -> list[Any]:
    return [piece for child in element if isinstance(child.tag, str) for piece in (child, child.tail or "")]


def image(element: Any, base: str | None) -> Block | None:
    """An image with its caption and credit; None for icons, trackers and addresses that are none."""
    img = element if element.tag != "picture" else element.find(".//img")
    if img is None:
        return None
    url = next((address for name in _SOURCES if (address := _image_address(img.get(name) or "", base))), None)
    sizes = [int(size) for name in ("width", "height") if (size := img.get(name) or "").isdigit()]
    if (
        not url
        or min(sizes, default=400) < 100
        or re.search(r"(avatar|gravatar|logo|icon|spacer|pixel|sprite|emoji)", url + (img.get("class") or ""), re.IGNORECASE)
    ):
        return None
    figure = next((above for above in element.iterancestors("figure", "div") if above.tag == "figure" or "wp-caption" in (above.get("class") or "")), None)
    caption, credit = caption_of(figure)
    return {
        "type": "image",
        "url": url,
        "alt": " ".join((img.get("alt") or "").split()),
        "caption": caption,
        "credit": credit,
        "copyright": None,
        "redistributable": None,
    }


def caption_of(figure: Any) -> tuple[str | None, str | None]:
    """Caption and credit of a figure, apart."""
    if figure is None:
        return None, None
    found = figure.xpath(".//figcaption | .//*[contains(@class,'caption')]")
    if not found:
        return None, None
    caption, credit = words_of(found[0]), None
    marked = figure.xpath(".//*[contains(@class,'credit') or contains(@class,'copyright') or self::small or self::cite]")
    if marked:
        credit = words_of(marked[0])
        caption = caption.replace(credit, "", 1) if credit else caption
    elif match := _CREDIT.search(caption):
        credit, caption = match[1], caption[: match.start()] + caption[match.start() : match.start(1)].rstrip(" (|–—-")
    return caption.strip(" |–—-") or None, credit.strip(" ()|") or None if credit else None


def _image_address(value: str, base: str | None) -> str | None:
    value = value.split(",")[-1].strip().split(" ")[0] if " " in value.strip() else value.strip()
    if not value or value.startswith("data:"):
        return None
    try:
        return sanitising.link(urljoin(base or "", value))
    except ValueError:
        return None


def _embed(passage: Passage, base: str | None) -> Block | None:
    element = passage.element
    addresses = [element.get("src"), element.get("data-src"), element.get("data-instgrm-permalink"), element.get("cite")]
    addresses += [link.get("href") for link in reversed(list(element.iter("a", "source")))]
    for address in addresses:
        try:
            url = sanitising.link(urljoin(base or "", address)) if address else None
            host = urlsplit(url).hostname or "" if url else ""
        except ValueError:
            continue
        for name, provider in PROVIDERS.items():
            if url and (host == name or host.endswith("." + name)):
                return _post(element, url) or {"type": "embed", "url": url, "provider": provider}
    return {"type": "quotation", "html": f"<p>{escape(passage.text)}</p>", "speaker": None, "url": None, "language": None} if passage.text else None


def _post(element: Any, url: str) -> Block | None:
    """An embedded post as a quotation with its author and address, when the page carries its words; None when it does not."""
    if element.tag != "blockquote":
        return None
    paragraphs = [html for part in element.iter("p") if len(words_of(part)) > 2 and (html := inline_html([part.text or "", *_with_tails(part)], url))]
    said = " ".join(words_of(part) for part in element.iter("p"))
    rest = words_of(element).replace(said, "", 1) if said else ""
    signed = _SIGNED.search(rest)
    if not paragraphs or not signed:
        return None
    return {
        "type": "quotation",
        "html": "".join(f"<p>{html}</p>" for html in paragraphs),
        "speaker": signed[1].strip(),
        "url": url,
        "language": element.find(".//p").get("lang"),
    }
