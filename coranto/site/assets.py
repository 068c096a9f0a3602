"""Style sheets and the one script, under addresses that hold their digest and so never change.

The sheets in `assets/` are sent as they stand in the repository, one after another; what a publication's editors chose
(colours, type) is a second, small sheet made from its settings.
"""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from pathlib import Path

from coranto.publication.models import Publication
from coranto.site import addresses
from coranto.site.look import COLOUR, look_sheet

FOLDER = Path(__file__).parent / "assets"
LAYERS = ("layers", "reset", "tokens", "base", "layout", "parts", "article", "front", "print")
REUSE = ("terms", "republish", "provenance", "asking")
REUSE_PAGES = frozenset({"terms", "republish", "provenance", "permission", "permission_sent", "letters", "grant"})  # by their templates


@cache
def sheet() -> bytes:
    """All sheets of `assets/` in the order of their layers."""
    return b"\n".join((FOLDER / f"{name}.css").read_bytes() for name in LAYERS)


@cache
def reuse_sheet() -> bytes:
    """The sheet of the pages about terms, republishing, origin and permission, which no other page needs."""
    return b"\n".join((FOLDER / f"{name}.css").read_bytes() for name in REUSE)


@cache
def reuse_address() -> str:
    """Where that sheet stands."""
    return addresses.asset("reuse", _digest(reuse_sheet()), "css")


@cache
def script_text() -> bytes:
    """The script that makes sharing more comfortable; every page works without it."""
    return (FOLDER / "site.js").read_bytes()


@cache
def sheet_address() -> str:
    """Where the sheets stand."""
    return addresses.asset("site", _digest(sheet()), "css")


@cache
def script() -> str:
    """Where the script stands."""
    return addresses.asset("site", _digest(script_text()), "js")


def look_address(publication: Publication) -> str:
    """Where the sheet of a publication's own look stands."""
    return addresses.asset("look", _digest(look_sheet(publication).encode()), "css")


def stylesheets(publication: Publication) -> tuple[str, ...]:
    """The sheets a page links, in their order."""
    return sheet_address(), look_address(publication)


def icon(publication: Publication) -> bytes:
    """The sign of a publication without a logo: the first letter of its name on its accent colour, as SVG."""
    letter = next((char for char in publication.name if char.isalnum()), "C").upper()
    light, dark = (colour if COLOUR.match(colour) else fallback for colour, fallback in ((publication.accent, "#8a1c1c"), (publication.paper, "#fbf9f4")))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="10" fill="{light}"/>'
        f'<text x="32" y="46" font-family="Georgia, \'Noto Serif\', serif" font-size="42" font-weight="600" text-anchor="middle" fill="{dark}">{escape(letter)}</text></svg>\n'
    ).encode()


def icon_address(publication: Publication) -> str:
    """Where the sign of a publication without a logo stands."""
    return addresses.asset("icon", _digest(icon(publication)), "svg")


def all_assets(publication: Publication) -> dict[str, tuple[bytes, str]]:
    """Every asset: address → (bytes, media type)."""
    return {
        sheet_address(): (sheet(), "text/css; charset=utf-8"),
        reuse_address(): (reuse_sheet(), "text/css; charset=utf-8"),
        look_address(publication): (look_sheet(publication).encode(), "text/css; charset=utf-8"),
        script(): (script_text(), "text/javascript; charset=utf-8"),
        icon_address(publication): (icon(publication), "image/svg+xml"),
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
