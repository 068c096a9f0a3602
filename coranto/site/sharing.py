"""Links by which a reader passes an article on. Plain addresses: nobody else's script runs on our pages."""

from __future__ import annotations

from urllib.parse import quote

from coranto.site.facts.shapes import Link

# Network → address that opens its own form. {url} and {title} are percent-encoded.
FORMS = {
    "email": "mailto:?subject={title}&body={title}%0A{url}",
    "whatsapp": "https://wa.me/?text={title}%20{url}",
    "telegram": "https://t.me/share/url?url={url}&text={title}",
    "mastodon": "https://mastodonshare.com/?text={title}&url={url}",
    "bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    "x": "https://x.com/intent/post?text={title}&url={url}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
}
LABELS = {
    "email": "E-mail", "whatsapp": "WhatsApp", "telegram": "Telegram", "mastodon": "Mastodon", "bluesky": "Bluesky", "x": "X",
    "facebook": "Facebook", "linkedin": "LinkedIn",
}  # fmt: skip


def links(address: str, title: str) -> tuple[Link, ...]:
    """Share links for a page's whole address and its headline."""
    values = {"url": quote(address, safe=""), "title": quote(title, safe="")}
    return tuple(Link(LABELS[network], form.format(**values), key=network) for network, form in FORMS.items())
