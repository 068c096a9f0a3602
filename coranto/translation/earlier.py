"""What an original said before it was changed, so that a translator sees what is new in it."""

from __future__ import annotations

from collections.abc import Collection

from coranto.articles.models import Version
from coranto.translation.models import HumanText
from coranto.translation.segments import cut

MOST_VERSIONS = 12  # how far back an article is read


def earlier_sources(article: int, digests: Collection[str]) -> dict[str, str]:
    """Sentences, in written form, that an article once had, by digest. Two queries at most."""
    left = set(digests)
    if not left:
        return {}
    found = dict(HumanText.objects.filter(article_id=article, digest__in=left).values_list("digest", "source"))
    left -= found.keys()
    for version in Version.objects.filter(article_id=article).order_by("-number")[1:MOST_VERSIONS] if left else ():
        here = {one.digest: one.text for one in cut(version.document) if one.digest in left}
        found.update(here)
        left -= here.keys()
        if not left:
            break
    return found
