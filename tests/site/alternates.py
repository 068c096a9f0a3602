"""What search engines are told of pages in other languages, read from the pages themselves: is it complete, and does everybody answer?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_LANGUAGE = re.compile(r'<html lang="([^"]*)"')
_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">')
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")


@dataclass(frozen=True, slots=True)
class Told:
    """What the head of a page says: its own address and language, whether it may be shown, and the page in other languages."""

    address: str
    language: str
    is_hidden: bool
    alternates: Mapping[str, str]


def told(html: str) -> Told:
    """What a page says."""
    head = html.partition("</head>")[0]
    canonical, language = _CANONICAL.search(head), _LANGUAGE.search(head)
    assert canonical is not None and language is not None, head[:300]
    return Told(canonical[1], language[1], '<meta name="robots" content="noindex">' in head, dict(_ALTERNATE.findall(head)))


def faults(pages: Iterable[Told]) -> list[str]:
    """What is wrong with the alternates of a whole site; nothing when every page that is named answers with the same list."""
    linked = {page.address: page for page in pages}
    out = [f"{page.address} names alternates and asks not to be indexed" for page in linked.values() if page.is_hidden and page.alternates]
    for page in linked.values():
        if not page.alternates:
            continue
        if page.alternates.get(page.language) != page.address:
            out.append(f"{page.address} does not name itself")
        if page.alternates.get("x-default") not in {address for code, address in page.alternates.items() if code != "x-default"}:
            out.append(f"{page.address} names no page for everybody else")
        for code, address in page.alternates.items():
            other = linked.get(address)
            if other is None or other.is_hidden:
                out.append(f"{page.address} names {address}, which {'asks not to be indexed' if other else 'does not stand'}")
            elif code not in {other.language, "x-default"}:
                out.append(f"{page.address} calls {address} {code}; it is {other.language}")
            elif dict(other.alternates) != dict(page.alternates):
                out.append(f"{address} does not answer {page.address}")
    return out


def located(sitemap: str) -> set[str]:
    """The addresses of a sitemap."""
    return set(_LOCATION.findall(sitemap))
