"""Files of translations on the operator's disk: written, and taken in, with the pages that show them made stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from coranto.members.models import User
from coranto.newsroom.translating.returning import look_again, take_returned
from coranto.publication.models import Publication
from coranto.translation.exchange.door import opened, read_bytes
from coranto.translation.exchange.xliff import read_xliff
from coranto.translation.exchanging import ExchangeRefused, Returned, export_article, stream_memory, take_memory
from coranto.translation.exchanging_own import export_own


def export(path: Path, *, kind: str, languages: Sequence[str], article: str | None, texts: bool = False, written_in: str | None = None) -> str:
    """Write a memory (tmx), or an article or the publication's own texts for a translator (xliff); the line that says so. Raises ExchangeRefused, OSError."""
    if kind == "xliff":
        if bool(article) == texts or len(languages) != 1:
            raise ExchangeRefused("An XLIFF file is one article in one language, or the texts of the publication; name them with --article or --texts, and --language.")
        if article:
            data = export_article(article, languages[0], now=timezone.now())
        else:
            data = export_own(languages[0], written_in=written_in or Publication.load().default_language, now=timezone.now())
    elif article or texts:
        raise ExchangeRefused("A TMX file is the whole memory; write one article, or the texts of the publication, with --format xliff.")
    else:
        with path.open("wb") as file:
            written = sum(file.write(piece) for piece in stream_memory(languages=languages, now=timezone.now()))
        return f"Wrote {written:,} bytes to {path}."
    path.write_bytes(data)
    return f"Wrote {len(data):,} bytes to {path}."


def bring(path: Path, *, kind: str, languages: Sequence[str], by: str | None, are_peoples: bool) -> str:
    """Take a file in; the line that says what of it. Raises ExchangeError, ExchangeRefused; then nothing is kept."""
    if kind == "tmx":
        with opened(path) as file:
            kept = take_memory(file, languages=languages, are_peoples=are_peoples).kept
        look_again(languages, now=timezone.now())
        return f"Remembered {kept} sentences of {path.name}."
    person, jobs = _person(by), read_xliff(read_bytes(path))
    with transaction.atomic():
        returned = take_returned(jobs, by=person, now=timezone.now())
        if languages and any(one.language not in languages for one in returned):
            raise ExchangeRefused(f"The file is into {returned[0].language}, and {', '.join(languages)} was expected.")
    own = [one for one in returned if one.own]
    return " ".join([*(_said(one, one.changed_since, [left.key for left in one.overtaken]) for one in returned if not one.own), *([_said_of_all(own)] if own else [])])


def _person(by: str | None) -> User:
    people = list(User.objects.filter(email__iexact=by, is_active=True)[:2]) if by else []
    if len(people) != 1:
        raise ExchangeRefused("Say with --by which user answers for the sentences, by the e-mail address they sign in with.")
    return people[0]


def _said(one: Returned, changed_since: Sequence[str], overtaken: Sequence[str]) -> str:
    line = f"Took {one.accepted} sentences into {one.language}; {one.unchanged} are as they were"
    if changed_since:
        line += f", and the original of {len(changed_since)} has changed since: {', '.join(changed_since[:10])}"
    if overtaken:
        return f"{line}. In {len(overtaken)} others somebody else has written since the file went out, and that stays: {', '.join(overtaken[:10])}."
    return f"{line}."


def _said_of_all(own: Sequence[Returned]) -> str:
    """The same of texts of the publication, of which there are many in one file."""
    together = replace(own[0], accepted=sum(one.accepted for one in own), unchanged=sum(one.unchanged for one in own))
    overtaken = [f"{one.own} {left.key}" for one in own for left in one.overtaken]
    return _said(together, [f"{one.own} {key}" for one in own for key in one.changed_since], overtaken)
