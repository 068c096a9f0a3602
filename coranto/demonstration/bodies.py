"""From the text of an article file to typed blocks.

Plain Markdown gives paragraphs, headings (##, ###), lists, tables and dividers (---). What Markdown has no sign for
stands between fences, `key: value` lines first, then an empty line, then text:

    :::quotation
    speaker: Thomas Brown
    url: https://…
    original-language: la

    The printed words.

    >>> The original words.
    :::

Fences: quotation, pullquote, note, image, gallery (one image a line: name | alternative text | caption), embed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from coranto.demonstration.shapes import Block

NAMESPACE = uuid.UUID("6a0d4c1e-2f36-5d0b-9a68-51c1f0f5c0de")
EMBED_HOSTS = {"commons.wikimedia.org": "Wikimedia Commons", "archive.org": "Internet Archive"}
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


class BodyError(ValueError):
    """The text of an article cannot be read; the message says where and what would be right."""


def inline(text: str) -> str:
    """One line of Markdown as inline HTML: strong, em, a, code."""
    return _markdown.renderInline(text.strip()).strip()


def html(text: str) -> str:
    """Whole Markdown as HTML, for standing pages and introductions."""
    return _markdown.render(text).strip()


def blocks(text: str, *, slug: str) -> tuple[Block, ...]:
    """The typed blocks of a body, each with an id that depends on slug and place alone.

    Raises BodyError for an unknown or unclosed fence, a missing key, or Markdown that no block stands for.
    """
    found: list[Block] = []
    for fence, lines in _parts(text):
        found.extend(_fenced(fence, lines) if fence else _plain("\n".join(lines)))
    return tuple({"id": str(uuid.uuid5(NAMESPACE, f"{slug}/{place}")), **block} for place, block in enumerate(found))


def _parts(text: str) -> list[tuple[str, list[str]]]:
    """The text cut at its fences: (name of the fence or "", lines)."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    open_fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(":::"):
            name = line[3:].strip()
            if bool(name) == bool(open_fence):
                raise BodyError(f"Line {number}: “{line}” does not pair. Open with :::name and close with ::: alone.")
            open_fence = name
            parts.append((name, []))
        else:
            parts[-1][1].append(line)
    if open_fence:
        raise BodyError(f"The fence :::{open_fence} is never closed. Close it with ::: alone.")
    return parts


def _fenced(name: str, lines: list[str]) -> list[Block]:
    maker = _FENCES.get(name)
    if maker is None:
        raise BodyError(f"Unknown fence :::{name}. Use one of: {', '.join(sorted(_FENCES))}.")
    head: dict[str, str] = {}
    rest = list(lines)
    while rest and (key := rest[0].partition(":")[0]) in _KEYS[name]:
        head[key] = rest.pop(0).partition(":")[2].strip()
    return [maker(head, "\n".join(rest).strip())]


def _needed(head: dict[str, str], key: str, fence: str) -> str:
    if not head.get(key):
        raise BodyError(f"A :::{fence} has no “{key}:”. Write it on a line of its own after the fence.")
    return head[key]


def _text(text: str, fence: str) -> str:
    if not text:
        raise BodyError(f"A :::{fence} has no text. Write it after the “key: value” lines.")
    return text


def _quotation(head: dict[str, str], text: str) -> Block:
    shown, _, original = _text(text, "quotation").partition("\n>>> ")
    paragraphs = "".join(f"<p>{inline(part)}</p>" for part in shown.split("\n\n") if part.strip())
    block: Block = {
        "type": "quotation", "html": paragraphs, "speaker": head.get("speaker"),
        "url": head.get("url"), "language": head.get("language"), "original": None,
    }  # fmt: skip
    if original:
        block["original"] = {"language": _needed(head, "original-language", "quotation"), "text": original.strip()}
    return block


def _pullquote(head: dict[str, str], text: str) -> Block:
    return {"type": "pullquote", "text": " ".join(_text(text, "pullquote").split()), "speaker": head.get("speaker")}


def _note(head: dict[str, str], text: str) -> Block:
    return {"type": "note", "html": inline(" ".join(_text(text, "note").split()))}


def _picture(name: str, alt: str, caption: str) -> Block:
    return {"image": name, "alt": alt, "caption": inline(caption) if caption else None}


def _image(head: dict[str, str], text: str) -> Block:
    return {"type": "image", **_picture(_needed(head, "image", "image"), _needed(head, "alt", "image"), head.get("caption", ""))}


def _gallery(head: dict[str, str], text: str) -> Block:
    images = []
    for line in filter(str.strip, _text(text, "gallery").splitlines()):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 3:
            raise BodyError(f"A line of a :::gallery is “{line}”. Write: name | alternative text | caption.")
        images.append(_picture(*cells))
    return {"type": "gallery", "images": images}


def _embed(head: dict[str, str], text: str) -> Block:
    url = _needed(head, "url", "embed")
    provider = EMBED_HOSTS.get(urlsplit(url).hostname or "")
    if provider is None:
        raise BodyError(f"{url} cannot be embedded. Use a page of {' or '.join(EMBED_HOSTS)}, or link to it in the text.")
    return {"type": "embed", "url": url, "provider": provider, "caption": _needed(head, "caption", "embed")}


_FENCES: dict[str, Callable[[dict[str, str], str], Block]] = {
    "quotation": _quotation, "pullquote": _pullquote, "note": _note, "image": _image, "gallery": _gallery, "embed": _embed,
}  # fmt: skip
_KEYS = {
    "quotation": {"speaker", "url", "language", "original-language"}, "pullquote": {"speaker"}, "note": set(),
    "image": {"image", "alt", "caption"}, "gallery": set(), "embed": {"url", "caption"},
}  # fmt: skip


def _plain(text: str) -> list[Block]:
    """Blocks of ordinary Markdown, by walking its top-level tokens."""
    found: list[Block] = []
    tokens = _markdown.parse(text)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = place if token.nesting == 0 else _closing(tokens, place)
        found.append(_block(token, tokens[place + 1 : end]))
        place = end + 1
    return found


def _closing(tokens: list[Token], place: int) -> int:
    return next(at for at in range(place + 1, len(tokens)) if tokens[at].nesting == -1 and tokens[at].level == tokens[place].level)


def _block(token: Token, inner: list[Token]) -> Block:
    contents = [inline(part.content.replace("\n", " ")) for part in inner if part.type == "inline"]
    if token.type == "paragraph_open":
        return {"type": "paragraph", "html": contents[0]}
    if token.type == "heading_open":
        return {"type": "heading", "level": int(token.tag[1]), "text": inner[0].content}
    if token.type in ("bullet_list_open", "ordered_list_open"):
        return {"type": "list", "ordered": token.type.startswith("ordered"), "items": contents}
    if token.type == "table_open":
        return _table(inner)
    if token.type == "hr":
        return {"type": "divider"}
    raise BodyError(f"No block stands for Markdown's {token.type}. Use paragraphs, headings, lists, tables, --- and fences.")


def _table(inner: list[Token]) -> Block:
    rows: list[list[str]] = []
    for token in inner:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline(token.content))
    return {"type": "table", "header": rows[0], "rows": rows[1:], "caption": None}
