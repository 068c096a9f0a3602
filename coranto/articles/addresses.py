"""Addresses of articles: unique in the whole publication, readable in any script, never used twice."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from coranto.articles.models import Article, ArticleAddress

MAX_SLUG_BYTES = 180  # a file name may have 255 bytes; the rest is room for a number and a suffix
_BREAKS = re.compile(r"[^\w]+", re.UNICODE)


def slug_from(headline: str) -> str:
    """A readable address from a headline of any script: letters, marks and digits kept, the rest hyphens.

    Lower case, NFC, at most 180 bytes of UTF-8, cut at a hyphen where there is one. Never empty.
    """
    text = unicodedata.normalize("NFKC", headline).casefold()
    text = "".join(ch for ch in text if unicodedata.category(ch) not in {"Cf", "Cc", "Cs", "Co", "Cn"})
    text = unicodedata.normalize("NFC", _BREAKS.sub("-", text.replace("'", "").replace("’", "")).replace("_", "-"))
    return _shortened(re.sub("-{2,}", "-", text).strip("-")) or "article"


def _shortened(slug: str) -> str:
    if len(slug.encode()) <= MAX_SLUG_BYTES:
        return slug
    cut = slug.encode()[:MAX_SLUG_BYTES].decode("utf-8", errors="ignore")
    return cut.rsplit("-", 1)[0] if "-" in cut[len(cut) // 2 :] else cut


def free_slug(wanted: str, *, article_number: int | None = None) -> str:
    """`wanted`, or with the first number behind it that no article has or ever had."""
    candidate, number = wanted, 1
    while _taken(candidate, article_number):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _taken(slug: str, article_number: int | None) -> bool:
    used = ArticleAddress.objects.filter(slug=slug).exclude(article_number=article_number or -1).exists()
    return used or Article.objects.filter(slug=slug).exclude(pk=article_number or -1).exists()


def claim_address(article: Article, *, first_public_at: datetime) -> ArticleAddress:
    """Give the article the address of its slug; an earlier address of its own stays as one that leads there.

    Call inside the transaction that publishes. `first_public_at` is in the publication's time zone: its year and
    month stand in the address.
    """
    ArticleAddress.objects.filter(article_number=article.pk, is_current=True).exclude(slug=article.slug).update(is_current=False)
    address, _made = ArticleAddress.objects.update_or_create(
        slug=article.slug,
        defaults={"article_number": article.pk, "is_current": True, "year": first_public_at.year, "month": first_public_at.month},
    )
    return address


def path_of(slug: str, *, language: str, at: datetime) -> str:
    """The public path `/{language}/{yyyy}/{mm}/{slug}/`; `at` is in the publication's time zone."""
    return f"/{language}/{at:%Y}/{at:%m}/{slug}/"
