"""Which articles of ours a text leads to: by addresses below our own host that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from coranto.articles.models import ArticleAddress

_ARTICLE = re.compile(r"/[A-Za-z-]{2,15}/(\d{4})/(\d{2})/([^/\s\"'<>?#]+)/?")


def slugs_in(texts: Iterable[str], *, public_url: str) -> list[str]:
    """The last parts of addresses of our articles that stand in texts, in their order, each once. `public_url` is where they stand."""
    host = urlsplit(public_url).netloc
    found: dict[str, None] = {}
    for text in texts:
        for part in re.split(re.escape(host), text)[1:] if host else ():
            match = _ARTICLE.match(part)
            if match:
                found[unquote(match[3])] = None
    return list(found)


def articles_of(slugs: Iterable[str]) -> dict[str, int]:
    """The numbers of articles by the last parts of their addresses, earlier ones too. One query."""
    return dict(ArticleAddress.objects.filter(slug__in=set(slugs)).values_list("slug", "article_number"))
