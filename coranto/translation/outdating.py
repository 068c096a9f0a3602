"""What the original of an outdated sentence said when a person translated it, and what it says now."""

from __future__ import annotations

from collections.abc import Collection

from coranto.articles.models import PublicState
from coranto.translation.models import HeldText, HumanText, Translation
from coranto.translation.segments import cut
from coranto.translation.segments.markup import plain_of, read_written

Passage = tuple[str, str]


def changed_passages(article: int, language: str) -> tuple[Passage, ...]:
    """(before, now) of each outdated sentence of an article in a language, as plain text in reading order. Four queries."""
    row = Translation.objects.select_related("outline", "version").filter(article_id=article, language=language).first()
    if row is None or not row.outdated or not PublicState.objects.filter(pk=article, version_id=row.version_id).exists():
        return ()
    targets = row.targets
    changed = [one for one in cut(row.version.document, language=language) if (held := targets.get(one.key)) is not None and held.is_outdated]
    before = plain_sources({targets[one.key].digest for one in changed}, row.version.document["language"])
    found = ((before.get(targets[one.key].digest, ""), one.plain) for one in changed)
    return tuple((old, now) for old, now in found if old and old != now)


def plain_sources(digests: Collection[str], language: str) -> dict[str, str]:
    """The plain text that digests stand for, where people's rows or imported memories keep it. Two queries."""
    return {digest: plain_of(read_written(source, ())) for digest, source in written_sources(digests, language).items()}


def written_sources(digests: Collection[str], language: str) -> dict[str, str]:
    """The same in written form."""
    found: dict[str, str] = {}
    for model in (HeldText, HumanText) if digests else ():
        found.update(model.objects.filter(digest__in=digests, source_language=language).values_list("digest", "source"))
    return found
