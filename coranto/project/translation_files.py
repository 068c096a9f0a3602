"""Files of translations on the operator's disk: written, and taken in, with the pages that show them made stale."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from coranto.members.models import User
from coranto.newsroom.flow import translations_kept
from coranto.translation.exchange.door import read_bytes
from coranto.translation.exchanging import ExchangeRefused, Returned, export_article, export_memory, import_article, import_memory


def export(path: Path, *, kind: str, languages: Sequence[str], article: str | None) -> str:
    """Write a memory (tmx) or an article for a translator (xliff); the line that says so. Raises ExchangeRefused, OSError."""
    if kind == "xliff":
        if not article or len(languages) != 1:
            raise ExchangeRefused("An XLIFF file is one article in one language; name them with --article and --language.")
        data = export_article(article, languages[0], now=timezone.now())
    elif article:
        raise ExchangeRefused("A TMX file is the whole memory; write one article with --format xliff.")
    else:
        data = export_memory(languages=languages, now=timezone.now())
    path.write_bytes(data)
    return f"Wrote {len(data):,} bytes to {path}."


def bring(path: Path, *, kind: str, languages: Sequence[str], by: str | None, are_peoples: bool) -> str:
    """Take a file in; the line that says what of it. Raises ExchangeError, ExchangeRefused; then nothing is kept."""
    data = read_bytes(path)
    if kind == "tmx":
        return f"Remembered {import_memory(data, languages=languages, are_peoples=are_peoples)} sentences of {path.name}."
    person = _person(by)
    with transaction.atomic():
        returned = import_article(data, by=person, now=timezone.now())
        if languages and any(one.language not in languages for one in returned):
            raise ExchangeRefused(f"The file is into {returned[0].language}, and {', '.join(languages)} was expected.")
        for one in returned:
            if one.change is not None:
                translations_kept({one.article: [one.change]})
    return " ".join(map(_said, returned))


def _person(by: str | None) -> User:
    people = list(User.objects.filter(email__iexact=by, is_active=True)[:2]) if by else []
    if len(people) != 1:
        raise ExchangeRefused("Say with --by which user answers for the sentences, by the e-mail address they sign in with.")
    return people[0]


def _said(one: Returned) -> str:
    line = f"Took {one.accepted} sentences into {one.language}; {one.unchanged} are as they were"
    if one.changed_since:
        return f"{line}, and the original of {len(one.changed_since)} has changed since: {', '.join(one.changed_since[:10])}."
    return f"{line}."
