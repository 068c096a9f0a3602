"""What an article's head and headers say of its terms to programs."""

from __future__ import annotations

import json
from html import escape
from typing import Any
from urllib.parse import quote

from coranto.rights.projections.cc_rel import to_work
from coranto.rights.projections.rsl import TYPE
from coranto.rights.projections.tdm import tdm_headers
from coranto.site import addresses, extras
from coranto.site.facts.shapes import ArticlePage
from coranto.site.facts.store import Store
from coranto.site.terms.facts import RSL, terms_of_page

RESERVED = (("tdm-reservation", "1"),)  # of an article without terms


def terms_links(store: Store, page: ArticlePage) -> list[str]:
    """The values of Link: the licence, or the page of the terms where there is none, and the same for crawlers."""
    terms = terms_of_page(store, page)
    if terms is None:
        return []
    licence = quote(terms.licence or terms.places.statement, safe="/:?#[]@!$&()*+,;=%~-._")
    rsl = addresses.absolute(addresses.terms_file(terms.row.terms.slug, terms.row.number, RSL))
    return [f'<{licence}>; rel="license"', f'<{rsl}>; rel="license"; type="{TYPE}"']


def terms_headers(store: Store, page: ArticlePage) -> tuple[tuple[str, str], ...]:
    """Whether mining is reserved."""
    terms = terms_of_page(store, page)
    return tdm_headers(terms.record, terms.places) if terms else RESERVED


def head_part(store: Store, language: str, page: Any) -> str:
    """The same for who reads the page alone, and what Creative Commons' language says of the article."""
    if not isinstance(page, ArticlePage):
        return ""
    parts = [f'<meta name="{name}" content="{escape(value)}">' for name, value in terms_headers(store, page)]
    terms = terms_of_page(store, page)
    if terms is not None:
        rsl = addresses.terms_file(terms.row.terms.slug, terms.row.number, RSL)
        name = ", ".join(name.name for name in page.authors) or page.outlet.name
        work = json.dumps(to_work(terms.record, terms.places, name=name, url=page.share_address), ensure_ascii=False, separators=(",", ":"))
        parts.append(f'<link rel="license" type="{TYPE}" href="{escape(rsl)}">')
        parts.append(f'<script type="application/ld+json">{work.replace("<", chr(92) + "u003c")}</script>')
    return "\n".join(parts)


extras.head_parts.append(head_part)
