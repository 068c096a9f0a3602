"""IPTC's ninjs, versions 1.0 to 3.3 → one Reading an item of text, with its version, its status and its embargo.

What is not text (pictures, video, events, planning) is no article. Nothing in an item is believed but read: html goes
through the sanitiser as that of pages does, addresses are offered and never fetched, and an embargo that cannot be read
stops the item.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from coranto.reading import sanitising, strict_json
from coranto.reading.declared import iso, people
from coranto.reading.errors import Empty, Unreadable
from coranto.reading.feeds import fill_from_html, paragraphs
from coranto.reading.ninjs_items import Item, items_of
from coranto.reading.shape import Block, LeadImage, LeftOut, OriginalSource, Reading, Release

MOST_ITEMS = 500
LONGEST_RIGHTS = 50_000
TEXTS = frozenset({"", "text", "composite", "component"})
STATUSES = {"": "usable", "usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled"}
AUTHORS = frozenset({"author", "writer", "byline", "creator"})
SUMMARIES = frozenset({"", "summary", "standfirst", "abstract", "lead", "lede", "dek", "text", "description", "short", "html"})
CORRECTIONS = frozenset({"update", "clarification", "correction", "retraction"})
WEB = frozenset({"web", "canonical", "url", "link"})
LATEST = timezone(timedelta(hours=-12))  # where a day ends last: an embargo without a zone holds until then
_VERSION = re.compile(r"\S(?:.{0,98}\S)?")


def read_ninjs(data: bytes, *, source: str, limit: int | None = None) -> list[Reading]:
    """Read the items of text. Raises Unreadable for what is no ninjs, Empty without a text."""
    items = items_of(strict_json.read(data, source=source), source)
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"'{source}' has {len(items):,} items; at most {MOST_ITEMS} are read. Ask its sender for a shorter list.")
    for item in items:
        if not item.text("uri"):
            raise Unreadable(f"{item.place} has no 'uri', by which versions of an article are known. Ask its sender for a valid item.")
    texts = [item for item in items if item.text("type").lower() in TEXTS]
    if not items:
        raise Empty(f"'{source}' is a list without items; there is nothing to read yet.")
    if not texts:
        raise Empty(f"'{source}' has no item of text; it has: {', '.join(sorted({item.text('type')[:20] for item in items}))}. Give an article.")
    return [_reading(item, source) for item in texts[:limit]]


def _reading(item: Item, source: str) -> Reading:
    reading = Reading(source=source, kind="ninjs", headline=_headline(item))
    html, kept = _body(item)
    fill_from_html(reading, html, base=None, declared=item.text("language") or None, standfirst=_summary(item, html))
    reading.outside_id = item.text("uri")[:500]
    reading.canonical_url = _page(item)
    reading.release = _release(item)
    reading.byline = _byline(item)
    reading.published = iso(item.text("firstcreated", "versioncreated", "contentcreated"))
    sources = item.things("infosource", "infosources")
    reading.outlet = next((one.text("name") for one in sources if one.text("role").lower() in {"", "publisher", "provider"} and one.text("name")), "") or item.text("copyrightholder") or None
    origin = next((one for one in sources if one.text("role").lower() == "originator"), None)
    derived = next((sanitising.link(one.text("uri")) for one in item.things("associations") if one.text("rel") == "derivedFrom"), None)
    reading.original_source = OriginalSource(origin.text("name") or None if origin else None, derived if derived and derived.startswith("http") else None)
    reading.regions, reading.themes, reading.reports = _names(item, "place", "places"), _names(item, "subject", "subjects"), _names(item, "subject", "subjects", rel="partOf")
    _rights(item, reading)
    _pictures(item, reading)
    reading.notes = [f"{one.text('role').capitalize()}: {_plain(one.text('value'))}" for one in item.things("descriptions") if one.text("role").lower() in CORRECTIONS]
    reading.left_out += [LeftOut(text[:500], "It is another form of the text, and one was taken.") for text in kept]
    return reading


def _plain(text: str) -> str:
    return " ".join(sanitising.text_of(text).split())


def _headline(item: Item) -> str | None:
    headlines = item.things("headlines")
    main = next((one for one in headlines if one.text("role").lower() in {"main", "headline"}), headlines[0] if headlines else None)
    return _plain(main.text("value") if main else item.text("headline", "title")) or None


def _body(item: Item) -> tuple[str, list[str]]:
    """The best form of the text as html, and the others that were not taken."""
    forms = [(one.text("contenttype").lower() or one.text("role").lower(), one.text("value")) for one in item.things("bodies")]
    forms += [(name, text) for name, text in item.begun("body_")]
    forms = [(kind, text) for kind, text in forms if text]
    marked = [text for kind, text in forms if "html" in kind]
    plain = [text for kind, text in forms if "html" not in kind and "xml" not in kind and "nitf" not in kind and "json" not in kind]
    taken = marked[0] if marked else plain[0] if plain else ""
    if not marked and taken and re.search(r"<(?:p|div|br|h[1-6])[\s/>]", taken, re.IGNORECASE):
        return taken, []
    others = [text for kind, text in forms if text is not taken and text not in {*marked, *plain}]
    return taken if marked else paragraphs(taken), others


def _summary(item: Item, html: str) -> str:
    """The standfirst; a description that only repeats how the text begins is none."""
    found = [(one.text("role").lower(), one.text("value")) for one in item.things("descriptions")] + item.begun("description_")
    text = next((_plain(value) for role, value in found if role in SUMMARIES and _plain(value)), "")
    return "" if text and _plain(html).startswith(text[:60].rstrip(" .…")) else text


def _page(item: Item) -> str | None:
    """Where readers find the article: an alternative id that says so, else the uri where it is an address."""
    addresses = [one.text("value") for one in item.things("altids", "altid") if one.text("role").lower() in WEB] + [item.text("uri")]
    return next((link for address in addresses if re.match(r"https?://[^/\s]", address) and (link := sanitising.link(address))), None)


def _byline(item: Item) -> list[str]:
    named = [one.text("name") for one in item.things("person", "people", "persons", "bylines", "creators") if one.text("rel", "role").lower() in AUTHORS]
    return people([_plain(name) for name in named if name] or [_plain(item.text("byline", "by"))])


def _names(item: Item, *names: str, rel: str = "") -> list[str]:
    """Names of things; with `rel` of those that stand to the text so, without it of all that are no series it is a part of."""
    wanted = (one for one in item.things(*names) if (one.text("rel") == "partOf") is (rel == "partOf"))
    return list(dict.fromkeys(name for one in wanted if (name := _plain(one.text("name")))))


def _release(item: Item) -> Release:
    version, status = item.text("version").strip(), item.text("pubstatus").strip().lower()
    if version and not _VERSION.fullmatch(version):
        raise Unreadable(f"{item.place} has a version of {len(version):,} characters; a version is a short number. Ask its sender for a valid item.")
    if status not in STATUSES:
        raise Unreadable(f"{item.place} has the status '{status[:30]}'; ninjs knows usable, withheld and canceled. Ask its sender what is meant.")
    return Release(
        version=version or None, changed=moment(item.text("versioncreated")), status=STATUSES[status], embargo=_embargo(item),
        dateline=_plain(item.text("located"))[:200] or None, note=_plain(item.text("ednote"))[:5000] or None, rights=_expression(item),
    )  # fmt: skip


def moment(text: str) -> str | None:
    """A time with its zone as ISO 8601; None for what is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.isoformat() if found.tzinfo is not None and 1900 < found.year < 2200 else None


