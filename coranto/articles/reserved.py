"""Words that stand behind /{language}/ in addresses of the site itself."""

from __future__ import annotations

# What stands behind /{language}/ besides standing pages, and so cannot be the address of one. Four digits are a year.
RESERVED = frozenset({"region", "theme", "report", "author", "outlet", "archive", "corrections", "search", "terms", "permission", "grant", "feeds", "page", "404.html"})
