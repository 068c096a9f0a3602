"""What on a page is not the article: by the name of its place (in any language), and by what it says (labels per language)."""

from __future__ import annotations

import re
from functools import lru_cache

from coranto.reading.labels import Labels, fold, labels, languages

# Words of classes, ids and roles. Whole words as sites write them, so "related-posts" and "relatedPosts" are both {related, posts}.
FURNITURE_TAGS = frozenset({"nav", "footer", "form", "button", "menu"})
FURNITURE_WORDS = frozenset(
    """related recommended recommendations recirc recirculation newsletter newsletters subscribe subscription signup comments comment commentlist
    disqus respond share sharing sharedaddy social socials promo promos promotion advert advertisement advertising ads sponsored outbrain taboola
    breadcrumb breadcrumbs sidebar widget widgets tags taglist tagcloud cookie cookies consent gdpr paywall popup modal overlay toolbar pagination
    pager navbar navigation menu masthead colophon trending popular mostread mostpopular readmore jp relatedposts addtoany yarpp zergnet livefyre
    donate donation authorbox bio""".split()  # noqa: SIM905 - a list of words is read as words
)
_OWN = 160  # characters; a longer paragraph without a link in it is the author's, though it begins "Sign up for"
_DATE_LINE = re.compile(r"^[^\d]{0,40}\d{1,4}[./\-\s年][^\n]{0,40}\d{1,4}[^\n]{0,25}$")


def zone_reason(zones: frozenset[str]) -> str | None:
    """Why a place with such names is furniture, or None."""
    tags = zones & FURNITURE_TAGS
    if tags:
        return f"It stands in the page's <{min(tags)}>."
    words = zones & FURNITURE_WORDS
    return f"Its place on the page is called '{min(words)}'." if words else None


@lru_cache(maxsize=512)
def _needles(language: str, job: str) -> re.Pattern[str]:
    """One pattern that says whether any phrase of a job can be there; it passes over nearly all passages (4 times faster)."""
    return re.compile("|".join(sorted({re.escape(phrase.needle) for phrase in labels(language).phrases.get(job, ())})) or r"(?!)")


@lru_cache(maxsize=512)
def _bare_labels(language: str, job: str) -> frozenset[str]:
    return frozenset(_bare(phrase.text) for phrase in labels(language).phrases.get(job, ()))


def _bare(text: str) -> str:
    return fold(text).strip(" :.…!?>»›^$*-–—()[]0123456789")


class Sayings:
    """The labels of a page's language and of English, asked about one passage at a time."""

    def __init__(self, language: str | None) -> None:
        known = set(languages())
        base = (language or "").split("-")[0]
        self._labels: list[Labels] = [labels(code) for code in dict.fromkeys((base, "en")) if code in known]

    def _says(self, text: str, *jobs: str) -> bool:
        folded = fold(text)
        return any(
            phrase.needle in folded and phrase.pattern.search(folded)
            for table in self._labels for job in jobs if _needles(table.language, job).search(folded) for phrase in table.phrases.get(job, ())
        )  # fmt: skip

    def _is_label(self, text: str, *jobs: str) -> bool:
        bare = _bare(text)
        return any(bare in _bare_labels(table.language, job) for table in self._labels for job in jobs)

    def opens_furniture(self, text: str) -> bool:
        """A heading such as "Comments" or "Related articles": what follows under it is not the article."""
        return len(text) < 60 and self._is_label(text, "comments", "related", "advertisement")

    def comments_begin(self, text: str) -> bool:
        """A heading after which readers speak."""
        return len(text) < 60 and self._is_label(text, "comments")

    def reason(self, text: str, *, links: float) -> str | None:
        """Why such words are furniture wherever they stand, as one sentence, or None. Long paragraphs are the author's."""
        if len(text) > 420:
            return None
        if len(text) < 60 and self._is_label(text, "comments", "related", "advertisement", "short_call"):
            return "It is a label of the page."
        if len(text) < 40 and any(char.isdigit() for char in text) and self._says(text, "figures"):
            return "It counts minutes, views or shares."
        if self._says(text, "call") and len(text) < 320 and (links > 0 or len(text) < _OWN):
            return "It calls on readers to subscribe, share or follow."
        if len(text) < 200 and self._says(text, "read_more") and (links > 0.3 or len(text) < 110):
            return "It points to other articles."
        if links > 0.8 and len(text) < 30 and self._tag_line(text):
            return "It is a line of tags."
        return None

    def job(self, text: str) -> str | None:
        """Which field a whole passage belongs to: copyright, permission, fair_use, disclaimer, contact, bio, note, original_source …"""
        if len(text) > 900:
            return None
        for name in ("copyright", "fair_use", "permission", "disclaimer", "original_source", "featured_image", "articles_by", "contact", "first_published"):
            if self._says(text, name):
                return name
        return None

    def _tag_line(self, text: str) -> bool:
        folded = fold(text).rstrip(":")
        return any(folded in table.lines.get("tags", ()) for table in self._labels)

    def is_tag_label(self, text: str) -> bool:
        """"Tags", "Filed under": the label of a list of subjects."""
        folded = fold(text).strip(" :")
        return any(folded in table.lines.get(name, ()) for table in self._labels for name in ("tags", "theme"))


def is_date_line(text: str) -> bool:
    """A short line that says little besides a date."""
    return len(text) < 60 and bool(_DATE_LINE.match(text)) and sum(char.isdigit() for char in text) >= 4