def _embargo(item: Item) -> str | None:
    """When it may go out at the earliest; without a zone, when that moment has come everywhere. Raises Unreadable for what is no time."""
    text = item.text("embargoed", "embargoeduntil").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(f"{item.place} is under embargo until '{text[:40]}', which is no time that can be read. Ask its sender when it may go out.") from error
    if not 1900 < found.year < 2200:
        raise Unreadable(f"{item.place} is under embargo until the year {found.year}. Ask its sender when it may go out.")
    return (found if found.tzinfo is not None else found.replace(tzinfo=LATEST)).isoformat()


def _expression(item: Item) -> str | None:
    """The rights expression as it was sent, or where it stands."""
    info = next(iter(_rights_info(item)), None)
    text = info.text("encodedrights", "linkedrights") if info else ""
    if len(text) > LONGEST_RIGHTS:
        raise Unreadable(f"{item.place} has a rights expression of {len(text):,} characters; at most {LONGEST_RIGHTS:,} are read. Ask its sender for a shorter one.")
    return text or None


def _rights_info(item: Item) -> list[Item]:
    value = item.values.get("rightsinfo")
    return Item({"rightsinfo": [value] if isinstance(value, dict) else value}, item.place).things("rightsinfo")


def _rights(item: Item, reading: Reading) -> None:
    notice, holder = _plain(item.text("copyrightnotice")), _plain(item.text("copyrightholder"))
    reading.copyright_notice = notice or (f"© {holder}" if holder else None)
    reading.usage_terms = "\n".join(line for part in item.text("usageterms").splitlines() if (line := _plain(part))) or None
    linked = next((sanitising.link(one.text("linkedrights")) for one in _rights_info(item) if one.text("linkedrights")), None)
    reading.licence_url = linked if linked and linked.startswith("http") else None


def _pictures(item: Item, reading: Reading) -> None:
    """Associated pictures are offered: the first as the lead. One that stands in the text already lends it its words and credit."""
    shown = {block["url"]: block for block in reading.blocks if block["type"] == "image"}
    for one in item.things("association", "associations"):
        found = _picture(one) if one.text("type").lower() in {"picture", "graphic"} else None
        if found is None:
            continue
        files = {found["url"], *(file.text("href") for file in one.things("rendition", "renditions"))}
        same = next((shown[url] for url in files if url in shown), None)
        if same is not None:
            same.update({name: found[name] for name in ("caption", "credit", "copyright") if found[name]})
        elif reading.image is None or reading.image.url in files:
            reading.image = LeadImage(found["url"], found["caption"], found["credit"])
        else:
            reading.blocks.append(found)
            shown[found["url"]] = found


def _picture(one: Item) -> Block | None:
    """The largest rendition that has an address, with its words and its credit."""
    files = sorted(one.things("rendition", "renditions"), key=_width, reverse=True)
    url = next((link for file in files if (link := sanitising.link(file.text("href"))) and link.startswith("http")), None)
    if url is None:
        return None
    said = {description.text("role").lower(): _plain(description.text("value")) for description in one.things("descriptions")} | {name: _plain(text) for name, text in one.begun("description_")}
    caption = said.get("caption") or said.get("text") or said.get("") or _headline(one)
    return {
        "type": "image", "url": url, "alt": said.get("alttext", ""), "caption": caption or None, "credit": _plain(one.text("by", "byline")) or None,
        "copyright": _plain(one.text("copyrightnotice")) or None, "redistributable": None,
    }  # fmt: skip


def _width(file: Item) -> int:
    value = file.values.get("width")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
