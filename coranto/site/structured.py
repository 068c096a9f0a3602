"""What machines read in a page's head: schema.org as JSON-LD, Open Graph and Twitter cards."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from coranto.rights.projections.schema_org import to_schema_org
from coranto.site import addresses, extras
from coranto.site.cards import card_address
from coranto.site.facts.lineage import Work, translators
from coranto.site.facts.made import BY_MACHINE, makers
from coranto.site.facts.shapes import ArticlePage, Correction, Image, Name, Said
from coranto.site.facts.store import Store
from coranto.site.terms.facts import terms_of_page

TYPES = {
    "news": "NewsArticle", "analysis": "AnalysisNewsArticle", "opinion": "OpinionNewsArticle", "editorial": "OpinionNewsArticle", "review": "ReviewNewsArticle",
    "background": "BackgroundNewsArticle", "feature": "NewsArticle", "interview": "NewsArticle", "letter": "OpinionNewsArticle", "obituary": "NewsArticle",
}  # fmt: skip
OG_LOCALES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB", "pt": "pt_BR"}


def head_part(store: Store, language: str, page: Any) -> str:
    """Meta elements and the JSON-LD block of a page, escaped."""
    if not isinstance(page, ArticlePage):
        return _plain(store, language, page)
    image = card_address(store, page)
    meta = [
        ("og:type", "article"), ("og:title", page.headline), ("og:description", page.standfirst), ("og:url", page.share_address),
        ("og:site_name", store.publication.name), ("og:locale", _locale(language)), ("og:image", image), ("og:image:width", "1200"), ("og:image:height", "630"),
        ("og:image:alt", page.headline), ("article:published_time", page.published.iso), ("article:modified_time", (page.modified or page.published).iso),
        *(("article:author", name.name) for name in page.authors), *(("article:tag", link.label) for link in (*page.regions, *page.themes)),
    ]  # fmt: skip
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in meta if value]
    lines.append('<meta name="twitter:card" content="summary_large_image">')
    if page.state != "original":
        lines.append(f'<meta name="coranto:text" content="{page.state}">')
    if page.via:
        lines.append(f'<meta name="coranto:via" content="{escape(page.via)}">')
    lines.append(f'<script type="application/ld+json">{_safe(article_data(store, page, image))}</script>')
    return "\n".join(lines)


def _plain(store: Store, language: str, page: Any) -> str:
    title = getattr(page, "title", "") or store.publication.name
    title = title.text if isinstance(title, Said) else title
    meta = [("og:type", "website"), ("og:title", str(title)), ("og:site_name", store.publication.name), ("og:locale", _locale(language))]
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in meta]
    if getattr(page, "state", "original") != "original":
        lines.append(f'<meta name="coranto:text" content="{escape(page.state)}">')
    return "\n".join(lines)


def _locale(language: str) -> str:
    return OG_LOCALES.get(language, language.replace("-", "_"))


def _safe(value: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def article_data(store: Store, page: ArticlePage, card: str) -> dict[str, Any]:
    """The article as schema.org names its facts."""
    kind = TYPES.get(page.genre, "NewsArticle")
    data: dict[str, Any] = {
        "@context": "https://schema.org", "@type": kind, "@id": page.share_address, "url": page.share_address, "mainEntityOfPage": page.share_address,
        "headline": page.headline[:110], "description": page.standfirst, "inLanguage": page.text_language or page.language, "datePublished": page.published.iso,
        "dateModified": (page.modified or page.published).iso, "version": page.version, "author": [_person(name) for name in page.authors],
        "publisher": _publisher(store), "image": [_image(page.image), card] if page.image else [card], "isAccessibleForFree": True,
        "articleSection": [link.label for link in page.themes], "contentLocation": [{"@type": "Place", "name": link.label} for link in page.regions],
        "isPartOf": [{"@type": "CreativeWorkSeries", "name": link.label, "url": addresses.absolute(link.url)} for link in page.reports],
        "copyrightNotice": page.copyright_line, "copyrightHolder": _holder(store, page), "copyrightYear": _year(page.copyright_line),
        "creditText": ", ".join(name.name for name in page.authors) or page.outlet.name, "contributor": [_person(name) for name in page.others],
        **stated_terms(store, page),
        "isBasedOn": _source(page), "translationOfWork": _translated(page.lineage), "translator": _translator(page), "editor": _checkers(page), "correction": [_correction(one) for one in (*page.grave_corrections, *page.corrections)],
    }  # fmt: skip
    return {name: value for name, value in data.items() if value not in ("", [], None, {})}


def _person(name: Name) -> dict[str, Any]:
    return {"@type": "Person", "name": name.name, **({"url": addresses.absolute(name.url)} if name.url else {})}


def _publisher(store: Store) -> dict[str, Any]:
    publication = store.publication
    value: dict[str, Any] = {"@type": "NewsMediaOrganization", "name": publication.name, "url": addresses.base_url() + "/"}
    return value


def _holder(store: Store, page: ArticlePage) -> dict[str, Any]:
    return {"@type": "Organization", "name": page.outlet.name if page.source else store.publication.name}


def _year(line: str) -> int | None:
    digits = "".join(char if char.isascii() and char.isdigit() else " " for char in line).split()
    return next((int(part) for part in digits if len(part) == 4), None)


def _image(image: Image) -> dict[str, Any]:
    value = {
        "@type": "ImageObject", "url": addresses.base_url() + image.src, "width": image.width, "height": image.height, "creditText": image.credit,
        "copyrightNotice": image.copyright, "caption": image.caption.striptags(), "description": image.alt, "inLanguage": image.language or "",
    }  # fmt: skip
    return {name: part for name, part in value.items() if part}


def _source(page: ArticlePage) -> dict[str, Any] | None:
    if page.source is None:
        return None
    value: dict[str, Any] = {
        "@type": "NewsArticle", "url": page.source.url, "datePublished": page.source.first_published_iso, "inLanguage": page.source.language,
        "author": [{"@type": "Person", "name": name} for name in page.source.authors], "copyrightNotice": page.source.copyright_notice,
        "publisher": {"@type": "Organization", "name": page.source.outlet} if page.source.outlet else None,
    }  # fmt: skip
    return {name: part for name, part in value.items() if part}


def stated_terms(store: Store, page: ArticlePage) -> dict[str, Any]:
    """Licence, terms and where to ask; of an article without terms how to republish articles at all."""
    terms = terms_of_page(store, page)
    if terms is not None:
        return to_schema_org(terms.record, terms.places)
    return {"usageInfo": addresses.absolute(page.republication) if page.republication else ""}


def _translated(works: tuple[Work, ...]) -> dict[str, Any] | None:
    """The text a translation was made from, and what that was translated from itself; one that stands nowhere has no address."""
    if not works:
        return None
    work = works[0]
    value = {
        "@type": "NewsArticle" if work.url else "CreativeWork", "@id": work.url, "inLanguage": work.language, "translator": _made(work.software, work.people),
        "translationOfWork": _translated(works[1:]),
    }  # fmt: skip
    return {name: part for name, part in value.items() if part}


def _translator(page: ArticlePage) -> dict[str, Any] | list[dict[str, Any]] | None:
    """Who made the translation: software, also where a person has checked it, or the people who edited or wrote it."""
    if page.state == "original":
        return _made("", translators(page.others)) if page.lineage else None
    if not page.made_by:
        return None
    if page.state in BY_MACHINE:
        return _made(page.software or page.made_by, ())
    return _made("", page.translators) or {"@type": "Person", "name": page.made_by}


def _made(software: str, people: tuple[Name, ...]) -> dict[str, Any] | list[dict[str, Any]] | None:
    found = [{"@type": "SoftwareApplication", "name": one} for one in makers(software)] or [_person(name) for name in people]
    return found[0] if len(found) == 1 else found or None


def _checkers(page: ArticlePage) -> list[dict[str, Any]]:
    """The people who checked a machine's text."""
    return [_person(name) for name in page.translators] if page.state == "machine-checked" and page.software else []


def _correction(one: Correction) -> dict[str, Any]:
    foreign = {"inLanguage": one.text_language} if one.text_language else {}
    return {"@type": "CorrectionComment", "text": one.text, "datePublished": one.at.iso, **foreign}


extras.head_parts.append(head_part)
