"""What the links of a person are called: standing words from the catalogs, names of services as they are, anything else as its author wrote it."""

from __future__ import annotations

import hashlib
from functools import cache

from coranto.languages import catalogs
from coranto.site.facts import own
from coranto.site.facts.shapes import Link
from coranto.site.facts.store import Store
from coranto.site.words import WEBSITE

# Names that are the same in every language; folded, without spaces.
SERVICES = frozenset(
    ["academia.edu", "arxiv", "bandcamp", "behance", "blogger", "bluesky", "codeberg", "dailymotion", "deviantart", "discord", "dribbble", "facebook", "flickr", "friendica", "ghost", "github", "gitlab", "goodreads", "googlescholar", "imdb", "instagram", "keybase", "kofi", "ko-fi", "lemmy", "liberapay", "librarything", "line", "linkedin", "linktree", "mastodon", "matrix", "medium", "muckrack", "myspace", "naver", "note", "odysee", "ok.ru", "openlibrary", "orcid", "patreon", "peertube", "pinterest", "pixelfed", "qq", "quora", "reddit", "researchgate", "rss", "rumble", "scopus", "signal", "skype", "slideshare", "snapchat", "soundcloud", "spotify", "substack", "telegram", "threads", "tiktok", "tumblr", "twitch", "twitter", "twitter/x", "x", "xing", "vimeo", "vk", "wattpad", "wechat", "weibo", "whatsapp", "wikidata", "wikipedia", "wikimediacommons", "wordpress", "youtube", "zenodo", "zhihu"]
)
_OTHERWISE = ("site", "web site", "homepage", "home page", "web", "www")  # what people write where they mean a web site


def folded(label: str) -> str:
    """A label without what tells nothing: spaces and the size of letters."""
    return "".join(label.casefold().split())


@cache
def _websites() -> frozenset[str]:
    """How any of our languages calls a web site."""
    said = (catalogs.translator(language).gettext(WEBSITE) for language in catalogs.available())
    return frozenset(map(folded, (*_OTHERWISE, *said)))


def is_own_words(label: str) -> bool:
    """Whether a label is words of its author, which have to be translated."""
    return bool(label.strip()) and folded(label) not in SERVICES | _websites() and not label.strip().startswith("@")


def part_of(label: str) -> str:
    """The name of a label among the parts of its person's text; by its words, for a link that is not stored yet has no number."""
    return f"link-{hashlib.sha256(label.encode()).hexdigest()[:12]}"


def link_of(store: Store, person: int, label: str, url: str, *, written: str, language: str) -> Link:
    """A link of a person as a page of a language prints it; `written` is the language of what they say of themselves."""
    if not label.strip() or folded(label) in _websites():
        return Link(catalogs.translator(language).gettext(WEBSITE), url)
    if not is_own_words(label):
        return Link(label, url)
    said = own.field(store, f"person:{person}", part_of(label), language, otherwise=label, written=written)
    return Link(said.text, url, said.language, said.direction, "", said.state)
