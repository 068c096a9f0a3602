"""The one door through which text becomes html on a page, and an address becomes a link."""

from __future__ import annotations

from markupsafe import Markup

from coranto.reading import sanitising


def sanitised(html: str | None) -> Markup:
    """Html that the sanitiser has made, in a document when it was published or by `inline_html`; never anything else."""
    return Markup(html or "")  # noqa: S704 - callers hand over what `reading.sanitising` gave


def safe_link(url: str | None) -> str:
    """An address that a page may link to, or "" for one that it may not (javascript: and the like)."""
    return (sanitising.link(url) or "") if url else ""
